"""Who may be kin to whom in a batch: the smaller side of every case walked, a day at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.automaton import automaton_of
from graph.kinship.circles import inverse_shapes
from graph.kinship.closure import readings_between
from graph.kinship.coverage import coverage
from graph.kinship.matrix import among
from graph.kinship.walks import EVERY_STANDING, walks_of
from graph.recusal.registers import registers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.kinship.circles import Shapes
    from graph.kinship.coverage import Coverage
    from graph.kinship.kin import Reading
    from graph.recusal.bulk_inquiry import Inquiry
    from graph.recusal.bulk_roster import Roster
    from graph.recusal.evidence import Data
    from graph.snapshot.arrays import Int32

Pairs = set[tuple[int, int]]
"""Nodes of a candidate and of a person whom a case concerns."""


class WalkedKinship:
    """Kin of one case, of whom a walk tells beforehand which pairs there are."""

    def __init__(self, data: Data, node: Callable[[str], int]) -> None:
        self.pairs: Pairs = set()
        self._data = data
        self._node = node

    def readings(self, one: str, other: str, on: int, shapes: Shapes) -> list[Reading]:
        """Return every way in which `other` is kin to `one`, of any standing."""
        if (self._node(one), self._node(other)) not in self.pairs:
            return []
        return readings_between(self._data, one, other, on, shapes)

    def coverage(self, person: str, on: int) -> Coverage:
        """Return what is recorded or declared about a person's kin."""
        return coverage(self._data, person, on)


def walk(inquiries: Sequence[Inquiry], roster: Roster, data: Data) -> None:
    """Tell the kinship of each case the pairs of a candidate and a person concerned who are kin.

    By any shape and standing that a rule of the case may look at. Cost: some 10 µs for each person
    of the smaller side of each case.
    """
    node = registers_of(data).node
    groups: dict[tuple[int, Shapes, bool], list[Inquiry]] = {}
    for inquiry in inquiries:
        if inquiry.shapes:
            is_few = len(inquiry.places) < len(inquiry.concerned) + len(inquiry.holders)
            groups.setdefault((inquiry.case.on, inquiry.shapes, is_few), []).append(inquiry)
    for (on, shapes, is_few), members in groups.items():
        own = [_candidates(inquiry, roster) for inquiry in members]
        others = [_others(inquiry, node) for inquiry in members]
        walked, sought = (own, others) if is_few else (others, own)
        found = _kin(walked, sought, on, shapes if is_few else inverse_shapes(shapes), data)
        for inquiry, pairs in zip(members, found, strict=True):
            known = inquiry.kinship.pairs
            known.update(pairs if is_few else ((own, other) for other, own in pairs))


def _candidates(inquiry: Inquiry, roster: Roster) -> Int32:
    if len(inquiry.places) == len(roster.ids):
        return roster.ascending
    return np.sort(roster.nodes[list(inquiry.places)])


def _others(inquiry: Inquiry, node: Callable[[str], int]) -> Int32:
    persons = (*inquiry.concerned, *inquiry.holders)
    return np.sort(np.array([node(person) for person in persons], np.int32))


def _kin(
    walked: Sequence[Int32], sought: Sequence[Int32], on: int, shapes: Shapes, data: Data
) -> Iterable[Pairs]:
    """Yield, for each two groups, who of the second is kin to whom of the first."""
    egos = np.concatenate(walked)
    seen = automaton_of(shapes)
    kin, begins = walks_of(data).kin_of_many(egos, on, seen, EVERY_STANDING)
    last = 0
    for group, wanted in zip(walked, sought, strict=True):
        first, last = last, last + len(group)
        relatives = kin[begins[first] : begins[last], 0]
        places = np.flatnonzero(among(relatives, wanted))
        source = np.searchsorted(begins[first : last + 1], places + begins[first], side="right") - 1
        yield set(zip(group[source].tolist(), relatives[places].tolist(), strict=True))
