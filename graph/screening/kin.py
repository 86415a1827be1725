"""Near relatives in one body: candidates against who sits there, and against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from graph.kinship.circles import CIRCLES
from graph.kinship.closure import all_kin, readings_between
from graph.kinship.walks import EVERY_STANDING
from graph.recusal.pack_model import Options
from graph.recusal.relatives import STEP_SHAPES, RelativeSets, rank
from graph.recusal.verdict import Verdict
from graph.screening.outcome import Bar, Outcome
from graph.screening.rules import SeatRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.kinship.walks import KinSource
    from graph.recusal.relatives import Judged
    from graph.screening.outcome import Candidacy
    from graph.screening.rules import StandingRule

NEAR = CIRCLES["NR-C"]
"""近亲属 of the village and collective acts, read as in the civil code."""
_SETS = RelativeSets(must=(NEAR,), review=(), distant=(), options=Options(), has_step_kin=True)
_WIDE = replace(NEAR.both(), shapes=NEAR.both().shapes | STEP_SHAPES, supported=True)
_SEATS = {
    "committee": ("村民委员会成员", "member of the village committee"),
    "supervision": ("村务监督机构成员", "member of the supervision body"),
    "finance": ("村财务人员", "finance officer of the village"),
    "board": ("理事", "member of the board"),
    "supervisors": ("监事", "supervisor of the collective"),
    "accounts": ("财务人员", "finance officer of the collective"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Somebody in the body beside the candidate: sitting there, or a candidate himself."""

    person: str
    seat: str
    origin: str
    is_candidate: bool
    is_sure: bool


class NearKin:
    """Who of some people may be near kin to whom; the pairs that may be are then read in full."""

    def __init__(self, snapshot: KinSource, persons: Iterable[str], on: int) -> None:
        self._snapshot, self._on = snapshot, on
        self._rules = SeatRules(on)
        self._node = {person: snapshot.persons.index(person) for person in sorted(set(persons))}
        egos = np.fromiter(self._node.values(), np.int32, len(self._node))
        kin = all_kin(snapshot, egos, on, _WIDE, allowed=EVERY_STANDING)
        self._pairs = set((kin.ego.astype(np.int64) << 32 | kin.relative).tolist())
        ties = snapshot.table("ties")
        betrothed = ties.filter(pc.equal(ties["kind"], "fiance")).to_pylist()
        self._betrothed = {frozenset((row["person"], row["other"])): row for row in betrothed}

    def bars(self, candidacy: Candidacy, seat: str, others: Sequence[Other]) -> Iterator[Bar]:
        """Yield what stands against a seat beside these others, each rule and person once."""
        person = candidacy.person
        if person is None:
            return
        for other in others:
            for rule in self._rules.between(seat, other.seat):
                if other.person == person:
                    yield from self._both_seats(rule, other)
                elif self._may_be_kin(person, other.person):
                    yield from self._near(rule, candidacy, seat, other)
                elif row := self._betrothed.get(frozenset((person, other.person))):
                    yield self._engaged(rule, other, row["origin"])

    def nearest(self, one: str, other: str) -> tuple[Verdict, str] | None:
        """Return what the closest near kinship leads to and what `other` is to `one`, if any."""
        found = self._judged(one, other) if self._may_be_kin(one, other) else []
        if not found:
            return None
        terms = found[0].reading.terms
        return found[0].verdict, terms[0] if terms else "近亲属"

    def _may_be_kin(self, one: str, other: str) -> bool:
        return (self._node[one] << 32 | self._node[other]) in self._pairs

    def _both_seats(self, rule: StandingRule, other: Other) -> Iterator[Bar]:
        if rule.rule.one != rule.rule.other and rule.rule.pack is not None:
            zh, en = _SEATS[other.seat]
            yield Bar(
                rule=rule.rule.id,
                outcome=Outcome.NEEDS_DOCUMENT,
                zh=f"本人{'同时被提名为' if other.is_candidate else '现任'}{zh}，二者不得兼任",
                en=f"holds or seeks the seat of {en} too; both at once are not allowed",
                sources=(other.origin,),
                cites=rule.cites,
                flags=("own_seat",),
            )

    def _near(
        self, rule: StandingRule, candidacy: Candidacy, seat: str, other: Other
    ) -> Iterator[Bar]:
        found = self._judged(candidacy.person or "", other.person)
        if not found:
            return
        best = found[0]
        flags = set(best.flags)
        flags |= {"co_candidate"} if other.is_candidate else set()
        flags |= set() if other.is_sure else {"uncertain_seat"}
        flags |= set() if candidacy.is_certain else {"identity_not_certain"}
        flags |= set() if rule.rule.pack else {"no_statute"}
        is_barred = best.verdict is Verdict.MUST_RECUSE and not flags & _WEAK
        zh, en = self._words(best, seat, other)
        yield Bar(
            rule=rule.rule.id,
            outcome=Outcome.FAIL if is_barred else Outcome.NEEDS_DOCUMENT,
            zh=zh,
            en=en,
            sources=tuple(
                dict.fromkeys((*(hop.origin for hop in best.reading.hops), other.origin))
            ),
            other=other.person,
            path=best.reading.hops,
            terms=best.reading.terms,
            cites=rule.cites,
            flags=tuple(sorted(flags)),
        )

    def _judged(self, one: str, other: str) -> list[Judged]:
        readings = readings_between(
            self._snapshot, one, other, self._on, _SETS.shapes, supported=True
        )
        found = (
            _SETS.judge(reading, is_supported="supported" in reading.flags, years_since_end=None)
            for reading in readings
        )
        return sorted((judged for judged in found if judged), key=rank)

    def _words(self, best: Judged, seat: str, other: Other) -> tuple[str, str]:
        persons = self._snapshot.persons
        name = persons.name(self._node[other.person])
        term = best.reading.terms[0] if best.reading.terms else "亲属"
        zh, en = _SEATS[other.seat]
        if other.is_candidate:
            return (
                f"{term}{name}（{other.person}）同为本届候选人（{zh}），二人不得同时任职",
                f"{name}, the candidate's {term}, is a candidate too ({en}); not both may serve",
            )
        return (
            f"{term}{name}（{other.person}）现任{zh}",
            f"{name}, the candidate's {term}, is {en} now",
        )

    def _engaged(self, rule: StandingRule, other: Other, origin: str) -> Bar:
        name = self._snapshot.persons.name(self._node[other.person])
        return Bar(
            rule=rule.rule.id,
            outcome=Outcome.NEEDS_DOCUMENT,
            zh=f"与{name}（{other.person}）有婚约或者恋爱关系的记录",
            en=f"recorded as betrothed to {name}",
            sources=(origin, other.origin),
            other=other.person,
            flags=("betrothed",),
        )


_WEAK = frozenset({"co_candidate", "uncertain_seat", "identity_not_certain", "no_statute"})
