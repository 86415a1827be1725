"""Rows read back from Neo4j, as the tables of a snapshot that they came from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.ledger.reading import schema_of
from graph.model import Status
from graph.ontology.kinds import EDGE, EdgeKind
from graph.ontology.tables import TABLES
from graph.snapshot.link_rows import LINKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
_DISPUTED = "disputed"
_TYPED = frozenset({"fact", "confidence"})

_ENDS: Mapping[str, tuple[str, str | None]] = MappingProxyType(
    {
        link.edge.name: (link.source[0], link.target[0] if len(link.target) == 1 else None)
        for link in LINKS
        if link.edge is not EdgeKind.PAID_INTO
    }
)
"""Columns that name the ends of a tie; a joined one, or one of several, stands in the cells."""


def table_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows of a table, each fact once, in the order of facts, as a snapshot holds them."""
    by_fact = {int(row["fact"]): row for row in rows}
    schema = schema_of(name).append(pa.field(_DISPUTED, pa.bool_()))
    listed = [_as_read(row, schema.names) for _, row in sorted(by_fact.items())]
    return pa.Table.from_pylist(listed, schema)


def _as_read(row: Mapping[str, Any], columns: Iterable[str]) -> Row:
    read = {
        column: value if column in _TYPED else _text(value)
        for column in columns
        if (value := row.get(column)) is not None
    }
    read[_DISPUTED] = bool(row.get(_DISPUTED))
    read["status"] = Status.DISPUTED if row.get("contested") else Status.ASSERTED
    return read


def _text(value: Any) -> str:
    """Return a cell as the canonical text that Neo4j holds typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def empty_tables() -> dict[str, pa.Table]:
    """Return every table without a row."""
    return {table.name: table_of(table.name, ()) for table in TABLES}


def row_of(kind: str, cells: Mapping[str, Any], source: str, target: str) -> tuple[str, Row]:
    """Return the table and the row that a tie was made of."""
    edge = EDGE[EdgeKind[kind]]
    row = dict(cells)
    if kind in _ENDS:
        one, other = _ENDS[kind]
        row.setdefault(one, source)
        if other is not None:
            row.setdefault(other, target)
    return edge.table, row
