"""Tables for a spreadsheet: every cell is text, and no text becomes a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WIDEST = 48
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))
"""Control characters, which a workbook cannot hold."""


def write_sheet(
    path: Path, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write one table as a workbook of one sheet, its header frozen.

    Raises:
        InputError: the name does not end in .xlsx, the file exists, or it cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    if path.suffix.lower() != ".xlsx":
        raise InputError(f"{path}: a workbook is written; give it a name that ends in .xlsx")
    if path.exists():
        raise InputError(f"{path} exists already; choose another name")
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for down, row in enumerate((columns, *rows), start=1):
        for across, text in enumerate(row, start=1):
            cell = sheet.cell(row=down, column=across, value=text.translate(_ILLEGAL))
            cell.data_type, cell.number_format = "s", "@"
            cell.quotePrefix = True
            if down == 1:
                cell.font = Font(bold=True)
    for across, name in enumerate(columns, start=1):
        longest = max(len(text) for text in (name, *(row[across - 1] for row in rows)))
        sheet.column_dimensions[get_column_letter(across)].width = min(2 * longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    try:
        book.save(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error
