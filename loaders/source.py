"""A source being read: which files it has, and its facts as a stream."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.ontology.tables import TABLE, TABLES
from loaders.base import Identity, KnownIds, Spoilt
from loaders.headers import layout_of
from loaders.keys import KeyLog
from loaders.problems import Problem
from loaders.references import References
from loaders.report import Report
from loaders.rows import RowReader
from loaders.texts import read_own_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from graph.errors import RowError
    from graph.model import Fact
    from loaders.base import Loader, Opened, Progress, Sheet

_FIRST = ("places", "units", "people")
_ORDER = {
    name: i for i, name in enumerate((*_FIRST, *(t.name for t in TABLES if t.name not in _FIRST)))
}
_IDENTIFIED = {"people": "id_number", "units": "credit_code"}


class SourceReading:
    """One source: its name, its facts, and what was met while reading them."""

    def __init__(
        self,
        name: str,
        opened: Sequence[Opened],
        known: KnownIds,
        progress: Progress | None = None,
    ) -> None:
        self.name = name
        self.sheets = sorted(
            (sheet for one in opened for sheet in one.sheets), key=lambda s: _ORDER[s.table.name]
        )
        self._report = Report()
        for note in (note for one in opened for note in one.notes):
            self._report.note(note)
        self._known = known
        self._progress = progress
        self._references: References | None = None
        self._met: dict[str, dict[str, Identity]] = {}
        self._before: Sequence[SourceReading] = ()

    @property
    def errors(self) -> list[RowError]:
        """Bad rows met so far, in the order of reading."""
        return self._report.errors

    @property
    def notes(self) -> list[str]:
        """Encodings, tables, ignored columns, repeated rows and doubtful numbers met so far."""
        return self._report.notes()

    def facts(self) -> Iterator[Fact]:
        """Yield the good rows, places and units and people first; read it once.

        Memory: the ids that other tables may name, and a hundred bytes for each row's key.
        """
        references = self._references or references_of((self,), self._known)
        keys: dict[str, KeyLog] = {}
        done = 0
        for sheet in self.sheets:
            name = sheet.table.name
            log = keys.setdefault(name, KeyLog())
            reader = RowReader(sheet, references, log, self._identities(name), self._report)
            facts = reader.facts(self._progress, done)
            if name in _IDENTIFIED and self._references is not None:
                facts = map(self._meet, facts)
            yield from facts
            done += reader.rows

    def share(self, references: References, before: Sequence[SourceReading]) -> None:
        """Let this source name what others of the same load define, and agree with those before."""
        self._references = references
        self._before = before

    def _meet(self, fact: Fact) -> Fact:
        self._met.setdefault(fact.table, {})[fact.cells["id"]] = Identity(
            fact.cells["name"], fact.cells.get(_IDENTIFIED[fact.table], ""), self.name
        )
        return fact

    def _identities(self, table: str) -> Mapping[str, Identity]:
        if table not in _IDENTIFIED:
            return {}
        met = [dict(reading._met.get(table, {})) for reading in self._before]
        return ChainMap(*met, dict(self._known.identities.get(table, {})))


def references_of(readings: Sequence[SourceReading], known: KnownIds) -> References:
    """Read the ids that these sources define, where another table of theirs may name them."""
    sheets = [sheet for reading in readings for sheet in reading.sheets]
    named = {table for sheet in sheets for table in _named_by(sheet)}
    references = References(known.ids)
    for sheet in sheets:
        if sheet.table.name in named and TABLE[sheet.table.name].key == ("id",):
            references.add(sheet.table.name, _ids_of(sheet))
    return references


def _named_by(sheet: Sheet) -> Iterator[str]:
    for placed in layout_of(sheet.table, sheet.header, sheet.file).placed:
        yield from placed.column.refers


def _ids_of(sheet: Sheet) -> Iterator[str]:
    layout = layout_of(sheet.table, sheet.header, sheet.file)
    position = next(p.position for p in layout.placed if p.column.name == "id")
    for _, cells in sheet.rows():
        if isinstance(cells, Spoilt) or len(cells) <= position:
            continue
        raw = cells[position]
        if isinstance(raw, float | int):
            raw = f"{raw:.15g}"
        read = read_own_id(raw) if isinstance(raw, str) else ""
        if read and not isinstance(read, Problem):
            yield read


def open_paths(paths: Sequence[Path], loaders: Sequence[Loader]) -> list[Opened]:
    """Return the tables found at each path; a folder's files are one source.

    Raises:
        InputError: a path does not exist, is of no known kind, or holds no table.
    """
    return [opened for path in paths for opened in _opened(path, loaders)]


def _opened(path: Path, loaders: Sequence[Loader]) -> list[Opened]:
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
        opened = [one for file in files for one in _open_file(file, loaders)]
    elif path.is_file():
        opened = _open_file(path, loaders)
        if not opened:
            raise InputError(
                f"{path.name}: files of this kind are not read; save it as one of: "
                + "; ".join(loader.label for loader in loaders)
            )
    else:
        raise InputError(f"{path}: there is no such file or folder; check the path")
    if not any(one.sheets for one in opened):
        raise InputError(
            f"{path.name}: no table was found; name files or sheets after the tables: "
            + ", ".join(f"{table.name} ({table.zh[0]})" for table in TABLES)
        )
    return opened


def _open_file(file: Path, loaders: Sequence[Loader]) -> list[Opened]:
    return next(([one.open(file)] for one in loaders if one.accepts(file)), [])
