"""Safe copies of a ledger: whole, verified, put in place by one rename."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import apsw

from graph.errors import LedgerError
from graph.ledger import sql
from graph.ledger.connection import number, open_database, storage_errors
from graph.ledger.lock import WriteLock
from graph.ledger.schema import LEDGER

if TYPE_CHECKING:
    from pathlib import Path

_BESIDE = ("-wal", "-shm")


def copy_to(connection: apsw.Connection, origin: Path, dest: Path) -> None:
    """Write a verified copy of an open ledger to a new file.

    Raises:
        LedgerError: the file exists, cannot be written, or the copy is not whole.
    """
    if dest.exists():
        raise LedgerError(f"{dest} exists already; a backup never overwrites: choose another name")
    if not dest.parent.is_dir():
        raise LedgerError(f"{dest}: the folder {dest.parent} does not exist; make it first")
    part = _beside(dest, f".part-{os.getpid()}")
    try:
        with storage_errors(dest), closing(apsw.Connection(str(part))) as copy:
            with copy.backup("main", connection, "main") as pages:
                while not pages.done:
                    pages.step(-1)
            # One file, so that a later copy of it by hand loses nothing.
            copy.execute("PRAGMA journal_mode = DELETE")
            _require_whole(copy, origin)
        _put_in_place(part, dest)
    finally:
        for end in ("", *_BESIDE, "-journal"):
            _beside(part, end).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What a ledger holds, in numbers."""

    head: int
    cases: int
    """Registered cases."""
    decisions: int


def backup(path: Path, dest: Path) -> Holdings:
    """Write a verified copy of the ledger at a path, of this version or an older one.

    Raises:
        LedgerError: there is no ledger, or the copy cannot be made.
    """
    with closing(_open_any(path)) as connection:
        copy_to(connection, path, dest)
    return holdings(dest)


def holdings(path: Path) -> Holdings:
    """Count what a ledger of this version or an older one holds."""
    with closing(_open_any(path)) as connection, storage_errors(path):
        has_desk = number(connection, sql.HAS_DESK)
        return Holdings(
            head=number(connection, sql.HEAD),
            cases=number(connection, sql.COUNT_CASES) if has_desk else 0,
            decisions=number(connection, sql.DECISION_HEAD),
        )


def restore(src: Path, dest: Path, *, force: bool = False) -> Path | None:
    """Make `dest` a copy of the backup `src`, verified before anything is touched.

    With `force` a ledger at `dest` is moved aside, with its write-ahead log, not deleted.

    Returns:
        Where the former ledger now lies, None if there was none.

    Raises:
        LedgerError: the backup is missing or damaged, or `dest` exists and `force` is false.
        LedgerBusyError: a process is adding facts to `dest`.
    """
    if dest.is_dir() or (dest.exists() and not force):
        raise LedgerError(
            f"{dest} exists already. Restoring would replace what it holds: use --force to move "
            "it aside first, or restore to another name"
        )
    if dest.exists() and src.exists() and os.path.samefile(src, dest):
        raise LedgerError(f"{dest} is the backup itself; there is nothing to restore")
    fresh = _beside(dest, f".restoring-{os.getpid()}")
    with closing(_open_any(src)) as backup:
        with storage_errors(src):
            _require_whole(backup, src)
        lock = WriteLock(dest)
        lock.acquire("restoring a backup")
        try:
            copy_to(backup, src, fresh)
            aside = _move_aside(dest)
            _put_in_place(fresh, dest)
        finally:
            lock.release()
            fresh.unlink(missing_ok=True)
    return aside


def _open_any(path: Path) -> apsw.Connection:
    return open_database(path, LEDGER, create=False, write=False, may_be_older=True)


def _require_whole(connection: apsw.Connection, origin: Path) -> None:
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise LedgerError(
            f"{origin} is damaged ({'; '.join(found)}). Nothing was changed; use another backup"
        )


def _move_aside(dest: Path) -> Path | None:
    """Rename a ledger and its log; a log without its ledger would be replayed into the new one."""
    had = dest.exists()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = _beside(dest, f".replaced-{stamp}")
    for end in ("", *_BESIDE):
        if _beside(dest, end).exists():
            os.rename(_beside(dest, end), _beside(aside, end))
    return aside if had else None


def _put_in_place(part: Path, dest: Path) -> None:
    try:
        with part.open("rb") as file:
            os.fsync(file.fileno())
        os.rename(part, dest)
        folder = os.open(dest.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise LedgerError(
            f"{dest}: the copy cannot be put in place ({error.strerror}); nothing was replaced"
        ) from error


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
