"""A snapshot as far as somebody may see it: hidden nodes keep their numbers and lose their ties.

Whatever walks the view cannot come near what is hidden: no path leads through it, and no count
betrays it. Tables stay whole, since rows are looked up by the ties that are left.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.ontology.kinds import NodeKind
from graph.snapshot.arrays import Adjacency, EdgeFacts, KinGraph
from graph.snapshot.links import TieGraph, Ties

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Persons
    from graph.snapshot.manifest import Manifest
    from graph.snapshot.snapshot import Snapshot
    from graph.snapshot.times import RowTimes

    Bools = NDArray[np.bool_]


class VisibleSnapshot:
    """One snapshot without the ties of hidden nodes.

    seen: bool[nodes of `ties`], False for what is hidden; people come first. `name` tells views
    of one snapshot apart. Cost: one pass over all ties when kinship or ties are first asked for.
    """

    def __init__(self, whole: Snapshot, seen: Bools, name: str) -> None:
        self.whole = whole
        self._seen = seen
        self._name = name

    def sees(self, node: int) -> bool:
        """Whether a node is not hidden."""
        return bool(self._seen[node])

    @property
    def sequence(self) -> int:
        """The ledger's sequence that this shows."""
        return self.whole.sequence

    @property
    def manifest(self) -> Manifest:
        """What the whole is made of."""
        return self.whole.manifest

    @property
    def digest(self) -> str:
        """A digest of its own: what is remembered of the whole is not true of this."""
        return f"{self.whole.digest}/{self._name}"

    @property
    def persons(self) -> Persons:
        """People as columns, the hidden ones among them: whoever lists people leaves them out."""
        return self.whole.persons

    @property
    def times(self) -> RowTimes:
        """When rows held."""
        return self.whole.times

    @cached_property
    def kin(self) -> KinGraph:
        """Elementary kinship among those who are seen, and people whom nobody named."""
        kin, persons = self.whole.kin, self.whole.persons
        seen = np.ones(persons.n_all, np.bool_)
        seen[: persons.n] = self._seen[: persons.n]
        parents, parent_facts = _adjacency(kin.parents, seen, kin.parent_facts)
        spouses, spouse_facts = _adjacency(kin.spouses, seen, kin.spouse_facts)
        children, _ = _adjacency(kin.children, seen, None)
        return KinGraph(
            parents=parents,
            children=children,
            spouses=spouses,
            parent_facts=parent_facts or kin.parent_facts,
            spouse_facts=spouse_facts or kin.spouse_facts,
        )

    @cached_property
    def ties(self) -> TieGraph:
        """All ties whose two ends are seen."""
        ties = self.whole.ties
        return TieGraph(
            first=ties.first,
            person_ids=ties.person_ids,
            other_ids=ties.other_ids,
            out=_ties(ties.out, self._seen),
            into=_ties(ties.into, self._seen),
        )

    def table(self, name: str) -> pa.Table:
        """Return a table of the whole; of pairs between whom support is recorded the seen ones."""
        rows = self.whole.table(name)
        if name != "supported_pairs":
            return rows
        one, other = (np.asarray(rows[column].to_numpy()) for column in ("a", "b"))
        return rows.filter(pa.array(self._seen[one] & self._seen[other]))

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table of the whole."""
        return self.whole.file(name)


def _kept(indptr: NDArray[np.int32], indices: NDArray[np.int32], seen: Bools) -> Bools:
    source = np.repeat(seen, np.diff(indptr))
    return np.asarray(source & seen[indices], np.bool_)


def _pointers(indptr: NDArray[np.int32], kept: Bools) -> NDArray[np.int32]:
    before = np.concatenate([[0], np.cumsum(kept)])
    return np.asarray(before[indptr], np.int32)


def _adjacency(
    whole: Adjacency, seen: Bools, facts: EdgeFacts | None
) -> tuple[Adjacency, EdgeFacts | None]:
    kept = _kept(whole.indptr, whole.indices, seen)
    columns: dict[str, Any] = {
        name: getattr(whole, name)[kept] for name in ("indices", "flags", "start", "end")
    }
    rows = Adjacency(indptr=_pointers(whole.indptr, kept), **columns)
    return rows, None if facts is None else _facts(facts, kept)


def _facts(whole: EdgeFacts, kept: Bools) -> EdgeFacts:
    lengths = np.diff(whole.proof_indptr)
    return EdgeFacts(
        confidence=whole.confidence[kept],
        bond=whole.bond[kept],
        proof_indptr=np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int32),
        proof=whole.proof[np.repeat(kept, lengths)],
    )


def _ties(whole: Ties, seen: Bools) -> Ties:
    kept = _kept(whole.indptr, whole.indices, seen)
    return Ties(
        indptr=_pointers(whole.indptr, kept),
        indices=whole.indices[kept],
        kind=whole.kind[kept],
        row=whole.row[kept],
    )


def with_things(whole: Snapshot, seen: Bools, kinds: range) -> Bools:
    """Return what is seen with things hidden that only hidden people and units have to do with.

    seen: bool[nodes] of people and units, the rest True; kinds: the nodes of the things. A thing
    that nobody has to do with stays seen.
    """
    ties, last = whole.ties, int(whole.ties.first[NodeKind.UNIT + 1])
    tied, known = np.zeros(ties.n, np.int64), np.zeros(ties.n, np.int64)
    for direction in (ties.out, ties.into):
        source = np.repeat(np.arange(ties.n), np.diff(direction.indptr))
        owned = direction.indices < last
        tied += np.bincount(source[owned], minlength=ties.n)
        seeing = owned & seen[direction.indices]
        known += np.bincount(source[seeing], minlength=ties.n)
    found = seen.copy()
    things = slice(kinds.start, kinds.stop)
    found[things] &= (tied[things] == 0) | (known[things] > 0)
    return found
