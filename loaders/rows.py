"""From the rows of one sheet to checked facts, in chunks and column by column."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from graph.errors import RowError
from graph.model import Fact
from graph.ontology.kin_types import implied_kind
from graph.ontology.tables import Cell, key_of
from loaders.base import Spoilt
from loaders.cells import doubt_of
from loaders.checks import IMPLIED, checks_of, doubt_about_life, identity_fault
from loaders.columns import ColumnReader
from loaders.headers import layout_of
from loaders.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from loaders.base import Identity, Numbered, Progress, Raw, Sheet
    from loaders.checks import Cells
    from loaders.keys import KeyLog
    from loaders.references import References
    from loaders.report import Report

_CHUNK = 4096


class RowReader:
    """Reads one sheet; bad rows go to the report and the good ones come out as facts."""

    def __init__(
        self,
        sheet: Sheet,
        references: References,
        keys: KeyLog,
        identities: Mapping[str, Identity],
        report: Report,
    ) -> None:
        self.rows = 0
        self._sheet = sheet
        self._table = sheet.table
        self._references = references
        self._keys = keys
        self._identities = identities
        self._report = report
        self._layout = layout_of(sheet.table, sheet.header, sheet.file)
        self._readers = [ColumnReader(sheet, p, references) for p in self._layout.placed]
        self._checks = checks_of(sheet.table)
        self._doubts = [
            (reader.name, doubt)
            for reader in self._readers
            if (doubt := doubt_of(reader.placed.column.cell))
        ]
        self._relation = next(
            (r.placed.position for r in self._readers if r.placed.column.cell is Cell.RELATION),
            None,
        )
        self._defines_ids = sheet.table.key == ("id",)

    def facts(self, progress: Progress | None, done: int) -> Iterator[Fact]:
        """Yield the facts of the sheet; `done` rows of other sheets were read before."""
        if self._layout.ignored:
            names = ", ".join(f"'{title}'" for title in self._layout.ignored)
            self._report.note(f"{self._sheet.file}: unknown columns ignored: {names}")
        self._keys.begin(self._sheet.file)
        rows = self._sheet.rows()
        while chunk := list(islice(rows, _CHUNK)):
            yield from self._chunk(chunk)
            self.rows += len(chunk)
            if progress is not None:
                progress(done + self.rows)

    def _chunk(self, chunk: Sequence[Numbered]) -> Iterator[Fact]:
        numbers: list[int] = []
        whole: list[Sequence[Raw]] = []
        width = self._layout.width
        for row, cells in chunk:
            if len(cells) == width and type(cells) is list:
                numbers.append(row)
                whole.append(cells)
            elif isinstance(cells, Spoilt):
                self._bad(row, cells.column, cells.problem)
            elif len(cells) > width and not any(cells[width:]):
                numbers.append(row)
                whole.append(cells[:width])
            else:
                self._ragged(row, len(cells))
        if not whole:
            return
        columns = list(zip(*whole, strict=True))
        read = [reader.column(columns[reader.placed.position]) for reader in self._readers]
        names = [reader.name for reader in self._readers]
        if self._relation is not None:
            names.append(IMPLIED)
            read.append([implied_kind(str(text)) or "" for text in columns[self._relation]])
        any_problem = any(reader.has_problems for reader in self._readers)
        for row, values in zip(numbers, zip(*read, strict=True), strict=True):
            if any_problem and self._has_problem(row, values):
                continue
            fact = self._fact(row, {n: v for n, v in zip(names, values, strict=True) if v})
            if fact is not None:
                yield fact

    def _ragged(self, row: int, count: int) -> None:
        width = self._layout.width
        problem = Problem(
            f"the row has {count} cells and the header has {width}",
            "fill in the missing separators, or put a cell that holds a comma in quotation marks",
        )
        self._bad(row, self._sheet.header[min(count, width) - 1], problem)

    def _has_problem(self, row: int, values: Sequence[str | Problem]) -> bool:
        bad = False
        for reader, value in zip(self._readers, values, strict=False):
            if isinstance(value, Problem):
                self._bad(row, self._address(reader.name, row), value)
                bad = True
        if bad and self._defines_ids:
            self._forget(values)
        return bad

    def _forget(self, values: Sequence[str | Problem]) -> None:
        own = next(v for r, v in zip(self._readers, values, strict=False) if r.name == "id")
        if isinstance(own, str) and not self._keys.has(own):
            self._references.drop(self._table.name, own)

    def _fact(self, row: int, cells: Cells) -> Fact | None:
        faults = [fault for check in self._checks for fault in check(cells)]
        if self._identities and (
            fault := identity_fault(cells, self._identities, _number_column(self._table.name))
        ):
            faults.append(fault)
        for column, problem in faults:
            self._bad(row, self._address(column, row), problem)
        if faults:
            if self._defines_ids and not self._keys.has(cells["id"]):
                self._references.drop(self._table.name, cells["id"])
            return None
        key = cells["id"] if self._defines_ids else key_of(self._table, cells)
        twin = self._keys.note(key, cells, row)
        if twin is not None:
            self._twin(row, twin)
            return None
        for column, doubt in self._doubts:
            if column in cells and (why := doubt(cells[column])):
                self._report.doubt(self._sheet.file, row, column, why)
        if self._table.name == "people" and (why := doubt_about_life(cells)):
            self._report.doubt(self._sheet.file, row, "died", why)
        return Fact(table=self._table.name, key=key, cells=cells, file=self._sheet.file, row=row)

    def _twin(self, row: int, twin: tuple[str, int, bool]) -> None:
        file, first, identical = twin
        where = f"row {first}" if file == self._sheet.file else f"{file}, row {first}"
        if identical:
            self._report.repeated(self._sheet.file, row, where)
            return
        names = ", ".join(self._table.key)
        problem = Problem(
            f"{where} has the same {names} and says something else",
            "keep one of the two, or tell them apart by these columns",
        )
        self._bad(row, self._address(self._table.key[0], row), problem)

    def _address(self, column: str, row: int) -> str:
        for reader in self._readers:
            if reader.name == column:
                title = reader.placed.header
                if not self._sheet.is_spreadsheet:
                    return title
                return f"{title} ({letters_of(reader.placed.position)}{row})"
        return column

    def _bad(self, row: int, column: str, problem: Problem) -> None:
        self._report.bad(
            RowError(
                file=self._sheet.file, row=row, column=column, why=problem.why, todo=problem.todo
            )
        )


def letters_of(position: int) -> str:
    """Return the letters of a spreadsheet column; position 0 is A."""
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _number_column(table: str) -> str:
    return "credit_code" if table == "units" else "id_number"
