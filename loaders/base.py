"""What a loader is, what it hands on, and what it needs to know of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from loaders.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from graph.ontology.tables import Table

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""

Raw = str | float | datetime | Problem
"""A cell before it is read; only a spreadsheet holds anything but text."""


class Spoilt(NamedTuple):
    """A row that could not be cut into cells."""

    column: str
    problem: Problem


Numbered = tuple[int, list[Raw] | Spoilt]
"""One row and its number in the file; the header is row 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table found in a source: a CSV file, a sheet of a workbook, the people of a GEDCOM.

    `rows` starts again at every call and leaves out the header and rows that are wholly blank.
    """

    table: Table
    file: str
    header: Sequence[str]
    rows: Callable[[], Iterator[Numbered]]
    is_spreadsheet: bool = False
    """Whether cells have addresses such as B14, and may be numbers."""
    since_1904: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The tables of a source, and what its reader should be told about how they were read."""

    sheets: Sequence[Sheet]
    notes: Sequence[str] = ()


class Loader(Protocol):
    """One kind of source file."""

    label: str
    """What the kind is called in a message."""

    def accepts(self, path: Path) -> bool:
        """Whether the file is of this kind, by its name."""

    def open(self, path: Path) -> Opened:
        """Return the file's tables; InputError if it cannot be read at all."""


class Identity(NamedTuple):
    """What another source says about the owner of an id."""

    name: str
    id_number: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIds:
    """Ids that are already loaded.

    `ids` are those of every source, by table. `identities` are those that sources other than
    the one being read give to a person or unit, by table and id.
    """

    ids: Mapping[str, Container[str]] = field(default_factory=dict)
    identities: Mapping[str, Mapping[str, Identity]] = field(default_factory=dict)
