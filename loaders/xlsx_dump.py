"""Run as a program of its own: print the cells of a workbook as JSON lines, within fixed limits.

A sheet is a line `{"sheet", "hidden"}` and then one array a row, from row 1 and column A, blank
ends cut. A date cell is an array of its ISO text, so that no text can pass for one.
"""

import datetime
import resource
import sys

import orjson
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1 << 30
SECONDS = 60


def main() -> None:
    """Dump the workbook named by the first argument."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with CalamineWorkbook.from_path(sys.argv[1]) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            hidden = meta.visible != SheetVisibleEnum.Visible
            print_line({"sheet": meta.name, "hidden": hidden})
            if not hidden:
                dump(workbook, meta.name)


def dump(workbook: CalamineWorkbook, name: str) -> None:
    """Print the rows of one sheet."""
    sheet = workbook.get_sheet_by_name(name)
    first_row, first_column = sheet.start or (0, 0)
    for _ in range(first_row):
        print_line([])
    margin = [""] * first_column
    for row in sheet.iter_rows():
        cells = [cell if type(cell) in (str, float) else plain(cell) for cell in row]
        while cells and cells[-1] == "":
            cells.pop()
        print_line(margin + cells if cells else [])


def plain(cell: object) -> object:
    """Return a cell that is neither text nor a plain number in its JSON form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime | datetime.date):
        return [cell.isoformat()]
    return cell if isinstance(cell, int | float) else str(cell)


def print_line(value: object) -> None:
    """Write one JSON line."""
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    main()
