"""Run as a program of its own: print the cells of a workbook as JSON lines, within fixed limits.

A sheet is a line `{"sheet", "hidden", "faults"}` and then one array a row, from row 1 and column A,
blank ends cut. A date cell is an array of its ISO text, so that no text can pass for one.
`faults` names the cells that hold an error, or a formula that was never calculated: the parser
itself would show them as blank.
"""

import datetime
import re
import resource
import sys
import zipfile
from posixpath import join, normpath

import orjson
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1 << 30
SECONDS = 60
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\st=[\"']e[\"'])[^>]*\sr=[\"']([A-Z]+\d+)[\"'][^>]*>"
    rb"(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)"
)
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*\sr=[\"']([A-Z]+\d+)[\"'][^>]*><(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_MOST_FAULTS = 10_000


def main() -> None:
    """Dump the workbook named by the first argument."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faults = faults_of(sys.argv[1])
    with CalamineWorkbook.from_path(sys.argv[1]) as workbook:
        for i, meta in enumerate(workbook.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            hidden = meta.visible != SheetVisibleEnum.Visible
            found = faults[i] if i < len(faults) else {}
            print_line({"sheet": meta.name, "hidden": hidden, "faults": found})
            if not hidden:
                dump(workbook, meta.name)


def faults_of(path: str) -> list[dict[str, str]]:
    """Return, for each sheet in order, the addresses of cells that have no value, and why."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        relations = archive.read("xl/_rels/workbook.xml.rels")
        targets = {
            a.get("Id", ""): a.get("Target", "")
            for a in map(attributes, _RELATION.findall(relations))
        }
        sheets: list[dict[str, str]] = []
        for sheet in map(attributes, _SHEET.findall(archive.read("xl/workbook.xml"))):
            relation = next((v for k, v in sheet.items() if k.endswith(":id")), "")
            part = normpath(join("/xl", targets.get(relation, ""))).lstrip("/")
            content = archive.read(part) if part in names else b""
            sheets.append(dict([*errors_in(content)][:_MOST_FAULTS]))
    return sheets


def errors_in(content: bytes) -> list[tuple[str, str]]:
    """Return the cells of one sheet that hold an error or an uncalculated formula."""
    errors = [(a.decode(), text.decode("utf-8", "replace")) for a, text in _ERROR.findall(content)]
    return errors + [(a.decode(), "") for a in _UNCALCULATED.findall(content)]


def attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of an XML start tag."""
    return {
        name.decode(): (one or other).decode("utf-8", "replace")
        for name, one, other in _ATTRIBUTE.findall(tag)
    }


def dump(workbook: CalamineWorkbook, name: str) -> None:
    """Print the rows of one sheet."""
    sheet = workbook.get_sheet_by_name(name)
    _, first_column = sheet.start or (0, 0)
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
