"""The canonical input tables: the one place that says which exist and what their columns mean.

The reader, the template workbook, the format page and the snapshot all follow this list.
"""

from types import MappingProxyType

from graph.ontology.columns import Cell, Column, Table, cell, text
from graph.ontology.tables_funds import FUNDS_TABLES
from graph.ontology.tables_organisations import ORGANISATIONS_TABLES
from graph.ontology.tables_people import PEOPLE_TABLES

__all__ = ["COMMON", "KEY_SEPARATOR", "TABLE", "TABLES", "Cell", "Column", "Table", "key_of"]

COMMON = (
    text("source", "来源"),
    cell("confidence", Cell.SHARE, "置信度", "可信度"),
    text("note", "备注", "说明"),
)
"""Columns that may follow in any table."""

TABLES: tuple[Table, ...] = (*PEOPLE_TABLES, *ORGANISATIONS_TABLES, *FUNDS_TABLES)

TABLE = MappingProxyType({table.name: table for table in TABLES})
"""Tables by name."""

KEY_SEPARATOR = "\x1f"
"""Joins the cells of a row's key; no cell may contain it."""


def key_of(table: Table, cells: dict[str, str]) -> str:
    """Return the row's key within its source: the key columns' cells, blanks included."""
    return KEY_SEPARATOR.join(cells.get(name, "") for name in table.key)
