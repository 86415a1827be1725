"""Faults of one sheet, placed where its author finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import RowError
from loaders.problems import Problem

if TYPE_CHECKING:
    from loaders.base import Sheet
    from loaders.headers import Layout
    from loaders.keys import Twin
    from loaders.report import Report


class SheetFaults:
    """Tells the report what is wrong with rows of one sheet."""

    def __init__(self, sheet: Sheet, layout: Layout, report: Report) -> None:
        self._sheet = sheet
        self._report = report
        self._placed = {placed.column.name: placed for placed in layout.placed}

    def bad(self, row: int, column: str, problem: Problem) -> None:
        """Refuse a row for the cell in a column, named as the table names it."""
        placed = self._placed.get(column)
        title = placed.header if placed else column
        if placed and self._sheet.is_spreadsheet:
            title = f"{title} ({letters_of(placed.position)}{row})"
        self.spoilt(row, title, problem)

    def spoilt(self, row: int, title: str, problem: Problem) -> None:
        """Refuse a row for something under a header, or under none."""
        self._report.bad(
            RowError(
                file=self._sheet.file, row=row, column=title, why=problem.why, todo=problem.todo
            )
        )

    def ragged(self, row: int, count: int) -> None:
        """Refuse a row that has not as many cells as the header."""
        header = self._sheet.header
        problem = Problem(
            f"the row has {count} cells and the header has {len(header)}",
            "fill in the missing separators, or put a cell that holds a comma in quotation marks",
        )
        self.spoilt(row, header[min(count, len(header)) - 1], problem)

    def twin(self, row: int, twin: Twin) -> None:
        """Leave out a row that repeats another, or refuse it if it says something else."""
        same = twin.file == self._sheet.file
        where = f"row {twin.row}" if same else f"{twin.file}, row {twin.row}"
        if twin.is_identical:
            self._report.repeated(self._sheet.file, row, where)
            return
        key = self._sheet.table.key
        problem = Problem(
            f"{where} has the same {', '.join(key)} and says something else",
            "keep one of the two, or tell them apart by these columns",
        )
        self.bad(row, key[0], problem)

    def doubt(self, row: int, column: str, why: str) -> None:
        """Tell of a row that is loaded though it contradicts itself."""
        self._report.doubt(self._sheet.file, row, column, why)


def letters_of(position: int) -> str:
    """Return the letters of a spreadsheet column; position 0 is A."""
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def position_of(letters: str) -> int:
    """Return the position of a spreadsheet column; A is 0."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1
