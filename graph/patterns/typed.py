"""Tables of a snapshot as Ibis expressions with types: money, numbers, booleans and days.

A column of dates `x` stays as text and gains `x_first` and `x_last`, the inclusive range of dates
that a partial date may mean; a column with a time of day gains `x_time` beside. Money is int64
fen. The `status` of a bid is the bid's own; whether its row is disputed stands in `disputed`. The
expressions are the same on DuckDB and Spark.
"""

from __future__ import annotations

from typing import Any

import ibis

from graph.ledger.overlay import STATED
from graph.ontology.columns import Cell
from graph.ontology.tables import TABLE

_YEAR, _MONTH = 4, 7


def typed(name: str, rows: Any) -> Any:
    """Return the rows of a canonical table with the types its columns declare."""
    added: dict[str, Any] = {}
    for column in TABLE[name].columns:
        if f"{STATED}{column.name}" in rows.columns:
            added[column.name] = rows[f"{STATED}{column.name}"]
            continue
        text = rows[column.name]
        if column.cell is Cell.MONEY or column.cell is Cell.INTEGER:
            added[column.name] = text.cast("int64")
        elif column.cell in (Cell.NUMBER, Cell.SHARE):
            added[column.name] = text.cast("float64")
        elif column.cell is Cell.BOOLEAN:
            added[column.name] = text.cast("boolean")
        elif column.cell is Cell.DATE:
            added |= _dates(column.name, text)
    return rows.mutate(**added)


def _dates(name: str, text: Any) -> dict[str, Any]:
    """Return the first and last date meant, and the time; years before 1 become null."""
    length = ibis.ifelse(text.startswith("-"), 0, text.length())
    first = ibis.cases(
        (length == 0, ibis.null("string")),
        (length == _YEAR, text.concat("-01-01")),
        (length == _MONTH, text.concat("-01")),
        else_=text.substr(0, 10),
    ).cast("date")
    last = ibis.cases(
        (length == _YEAR, first + ibis.interval(years=1) - ibis.interval(days=1)),
        (length == _MONTH, first + ibis.interval(months=1) - ibis.interval(days=1)),
        else_=first,
    ).cast("timestamp")  # what DuckDB makes of a date and an interval; Ibis takes it for a date
    time = ibis.ifelse(length > len("2026-01-01"), text, ibis.null("string")).cast("timestamp")
    return {
        f"{name}_first": first,
        f"{name}_last": last.cast("date"),
        f"{name}_time": ibis.coalesce(time, first.cast("timestamp")),
    }
