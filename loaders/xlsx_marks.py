"""A workbook given back with its bad rows marked."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from graph.errors import InputError
from loaders.xlsx_guard import checked_since_1904

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from graph.errors import RowError

MARK_HEADER = "错误说明 what is wrong"
"""Header of the added column; it is no column of any table, so a reload ignores it."""
_ROW_FILL = PatternFill("solid", fgColor="FFF2CC")
_CELL_FILL = PatternFill("solid", fgColor="F4B183")
_ADDRESS = re.compile(r"\(([A-Z]{1,3}[1-9]\d*)\)$")
_MOST_BYTES = 20 * 1024 * 1024
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def mark_errors(path: Path, errors: Iterable[RowError], out: Path) -> None:
    """Write a copy of the workbook in which each bad row is coloured and says what is wrong.

    No cell of the copy is a formula: those of the original become text.

    Raises:
        InputError: the workbook cannot be read, or unpacks to more than 20 MB.
    """
    checked_since_1904(path)
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise InputError(
                f"{path.name}: the workbook is too large to be marked; use the printed list of rows"
            )
    try:
        book = openpyxl.load_workbook(path, keep_links=False)
    except (InvalidFileException, ValueError, KeyError, TypeError) as fault:
        raise InputError(
            f"{path.name}: the workbook cannot be copied ({str(fault)[:80]}); "
            "save it again in a spreadsheet program"
        ) from fault
    by_sheet: dict[str, list[RowError]] = {}
    for error in errors:
        by_sheet.setdefault(error.file.partition("#")[2], []).append(error)
    for sheet in book.worksheets:
        _make_text(sheet)
        if found := by_sheet.get(sheet.title):
            _mark(sheet, found)
    packed = BytesIO()
    book.save(packed)
    out.write_bytes(packed.getvalue())


def write_text(cell: Cell, text: str) -> None:
    """Put text into a cell so that no spreadsheet program takes it for a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def _make_text(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                write_text(cell, str(getattr(cell.value, "text", cell.value)))


def _mark(sheet: Worksheet, errors: list[RowError]) -> None:
    column = sheet.max_column + 1
    write_text(sheet.cell(1, column), MARK_HEADER)
    told: dict[int, list[str]] = {}
    for error in errors:
        text = f"{error.column}: {error.why}; {error.todo}"
        told.setdefault(error.row, []).append(text)
    for row, texts in told.items():
        for cell in sheet[row]:
            cell.fill = _ROW_FILL
        write_text(sheet.cell(row, column), "\n".join(texts)[:32_000])
    for error in errors:
        if match := _ADDRESS.search(error.column):
            cell = sheet[match.group(1)]
            cell.fill = _CELL_FILL
            cell.comment = Comment(f"{error.why}; {error.todo}"[:1_000], "huibi")
