"""Verdicts kept with all that is needed to derive them again, and derived again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from graph.cases import parse_case, resolve_case
from graph.ledger.records import Decision, PackText
from graph.recusal.engine import check
from graph.recusal.informant import visible
from graph.recusal.pack import parse_pack
from graph.recusal.report import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.recusal.evidence import Data
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CaseVerdict
    from graph.ties.lives import PastCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where the verdict derived again is another; `path` as in `$.candidates[0]`."""

    path: str
    recorded: Any
    derived: Any


def decision_of(
    verdict: CaseVerdict,
    *,
    case_text: str,
    packs: Sequence[Pack],
    author: str,
    candidates: Sequence[str] = (),
    request: str | None = None,
) -> Decision:
    """Return the decision to record; where the case has an informant, without its reasons.

    `candidates` are those named beside the case file.
    """
    options = {"candidates": list(candidates), "packs": {p.name: p.sha256 for p in packs}}
    return Decision(
        case_text=case_text,
        on=verdict.on,
        sequence=verdict.sequence,
        packs=tuple(PackText(name=pack.name, text=pack.text) for pack in packs),
        verdict=orjson.dumps(as_json(visible(verdict))).decode(),
        author=author,
        options=orjson.dumps(options).decode(),
        request=request,
    )


def replay(
    decision: Decision,
    open_snapshot: Callable[[int], Data],
    *,
    past_cases: Iterable[PastCase] = (),
) -> tuple[Difference, ...]:
    """Derive a decision again on the data of its sequence with the packs it kept.

    Returns nothing where the verdict is the same; what is withheld stays withheld. `past_cases`
    are those that had been recorded before this decision.

    Raises:
        CaseError, PackError: the stored texts can no longer be read.
    """
    found = derived(decision, open_snapshot, past_cases=past_cases)
    return tuple(differences(orjson.loads(decision.verdict), as_json(visible(found))))


def derived(
    decision: Decision,
    open_snapshot: Callable[[int], Data],
    *,
    past_cases: Iterable[PastCase] = (),
) -> CaseVerdict:
    """Return the verdict of a decision derived again, in full; otherwise as `replay`."""
    options = orjson.loads(decision.options)
    data = open_snapshot(decision.sequence)
    case = resolve_case(
        parse_case(decision.case_text, name=f"case of {decision.id}"),
        data,
        candidates=options.get("candidates", ()),
        on=dt.date.fromisoformat(decision.on),
    )
    packs = [parse_pack(pack.text, name=pack.name) for pack in decision.packs]
    return check(case, packs, data, past_cases=past_cases)


def differences(recorded: Any, derived: Any, path: str = "$") -> Iterator[Difference]:
    """Compare two JSON values and name every place where they differ, in order."""
    if isinstance(recorded, dict) and isinstance(derived, dict):
        for key in dict.fromkeys((*recorded, *derived)):
            one, other = recorded.get(key), derived.get(key)
            if key in recorded and key in derived:
                yield from differences(one, other, f"{path}.{key}")
            else:
                yield Difference(path=f"{path}.{key}", recorded=one, derived=other)
    elif isinstance(recorded, list) and isinstance(derived, list) and len(recorded) == len(derived):
        for at, (one, other) in enumerate(zip(recorded, derived, strict=True)):
            yield from differences(one, other, f"{path}[{at}]")
    elif recorded != derived:
        yield Difference(path=path, recorded=recorded, derived=derived)
