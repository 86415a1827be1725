"""Ties beside a path: parallel to its hops, or between people who are not next to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.ontology.kinds import EDGES
from graph.paths.distinct import kind_of
from graph.paths.kernels.stations import MERELY_SHARED
from graph.paths.kernels.weigh import KEPT, REST, STRENGTH, weigh
from graph.paths.layout import INTO, OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.paths.arrays import PathGraph
    from graph.snapshot import Snapshot
    from graph.snapshot.links import Ties

_SHARED_KINDS = np.array(
    sorted({edge.kind for edge in EDGES if set(edge.targets) & set(MERELY_SHARED)}), np.uint8
)
_MOST_ROWS = 2_000
"""Of a node with more rows, nothing is listed that it shares."""


class Parallel(NamedTuple):
    """A tie between two nodes, directly or by one thing they share; how many rows it stands for."""

    strength: float
    nodes: tuple[int, ...]
    codes: tuple[int, ...]
    rows: int


class Besides:
    """Finds other ties between nodes of one snapshot on a day."""

    def __init__(
        self, snapshot: Snapshot, graph: PathGraph, ways: NDArray[np.int64], day: int
    ) -> None:
        self._ties = snapshot.ties
        self._graph = graph
        self._ways = ways
        self._day = day
        self._things: dict[int, dict[int, list[int]]] = {}

    def strength(self, nodes: tuple[int, ...], codes: tuple[int, ...]) -> float:
        """Return the strength of a path of these ties."""
        arrays = np.array(nodes, np.int64), np.array(codes, np.int64)
        _, parts = weigh(self._graph.slots, self._ways, *arrays, self._day)
        return float(
            np.sqrt(parts[0, REST]) * np.prod(parts[:, STRENGTH]) * np.prod(parts[:, KEPT])
        )

    def direct(self, one: int, other: int) -> list[Parallel]:
        """Return the ties of rows between two recorded nodes, strongest first."""
        if max(one, other) >= self._graph.recorded:
            return []
        is_turned = self._rows(other) < self._rows(one)
        near, far = (other, one) if is_turned else (one, other)
        found = []
        for direction, ties in ((OUT, self._ties.out), (INTO, self._ties.into)):
            for first, rows in _groups(ties, near, far):
                code = first * 8 + direction
                codes = (-2 - code if is_turned else code,)
                strength = self.strength((one, other), codes)
                if strength > 0.0:
                    found.append(Parallel(strength, (one, other), codes, rows))
        return sorted(found, key=lambda tie: (-tie.strength, tie.codes))

    def shared(self, one: int, other: int) -> list[Parallel]:
        """Return the ties of two nodes by things they merely share, strongest first."""
        mine, theirs = self._shared_by(one), self._shared_by(other)
        found = []
        for thing in sorted(mine.keys() & theirs.keys()):
            nodes = (one, thing, other)
            weighed = [
                Parallel(self.strength(nodes, (code, -2 - beside)), nodes, (code, -2 - beside), 1)
                for code in mine[thing]
                for beside in theirs[thing]
            ]
            best = max(weighed, key=lambda tie: tie.strength)
            if best.strength > 0.0:
                found.append(best)
        return sorted(found, key=lambda tie: (-tie.strength, tie.codes))

    def _rows(self, node: int) -> int:
        return len(self._ties.out.row_of(node)) + len(self._ties.into.row_of(node))

    def _shared_by(self, node: int) -> dict[int, list[int]]:
        """Return the things that a node shares with others, and its ties to each."""
        if node not in self._things:
            self._things[node] = {}
            if node < self._graph.recorded and self._rows(node) <= _MOST_ROWS:
                for thing, code in self._shared_ties(node):
                    self._things[node].setdefault(thing, []).append(code)
        return self._things[node]

    def _shared_ties(self, node: int) -> Iterator[tuple[int, int]]:
        row = self._ties.out.row_of(node)
        kinds = self._ties.out.kind[row.start : row.stop]
        for at in np.flatnonzero(np.isin(kinds, _SHARED_KINDS)):
            position = row.start + int(at)
            thing = int(self._ties.out.indices[position])
            if kind_of(self._graph, thing) in MERELY_SHARED:
                yield thing, position * 8 + OUT


def _groups(ties: Ties, near: int, far: int) -> Iterator[tuple[int, int]]:
    """Yield the first of the rows of each kind between two nodes, and how many there are."""
    row = ties.row_of(near)
    places = np.flatnonzero(ties.indices[row.start : row.stop] == far) + row.start
    _, first, counts = np.unique(ties.kind[places], return_index=True, return_counts=True)
    for at, rows in zip(first.tolist(), counts.tolist(), strict=True):
        yield int(places[at]), rows
