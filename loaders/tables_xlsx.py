"""Workbooks whose sheets are named after the tables."""

from __future__ import annotations

import mmap
import subprocess
import sys
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import InputError
from loaders import xlsx_dump
from loaders.base import Numbered, Opened, Sheet
from loaders.faults import position_of
from loaders.headers import table_named
from loaders.problems import Problem
from loaders.xlsx_guard import checked_since_1904

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ontology.tables import Table
    from loaders.base import Raw

_SECONDS = 60
Faults = dict[int, dict[int, Problem]]
"""Cells without a value, by row and position."""


class XlsxLoader:
    """Workbooks in the XLSX format."""

    label = "XLSX (.xlsx) with sheets named after the tables"

    def accepts(self, path: Path) -> bool:
        """Whether the file's name ends in .xlsx."""
        return path.suffix.lower() == ".xlsx" and not path.name.startswith("~$")

    def open(self, path: Path) -> Opened:
        """Return the tables of a workbook; hidden sheets and other sheets are only noted."""
        since_1904 = checked_since_1904(path)
        dump = _dumped(path)
        sheets: list[Sheet] = []
        notes: list[str] = []
        for name, hidden, faults, start in _sheets_in(dump):
            table = table_named(name)
            if table is None:
                notes.append(f"{path.name}: sheet '{name}' ignored, no table has this name")
            elif hidden:
                notes.append(
                    f"{path.name}: sheet '{name}' ignored, it is hidden; unhide it to load"
                )
            elif sheet := _sheet(path, table, name, dump, start, faults, since_1904):
                sheets.append(sheet)
                notes.append(f"{path.name}: sheet '{name}' is table {table.name}")
            else:
                notes.append(f"{path.name}: sheet '{name}' is empty")
        return Opened(sheets=sheets, notes=notes)


def xlsx_opened(path: Path, table: Table) -> Opened:
    """Return the first sheet with rows that is not hidden as rows of a table, whatever its name.

    Raises:
        InputError: the workbook cannot be read, or holds no row.
    """
    since_1904 = checked_since_1904(path)
    dump = _dumped(path)
    for name, hidden, faults, start in _sheets_in(dump):
        sheet = None if hidden else _sheet(path, table, name, dump, start, faults, since_1904)
        if sheet is not None:
            note = f"{path.name}: sheet '{name}' is table {table.name}"
            return Opened(sheets=(sheet,), notes=(note,))
    raise InputError(f"{path.name}: no sheet holds a row; write the column names in the first row")


def _sheet(
    path: Path,
    table: Table,
    name: str,
    dump: mmap.mmap,
    start: int,
    faults: Faults,
    since_1904: bool,
) -> Sheet | None:
    header = next(_rows(dump, start, {}, 0), None)
    if header is None:
        return None
    return Sheet(
        table=table,
        file=f"{path.name}#{name}",
        header=[cell if isinstance(cell, str) else "" for cell in header[1]],
        rows=partial(_rows, dump, start, faults, len(header[1]), header[0]),
        is_spreadsheet=True,
        since_1904=since_1904,
    )


def _dumped(path: Path) -> mmap.mmap:
    """Return the workbook's cells, parsed by a process of its own with little memory and time."""
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-I", str(Path(xlsx_dump.__file__)), str(path.resolve())]
        try:
            done = subprocess.run(
                command, stdout=out, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise _unreadable(path, f"cannot be read within {_SECONDS} s") from error
        if done.returncode:
            raise _unreadable(path, "is damaged, or needs more than 1 GB of memory or 60 s")
        if not out.tell() and not out.seek(0, 2):
            raise _unreadable(path, "has no sheets")
        return mmap.mmap(out.fileno(), 0, access=mmap.ACCESS_READ)


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(f"{path.name}: the workbook {why}; save its sheets as CSV and load those")


def _sheets_in(dump: mmap.mmap) -> Iterator[tuple[str, bool, Faults, int]]:
    """Yield each sheet's name, whether it is hidden, its faults, and where its rows start."""
    start = 0
    while start < len(dump):
        end = dump.find(b"\n", start) + 1
        if dump[start : start + 1] == b"{":
            head: dict[str, Any] = orjson.loads(dump[start:end])
            yield head["sheet"], head["hidden"], _by_row(head["faults"]), end
        start = end


def _by_row(faults: dict[str, str]) -> Faults:
    rows: Faults = {}
    for address, error in faults.items():
        letters = address.rstrip("0123456789")
        problem = (
            Problem(f"holds the spreadsheet error {error}", "mend the formula, or type the value")
            if error
            else Problem("holds a formula that was never calculated", "type the value")
        )
        rows.setdefault(int(address[len(letters) :]), {})[position_of(letters)] = problem
    return rows


def _rows(
    dump: mmap.mmap, start: int, faults: Faults, width: int, after: int = 0
) -> Iterator[Numbered]:
    row = 0
    while start < len(dump) and dump[start : start + 1] != b"{":
        end = dump.find(b"\n", start) + 1
        row += 1
        if row > after and (end - start > len(b"[]\n") or row in faults):
            cells = [_raw(cell) for cell in orjson.loads(dump[start:end])]
            cells.extend([""] * (width - len(cells)))
            for position, problem in faults.get(row, {}).items():
                cells[position : position + 1] = [problem]
            yield row, cells
        start = end


def _raw(cell: object) -> Raw:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list):
        return datetime.fromisoformat(cell[0])
    return cell if isinstance(cell, float | int) else ""
