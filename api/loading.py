"""A load from source files to visible facts: all of it, or nothing."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import LedgerBusyError, LedgerError
from graph.ledger import open_ledger
from graph.ontology.tables import TABLES
from graph.snapshot.kin_build import find_contradictions
from graph.snapshot.tables import current
from loaders import Identity, KnownIds, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.errors import RowError
    from graph.ledger import Changes, Ledger, Load
    from graph.snapshot.contradictions import Contradiction
    from loaders import SourceReading

_IDENTIFIED = (("people", "id_number"), ("units", "credit_code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one load command asks for."""

    paths: Sequence[Path]
    source: str = ""
    skip_bad: bool = False
    replace: bool = False
    dry_run: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a load did, or would do."""

    changes: dict[str, Changes] = field(default_factory=dict)
    """By source."""
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    contradictions: tuple[Contradiction, ...] = ()
    sequence: int = 0
    is_loaded: bool = False


def load_sources(
    path: Path,
    request: Request,
    progress: Callable[[int], None],
    before_commit: Callable[[Outcome], None],
) -> Outcome:
    """Read, check and store the sources of one command.

    `before_commit` is told what is about to happen, withdrawals included. Where rows are bad and
    `skip_bad` is not set, nothing is stored and the outcome says so.

    Raises:
        InputError: a source cannot be read at all.
        LedgerError: the ledger cannot be written.
    """
    with _written(path, request) as book:
        known = known_ids(book, _names(request))
        readings = read_sources(
            request.paths, known, source=request.source or None, progress=progress
        )
        outcome = Outcome(sequence=book.head)
        with book.load(readings[0].name) as load:
            _stage(load, readings, outcome)
            if outcome.errors and not request.skip_bad:
                return outcome
            outcome.contradictions = _contradictions(book, load)
            before_commit(outcome)
            if not request.dry_run:
                outcome.sequence = load.commit(request.replace, skip_repeats=request.skip_bad)
                outcome.is_loaded = True
    return outcome


def _stage(load: Load, readings: Sequence[SourceReading], outcome: Outcome) -> None:
    for reading in readings:
        load.turn_to(reading.name)
        load.add(reading.facts())
        outcome.errors += reading.errors
        outcome.notes += reading.notes
    for reading in readings:
        outcome.changes[reading.name] = load.changes(reading.name)
    outcome.errors += load.errors


def _names(request: Request) -> set[str]:
    return {request.source} if request.source else {path.resolve().name for path in request.paths}


@contextmanager
def _written(path: Path, request: Request) -> Iterator[Ledger]:
    """Open the ledger to write; a new one appears at its path only if the load succeeds."""
    if path.exists():
        with open_ledger(path, write=True) as book:
            yield book
        return
    with TemporaryDirectory(prefix=f".{path.name}.", dir=_folder_of(path)) as folder:
        new = Path(folder) / path.name
        with open_ledger(new, create=True) as book:
            yield book
            is_empty = book.head == 0
        if is_empty or request.dry_run:
            return
        _put_in_place(new, path)


def _put_in_place(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError as error:
        raise LedgerBusyError(
            f"{path}: another process made this ledger meanwhile; nothing was loaded, run the"
            " command again"
        ) from error
    except OSError:  # a file system without hard links
        new.rename(path)


def _folder_of(path: Path) -> Path:
    folder = path.resolve().parent
    if not folder.is_dir():
        raise LedgerError(f"{path}: the folder {folder} does not exist; make it first")
    return folder


def known_ids(book: Ledger, loading: set[str]) -> KnownIds:
    """Return the ids of a ledger, and who bears them by sources other than those being loaded."""
    ids, identities = {}, {}
    own = pa.array(sorted(loading), pa.string())
    for table in TABLES:
        if table.key == ("id",):
            ids[table.name] = frozenset(book.read(table.name).column("id").to_pylist())
    for name, number in _IDENTIFIED:
        rows = book.read(name).select(["id", "name", number, "source"])
        others = rows.filter(pc.invert(pc.is_in(rows["source"], value_set=own)))
        identities[name] = {
            row["id"]: Identity(row["name"] or "", row[number] or "", row["source"])
            for row in others.to_pylist()
        }
    return KnownIds(ids=ids, identities=identities)


def _contradictions(book: Ledger, load: Load) -> tuple[Contradiction, ...]:
    """Return what the ledger would contradict in itself with the staged rows."""
    stated = book.read("people", staged=load)
    people = current("people", stated)
    kin = current("kin", book.read("kin", staged=load))
    return find_contradictions(people, kin, people["id"].combine_chunks(), stated)
