"""Earlier cases that tie two people: of recorded decisions and of the docket, each counted once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import orjson

from graph.cases import parse_case
from graph.desk.docket import folded
from graph.desk.folding import INFORMANT
from graph.desk.states import State
from graph.ties.lives import PastCase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.desk.case_file import CaseFile
    from graph.ledger import Decision, Ledger

SEALED_NAME = "已封存"
"""Stands for a sealed case, in the name and in the origin of a tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How far a check had read when it counted earlier cases: last decision, last event."""

    decisions: int
    desk: int


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The earlier cases, and how far the ledger had been read for them."""

    cases: tuple[PastCase, ...]
    seen: Seen

    def without(self, case: str) -> list[PastCase]:
        """Leave out a case itself: checking it again ties nobody to its parties."""
        return [one for one in self.cases if one.case != case]

    def about(self, persons: Iterable[str], *, but: str) -> list[PastCase]:
        """Return the cases that tie any of some persons to somebody, in order, but for one."""
        at = sorted({place for person in persons for place in self._places.get(person, ())})
        return [self.cases[place] for place in at if self.cases[place].case != but]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, one in enumerate(self.cases):
            for person in (one.handler, one.party):
                found.setdefault(person, []).append(place)
        return found


class EarlierReader:
    """Reads the earlier cases of one ledger again and again, each time only what is new.

    Cost of the first time: a fold of the docket, about 0.1 ms an event, and some milliseconds for
    each recorded decision that no step of the desk called for.
    """

    def __init__(self) -> None:
        self._seen = Seen(decisions=0, desk=0)
        self._files: dict[str, CaseFile] = {}
        self._of_files: dict[str, list[PastCase]] = {}
        self._of_decisions: list[PastCase] = []

    def read(self, ledger: Ledger, until: Seen | None = None) -> Earlier:
        """Return who was on the team of which case about whom; informants are left out.

        Each case counts once for two people. With `until`, only what a check had read that had
        come so far; nothing beyond it may have been read before.
        """
        until = until or Seen(decisions=ledger.decisions.head, desk=ledger.desk.head)
        self._read_desk(ledger, until.desk)
        for decision in ledger.decisions.outside_desk(self._seen.decisions, until.decisions):
            # Reading a case costs milliseconds, and only a team makes a past case.
            if "team" in decision.case_text:
                self._of_decisions += _of_decision(decision)
        self._seen = until
        return Earlier(cases=tuple(self._all().values()), seen=until)

    def _read_desk(self, ledger: Ledger, until: int) -> None:
        changed = set()
        for event in ledger.desk.list(after=self._seen.desk):
            if (event.number or 0) > until:
                break
            file = folded(self._files.get(event.about), event)
            if file is not None:
                self._files[event.about] = file
                changed.add(event.about)
        for about in changed:
            self._of_files[about] = list(_of_file(self._files[about]))

    def _all(self) -> dict[tuple[str, str, str], PastCase]:
        found = {
            (id, past.handler, past.party): past
            for id in self._files
            for past in self._of_files[id]
        }
        for past in self._of_decisions:
            known = self._files.get(past.case)
            key = (past.case, past.handler, past.party)
            found.setdefault(key, _hidden(past) if known and _is_sealed(known) else past)
        return found


def earlier_cases(ledger: Ledger, seen: Seen | None = None) -> Earlier:
    """Return the earlier cases of a ledger, read once; see EarlierReader."""
    return EarlierReader().read(ledger, seen)


def with_seen(decision: Decision, seen: Seen, trigger: str | None = None) -> Decision:
    """Return a decision that keeps how far its check had read, and which step called for it."""
    options = orjson.loads(decision.options)
    options["seen"] = {"decisions": seen.decisions, "desk": seen.desk}
    if trigger is not None:
        options["trigger"] = trigger
    return replace(decision, options=orjson.dumps(options).decode())


def seen_by(ledger: Ledger, decision: Decision) -> Seen:
    """Return how far the check of a decision had read.

    A decision that does not say so was recorded before there was a desk, or by a step that counts
    no later event.
    """
    told = orjson.loads(decision.options).get("seen")
    if told is not None:
        return Seen(decisions=told["decisions"], desk=told["desk"])
    number = int(decision.id.removeprefix("D-"))
    own = next((one for one in ledger.desk.list() if one.decision == decision.id), None)
    return Seen(decisions=number - 1, desk=(own.number or 1) - 1 if own else 0)


def _of_decision(decision: Decision) -> Iterator[PastCase]:
    case = parse_case(decision.case_text, name=f"case of {decision.id}")
    for member in case.team:
        for party in case.parties:
            if party.person is not None and party.role != INFORMANT:
                yield PastCase(
                    case=case.id,
                    handler=member.person,
                    party=party.person,
                    on=decision.on,
                    decision=decision.id,
                )


def _of_file(file: CaseFile) -> Iterator[PastCase]:
    """Yield a pair for everybody who ever was on the team and ever an open party."""
    origin = next(iter(file.decisions), file.id)
    for handler in file.ever_team:
        for party in file.ever_parties:
            past = PastCase(
                case=file.id,
                handler=handler,
                party=party,
                on=str(file.case.received or file.registered[:10]),
                decision=origin,
            )
            yield _hidden(past) if _is_sealed(file) else past


def _is_sealed(file: CaseFile) -> bool:
    return file.state is State.SEALED


def _hidden(past: PastCase) -> PastCase:
    """Keep the tie and not the name of a sealed case."""
    return replace(past, case=SEALED_NAME, decision=SEALED_NAME)
