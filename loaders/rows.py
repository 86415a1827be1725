"""From the rows of one sheet to checked facts, in chunks and column by column."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from graph.model import Fact
from graph.ontology.kin_types import implied_kind
from graph.ontology.tables import Cell, key_of
from loaders.base import Spoilt
from loaders.cells import doubt_of
from loaders.checks import IMPLIED, checks_of, doubt_about_life, identity_fault
from loaders.columns import ColumnReader
from loaders.faults import SheetFaults
from loaders.headers import layout_of
from loaders.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from loaders.base import Identity, Numbered, Progress, Raw, Sheet
    from loaders.checks import Cells
    from loaders.keys import KeyLog
    from loaders.references import References
    from loaders.report import Report

_CHUNK = 512
_NUMBER_COLUMNS = {"people": "id_number", "units": "credit_code"}


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
        self._identities = identities if len(identities) else None
        self._report = report
        self._layout = layout_of(sheet.table, sheet.header, sheet.file)
        self._faults = SheetFaults(sheet, self._layout, report)
        self._readers = [ColumnReader(sheet, p, references) for p in self._layout.placed]
        self._checks = checks_of(sheet.table)
        self._relation = next(
            (p.position for p in self._layout.placed if p.column.cell is Cell.RELATION), None
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

    def _chunk(self, chunk: Sequence[Numbered]) -> list[Fact]:
        numbers, whole = self._whole(chunk)
        if not whole:
            return []
        columns = list(zip(*whole, strict=True))
        read = [reader.column(columns[reader.placed.position]) for reader in self._readers]
        bad = self._bad_rows(numbers, read)
        doubts = self._doubts(read)
        names = [reader.name for reader in self._readers]
        if self._relation is not None:
            names.append(IMPLIED)
            read.append([implied_kind(str(text)) or "" for text in columns[self._relation]])
        facts: list[Fact] = []
        for i, cells in enumerate(_rows_of(names, cast("list[list[str]]", read))):
            if i in bad:
                continue
            fact = self._fact(numbers[i], cells)
            if fact is not None:
                facts.append(fact)
                for column, why in doubts.get(i, ()):
                    self._faults.doubt(numbers[i], column, why)
        return facts

    def _whole(self, chunk: Sequence[Numbered]) -> tuple[list[int], list[Sequence[Raw]]]:
        """Return the rows as wide as the header, and their numbers."""
        numbers: list[int] = []
        whole: list[Sequence[Raw]] = []
        width = self._layout.width
        for row, cells in chunk:
            if len(cells) == width and type(cells) is list:
                numbers.append(row)
                whole.append(cells)
            elif isinstance(cells, Spoilt):
                self._faults.spoilt(row, cells.column, cells.problem)
            elif len(cells) > width and not any(cells[width:]):
                numbers.append(row)
                whole.append(cells[:width])
            else:
                self._faults.ragged(row, len(cells))
        return numbers, whole

    def _bad_rows(self, numbers: list[int], read: list[list[str | Problem]]) -> set[int]:
        """Report every unreadable cell and return the places of their rows in the chunk."""
        found: list[tuple[int, str, Problem]] = []
        for reader, column in zip(self._readers, read, strict=True):
            if reader.has_problems:
                found += [
                    (i, reader.name, cell)
                    for i, cell in enumerate(column)
                    if isinstance(cell, Problem)
                ]
        for i, name, problem in sorted(found, key=lambda fault: fault[0]):
            self._faults.bad(numbers[i], name, problem)
        bad = {i for i, _, _ in found}
        if bad and self._defines_ids:
            own = read[[reader.name for reader in self._readers].index("id")]
            for i in bad:
                self._forget(own[i])
        return bad

    def _forget(self, own: str | Problem) -> None:
        """Let other tables no longer name the id of a bad row."""
        if isinstance(own, str) and not self._keys.has(own):
            self._references.drop(self._table.name, own)

    def _doubts(self, read: list[list[str | Problem]]) -> dict[int, list[tuple[str, str]]]:
        doubts: dict[int, list[tuple[str, str]]] = {}
        for reader, column in zip(self._readers, read, strict=True):
            doubt = doubt_of(reader.placed.column.cell)
            if doubt is None:
                continue
            for i, cell in enumerate(column):
                if cell and not isinstance(cell, Problem) and (why := doubt(cell)):
                    doubts.setdefault(i, []).append((reader.name, why))
        return doubts

    def _fact(self, row: int, cells: Cells) -> Fact | None:
        if self._checks or self._identities:
            faults = [fault for check in self._checks for fault in check(cells)]
            if self._identities and (
                fault := identity_fault(cells, self._identities, _NUMBER_COLUMNS[self._table.name])
            ):
                faults.append(fault)
            for column, problem in faults:
                self._faults.bad(row, column, problem)
            if faults:
                if self._defines_ids:
                    self._forget(cells["id"])
                return None
        key = cells["id"] if self._defines_ids else key_of(self._table, cells)
        twin = self._keys.note(key, cells, row)
        if twin is not None:
            self._faults.twin(row, twin)
            return None
        if "died" in cells and (why := doubt_about_life(cells)):
            self._faults.doubt(row, "died", why)
        return Fact(table=self._table.name, key=key, cells=cells, file=self._sheet.file, row=row)


def _rows_of(names: list[str], columns: list[list[str]]) -> Iterator[Cells]:
    """Yield the filled cells of each row; columns that are blank throughout cost nothing."""
    filled = [(n, column) for n, column in zip(names, columns, strict=True) if any(column)]
    names = [name for name, _ in filled]
    rows = zip(*(column for _, column in filled), strict=True)
    if any("" in column for _, column in filled):
        return ({n: v for n, v in zip(names, row, strict=True) if v} for row in rows)
    return (dict(zip(names, row, strict=True)) for row in rows)
