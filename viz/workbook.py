"""Workbooks of answers: every cell is text or a number, so that no name can be a formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from graph.errors import InputError
from viz.whole import whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEADER = PatternFill("solid", fgColor="E8EEF4")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_LONGEST_CELL, _LONGEST_NAME = 32_767, 31
_WIDEST, _NARROWEST = 60, 8
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

Value = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet: its name, its header, its rows as wide as the header."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_workbook(path: Path, pages: Sequence[Page]) -> None:
    """Write the pages to an XLSX file, which appears whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    book = Workbook(write_only=True)
    for page in pages:
        _write(book, page)
    try:
        with whole(path) as part:
            book.save(part)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def _write(book: Workbook, page: Page) -> None:
    sheet = book.create_sheet(page.name.translate(_FORBIDDEN)[:_LONGEST_NAME])
    sheet.freeze_panes = "A2"
    for at, title in enumerate(page.header):
        column = get_column_letter(at + 1)
        sheet.column_dimensions[column].width = _width(title, [row[at] for row in page.rows])
    sheet.append([_titled(sheet, title) for title in page.header])
    for row in page.rows:
        sheet.append([_cell(sheet, value) for value in row])
    if page.rows:
        last = get_column_letter(len(page.header))
        sheet.auto_filter.ref = f"A1:{last}{len(page.rows) + 1}"


def _titled(sheet: object, title: str) -> WriteOnlyCell:
    cell = _cell(sheet, title)
    cell.font, cell.fill = Font(bold=True), _HEADER
    return cell


def _cell(sheet: object, value: Value) -> WriteOnlyCell:
    if isinstance(value, str):
        clean = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST_CELL]
        cell = WriteOnlyCell(sheet, clean)
        cell.data_type = "s"  # a text that begins with '=' stays a text
        cell.number_format = "@"
        cell.alignment = _WRAPPED
        return cell
    return WriteOnlyCell(sheet, value)


def _width(title: str, values: Sequence[Value]) -> float:
    longest = max((_columns(str(v)) for v in (title, *values[:500]) if v is not None), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 2)))


def _columns(text: str) -> int:
    """Return the columns that a text takes up; a Chinese character takes two."""
    return max(
        (sum(1 + (letter > "\u2e7f") for letter in line) for line in text.splitlines()), default=0
    )
