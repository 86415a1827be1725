"""Bring one source up to date: rows are staged above the head, a small commit shows them."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import orjson

from graph.errors import InputError, LedgerError, LoadError, RowError
from graph.ledger import sql
from graph.ledger.connection import number, storage_errors, transaction
from graph.ledger.names import Names
from graph.ledger.records import CORRECTION_SOURCE, Changes
from graph.ontology.tables import KEY_SEPARATOR, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

    import apsw

    from graph.ledger.lock import WriteLock
    from graph.model import Fact

BATCH_ROWS = 20_000
_SWEEP_ROWS = 50_000

_Row = tuple[int, int, str, bytes, int, int]


def utc_now() -> str:
    """Return the time as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def sweep(connection: apsw.Connection) -> None:
    """Remove what a load that never committed left behind; the caller holds the write lock."""
    head = number(connection, sql.HEAD)
    if not number(connection, sql.INVISIBLE, head):
        return
    while True:
        with transaction(connection):
            connection.execute(sql.SWEEP_FACTS, (head, _SWEEP_ROWS))
            if connection.changes() < _SWEEP_ROWS:
                connection.execute(sql.SWEEP_SPANS, (head,))
                connection.execute(sql.SWEEP_LOADS)
                return


class Load:
    """A load in progress, used as a context manager; leaving it without `commit` discards it.

    Each batch is compared with the source's visible rows in the database, so memory stays
    bounded. A row whose content is the same adds nothing, even if it moved to another line or
    file: its origin stays the place where this content was first read.
    """

    def __init__(
        self, connection: apsw.Connection, lock: WriteLock, path: Path, source: str
    ) -> None:
        if not source.strip() or source == CORRECTION_SOURCE:
            raise InputError(
                f"source '{source}': a source needs a name of its own, other than "
                f"'{CORRECTION_SOURCE}'; choose one with --source"
            )
        self.errors: list[RowError] = []
        """Rows that repeat a key with other content; the first row of each key was kept."""
        self._connection = connection
        self._lock = lock
        self._path = path
        self._name = source
        self._names = Names(connection)
        self._batch: dict[tuple[int, str], _Row] = {}
        self._tabs: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._added = self._changed = self._unchanged = 0
        self._missing_withdrawn: int | None = None
        self._is_open = False
        self._is_broken = False

    def __enter__(self) -> Self:
        """Take the write lock and open a staging area that nothing reads."""
        with storage_errors(self._path):
            self._lock.acquire(f"loading '{self._name}'")
            try:
                sweep(self._connection)
                self._source = self._names.number(self._name)
                self._base = self._last = number(self._connection, sql.HEAD)
                held = self._connection.execute(sql.LAST_LOAD, (self._source,)).fetchone()
                self._held, self._changed_at = map(int, held or (0, self._base))
                self._id = number(self._connection, sql.BEGIN_LOAD, self._source, utc_now())
                self._connection.execute(sql.STAGE_TABLES)
            except BaseException:
                self._lock.release()
                raise
        self._is_open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Discard what was not committed and give the lock back."""
        if self._is_open:
            # What cannot be removed now, for want of disk, is removed by the next writer.
            with suppress(LedgerError):
                self.discard()

    def add(self, facts: Iterable[Fact]) -> None:
        """Stage rows; may be called often.

        Raises:
            InputError: a row names no canonical table, or holds text that is not Unicode.
            LedgerError: the rows cannot be stored; the load can then only be discarded.
        """
        self._require_open()
        with storage_errors(self._path):
            for fact in facts:
                tab = self._tabs.get(fact.table) or self._tab(fact)
                file = self._files.get(fact.file) or self._file(fact.file)
                batch = self._batch
                row = (len(batch), tab, fact.key, _json(fact), file, fact.row)
                first = batch.setdefault((tab, fact.key), row)
                if first is not row:
                    self._note_repeat(row, first[4], first[5], first[3] == row[3])
                elif len(batch) >= BATCH_ROWS:
                    self._flush()

    def changes(self) -> Changes:
        """Compare what was staged with the source's visible rows."""
        self.flush()
        missing = self._held - self._unchanged - self._changed
        return Changes(
            added=self._added, changed=self._changed, unchanged=self._unchanged, missing=missing
        )

    def flush(self) -> int:
        """Write the last batch out and return the sequence of the last staged fact."""
        self._require_open()
        with storage_errors(self._path):
            self._flush()
        return self._last

    def withdraw_missing(self) -> int:
        """Stage the withdrawal of the source's rows that this load did not bring; return how many.

        Nothing can be added afterwards.
        """
        self.flush()
        if self._missing_withdrawn is None:
            bindings = (self._last, self._id, self._source, self._base)
            with storage_errors(self._path), transaction(self._connection):
                self._connection.execute(sql.STAGE_WITHDRAWALS, bindings)
                self._missing_withdrawn = self._connection.changes()
                self._connection.execute(sql.STAGE_SPANS, (self._last,))
            self._last += self._missing_withdrawn
        return self._missing_withdrawn

    def commit(self, replace: bool = False, *, skip_repeats: bool = False) -> int:
        """Make the staged rows visible and return the head, which moves only if a fact was added.

        Args:
            replace: withdraw the source's rows that this load did not bring.
            skip_repeats: commit although `errors` is not empty.

        Raises:
            LoadError: rows repeat a key with other content; nothing was made visible.
        """
        self.flush()
        if self.errors and not skip_repeats:
            raise LoadError(self.errors)
        if replace:
            self.withdraw_missing()
        facts = self._held + self._added - (self._missing_withdrawn or 0)
        changed_at = self._last if self._last > self._base else self._changed_at
        with storage_errors(self._path):
            with transaction(self._connection):
                now = utc_now()
                if self._last > self._base:
                    mark = secrets.token_hex(16)
                    self._connection.execute(sql.MOVE_HEAD, (self._last, now, mark))
                self._connection.execute(
                    sql.COMMIT_LOAD, (self._id, now, self._last, changed_at, facts)
                )
            self._close()
        return self._last

    def discard(self) -> None:
        """Remove everything staged and give the lock back."""
        try:
            with storage_errors(self._path):
                sweep(self._connection)
        finally:
            self._close()

    def _close(self) -> None:
        self._is_open = False
        self._batch.clear()
        try:
            self._connection.execute(sql.DROP_STAGE_TABLES)
        finally:
            self._lock.release()

    def _require_open(self) -> None:
        if not self._is_open:
            raise LedgerError(f"{self._path}: this load has ended; start another one")
        if self._is_broken:
            raise LedgerError(f"{self._path}: this load lost rows to an error; start it again")

    def _flush(self) -> None:
        if not self._batch:
            return
        if self._missing_withdrawn is not None:
            raise LedgerError(f"{self._path}: rows came after the missing ones were withdrawn")
        self._is_broken = True
        run = self._connection.execute
        with transaction(self._connection):
            self._connection.executemany(sql.ADD_ROW, self._batch.values())
            run(sql.FIND_PRIOR, (self._source,))
            repeats = self._drop_repeats()
            run(sql.MARK_UNCHANGED)
            unchanged = self._connection.changes()
            if unchanged:
                run(sql.DROP_UNCHANGED)
            changed = number(self._connection, sql.COUNT_CHANGED)
            is_whole = not repeats and not unchanged
            stage = sql.STAGE_WHOLE_BATCH if is_whole else sql.STAGE_WHAT_IS_LEFT
            run(stage, (self._last, self._id, self._source))
            staged = self._connection.changes()
            run(sql.STAGE_SPANS, (self._last,))
            run(sql.CLEAR_BATCH)
        self._batch.clear()
        self._is_broken = False
        self._last += staged
        self._unchanged += unchanged
        self._changed += changed
        self._added += staged - changed

    def _drop_repeats(self) -> int:
        """Take out of the batch the rows whose key an earlier batch had; return how many."""
        repeats: list[Any] = self._connection.execute(sql.REPEATED_ROWS, (self._base,)).fetchall()
        for position, tab, key, file, row, first_file, first_row, is_same in repeats:
            self._note_repeat((position, tab, key, b"", file, row), first_file, first_row, is_same)
            self._connection.execute(sql.DROP_ROW, (position,))
        return len(repeats)

    def _note_repeat(self, row: _Row, first_file: int, first_row: int, is_same: bool) -> None:
        if is_same:
            return
        texts = self._names.texts()
        _, tab, key, _, file, line = row
        self.errors.append(
            RowError(
                file=texts[file],
                row=line,
                column=", ".join(TABLE[texts[tab]].key),
                why=f"'{key.replace(KEY_SEPARATOR, ' ').strip()}' already stands in "
                f"{texts[first_file]}, row {first_row}, with other content",
                todo="keep one of the two rows",
            )
        )

    def _tab(self, fact: Fact) -> int:
        if fact.table not in TABLE:
            raise InputError(
                f"{fact.file}, row {fact.row}: there is no canonical table '{fact.table}'"
            )
        self._tabs[fact.table] = self._names.number(fact.table)
        return self._tabs[fact.table]

    def _file(self, name: str) -> int:
        self._files[name] = self._names.number(name)
        return self._files[name]


def _json(fact: Fact) -> bytes:
    try:
        return orjson.dumps(dict(fact.cells), option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise InputError(
            f"{fact.file}, row {fact.row}: a cell holds text that cannot be stored ({error}); "
            "save the file as UTF-8 and load it again"
        ) from error
