"""The kinship engine, answering what the conditions ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.closure import readings_between
from graph.kinship.coverage import coverage

if TYPE_CHECKING:
    from graph.kinship.circles import Shapes
    from graph.kinship.coverage import Coverage
    from graph.kinship.kin import Reading
    from graph.kinship.walks import KinSource


class SnapshotKinship:
    """Kin of one snapshot."""

    def __init__(self, snapshot: KinSource) -> None:
        self._snapshot = snapshot

    def readings(self, one: str, other: str, on: int, shapes: Shapes) -> list[Reading]:
        """Return every way in which `other` is kin to `one`, of any standing."""
        return readings_between(self._snapshot, one, other, on, shapes)

    def coverage(self, person: str, on: int) -> Coverage:
        """Return what is recorded or declared about a person's kin."""
        return coverage(self._snapshot, person, on)
