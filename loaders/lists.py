"""A list given to a command, such as candidates for election: read like a table, never loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders.keys import KeyLog
from loaders.references import References
from loaders.report import Report
from loaders.rows import RowReader
from loaders.tables_csv import csv_opened
from loaders.tables_xlsx import xlsx_opened

if TYPE_CHECKING:
    from pathlib import Path

    from graph.errors import RowError
    from graph.model import Fact
    from graph.ontology.tables import Table
    from loaders.base import KnownIds, Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """The good rows of a list in its order, the bad ones, and what else was met."""

    rows: tuple[Fact, ...]
    errors: tuple[RowError, ...]
    notes: tuple[str, ...]


def read_list(path: Path, table: Table, known: KnownIds) -> ListReading:
    """Read a CSV file or the first sheet of a workbook as rows of a table.

    Raises:
        InputError: the file does not exist, is of another kind, or its header cannot be used.
    """
    opened = _opened(path, table)
    report = Report()
    for note in opened.notes:
        report.note(note)
    rows = [
        fact
        for sheet in opened.sheets
        for fact in RowReader(sheet, References(known.ids), KeyLog(), {}, report).facts(None, 0)
    ]
    return ListReading(rows=tuple(rows), errors=tuple(report.errors), notes=tuple(report.notes()))


def _opened(path: Path, table: Table) -> Opened:
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; check the path")
    kind = path.suffix.lower()
    if kind == ".csv":
        return csv_opened(path, table)
    if kind == ".xlsx":
        return xlsx_opened(path, table)
    raise InputError(f"{path.name}: lists are read from CSV (.csv) or XLSX (.xlsx); save it as one")
