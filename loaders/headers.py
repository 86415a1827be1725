"""Which table a file is, and which column each of its headers means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.ontology.lists import LISTS
from graph.ontology.tables import COMMON, TABLES, Cell, Column, Table
from loaders.amounts import FEN
from loaders.texts import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNIT = re.compile(r"(.+?)\s*[(\[（【]\s*([^()（）\[\]【】]*?)\s*[)\]）】]")
_MARKS = frozenset(("必填", "选填", "必填项", "required", "optional", "id", "编号", "yyyy-mm-dd"))
_SEPARATORS = re.compile(r"[/|\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A column of a table, where its cells stand in a file, and the unit that its header names."""

    column: Column
    position: int
    header: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of one file in the order of the table, and the headers that mean nothing."""

    placed: tuple[Placed, ...]
    ignored: tuple[str, ...]
    width: int


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return the table's columns, those common to all tables last."""
    return table.columns + COMMON


def table_named(name: str) -> Table | None:
    """Return the table that a file or sheet of this name holds, in English or Chinese."""
    return _TABLE_NAMES.get(half_width(name).strip().casefold())


def layout_of(table: Table, header: Sequence[str], file: str) -> Layout:
    """Return where each column stands.

    Raises:
        InputError: two headers mean one column, or a required column is missing.
    """
    placed: dict[str, Placed] = {}
    ignored: list[str] = []
    for position, title in enumerate(header):
        found = _column_named(table, title)
        if found is None:
            ignored.extend((title.strip(),) if title.strip() else ())
            continue
        column, unit = found
        if column.name in placed:
            raise InputError(
                f"{file}, row 1: the headers '{placed[column.name].header}' and '{title.strip()}' "
                f"both mean the column '{column.name}'; remove one of them"
            )
        placed[column.name] = Placed(
            column=column, position=position, header=title.strip(), unit=unit
        )
    _require(table, placed, file, header)
    ordered = tuple(placed[c.name] for c in columns_of(table) if c.name in placed)
    return Layout(placed=ordered, ignored=tuple(ignored), width=len(header))


def _require(table: Table, placed: dict[str, Placed], file: str, header: Sequence[str]) -> None:
    missing = [c for c in table.columns if c.required and c.name not in placed]
    if missing:
        names = ", ".join(f"'{c.name}' ({'/'.join(c.zh)})" for c in missing)
        seen = ", ".join(title.strip() for title in header if title.strip()) or "nothing"
        raise InputError(
            f"{file}, row 1: the column {names} of the table '{table.name}' is missing; "
            f"the header row holds: {seen[:300]}; add the column or mend its header"
        )
    for group in table.one_of:
        if not placed.keys() & set(group):
            raise InputError(
                f"{file}, row 1: one of the columns {', '.join(group)} of the table "
                f"'{table.name}' must be there; add one of them"
            )


def _column_named(table: Table, title: str) -> tuple[Column, str] | None:
    text = _plain(title)
    names = _COLUMN_NAMES[table.name]
    if column := names.get(text):
        return column, ""
    if match := _UNIT.fullmatch(text):
        bare, unit = names.get(_plain(match.group(1))), match.group(2)
        if bare is not None and (unit in _MARKS or not unit):
            return bare, ""
        if bare is not None and _takes_unit(bare, unit):
            return bare, unit
    parts = {names.get(part) for part in _SEPARATORS.split(text) if part}
    both = parts.pop() if len(parts) == 1 else None
    return (both, "") if both else None


def _takes_unit(column: Column, unit: str) -> bool:
    if column.cell is Cell.MONEY:
        return unit in FEN
    if column.cell is Cell.SHARE:
        return unit == "%"
    return column.cell is Cell.NUMBER


def _plain(title: str) -> str:
    return half_width(title).strip().strip("*\ufeff").strip().casefold()


def _spellings(name: str, zh: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(half_width(word).casefold() for word in (name, *zh))


_TABLE_NAMES = {
    spelling: table for table in TABLES for spelling in _spellings(table.name, table.zh)
}
_COLUMN_NAMES = {
    table.name: {
        spelling: column
        for column in columns_of(table)
        for spelling in _spellings(column.name, column.zh)
    }
    for table in (*TABLES, *LISTS)
}
