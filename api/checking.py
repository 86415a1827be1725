"""A case checked on the ledger as it stands, recorded, and derived again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from graph.cases import load_case, parse_case, resolve_case
from graph.desk.past import earlier_cases, seen_by, with_seen
from graph.recusal.decisions import decision_of, replay
from graph.recusal.engine import check
from graph.recusal.pack import load_pack

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from graph.cases import ResolvedCase
    from graph.desk.past import Earlier, Seen
    from graph.ledger import Decision, Ledger
    from graph.recusal.decisions import Difference
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CaseVerdict
    from graph.snapshot import Snapshot
    from graph.ties.lives import PastCase


class Judge(Protocol):
    """What gives the verdict: the embedded engine, or another that answers alike."""

    def __call__(
        self,
        case: ResolvedCase,
        packs: Sequence[Pack],
        data: Snapshot,
        *,
        past_cases: Iterable[PastCase] = (),
    ) -> CaseVerdict:
        """Judge every candidate of a case under some packs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A verdict with what it was derived from."""

    verdict: CaseVerdict
    case_text: str
    packs: tuple[Pack, ...]
    candidates: tuple[str, ...]
    """Those named beside the case file."""
    seen: Seen | None = None
    """How far earlier cases had been read; None where none were counted."""

    def decision(self, author: str) -> Decision:
        """Return the record of this verdict."""
        decision = decision_of(
            self.verdict,
            case_text=self.case_text,
            packs=self.packs,
            author=author,
            candidates=self.candidates,
        )
        return with_seen(decision, self.seen) if self.seen else decision


def check_case(
    path: Path,
    snapshot: Snapshot,
    past: Earlier | None = None,
    *,
    candidates: Sequence[str],
    packs: Sequence[str],
    on: dt.date | None,
    judge: Judge = check,
) -> Checked:
    """Judge a case file under its matter's packs, or those named.

    Raises:
        CaseError: the file is no case, or names what is not loaded.
        PackError: a pack is not to be trusted as written.
    """
    written, text = load_case(path)
    case = resolve_case(written, snapshot, candidates=candidates, on=on)
    chosen = tuple(load_pack(name) for name in packs or case.packs)
    return Checked(
        verdict=judge(case, chosen, snapshot, past_cases=_others(past, case.id)),
        seen=past.seen if past else None,
        case_text=text,
        packs=chosen,
        candidates=tuple(candidates),
    )


def replay_decision(
    decision: Decision, snapshot: Snapshot, past: Earlier
) -> tuple[Difference, ...]:
    """Derive a recorded verdict again on the snapshot of its sequence."""
    case = parse_case(decision.case_text, name=f"case of {decision.id}")
    return replay(decision, lambda _sequence: snapshot, past_cases=_others(past, case.id))


def _others(past: Earlier | None, case: str) -> list[PastCase]:
    return past.without(case) if past else []


def past_cases(ledger: Ledger, before: str | None = None) -> Earlier:
    """Return who was on the team of a recorded or registered case about whom.

    With `before`, only what the check of that decision had read, so that a replay sees no more.
    """
    if before is None:
        return earlier_cases(ledger)
    return earlier_cases(ledger, seen_by(ledger, ledger.decisions.get(before)))
