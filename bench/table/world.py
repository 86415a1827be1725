"""One made county as all engines get it: folders, questions, and ties as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.flat_ties import flat_graph
from bench.paths import ON, pairs_of
from bench.shape_walk import lawful_ties

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.snapshot import Snapshot

    Ints = NDArray[np.int64]

OFFICIALS, ONES = 5_000, 200
PARTIES, CANDIDATES = 5, 300
RANDOM_PAIRS, NEAR_PAIRS = 220, 110
STRONGEST = 40
"""Pairs that are asked for the strongest path."""
FLAT = frozenset({"kinship", "residence", "company", "declared"})
"""Families whose ties are as strong whatever tie comes before, as libraries need it."""
_SEED = 4


@dataclass(frozen=True)
class World:
    """The folder of one size."""

    folder: Path
    persons: int

    @property
    def ledger(self) -> Path:
        """The ledger, beside which everything of Neo4j lies."""
        return self.folder / "county.db"

    @property
    def server(self) -> Path:
        """The folder of the local Neo4j."""
        return self.folder / "server"

    def array(self, name: str) -> NDArray[Any]:
        """Return an array that `exchange` wrote, read into memory."""
        found: NDArray[Any] = np.load(self.folder / f"{name}.npy")
        return found

    @cached_property
    def officials(self) -> Ints:
        """Nodes whose kin are asked for, ascending."""
        return self.array("officials")

    @cached_property
    def ones(self) -> Ints:
        """Officials whose kin are asked for one by one."""
        return self.officials[:: max(1, len(self.officials) // ONES)][:ONES]

    @cached_property
    def parties(self) -> Ints:
        """Nodes of the parties of a case."""
        return self.array("parties")

    @cached_property
    def candidates(self) -> Ints:
        """Nodes of its candidates."""
        return self.array("candidates")

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of nodes: two by chance, then one that two to four ties join, and so on."""
        return [(int(one), int(other)) for one, other in self.array("pairs")]


def exchange(world: World, snapshot: Snapshot) -> None:
    """Write what every engine is asked, and the ties for those that read no ledger."""
    parents, couples = lawful_ties(snapshot.kin, ON)
    everything, weighed = flat_graph(snapshot, None), flat_graph(snapshot, ON, FLAT)
    sizes = (snapshot.persons.n, len(snapshot.kin.parents.indptr) - 1, everything.nodes)
    arrays: dict[str, NDArray[Any]] = {
        "sizes": np.array(sizes, np.int64),
        "parents": parents,
        "couples": couples,
        "ends": everything.ends,
        "weighed_ends": weighed.ends,
        "weighed_cost": weighed.cost,
        "pairs": np.array(_pairs(snapshot), np.int64),
        **_people(snapshot, parents),
    }
    for name, array in arrays.items():
        np.save(world.folder / f"{name}.npy", array)


def _pairs(snapshot: Snapshot) -> list[tuple[int, int]]:
    random, near = pairs_of(snapshot, RANDOM_PAIRS)
    mixed = []
    for at in range(NEAR_PAIRS):
        mixed += [*random[2 * at : 2 * at + 2], near[at]]
    return mixed


def _people(snapshot: Snapshot, parents: NDArray[np.int32]) -> dict[str, Ints]:
    """Choose officials, filled up by chance, and a case: of five parties two have kin in office."""
    random, persons = np.random.default_rng(_SEED), snapshot.persons.n
    posts = set(snapshot.table("posts").column("person").to_pylist())
    known = np.array([snapshot.persons.index(person) for person in sorted(posts)], np.int64)
    wanted = min(OFFICIALS, persons // 2)
    others = random.permutation(np.setdiff1d(np.arange(persons), known))
    officials = np.concatenate([random.permutation(known), others])[:wanted]
    candidates = officials[:CANDIDATES]
    of_candidates = parents[np.isin(parents[:, 0], candidates) & (parents[:, 1] < persons), 1]
    kin = np.setdiff1d(of_candidates, candidates)[:2].astype(np.int64)
    strangers = np.setdiff1d(others[-2 * PARTIES :], kin)[: PARTIES - len(kin)]
    parties = np.concatenate([kin, strangers])
    return {
        "officials": np.sort(officials),
        "candidates": np.sort(candidates),
        "parties": np.sort(parties),
    }
