"""The arrays of a snapshot: persons as columns, kinship as compressed rows.

Nodes `0..n-1` are real persons in ascending order of id; nodes `n..n_all-1` are virtual: people
whom an asserted relation implies (an unknown mother, the parents of brothers) but nobody named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFoundError
from graph.model import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

Int32 = NDArray[np.int32]
UInt8 = NDArray[np.uint8]
Float32 = NDArray[np.float32]

STANDING_MASK = 0x0F
DATED = 0x10
UNCERTAIN = 0x20
DISPUTED = 0x40
INFERRED = 0x80

UNKNOWN_SEX, MALE, FEMALE = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjacency:
    """Ties of one direction as compressed rows, neighbours ascending within each row.

    indptr: int32[nodes+1]; indices: int32[ties]; flags: uint8[ties], the Standing in the low four
    bits, then DATED, UNCERTAIN, DISPUTED, INFERRED; start, end: int32[ties], days, half-open,
    meaningful where DATED is set. One tie may hold several segments with disjoint intervals.
    """

    indptr: Int32
    indices: Int32
    flags: UInt8
    start: Int32
    end: Int32

    def row(self, node: int) -> range:
        """Return the positions of a node's ties."""
        return range(int(self.indptr[node]), int(self.indptr[node + 1]))

    def is_in_force(self, position: int, day: int) -> bool:
        """Whether the tie counts on this day, whatever its standing."""
        if not self.flags[position] & DATED:
            return True
        return bool(self.start[position] <= day < self.end[position])

    def standing(self, position: int) -> Standing:
        """Return what the law makes of the tie during its interval."""
        return Standing(int(self.flags[position]) & STANDING_MASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFacts:
    """What proves each tie, aligned with an Adjacency and read for hits only.

    confidence: float32[ties]; bond: uint8[ties] (graph.model.Bond); proof_indptr: int32[ties+1];
    proof: int32, row numbers of the snapshot's `kin` table that prove the tie together, in order.
    """

    confidence: Float32
    bond: UInt8
    proof_indptr: Int32
    proof: Int32

    def proof_of(self, position: int) -> list[int]:
        """Return the rows of the `kin` table that prove one tie."""
        first, last = self.proof_indptr[position], self.proof_indptr[position + 1]
        return [int(row) for row in self.proof[first:last]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KinGraph:
    """Elementary kinship: who is whose parent, who is married to whom.

    `children` mirrors `parents` (same segments, rows by parent); `spouses` is symmetric.
    """

    parents: Adjacency
    children: Adjacency
    spouses: Adjacency
    parent_facts: EdgeFacts
    spouse_facts: EdgeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """People as columns; arrays cover the virtual nodes too (`n_all` long).

    sex: uint8, 0 unknown, 1 male, 2 female. born_*, died_*: int32 days; birth unknown is EVER to
    ALWAYS, no recorded death is ALWAYS to ALWAYS.
    """

    ids: Sequence[str]
    names: Sequence[str]
    sex: UInt8
    born_first: Int32
    born_last: Int32
    died_first: Int32
    died_last: Int32

    @property
    def n(self) -> int:
        """Count the real persons."""
        return len(self.ids)

    @property
    def n_all(self) -> int:
        """Count the real and the virtual persons."""
        return len(self.sex)

    def index(self, person: str) -> int:
        """Return the node of a person id; binary search.

        Raises:
            NotFoundError: nobody has this id.
        """
        low, high = 0, self.n
        while low < high:
            middle = (low + high) // 2
            if self.id(middle) < person:
                low = middle + 1
            else:
                high = middle
        if low < self.n and self.id(low) == person:
            return low
        raise NotFoundError(f"no person '{person}' is loaded: check the id, or load people first")

    def id(self, node: int) -> str:
        """Return the id of a real person."""
        return str(self.ids[node])

    def name(self, node: int) -> str:
        """Return the name of a real person."""
        return str(self.names[node])
