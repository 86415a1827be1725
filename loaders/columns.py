"""Cells read column by column: plain ones all at once, of the others each distinct text once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from graph.ontology.tables import Cell
from loaders.cells import reader_of
from loaders.dates import canonical_moment, date_of_serial
from loaders.official_numbers import are_id_numbers
from loaders.problems import LONGEST_CELL, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loaders.base import Raw, Sheet
    from loaders.headers import Placed
    from loaders.references import References

_MOST_REMEMBERED = 100_000
_MOST_EXACT = 10**15
"""A spreadsheet keeps 15 significant digits."""


class ColumnReader(dict["Raw", "str | Problem"]):
    """Reads the cells of one column, each distinct text once while it is remembered."""

    def __init__(self, sheet: Sheet, placed: Placed, references: References) -> None:
        super().__init__()
        self.placed = placed
        self.name = placed.column.name
        self.has_problems = False
        self._read = reader_of(sheet.table, placed, references)
        self._since_1904 = sheet.since_1904
        self._are_plain = _plain_test(placed, references)

    def column(self, cells: Sequence[Raw]) -> list[str | Problem]:
        """Return the cells read, in order."""
        if self._are_plain is not None and set(map(type, cells)) == {str}:
            texts = cast("Sequence[str]", cells)
            if self._are_plain("".join(texts), texts):
                return list(texts)
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


def _plain_test(
    placed: Placed, references: References
) -> Callable[[str, Sequence[str]], bool] | None:
    """Return a test whether cells, given joined and apart, read as they are written."""
    column = placed.column
    is_required = column.required

    def are_texts(joined: str, cells: Sequence[str]) -> bool:
        return (
            joined.isprintable()
            and max(map(len, cells)) <= LONGEST_CELL
            and not (is_required and "" in cells)
            and list(map(str.strip, cells)) == list(cells)
        )

    def are_ids(joined: str, cells: Sequence[str]) -> bool:
        if not (joined.isascii() and joined.isalnum()) or (is_required and "" in cells):
            return False
        if column.refers:
            return references.has_all(column.refers, cells)
        return max(map(len, cells)) <= LONGEST_CELL

    def are_numbers(joined: str, cells: Sequence[str]) -> bool:
        return joined.isascii() and are_id_numbers(cells)

    tests = {Cell.TEXT: are_texts, Cell.ID: are_ids, Cell.ID_NUMBER: are_numbers}
    return tests.get(column.cell)
