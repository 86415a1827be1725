"""Sizes of groups counted when they are asked for and kept: for many questions of one snapshot."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.ties.marks import HOME
from graph.ties.sizes import Sizes

if TYPE_CHECKING:
    from graph.snapshot.rows import IndexedTables

_PUBLISHED = {"village": ("places", "population"), "posts.unit": ("units", "staff")}
"""Where a size is published that may be larger than the people who happen to be loaded."""
_NAMED = ("places", "units")


class LastingSizes(Sizes):
    """The sizes that `Sizes` counts for some lives, for every life of a snapshot."""

    def __init__(self, tables: IndexedTables) -> None:
        self._tables = tables
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._names: dict[str, str] = {}

    def of(self, column: str, *values: str) -> int:
        """Return how many people share the value; at least the two who were compared."""
        key = (column, *values)
        if key not in self._counts:
            self._counts[key] = self._counted(column, *values)
        return super().of(column, *values)

    def name(self, value: str) -> str:
        """Return the name of a village, unit or company; other values as they are."""
        if value and value not in self._names:
            self._names[value] = self._named(value)
        return super().name(value)

    def _counted(self, column: str, *values: str) -> int:
        if column == "group":
            village, group = values
            return self._cells("people", "village", village, "group").count(group)
        if column in HOME:
            people = len(self._tables.index("people", column).rows(values[0]))
        else:
            table, _, named = column.partition(".")
            people = len(set(self._cells(table, named, values[0], "person")))
        return max(people, self._published(column, values[0])) if people else 0

    def _published(self, column: str, value: str) -> int:
        if column not in _PUBLISHED:
            return 0
        table, size = _PUBLISHED[column]
        return max((int(one) for one in self._cells(table, "id", value, size) if one), default=0)

    def _named(self, value: str) -> str:
        for table in _NAMED:
            if found := self._cells(table, "id", value, "name"):
                return found[-1] or value
        return value

    def _cells(self, table: str, column: str, value: str, wanted: str) -> list[str]:
        rows = self._tables.index(table, column).rows(value)
        found: list[str] = self._tables.table(table).column(wanted).take(rows).to_pylist()
        return found
