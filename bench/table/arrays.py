"""Ten million people straight into arrays: the embedded engine where files would take an hour.

Kinship of `bench.kinship_population`; households of couples and their unmarried children; villages
of a thousand; one firm for thirty people, of which one in twenty holds a share.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.kinship_population import GENERATIONS, Population, kin_graph, make_population
from bench.made_snapshot import MadeSnapshot
from bench.paths import ON
from bench.table.embedded import Embedded
from bench.table.engine import measure
from bench.table.world import CANDIDATES, NEAR_PAIRS, OFFICIALS, PARTIES, RANDOM_PAIRS
from graph.kinship.matrix import kin_matrix
from graph.model import ALWAYS, EVER
from graph.ontology.kinds import EdgeKind, NodeKind
from graph.snapshot.links import TieGraph, Ties
from graph.snapshot.times import TIMED_TABLES, RowTimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.table.sheet import Sheet
    from bench.table.world import World
    from graph.kinship.closure import KinSets
    from graph.snapshot.arrays import KinGraph

    Ints = NDArray[np.int64]

_SEED = 20_260_302
_VILLAGE, _FIRM, _SHARES = 1_000, 30, 20


@dataclass(frozen=True)
class _Numbered:
    """People without names."""

    n: int

    @property
    def ids(self) -> range:
        """Numbers in place of ids."""
        return range(self.n)


class ArraySnapshot:
    """What the kinship engine and the path search read of a snapshot."""

    def __init__(self, population: Population) -> None:
        self._population = population
        self._empty = MadeSnapshot({})
        self.persons = _Numbered(population.persons)
        self.kin: KinGraph = kin_graph(population)

    def table(self, name: str) -> Any:
        """Return a table without rows."""
        return self._empty.table(name)

    @cached_property
    def times(self) -> RowTimes:
        """Rows of people and of shares, without dates."""
        counts = [self.persons.n if name in ("people", "roles") else 0 for name in TIMED_TABLES]
        rows = sum(counts)
        return RowTimes(
            first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            start=np.full(rows, EVER, np.int32),
            end=np.full(rows, ALWAYS, np.int32),
            confidence=np.ones(rows, np.float32),
        )

    @cached_property
    def ties(self) -> TieGraph:
        """Households, villages and firms."""
        random, n = np.random.default_rng(_SEED), self.persons.n
        home, village, couples = _homes(self._population)
        villages, firms = n // _VILLAGE + 1, n // _FIRM
        sizes = {NodeKind.PERSON: n, NodeKind.UNIT: firms, NodeKind.PLACE: villages}
        sizes[NodeKind.HOUSEHOLD] = couples
        first = np.concatenate([[0], np.cumsum([sizes.get(kind, 0) for kind in NodeKind])])
        owners = np.sort(random.choice(n, n // _SHARES, replace=False))
        parts = (
            (EdgeKind.SHAREHOLDER, NodeKind.UNIT, owners, random.integers(0, firms, len(owners))),
            (EdgeKind.IN_HOUSEHOLD, NodeKind.HOUSEHOLD, np.arange(n), home),
            (EdgeKind.LIVES_IN, NodeKind.PLACE, np.arange(n), village),
        )
        kind = np.concatenate([np.full(len(part[2]), part[0], np.uint8) for part in parts])
        source = np.concatenate([part[2] for part in parts]).astype(np.int32)
        row = source.copy()
        target = np.concatenate([part[3] + first[part[1]] for part in parts]).astype(np.int32)
        return TieGraph(
            first=first.astype(np.int64),
            person_ids=self.persons.ids,  # type: ignore[arg-type]
            other_ids=(),
            out=_rows(int(first[-1]), source, target, kind, row),
            into=_rows(int(first[-1]), target, source, kind, row),
        )


def _homes(population: Population) -> tuple[Ints, Ints, int]:
    """Return the household and the village of everybody, and how many households there are."""
    n, couples = population.persons, len(population.husband)
    father = np.full(n, -1, np.int64)
    is_husband = np.zeros(n, np.bool_)
    is_husband[population.husband] = True
    by_father = is_husband[population.parent]
    father[population.child[by_father]] = population.parent[by_father]
    own = np.full(n, -1, np.int64)
    own[population.husband] = own[population.wife] = np.arange(couples)
    alone = own < 0
    home = np.where(alone & (father >= 0), own[father], own)
    single = home < 0
    home[single] = couples + np.arange(int(single.sum()))
    village = np.arange(n) // _VILLAGE
    born = np.flatnonzero(father >= 0)
    for _ in range(GENERATIONS):
        village[born] = village[father[born]]
    return home, village % (n // _VILLAGE + 1), couples + int(single.sum())


def _rows(
    nodes: int, source: Any, target: Any, kind: NDArray[np.uint8], row: NDArray[np.int32]
) -> Ties:
    order = np.lexsort((row, target, kind, source))
    indptr = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(source, minlength=nodes), out=indptr[1:])
    return Ties(indptr=indptr, indices=target[order], kind=kind[order], row=row[order])


class Arrays(Embedded):
    """The embedded engine on arrays that no ledger stands behind."""

    note = "arrays made, no files"

    def load(self) -> int:
        """Make the arrays; not told as a load."""
        made: Any = ArraySnapshot(make_population(self._world.persons, _SEED))
        self._use(made)
        _choose(self._world, made)
        return self.ties()

    def case(self, parties: Ints, candidates: Ints) -> KinSets:
        """Return the kin of a case, from nodes on."""
        egos, others = parties.astype(np.int32), candidates.astype(np.int32)
        return kin_matrix(self._snapshot, egos, others, ON)

    def full(self, world: World, sheet: Sheet) -> None:
        """Leave out verdicts, which ask for names, posts and records."""
        sheet.leave("case_full", "time (its files would take over 25 min to load)")


def _choose(world: World, made: ArraySnapshot) -> None:
    random, n = np.random.default_rng(_SEED), made.persons.n
    officials = random.choice(n, OFFICIALS, replace=False)
    parents = made.kin.parents
    with_parents = officials[np.diff(parents.indptr)[officials] > 0]
    kin = parents.indices[parents.indptr[with_parents[:2]]]
    near = made.ties.into.indices[made.ties.into.indptr[made.ties.first[NodeKind.PLACE]] :]
    at = random.integers(0, len(near) - 3, NEAR_PAIRS)
    pairs = random.integers(0, n, (RANDOM_PAIRS + NEAR_PAIRS, 2))
    pairs[2::3] = np.stack([near[at], near[at + 2]], axis=1)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    parties = np.concatenate([kin, random.integers(0, n, PARTIES - len(kin))])
    found = {
        "officials": np.sort(officials),
        "candidates": np.sort(with_parents[:CANDIDATES]),
        "parties": np.sort(parties),
        "pairs": pairs,
    }
    for name, array in found.items():
        np.save(world.folder / f"{name}.npy", array.astype(np.int64))


def run(world: World, sheet: Sheet) -> None:
    """Measure the embedded engine."""
    measure(Arrays(world), world, sheet)
