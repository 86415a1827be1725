"""Readers of cells, one for each kind of column, and their column-wise use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from graph.ontology.kin_types import canonical_term
from graph.ontology.tables import Cell
from loaders.amounts import money_reader, read_boolean, read_integer, read_number, share_reader
from loaders.dates import canonical_moment, date_of_serial, read_date, read_moment
from loaders.official_numbers import (
    doubt_about_credit_code,
    doubt_about_id_number,
    read_credit_code,
    read_id_number,
)
from loaders.problems import Problem, shown
from loaders.texts import read_id, read_items, read_own_id, read_text, words_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.ontology.tables import Column, Table
    from loaders.base import Raw, Sheet
    from loaders.headers import Placed
    from loaders.references import References

_MOST_REMEMBERED = 100_000
_MOST_EXACT = 10**15
"""A spreadsheet keeps 15 significant digits."""
_SIMPLE: dict[Cell, Callable[[str], str | Problem]] = {
    Cell.TEXT: read_text,
    Cell.DATE: read_date,
    Cell.NUMBER: read_number,
    Cell.INTEGER: read_integer,
    Cell.BOOLEAN: read_boolean,
    Cell.ID_NUMBER: read_id_number,
    Cell.CREDIT_CODE: read_credit_code,
    Cell.WORDS: read_items,
}
_DOUBTS: dict[Cell, Callable[[str], str]] = {
    Cell.ID_NUMBER: doubt_about_id_number,
    Cell.CREDIT_CODE: doubt_about_credit_code,
}


def reader_of(
    table: Table, placed: Placed, references: References
) -> Callable[[str], str | Problem]:
    """Return the reader of one column's text; blanks give the empty string."""
    column = placed.column
    if column.cell is Cell.ID:
        if column.refers:
            return references.reader(column.refers)
        return read_own_id if column.name == "id" else read_id
    if column.cell is Cell.DATE and table.name == "transfers":
        return read_moment
    if column.cell is Cell.MONEY:
        return money_reader(placed.unit or "元")
    if column.cell is Cell.SHARE:
        return share_reader(percent=placed.unit == "%")
    if column.cell is Cell.CHOICE:
        return _choice_reader(column)
    return read_relation if column.cell is Cell.RELATION else _SIMPLE[column.cell]


def read_relation(text: str) -> str | Problem:
    """Return the canonical word of a kin relation, English or Chinese."""
    clean = read_text(text)
    if isinstance(clean, Problem) or not clean:
        return clean
    term = canonical_term(clean)
    if term is None:
        return Problem(
            f"{shown(clean)} is not a kin relation",
            "write father, mother, son, daughter, husband, wife, brother … or a Chinese term "
            "such as 父亲, 舅舅, 岳父",
        )
    return term


def doubt_of(cell: Cell) -> Callable[[str], str] | None:
    """Return what tells the doubts about a readable cell of this kind, if anything does."""
    return _DOUBTS.get(cell)


def _choice_reader(column: Column) -> Callable[[str], str | Problem]:
    words = {
        spelling.casefold(): canonical
        for canonical, synonyms in column.choices
        for spelling in (canonical, *synonyms)
    }
    allowed = ", ".join(canonical for canonical, _ in column.choices)
    return words_reader(words, allowed, is_open=column.open_choice)


class ColumnReader(dict["Raw", "str | Problem"]):
    """Reads the cells of one column, each distinct text once while it is remembered."""

    def __init__(self, sheet: Sheet, placed: Placed, references: References) -> None:
        super().__init__()
        self.placed = placed
        self.name = placed.column.name
        self.has_problems = False
        self._read = reader_of(sheet.table, placed, references)
        self._since_1904 = sheet.since_1904

    def column(self, cells: Sequence[Raw]) -> list[str | Problem]:
        """Return the cells read, in order."""
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, cells))

    def __missing__(self, raw: Raw) -> str | Problem:
        """Read a cell that is not remembered."""
        text = raw if isinstance(raw, str) else self._text_of(raw)
        read = text if isinstance(text, Problem) else self._read(text)
        if read == "" and self.placed.column.required:
            read = Problem("is empty", "fill it in; a row needs it")
        if isinstance(read, Problem):
            self.has_problems = True
        self[raw] = read
        return read

    def _text_of(self, raw: float | datetime | Problem) -> str | Problem:
        if isinstance(raw, Problem):
            return raw
        if isinstance(raw, datetime):
            return canonical_moment(raw)
        if abs(raw) >= _MOST_EXACT:
            return Problem(
                "holds a number of more than 15 digits, whose last digits the spreadsheet has lost",
                "format the column as text and enter the number again",
            )
        if self.placed.column.cell is Cell.DATE:
            return _date_text(raw, since_1904=self._since_1904)
        return _number_text(raw)


def _number_text(raw: float) -> str:
    text = f"{raw:.15g}"
    return f"{raw:.15f}".rstrip("0") if "e" in text else text


def _date_text(raw: float, *, since_1904: bool) -> str | Problem:
    whole = raw == int(raw)
    if whole and (1000 <= raw < 10_000 or 10_000_000 <= raw < 100_000_000):
        return f"{int(raw)}"
    if 10_000 <= raw < 100_000:
        return date_of_serial(raw, since_1904=since_1904)
    return Problem(
        f"holds the number {_number_text(raw)}, which is not a date",
        "format the column as text and write YYYY-MM-DD",
    )
