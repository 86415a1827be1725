"""From the dates and confidences of rows to the arrays of RowTimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS, EVER
from graph.snapshot.elementary import confidences
from graph.snapshot.spans import SINCE_EVER, STILL, spans_of
from graph.snapshot.times import DATES, TIMED_TABLES, RowTimes

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from graph.snapshot.arrays import Int32


def row_times(read: Callable[[str], pa.Table]) -> RowTimes:
    """Return the times of the rows of the tables that `read` gives."""
    starts, ends, sure = [], [], []
    first = np.zeros(len(TIMED_TABLES) + 1, np.int64)
    for place, name in enumerate(TIMED_TABLES):
        table = read(name)
        start, end = _times(table, *DATES[name])
        starts.append(start)
        ends.append(end)
        sure.append(confidences(table))
        first[place + 1] = first[place] + table.num_rows
    return RowTimes(
        first=first,
        start=np.concatenate(starts),
        end=np.concatenate(ends),
        confidence=np.concatenate(sure),
    )


def _times(table: pa.Table, since: str | None, until: str | None) -> tuple[Int32, Int32]:
    if since is None or until is None:
        return np.full(table.num_rows, EVER, np.int32), np.full(table.num_rows, ALWAYS, np.int32)
    start, end = spans_of(table, since, SINCE_EVER).first, spans_of(table, until, STILL).last
    return start, np.where(end < ALWAYS, end + 1, ALWAYS).astype(np.int32)
