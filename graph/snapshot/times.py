"""When each row that proves a tie held, and how sure it is: read by row number, for hits only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.ontology.kinds import EDGES, EdgeKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Float32, Int32

DATES = {
    edge.table: (edge.since, edge.until)
    for edge in sorted(EDGES, key=lambda edge: edge.is_dated)
    if edge.kind is not EdgeKind.KIN
}
"""The columns that date the rows of each table, if any; kinship has arrays of its own."""
TIMED_TABLES = tuple(sorted(DATES))
TIMES = ("first", "start", "end", "confidence")
"""The arrays of RowTimes, as a snapshot names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTimes:
    """Rows of the tables of TIMED_TABLES, one table after another.

    first: int64[tables+1], where each table begins. start, end: int32[rows], the widest days that
    the row's dates allow, half-open; EVER to ALWAYS where it has none. confidence: float32[rows].
    """

    first: NDArray[np.int64]
    start: Int32
    end: Int32
    confidence: Float32

    def begin(self, table: str) -> int:
        """Return where the rows of a table begin."""
        return int(self.first[TIMED_TABLES.index(table)])
