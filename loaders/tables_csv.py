"""CSV files, each named after its table."""

from __future__ import annotations

import csv
from functools import partial
from typing import TYPE_CHECKING, cast

from graph.errors import InputError
from loaders.base import Numbered, Opened, Sheet, Spoilt
from loaders.encodings import LABELS, encoding_of
from loaders.headers import table_named
from loaders.problems import LONGEST_CELL, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.ontology.tables import Table
    from loaders.base import Raw


class CsvLoader:
    """Comma-separated files in UTF-8 or GB18030."""

    label = "CSV (.csv) named after its table"

    def accepts(self, path: Path) -> bool:
        """Whether the file's name ends in .csv."""
        return path.suffix.lower() == ".csv"

    def open(self, path: Path) -> Opened:
        """Return the one table of a file, or nothing if no table has the file's name."""
        table = table_named(path.stem)
        if table is None:
            return Opened(sheets=(), notes=(f"{path.name}: ignored, no table has this name",))
        return csv_opened(path, table)


def csv_opened(path: Path, table: Table) -> Opened:
    """Return a file's rows as those of a table, whatever its name.

    Raises:
        InputError: the file is empty, or is no comma-separated text.
    """
    encoding = encoding_of(path)
    row, header = _header(path, encoding)
    sheet = Sheet(
        table=table,
        file=path.name,
        header=header,
        rows=partial(_rows_after, path, encoding, row),
    )
    return Opened(sheets=(sheet,), notes=(f"{path.name}: table {table.name}, {LABELS[encoding]}",))


def _header(path: Path, encoding: str) -> tuple[int, list[str]]:
    header = next(_rows(path, encoding), None)
    if header is None:
        raise InputError(
            f"{path.name}: the file is empty; write the column names in its first row, "
            "or remove the file"
        )
    row, cells = header
    if isinstance(cells, Spoilt):
        raise InputError(
            f"{path.name}, row {row}: the header cannot be read: "
            f"{cells.problem.why}; {cells.problem.todo}"
        )
    first = str(cells[0])
    if len(cells) == 1 and any(mark in first for mark in "\t;；，|"):
        raise InputError(
            f"{path.name}, row {row}: the columns are not separated by commas; "
            "save the file as CSV separated by commas"
        )
    return row, [str(cell) for cell in cells]


def _rows_after(path: Path, encoding: str, header: int) -> Iterator[Numbered]:
    rows = _rows(path, encoding)
    while next(rows)[0] < header:
        pass
    return rows


def _rows(path: Path, encoding: str) -> Iterator[Numbered]:
    """Yield the rows that are not blank, numbered as a spreadsheet would."""
    with path.open(encoding=encoding, newline="") as handle:
        reader = csv.reader(handle, strict=True)
        row = 0
        while True:
            try:
                for cells in reader:
                    row += 1
                    if any(cells):
                        yield row, cast("list[Raw]", cells)
                return
            except csv.Error as error:
                row += 1
                yield row, _spoilt(error)
            except UnicodeDecodeError as error:
                raise InputError(f"{path.name}: the file changed while it was read") from error


def _spoilt(error: csv.Error) -> Spoilt:
    if "field larger" in str(error):
        why = f"a cell is far longer than the {LONGEST_CELL:,} characters of a spreadsheet cell"
    else:
        why = "the quotation marks of the row do not match"
    todo = 'shorten the cell, close its quotation mark, or write a quotation mark inside as ""'
    return Spoilt("", Problem(why, todo))
