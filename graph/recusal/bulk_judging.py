"""A batch of cases judged: who is looked at in full, and what everybody else gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import NotFoundError
from graph.kinship.nodes import nodes_of
from graph.recusal.bulk_inquiry import Inquiry, inquiry_of
from graph.recusal.bulk_kin import walk
from graph.recusal.bulk_roster import Acquainted
from graph.recusal.conditions import ties_verdict
from graph.recusal.engine import raised
from graph.recusal.known import unknowns_of_case
from graph.recusal.registers import registers_of
from graph.recusal.verdict import Verdict
from graph.ties.find import TieFinder
from graph.ties.strength import tier_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graph.cases import ResolvedCase
    from graph.recusal.bulk_roster import Roster
    from graph.recusal.evidence import Data
    from graph.recusal.pack import Pack
    from graph.snapshot.arrays import Float32, UInt8
    from graph.ties.lives import PastCase
    from graph.ties.tie import Acquaintance


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The answer for one case: uint8 and float32, in the order of its candidates."""

    verdict: UInt8
    strength: Float32


class _CaseTies:
    """Acquaintance as one case sees it: its own record ties nobody."""

    def __init__(self, finder: TieFinder, case: str) -> None:
        self._finder = finder
        self._case = case

    def between(self, one: str, other: str, on: int) -> Acquaintance:
        """Return the ties of two people on a day."""
        return self._finder.between(one, other, on, but=self._case)


class Batch:
    """Some cases with everything that they ask of one snapshot, gathered at once."""

    def __init__(
        self,
        cases: Sequence[ResolvedCase],
        packs_of: Callable[[ResolvedCase], Sequence[Pack]],
        roster: Roster,
        data: Data,
        past_cases: Iterable[PastCase],
    ) -> None:
        self._roster = roster
        self._registers = registers_of(data)
        self._inquiries = [
            inquiry_of(case, _some(case, packs_of(case)), self._places(case), data)
            for case in cases
        ]
        self._learn_nodes(data)
        walk(self._inquiries, roster, data)
        sides = {person for inquiry in self._inquiries for person in inquiry.sides}
        finder = TieFinder(data, {*roster.ids, *sides}, past_cases)
        self._acquainted = Acquainted(finder, roster)
        for inquiry in self._inquiries:
            inquiry.evidence.ties = _CaseTies(finder, inquiry.case.id)

    def _places(self, case: ResolvedCase) -> frozenset[int]:
        if case.candidates == self._roster.ids:
            return self._roster.places
        return frozenset(self._roster.place[person] for person in case.candidates)

    def _learn_nodes(self, data: Data) -> None:
        persons = {
            one for i in self._inquiries for some in (i.concerned, i.holders) for one in some
        }
        ids = list(persons)
        found = nodes_of(data.persons, ids).tolist()
        self._registers.remember(dict(zip(ids, found, strict=True)))

    def judged(self) -> Iterator[Judged]:
        """Yield the answers, case by case."""
        for inquiry in self._inquiries:
            verdict = np.full(len(self._roster.ids), Verdict.CLEAR, np.uint8)
            verdict[self._unknown(inquiry)] = Verdict.UNKNOWN
            strength = self._acquaintance(inquiry, verdict)
            for place in sorted(self._spoken_of(inquiry) & inquiry.places):
                person, known = self._roster.ids[place], Verdict(int(verdict[place]))
                verdict[place] = raised(person, inquiry.rules, inquiry.evidence, known)
            if inquiry.case.candidates != self._roster.ids:
                own = [self._roster.place[person] for person in inquiry.case.candidates]
                verdict, strength = verdict[own], strength[own]
            yield Judged(verdict=verdict, strength=strength)

    def _acquaintance(self, inquiry: Inquiry, verdict: UInt8) -> Float32:
        """Return how near everybody is to the case; raise the verdicts that follow from it."""
        shown: dict[int, float] = {}
        asked: dict[int, float] = {}
        for person, side in inquiry.sides.items():
            for place in self._acquainted.places(person) & inquiry.places:
                candidate = self._roster.ids[place]
                found = inquiry.evidence.acquaintance(candidate, person)
                if found is None or candidate == person:
                    continue
                reached = found.strength
                if side.is_shown and reached > shown.get(place, 0.0):
                    shown[place] = reached
                if side.is_asked and reached > asked.get(place, 0.0):
                    asked[place] = reached
        for place, reached in asked.items():
            if ties_verdict(tier_of(reached)) > verdict[place]:
                verdict[place] = ties_verdict(tier_of(reached))
        strength = np.zeros(len(self._roster.ids), np.float32)
        strength[list(shown)] = list(shown.values())
        return strength

    def _spoken_of(self, inquiry: Inquiry) -> set[int]:
        """Return whom kinship, support, a unit, an engagement or the case itself may speak of."""
        places, concerned = self._roster.place, inquiry.concerned
        found = {places[person] for person in concerned if person in places}
        found.update(self._roster.place_of_node[node] for node, _ in inquiry.kinship.pairs)
        partners = self._registers.partners
        for person in (*concerned, *inquiry.holders):
            found.update(places[one] for one in partners.get(person, ()) if one in places)
            if "engaged" in inquiry.grounds:
                found |= self._acquainted.on_record(person)
        return found

    def _unknown(self, inquiry: Inquiry) -> NDArray[np.bool_]:
        """Return of whom a pack cannot say that he is clear."""
        roster, on = self._roster, inquiry.case.on
        missing = [roster.unknown(pack.spec.requires.candidate, on) for pack in inquiry.packs]
        unknown = np.any(missing, axis=0)
        lacking = {
            party for pack in inquiry.packs for party, _ in unknowns_of_case(pack, inquiry.evidence)
        }
        for_all = np.full(len(roster.ids), bool(lacking))
        if len(lacking) == 1:  # a party as candidate is not asked about twice
            for_all[[roster.place[one] for one in lacking if one in roster.place]] = False
        return np.asarray(unknown | for_all, np.bool_)


def _some(case: ResolvedCase, packs: Sequence[Pack]) -> Sequence[Pack]:
    if not packs:
        raise NotFoundError(f"case {case.id}: no rule pack to check it under; name one")
    return packs
