"""The candidates of a batch by place: their nodes, their acquaintance, what is known of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.coverage import near_kin_of, read_coverage, scopes_of
from graph.kinship.nodes import nodes_of
from graph.recusal.known import is_enough
from graph.ties.marks import PAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.recusal.evidence import Data
    from graph.snapshot.arrays import Int32
    from graph.ties.find import TieFinder
    from graph.ties.marks import Mark

_ANY_DAY = 0


class Roster:
    """The candidates of a batch; a place is a column of its matrix."""

    def __init__(self, ids: Sequence[str], data: Data) -> None:
        self.ids = tuple(ids)
        self.nodes: Int32 = nodes_of(data.persons, self.ids)
        self.place = {person: place for place, person in enumerate(self.ids)}
        self.places = frozenset(range(len(self.ids)))
        self._data = data
        self._unknown: dict[tuple[int, tuple[str, ...]], NDArray[np.bool_]] = {}

    @cached_property
    def ascending(self) -> Int32:
        """The nodes, ascending."""
        return np.sort(self.nodes)

    @cached_property
    def place_of_node(self) -> dict[int, int]:
        """The place of each node."""
        return {node: place for place, node in enumerate(self.nodes.tolist())}

    def unknown(self, required: Sequence[str], on: int) -> NDArray[np.bool_]:
        """Return of whom too little is known on a day for a pack to call him clear."""
        key = (on if required else _ANY_DAY, tuple(required))
        if key not in self._unknown:
            bits = near_kin_of(self._data, self.nodes, key[0]).tolist()
            known = list(zip(bits, map(scopes_of(self._data).get, self.ids), strict=True))
            missing = {one: not is_enough(read_coverage(*one), required) for one in set(known)}
            self._unknown[key] = np.array([missing[one] for one in known], np.bool_)
        return self._unknown[key]


class Acquainted:
    """Whom of a roster somebody may be acquainted with, by what they have in common."""

    def __init__(self, finder: TieFinder, roster: Roster) -> None:
        self._finder = finder
        self._by_mark: dict[Mark, list[int]] = {}
        self._by_name: dict[str | None, set[int]] = {}
        for place, person in enumerate(roster.ids):
            for mark in finder.marks(person) or ():
                self._by_mark.setdefault(mark, []).append(place)
                if mark[0] == PAIR:
                    for name in mark[1:]:
                        self._by_name.setdefault(name, set()).add(place)

    def places(self, person: str) -> set[int]:
        """Return the places of those who share anything with a person of the finder."""
        marks = self._finder.marks(person) or ()
        return {place for mark in marks for place in self._by_mark.get(mark, ())}

    def on_record(self, person: str) -> set[int]:
        """Return the places of those whom a row joins with a person by name."""
        return self._by_name.get(person, set())
