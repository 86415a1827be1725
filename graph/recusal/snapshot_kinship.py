"""The kinship engine, answering what the conditions ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.circles import inverse_shapes
from graph.kinship.closure import readings_between
from graph.kinship.coverage import coverage
from graph.kinship.walks import walks_of
from graph.recusal.registers import registers_of

if TYPE_CHECKING:
    from graph.kinship.circles import Shapes
    from graph.kinship.coverage import Coverage
    from graph.kinship.kin import Reading
    from graph.recusal.evidence import Data


class SnapshotKinship:
    """Kin of one snapshot, for a check that compares many with few.

    One walk from each of the few tells who is kin to them; only those are read in full.
    """

    def __init__(self, snapshot: Data) -> None:
        self._snapshot = snapshot
        self._node = registers_of(snapshot).node
        self._near: dict[tuple[str, int, Shapes], frozenset[int]] = {}

    def readings(self, one: str, other: str, on: int, shapes: Shapes) -> list[Reading]:
        """Return every way in which `other` is kin to `one`, of any standing."""
        if self._node(one) not in self._kin_of(other, on, shapes):
            return []
        return readings_between(self._snapshot, one, other, on, shapes)

    def _kin_of(self, person: str, on: int, shapes: Shapes) -> frozenset[int]:
        asked = (person, on, shapes)
        if asked not in self._near:
            walks, back = walks_of(self._snapshot), inverse_shapes(shapes)
            self._near[asked] = walks.near(self._node(person), back, on)
        return self._near[asked]

    def coverage(self, person: str, on: int) -> Coverage:
        """Return what is recorded or declared about a person's kin."""
        return coverage(self._snapshot, person, on)
