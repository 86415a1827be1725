"""Readers of source files: bytes in, checked facts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.base import Identity, KnownIds, Loader, Progress
from loaders.gedcom import GedcomLoader
from loaders.neo4j_source import Neo4jLoader
from loaders.ocds import OcdsLoader
from loaders.source import SourceReading, open_paths, references_of
from loaders.tables_csv import CsvLoader
from loaders.tables_xlsx import XlsxLoader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "LOADERS",
    "Identity",
    "KnownIds",
    "SourceReading",
    "read_source",
    "read_sources",
]

LOADERS: tuple[Loader, ...] = (
    CsvLoader(),
    XlsxLoader(),
    GedcomLoader(),
    Neo4jLoader(),
    OcdsLoader(),
)
"""Every kind of source file, in the order in which they are tried."""


def read_source(
    path: Path, known: KnownIds | None = None, *, progress: Progress | None = None
) -> SourceReading:
    """Open one source: a folder of tables or one file, named after it.

    Raises:
        InputError: nothing can be read at all; bad rows are told while facts are read.
    """
    return read_sources((path,), known, progress=progress)[0]


def read_sources(
    paths: Sequence[Path],
    known: KnownIds | None = None,
    *,
    source: str | None = None,
    progress: Progress | None = None,
) -> tuple[SourceReading, ...]:
    """Open the sources of one load, which may name each other's ids; read them in this order.

    With `source`, all paths are files of one source of that name.

    Raises:
        InputError: nothing can be read at all at one of the paths.
    """
    known = known or KnownIds()
    groups = [(source, list(paths))] if source else [(_name_of(path), [path]) for path in paths]
    readings = tuple(
        SourceReading(name, open_paths(group, LOADERS), known, progress) for name, group in groups
    )
    if len(readings) > 1:
        references = references_of(readings, known)
        for i, reading in enumerate(readings):
            reading.share(references, readings[:i])
    return readings


def _name_of(path: Path) -> str:
    return path.resolve().name
