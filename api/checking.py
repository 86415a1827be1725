"""A case checked on the ledger as it stands, recorded, and derived again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.cases import load_case, parse_case, resolve_case
from graph.recusal.decisions import decision_of, replay
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.ties.lives import PastCase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from graph.ledger import Decision, Ledger
    from graph.recusal.decisions import Difference
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CaseVerdict
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A verdict with what it was derived from."""

    verdict: CaseVerdict
    case_text: str
    packs: tuple[Pack, ...]
    candidates: tuple[str, ...]
    """Those named beside the case file."""

    def decision(self, author: str) -> Decision:
        """Return the record of this verdict."""
        return decision_of(
            self.verdict,
            case_text=self.case_text,
            packs=self.packs,
            author=author,
            candidates=self.candidates,
        )


def check_case(
    path: Path,
    snapshot: Snapshot,
    past: Sequence[PastCase],
    *,
    candidates: Sequence[str],
    packs: Sequence[str],
    on: dt.date | None,
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
        verdict=check(case, chosen, snapshot, past_cases=_others(past, case.id)),
        case_text=text,
        packs=chosen,
        candidates=tuple(candidates),
    )


def replay_decision(
    decision: Decision, snapshot: Snapshot, past: Sequence[PastCase]
) -> tuple[Difference, ...]:
    """Derive a recorded verdict again on the snapshot of its sequence."""
    case = parse_case(decision.case_text, name=f"case of {decision.id}")
    return replay(decision, lambda _sequence: snapshot, past_cases=_others(past, case.id))


def _others(past: Sequence[PastCase], case: str) -> list[PastCase]:
    """Leave out the case itself: checking it again ties nobody to its parties."""
    return [one for one in past if one.case != case]


def past_cases(ledger: Ledger, before: str | None = None) -> list[PastCase]:
    """Return who was on the team of a recorded case about whom; informants are left out.

    With `before`, only of decisions recorded before that one, so that a replay sees what it saw.
    """
    found: dict[tuple[str, str, str], PastCase] = {}
    for decision in ledger.decisions.list():
        if decision.id == before:
            break
        # Reading a case costs milliseconds, and only a team makes a past case.
        for past in _pairs(decision) if "team" in decision.case_text else ():
            found.setdefault((past.case, past.handler, past.party), past)
    return list(found.values())


def _pairs(decision: Decision) -> Iterable[PastCase]:
    case = parse_case(decision.case_text, name=f"case of {decision.id}")
    for member in case.team:
        for party in case.parties:
            if party.person is not None and party.role != "informant":
                yield PastCase(
                    case=case.id,
                    handler=member.person,
                    party=party.person,
                    on=decision.on,
                    decision=decision.id,
                )
