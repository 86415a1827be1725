"""Reference pages written from the project's own registries, so that they cannot go stale.

`python -m viz.reference` writes them into docs/; a test compares.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.ontology.tables import COMMON, TABLES, Cell, Column, Table
from viz.rules_page import rules_page

if TYPE_CHECKING:
    from collections.abc import Callable

_DOCS = Path(__file__).parents[1] / "docs"
_CELLS = MappingProxyType(
    {
        Cell.TEXT: "text",
        Cell.ID: "id",
        Cell.DATE: "date, possibly partial",
        Cell.MONEY: "yuan, or 万元",
        Cell.NUMBER: "number",
        Cell.SHARE: "share, 0 to 1",
        Cell.INTEGER: "whole number",
        Cell.BOOLEAN: "true or false",
        Cell.CHOICE: "one of",
        Cell.ID_NUMBER: "citizen id number (GB 11643)",
        Cell.CREDIT_CODE: "unified social credit code (GB 32100)",
        Cell.RELATION: "relation word or Chinese kin term",
        Cell.WORDS: "items separated by ;",
    }
)


def tables_page() -> str:
    """Return the page of all canonical tables: columns, header synonyms, meaning."""
    head = (
        "# Input tables\n\n"
        "Written by `python -m viz.reference` from `graph/ontology/tables*.py`. A `*` marks a"
        " column that must be filled.\nHeaders may be English or any of the Chinese words; so may"
        " file and sheet names. These columns may follow in any table: "
        + ", ".join(f"`{column.name}` ({'、'.join(column.zh)})" for column in COMMON)
        + ".\n"
    )
    return head + "".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    rows = "".join(_row(column) for column in table.columns)
    key = ", ".join(f"`{name}`" for name in table.key)
    return (
        f"\n## {table.name} {'、'.join(table.zh)}\n\nA row's key: {key}.\n\n"
        f"| column | Chinese headers | cells |\n|---|---|---|\n{rows}"
    )


def _row(column: Column) -> str:
    star = "*" if column.required else ""
    meaning = _CELLS[column.cell]
    if column.choices:
        words = "; ".join(f"{word} ({'、'.join(also)})" for word, also in column.choices)
        meaning = f"{meaning}: {words}" + ("; others are kept" if column.open_choice else "")
    if column.refers:
        meaning += " of " + " or ".join(column.refers)
    return f"| `{column.name}`{star} | {'、'.join(column.zh)} | {meaning} |\n"


PAGES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("tables.md", tables_page),
    ("rules.md", rules_page),
)


def main() -> None:
    """Write every page."""
    for name, page in PAGES:
        (_DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
