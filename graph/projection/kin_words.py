"""The Chinese term of each relative, and the ledger's sequence since which the tie is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.evidence import Evidence
from graph.kinship.readings import Reader
from graph.kinship.support import supports_of
from graph.kinship.term_table import terms_of
from graph.kinship.walks import Tie, Trail
from graph.model import Bond
from graph.projection.best_paths import of_ties
from graph.snapshot.arrays import INFERRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.projection.best_paths import Paths
    from graph.snapshot import Snapshot
    from graph.snapshot.arrays import EdgeFacts, Int32

_ORDINARY = (Bond.BIRTH, Bond.MARRIAGE)


def words_of(snapshot: Snapshot, paths: Paths, shapes: Sequence[str], day: int) -> list[str]:
    """Return the first term of each path, as `kin_of` names it.

    Paths over births and registered marriages alone are named from arrays, unless an order of age
    that births leave open may be told by a row; the others are read with their evidence.
    """
    graph = snapshot.kin
    bond = of_ties(paths, np.asarray(graph.parent_facts.bond), np.asarray(graph.spouse_facts.bond))
    flags = of_ties(paths, np.asarray(graph.parents.flags), np.asarray(graph.spouses.flags))
    is_ordinary = np.all((paths.steps < 0) | np.isin(bond, _ORDINARY), axis=1).tolist()
    is_sure = np.all(flags & INFERRED == 0, axis=1).tolist()
    nodes, steps, positions = (
        array.tolist() for array in (paths.nodes, paths.steps, paths.positions)
    )
    namer = _Namer(snapshot, day)
    words = []
    for at, shape in enumerate(shapes):
        on_path = nodes[at][: len(shape) + 1]
        word = namer.plain(on_path, shape, sure=is_sure[at]) if is_ordinary[at] else None
        words.append(word or namer.read(on_path, shape, steps[at], positions[at]))
    return words


class _Namer:
    def __init__(self, snapshot: Snapshot, day: int) -> None:
        persons = snapshot.persons
        self._snapshot, self._day = snapshot, day
        self._real = persons.n
        self._sex = persons.sex.tolist()
        self._first, self._last = persons.born_first.tolist(), persons.born_last.tolist()
        self._parents: dict[int, frozenset[int]] = {}
        self._ties: dict[tuple[int, int, int], Tie] = {}
        self._reader = Reader(evidence=Evidence(snapshot), supports=supports_of(snapshot), day=day)

    def plain(self, nodes: list[int], shape: str, *, sure: bool) -> str | None:
        """Name a path of births and marriages; None where only its evidence can.

        `sure` says that every tie is stated by a row, so that no row tells an order of age.
        """
        is_open = False

        def older(person: int, than: int) -> bool | None:
            nonlocal is_open
            one, other = nodes[person], nodes[than]
            if self._last[one] < self._first[other]:
                return True
            if self._last[other] < self._first[one]:
                return False
            is_open = True
            return None

        if not sure and "UD" in shape:  # a row may tell half blood
            return None
        sexes = [self._sex[node] for node in nodes]
        terms = terms_of(shape, sexes, older, half=self._is_half(nodes, shape))
        return None if is_open and not sure else terms[0]

    def _is_half(self, nodes: list[int], shape: str) -> bool:
        """Whether siblings on the path share one parent although two of each are known."""
        at = shape.find("UD")
        while at >= 0:
            if nodes[at + 1] < self._real:
                one, other = self._parents_of(nodes[at]), self._parents_of(nodes[at + 2])
                if min(len(one), len(other)) > 1 and len(one & other) == 1:
                    return True
            at = shape.find("UD", at + 1)
        return False

    def _parents_of(self, node: int) -> frozenset[int]:
        if node not in self._parents:
            parents = self._snapshot.kin.parents
            self._parents[node] = frozenset(
                int(parents.indices[place])
                for place in parents.row(node)
                if parents.indices[place] < self._real
                and parents.is_in_force(place, self._day)
                and not parents.standing(place)
            )
        return self._parents[node]

    def read(self, nodes: list[int], shape: str, steps: list[int], positions: list[int]) -> str:
        """Name a path by its evidence."""
        ties = tuple(
            self._tie(steps[at], nodes[at], nodes[at + 1], positions[at])
            for at in range(len(shape))
        )
        trail = Trail(shape, ties, tuple(nodes))
        return self._reader.read(trail).terms[0]

    def _tie(self, step: int, source: int, target: int, position: int) -> Tie:
        key = step, source, position
        if key not in self._ties:
            self._ties[key] = Tie(step, source, target, position)
        return self._ties[key]


def sequences(
    snapshot: Snapshot,
    paths: Paths,
    by_path: NDArray[np.int64],
    ego: Int32,
    relative: Int32,
    day: int,
) -> NDArray[np.int64]:
    """Return the last of the facts that each tie rests on: those of its path, else of support."""
    graph = snapshot.kin
    fact = np.asarray(snapshot.table("kin").column("fact").to_numpy())
    parents, spouses = (_latest(facts, fact) for facts in (graph.parent_facts, graph.spouse_facts))
    found = np.zeros(len(ego), np.int64)
    on_path = of_ties(paths, parents, spouses)
    found[by_path] = on_path.max(axis=1, initial=0)
    rest = np.setdiff1d(np.arange(len(ego)), by_path)
    if len(rest):
        found[rest] = _of_support(snapshot, ego[rest], relative[rest], day)
    return found


def _latest(facts: EdgeFacts, fact: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the last fact that proves each tie."""
    begins = np.asarray(facts.proof_indptr).astype(np.int64)
    found = np.zeros(len(begins) - 1, np.int64)
    filled = np.flatnonzero(np.diff(begins))
    if len(filled):
        found[filled] = np.maximum.reduceat(fact[np.asarray(facts.proof)], begins[filled])
    return found


def _of_support(snapshot: Snapshot, one: Int32, other: Int32, day: int) -> NDArray[np.int64]:
    table = snapshot.table("supported_pairs")
    columns = {name: table.column(name).to_numpy() for name in ("a", "b", "start", "end", "fact")}
    stands = (columns["start"] <= day) & (day < columns["end"])
    pairs = columns["a"][stands].astype(np.int64) << 32 | columns["b"][stands]
    asked = one.astype(np.int64) << 32 | other
    order = np.lexsort((columns["fact"][stands], pairs))
    place = np.searchsorted(pairs[order], asked, side="right") - 1
    return np.asarray(columns["fact"][stands][order][place], np.int64)
