"""How ordinary a path is: the share of random pairs of the same kinds that have as good a one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.ontology.kinds import NodeKind
from graph.paths.distinct import kind_of
from graph.paths.kernels.search import search_many
from graph.paths.kernels.stations import EVERY_PATH
from graph.paths.search import Limits, beside, nothing_kept
from graph.paths.tables import way_slots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.paths.arrays import PathGraph
    from graph.snapshot import Snapshot

    Ints = NDArray[np.int64]

PAIRS = 400
"""Random pairs that are compared, fewer where the ends are large sets."""
_FEWEST = 40
_MOST_ENDS = 8_000
"""Ends of all pairs together, so that sets of hundreds stay quick."""
_HALF_PATHS, _PAIRS = 100_000, 2_000_000
_SECONDS = 1.5
_SEED = 20_261_122
_SLACK = 1e-9
"""Two ways to multiply the same strengths may differ in the last digit."""
_KEPT = 32

_remembered: OrderedDict[tuple[object, ...], Sample] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The best paths of random pairs: strengths, ascending, 0 where there is none."""

    best: NDArray[np.float64]

    @property
    def pairs(self) -> int:
        """Count the pairs that were compared."""
        return len(self.best)

    def share(self, strength: float) -> float:
        """Return the share of pairs with as good a path or a better one."""
        if not self.pairs:
            return 0.0
        below = int(np.searchsorted(self.best, strength * (1.0 - _SLACK)))
        return (self.pairs - below) / self.pairs


def sample_of(
    snapshot: Snapshot,
    graph: PathGraph,
    ends: tuple[Sequence[int], Sequence[int]],
    *,
    day: int,
    families: frozenset[str] | None,
    limits: Limits,
) -> Sample:
    """Return the sample to hold a path between these ends against; the last ones are remembered.

    A random end is of the kind of the end it stands for: a living person, a unit of the same sort,
    or any other thing of the kind that something ties; sets are as large as the ends are. Seeded,
    so that the same snapshot gives the same sample, unless time runs out. Cost: 400 searches.
    """
    kinds = tuple(tuple(_sort_of(snapshot, graph, node) for node in side) for side in ends)
    key = (snapshot.digest, kinds, day, families, limits.hops, limits.hub)
    if key not in _remembered:
        _remembered[key] = _drawn(snapshot, graph, kinds, day, families, limits)
        while len(_remembered) > _KEPT:
            _remembered.popitem(last=False)
    _remembered.move_to_end(key)
    return _remembered[key]


_Sort = tuple[NodeKind, str]
"""A kind of node; of a unit, also what sort of unit."""


def _sort_of(snapshot: Snapshot, graph: PathGraph, node: int) -> _Sort:
    kind = kind_of(graph, node)
    if kind is not NodeKind.UNIT:
        return kind, ""
    row = node - int(snapshot.ties.first[NodeKind.UNIT])
    return kind, str(snapshot.table("units").column("kind")[row].as_py())


def _drawn(
    snapshot: Snapshot,
    graph: PathGraph,
    kinds: tuple[tuple[_Sort, ...], ...],
    day: int,
    families: frozenset[str] | None,
    limits: Limits,
) -> Sample:
    random = np.random.default_rng(_SEED)
    size = len(kinds[0]) + len(kinds[1])
    pairs = max(_FEWEST, min(PAIRS, _MOST_ENDS // size))
    pools = {sort: _pool(snapshot, sort, day) for sort in {*kinds[0], *kinds[1]}}
    sides: tuple[list[Ints], list[Ints]] = ([], [])
    for _ in range(pairs):
        for drawn, sorts in zip(sides, kinds, strict=True):
            chosen = [int(random.choice(pools[sort])) for sort in sorts if len(pools[sort])]
            drawn.append(np.unique(np.array(chosen, np.int64)))
    kept = [
        (one, other)
        for one, other in zip(*sides, strict=True)
        if len(one) and len(other) and not len(np.intersect1d(one, other))
    ]
    return Sample(best=np.sort(_best(graph, kept, day, families, limits)))


def _best(
    graph: PathGraph,
    pairs: list[tuple[Ints, Ints]],
    day: int,
    families: frozenset[str] | None,
    limits: Limits,
) -> NDArray[np.float64]:
    """Return the strength of the best path of each pair that time allowed to look at."""
    if not pairs:
        return np.zeros(0)
    starts, goals = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    where = np.zeros((len(pairs) + 1, 2), np.int64)
    where[1:] = np.cumsum([[len(one), len(other)] for one, other in pairs], axis=0)
    best = np.full(len(pairs), -1.0)
    given = (limits.hops, limits.hub, _HALF_PATHS, 1, _PAIRS)
    like = (EVERY_PATH, (False, False), *nothing_kept())
    beside(
        lambda stop: search_many(
            graph.slots, way_slots(families), starts, goals, where, day, given, *like, best, stop
        ),
        _SECONDS,
    )
    return best[best >= 0.0]


def _pool(snapshot: Snapshot, sort: _Sort, day: int) -> Ints:
    """Return the nodes that a random end of a sort is drawn from."""
    kind, word = sort
    nodes = np.arange(snapshot.ties.first[kind], snapshot.ties.first[kind + 1])
    if kind is NodeKind.PERSON:
        persons, n = snapshot.persons, len(nodes)
        alive = np.asarray(persons.died_first[:n]) > day
        return np.asarray(nodes[alive & (np.asarray(persons.born_first[:n]) <= day)], np.int64)
    if kind is NodeKind.UNIT:
        kinds = snapshot.table("units").column("kind").to_pylist()
        return np.asarray(nodes[np.array([one == word for one in kinds], bool)], np.int64)
    rows = np.diff(snapshot.ties.out.indptr) + np.diff(snapshot.ties.into.indptr)
    return np.asarray(nodes[rows[nodes] > 0], np.int64)
