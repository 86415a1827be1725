"""Columns of possibly partial dates as arrays of days, each distinct text parsed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import SnapshotError
from graph.model import ALWAYS, EVER, Days, days_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32

UNKNOWN = Days(EVER, ALWAYS)
SINCE_EVER = Days(EVER, EVER)
STILL = Days(ALWAYS, ALWAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Dates as inclusive ranges of days: int32[rows] each."""

    first: Int32
    last: Int32

    def __getitem__(self, row: int) -> Days:
        """Return the span of one row."""
        return Days(int(self.first[row]), int(self.last[row]))

    def take(self, rows: NDArray[Any]) -> Spans:
        """Return the spans of these rows, in their order."""
        return Spans(first=self.first[rows], last=self.last[rows])


def column_of(table: Any, name: str) -> Any:
    """Return a table's column as one Arrow array; all null where the table lacks it."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    column = table.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def codes_of(column: Any) -> tuple[Int32, list[str]]:
    """Return each row's place in the list of distinct texts (-1 where blank), and that list."""
    encoded = column.cast(pa.string()).dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int32), encoded.dictionary.to_pylist()


def spans_of(table: Any, name: str, blank: Days) -> Spans:
    """Return a date column as spans.

    Raises:
        SnapshotError: a cell is not a date, so the ledger was not written by a checked load.
    """
    codes, texts = codes_of(column_of(table, name))
    first = np.full(len(texts) + 1, blank.first, np.int32)
    last = np.full(len(texts) + 1, blank.last, np.int32)
    for place, text in enumerate(texts):
        if not text:
            continue
        try:
            days = days_of(text)
        except ValueError as error:
            raise SnapshotError(
                f"column '{name}': {error}; dates decide whether a tie stands, so no snapshot is "
                "built: correct the fact"
            ) from error
        first[place], last[place] = days.first, days.last
    return Spans(first=first[codes], last=last[codes])


def add_years(days: Int32, years: int) -> NDArray[np.int64]:
    """Return the same calendar days `years` later; 29 February of a common year is 1 March."""
    dates = days.astype(np.int64).astype("M8[D]")
    months = dates.astype("M8[M]")
    within = (dates - months.astype("M8[D]")).astype(np.int64)
    start = (months + np.timedelta64(12 * years, "M")).astype("M8[D]").astype(np.int64)
    return np.asarray(start + within)


def node_of(column: Any, ids: Any) -> Int32:
    """Return each cell's place among the sorted person ids; -1 where it is none of them."""
    keys = pa.array(ids, pa.string()) if not isinstance(ids, pa.Array) else ids.cast(pa.string())
    column = column.cast(pa.string())
    if len(column) == 0 or column.equals(keys):
        return np.arange(len(column), dtype=np.int32)
    found = pc.index_in(column, value_set=keys)
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), np.int32)
