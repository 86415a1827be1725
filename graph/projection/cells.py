"""Columns of canonical tables as the values that Neo4j holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model import ALWAYS, EVER, Status
from graph.ontology.columns import Cell
from graph.ontology.kinds import EDGE, EdgeKind
from graph.ontology.tables import TABLE
from graph.snapshot.spans import SINCE_EVER, STILL, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES = {
    Cell.MONEY: pa.int64(),
    Cell.INTEGER: pa.int64(),
    Cell.NUMBER: pa.float64(),
    Cell.SHARE: pa.float64(),
    Cell.BOOLEAN: pa.bool_(),
}
_LAST_DAY_EXCLUDED = frozenset({"kin", "ties"})
"""Tables whose end date is the first day on which the tie no longer stands."""


def cells_of(name: str, rows: pa.Table, columns: Iterable[str]) -> dict[str, pa.Array]:
    """Return some cells of a table's rows, typed, and what every row says of its source."""
    found = {column: typed(name, rows, column) for column in columns}
    return found | provenance(rows)


def typed(name: str, rows: pa.Table, column: str) -> pa.Array:
    """Return one column of cells with the type it has in Neo4j."""
    values = whole(rows.column(column)).cast(pa.string())
    wanted = _TYPES.get(TABLE[name].column(column).cell)
    return values if wanted is None else values.cast(wanted)


def provenance(rows: pa.Table) -> dict[str, pa.Array]:
    """Return where rows were read and how sure they are; doubts only where there are any.

    `contested` where a source or a correction disputes the row, `disputed` where a contradiction
    with others does too.
    """
    disputed = whole(rows.column("disputed"))
    contested = pc.equal(whole(rows.column("status")), str(Status.DISPUTED))
    return {
        "origin": whole(rows.column("origin")).cast(pa.string()),
        "source": whole(rows.column("source")).cast(pa.string()),
        "fact": whole(rows.column("fact")),
        "confidence": whole(rows.column("confidence")),
        "disputed": pc.if_else(disputed, disputed, None),
        "contested": pc.if_else(contested, contested, None),
    }


def days(kind: EdgeKind, rows: pa.Table) -> dict[str, pa.Array]:
    """Return the days of a dated tie, half-open and the widest that partial dates allow.

    A tie with an interval always has both, since ever and for good where blank; an event has none
    where its date is blank.
    """
    edge = EDGE[kind]
    if edge.since is None or edge.until is None:
        return {}
    since, until = spans_of(rows, edge.since, SINCE_EVER), spans_of(rows, edge.until, STILL)
    end = until.last.astype(np.int64)
    if edge.table not in _LAST_DAY_EXCLUDED:
        end = np.where(end < ALWAYS, end + 1, end)
    if edge.since != edge.until:
        return {"start": pa.array(since.first.astype(np.int64)), "end": pa.array(end)}
    is_blank = since.first == EVER
    return {
        "start": pa.array(since.first.astype(np.int64), mask=is_blank),
        "end": pa.array(end, mask=is_blank),
    }


def whole(column: Any) -> pa.Array:
    """Return a column as one array."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return column if isinstance(column, pa.Array) else pa.concat_arrays(column.chunks)
