"""Connections to SQLite files that lose nothing they have acknowledged."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import apsw

from graph.errors import LedgerBusyError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.ledger.schema import Schema

SAFE_SQLITE = (3, 51, 3)
"""First SQLite without the WAL-reset bug, which can corrupt a file that two processes write."""
BUSY_MILLISECONDS = 5000
_PAGE_BYTES = 8192
_CACHE_KIB = 64 * 1024
_CHECKPOINT_PAGES = 8192
_WAL_BYTES = 64 * 1024 * 1024

_SENTENCES: tuple[tuple[type[apsw.Error], str], ...] = (
    (
        apsw.FullError,
        "the disk is full. Nothing of this step was kept, everything committed before is whole: "
        "free some space and run the command again",
    ),
    (
        apsw.NotADBError,
        "this file is not a database. Name the right file, or restore a backup",
    ),
    (
        apsw.CorruptError,
        "the file is damaged. Keep a copy of it, then restore the latest backup",
    ),
    (
        apsw.ReadOnlyError,
        "the file or its folder may not be written to, which even reading needs. Ask for write "
        "access, or copy the file and its -wal to a folder of your own",
    ),
    (
        apsw.CantOpenError,
        "it cannot be opened. Its folder must exist and be writable even for reading, since "
        "SQLite keeps its -wal and -shm files there",
    ),
    (
        apsw.IOError,
        "the disk refused to read or write. Nothing of this step was kept; check the disk, then "
        "run the command again",
    ),
)


def require_safe_sqlite(version: str) -> None:
    """Refuse an SQLite that can corrupt a file; `version` is what the library calls itself.

    Raises:
        LedgerError: the version is below 3.51.3.
    """
    if tuple(int(part) for part in version.split(".")[:3]) < SAFE_SQLITE:
        needed = ".".join(map(str, SAFE_SQLITE))
        raise LedgerError(
            f"SQLite {version} can corrupt a ledger that two processes use; {needed} or later is "
            "needed: reinstall the packages of this program (`make setup`)"
        )


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises inside the block into a LedgerError that says what to do."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LedgerBusyError(
            f"{path}: another process has been writing for {BUSY_MILLISECONDS // 1000} seconds. "
            "Nothing was changed; wait for it to finish and run the command again"
        ) from error
    except apsw.Error as error:
        for kind, sentence in _SENTENCES:
            if isinstance(error, kind):
                raise LedgerError(f"{path}: {sentence} ({error})") from error
        raise LedgerError(f"{path}: SQLite reports: {error}") from error


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Run the block as one transaction that holds the write lock from its start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    try:
        connection.execute("COMMIT")
    except apsw.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def number(connection: apsw.Connection, statement: str, *bindings: int | str | None) -> int:
    """Return the one whole number that a statement gives."""
    return int(connection.execute(statement, bindings).get)


def open_database(
    path: Path, schema: Schema, *, create: bool, write: bool, may_be_older: bool = False
) -> apsw.Connection:
    """Open a file of this schema, checked and, when writing, brought to the newest version.

    With `may_be_older` a file of an older version is opened for reading too: to copy it.

    Raises:
        LedgerError: the file is missing, of another kind, of a newer version, or not usable.
    """
    require_safe_sqlite(apsw.sqlite_lib_version())
    _check_place(path, schema, create=create)
    flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
    if create:
        flags |= apsw.SQLITE_OPEN_CREATE
    with storage_errors(path):
        connection = apsw.Connection(str(path), flags=flags)
        try:
            connection.set_busy_timeout(BUSY_MILLISECONDS)
            _check_kind(connection, path, schema, create=create, lifts=write or may_be_older)
            if write:
                _make_durable(connection, path)
                _migrate(connection, schema)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_place(path: Path, schema: Schema, *, create: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; name a file in it, for example {path}/huibi.db")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: the folder {path.parent} does not exist; make it first")
    if not create and not path.exists():
        raise LedgerError(
            f"{path}: there is no {schema.noun} here. Name the right file, or make one with "
            "`huibi load`"
        )


def _check_kind(
    connection: apsw.Connection, path: Path, schema: Schema, *, create: bool, lifts: bool
) -> None:
    kind = number(connection, "PRAGMA application_id")
    version = number(connection, "PRAGMA user_version")
    is_blank = number(connection, "SELECT count(*) FROM sqlite_schema") == 0
    if kind != schema.application_id and not (create and is_blank):
        what = "is empty" if is_blank else "belongs to another program"
        raise LedgerError(f"{path}: this database {what}; it is not a {schema.noun}")
    if version > schema.version:
        raise LedgerError(
            f"{path}: this {schema.noun} has version {version} and this program knows version "
            f"{schema.version}; an older program could damage it: update the program"
        )
    if version < schema.version and not lifts:
        raise LedgerError(
            f"{path}: this {schema.noun} has version {version}, older than the program's "
            f"{schema.version}; copy it with `huibi backup`, then run a writing command such as "
            "`huibi load` or `huibi case register` once"
        )


def _make_durable(connection: apsw.Connection, path: Path) -> None:
    connection.execute(
        f"PRAGMA page_size = {_PAGE_BYTES}"
    )  # of a new file; an old one keeps its own
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    mode = connection.execute("PRAGMA journal_mode = WAL").get
    if mode != "wal":
        raise LedgerError(
            f"{path}: this file system cannot keep a write-ahead log (it offers '{mode}'); keep "
            "the file on a local disk"
        )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES}")


def _migrate(connection: apsw.Connection, schema: Schema) -> None:
    if number(connection, "PRAGMA user_version") == schema.version:
        return
    with transaction(connection):
        # Read again: another process may have migrated while this one waited.
        version = number(connection, "PRAGMA user_version")
        for step in range(version + 1, schema.version + 1):
            connection.execute(schema.script(step))
        connection.execute(f"PRAGMA application_id = {schema.application_id}")
        connection.execute(f"PRAGMA user_version = {schema.version}")
