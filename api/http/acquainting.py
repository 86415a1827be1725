"""Acquaintance for checks that come one after another: tables indexed once a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.snapshot.rows import IndexedTables
from graph.ties.find import TieFinder
from graph.ties.lasting_sizes import LastingSizes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.snapshot import Snapshot
    from graph.ties.lives import PastCase

_ASKED = (
    ("people", "id"), ("people", "village"), ("posts", "person"), ("memberships", "person"),
    ("roles", "person"), ("ties", "person"), ("ties", "other"), ("benefits", "person"),
    ("accounts", "owner"), ("transfers", "from"), ("transfers", "to"), ("units", "id"),
    ("places", "id"),
)  # fmt: skip
"""Columns that every check looks into."""


class Acquaintances:
    """What ties people beyond kinship, in one snapshot; used under the engine's lock."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.tables = IndexedTables(snapshot)
        self._sizes = LastingSizes(self.tables)

    def of(self, people: Iterable[str], past: Iterable[PastCase]) -> TieFinder:
        """Return what compares some people, who may have been on earlier cases."""
        return TieFinder(self.tables, people, past, sizes=self._sizes)

    def warm(self) -> None:
        """Index what every check looks into, so that no check has to wait for it."""
        for table, column in _ASKED:
            self.tables.index(table, column)
