"""Rows of a table by the value of a column: read through, or found by an index made once."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot.persons import Texts, one_array

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray


class Tables(Protocol):
    """What is read of a snapshot here."""

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""


def rows_where(tables: Tables, table: str, column: str, values: Collection[str]) -> pa.Table:
    """Return the rows of a table whose column holds one of some values, in the table's order.

    Cost: one scan of the column, unless the tables are indexed.
    """
    if isinstance(tables, IndexedTables):
        return tables.where(table, column, values)
    rows = tables.table(table)
    wanted = pa.array(sorted(values), pa.string())
    return rows.filter(pc.is_in(rows.column(column), value_set=wanted))


def is_held(tables: Tables, table: str, column: str, value: str) -> bool:
    """Whether any row of a table holds a value in a column."""
    if isinstance(tables, IndexedTables):
        return len(tables.index(table, column).rows(value)) > 0
    return bool(rows_where(tables, table, column, [value]).num_rows)


class ColumnIndex:
    """Where each value of a column of text stands; null is no value.

    Cost of making it: about a second for a million rows, and twelve bytes a row kept.
    """

    def __init__(self, column: pa.ChunkedArray) -> None:
        encoded = one_array(column).dictionary_encode()
        order = pc.array_sort_indices(encoded.dictionary)
        self._values = Texts(encoded.dictionary.take(order))
        self._beginning = _common(self._values[0], self._values[-1]) if len(order) else ""
        """How all values begin, which spares the search for most that are not there."""
        number = np.empty(len(order), np.int64)
        number[order.to_numpy()] = np.arange(len(order))
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        filled = np.flatnonzero(codes >= 0)
        numbers = number[codes[filled]]
        by_value = np.argsort(numbers, kind="stable")
        self._rows = filled[by_value].astype(np.int32)
        self._first = np.searchsorted(numbers[by_value], np.arange(len(order) + 1)).astype(np.int32)

    def rows(self, value: str | None) -> NDArray[np.int32]:
        """Return the rows that hold a value, ascending."""
        if value is None or not value.startswith(self._beginning):
            return self._rows[:0]
        at = bisect_left(self._values, value)
        if at == len(self._values) or self._values[at] != value:
            return self._rows[:0]
        return self._rows[self._first[at] : self._first[at + 1]]


class IndexedTables:
    """The tables of one snapshot, their columns indexed as they are first asked for.

    For whoever asks about few people again and again: after the first time, no scan.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._indexes: dict[tuple[str, str], ColumnIndex] = {}

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""
        return self._tables.table(name)

    def index(self, table: str, column: str) -> ColumnIndex:
        """Return the index of a column."""
        key = (table, column)
        if key not in self._indexes:
            self._indexes[key] = ColumnIndex(self.table(table).column(column))
        return self._indexes[key]

    def where(self, table: str, column: str, values: Collection[str]) -> pa.Table:
        """Return the rows whose column holds one of some values, in the table's order."""
        index = self.index(table, column)
        found = [rows for value in set(values) if len(rows := index.rows(value))]
        if not found:
            return self.table(table).slice(0, 0)
        return self.table(table).take(pa.array(np.sort(np.concatenate(found))))


def _common(first: str, last: str) -> str:
    """Return how every text begins that stands in order between two."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(one for one, _ in same)
