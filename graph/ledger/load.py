"""Bring sources up to date: rows are staged above the head, one small commit shows them all."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from graph.errors import InputError, LedgerError, LoadError, RowError
from graph.ledger import sql
from graph.ledger.connection import number, storage_errors, transaction
from graph.ledger.names import Names
from graph.ledger.part import Part, content_of, required_name
from graph.ledger.records import Changes
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

    It begins with one source; `turn_to` goes on with another in the same transaction. Each batch
    is compared with the source's visible rows in the database, so memory stays bounded. A row
    whose content is the same adds nothing, even if it moved to another line or file: its origin
    stays the place where this content was first read.
    """

    def __init__(
        self, connection: apsw.Connection, lock: WriteLock, path: Path, source: str
    ) -> None:
        self.errors: list[RowError] = []
        """Rows that repeat a key with other content; the first row of each key was kept."""
        self._connection = connection
        self._lock = lock
        self._path = path
        self._first = required_name(source)
        self._names = Names(connection)
        self._batch: dict[tuple[int, str], _Row] = {}
        self._tabs: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._parts: dict[str, Part] = {}
        self._has_withdrawn = False
        self._is_open = False
        self._is_broken = False

    def __enter__(self) -> Self:
        """Take the write lock and open a staging area that nothing reads."""
        with storage_errors(self._path):
            self._lock.acquire(f"loading '{self._first}'")
            try:
                sweep(self._connection)
                self._base = self._last = number(self._connection, sql.HEAD)
                self._connection.execute(sql.STAGE_TABLES)
                self._part = self._begin(self._first)
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

    def turn_to(self, source: str) -> None:
        """Go on with another source, or back to an earlier one; all are committed together."""
        required_name(source)
        self.flush()
        with storage_errors(self._path):
            self._part = self._parts.get(source) or self._begin(source)

    def _begin(self, name: str) -> Part:
        source = self._names.number(name)
        last = self._connection.execute(sql.LAST_LOAD, (source,)).fetchone()
        held, changed_at = map(int, last or (0, self._base))
        load = number(self._connection, sql.BEGIN_LOAD, source, utc_now())
        self._parts[name] = Part(source, load, held, changed_at)
        return self._parts[name]

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
                row = (len(batch), tab, fact.key, content_of(fact), file, fact.row)
                first = batch.setdefault((tab, fact.key), row)
                if first is not row:
                    self._note_repeat(row, first[4], first[5], first[3] == row[3])
                elif len(batch) >= BATCH_ROWS:
                    self._flush()

    def changes(self, source: str = "") -> Changes:
        """Compare what was staged with the visible rows of a source, by default the first."""
        self.flush()
        part = self._parts[source or self._first]
        return Changes(
            added=part.added, changed=part.changed, unchanged=part.unchanged, missing=part.missing
        )

    def flush(self) -> int:
        """Write the last batch out and return the sequence of the last staged fact."""
        self._require_open()
        with storage_errors(self._path):
            self._flush()
        return self._last

    def withdraw_missing(self) -> int:
        """Stage the withdrawal of the sources' rows that this load did not bring; return how many.

        Nothing can be added afterwards.
        """
        self.flush()
        if not self._has_withdrawn:
            for part in self._parts.values():
                self._withdraw(part)
        self._has_withdrawn = True
        return sum(part.withdrawn for part in self._parts.values())

    def _withdraw(self, part: Part) -> None:
        bindings = (self._last, part.load, part.source, self._base)
        with storage_errors(self._path), transaction(self._connection):
            self._connection.execute(sql.STAGE_WITHDRAWALS, bindings)
            part.withdrawn = self._connection.changes()
            self._connection.execute(sql.STAGE_SPANS, (self._last,))
        self._last += part.withdrawn

    def commit(self, replace: bool = False, *, skip_repeats: bool = False) -> int:
        """Make the staged rows visible and return the head, which moves only if a fact was added.

        Args:
            replace: withdraw the sources' rows that this load did not bring.
            skip_repeats: commit although `errors` is not empty.

        Raises:
            LoadError: rows repeat a key with other content; nothing was made visible.
        """
        self.flush()
        if self.errors and not skip_repeats:
            raise LoadError(self.errors)
        if replace:
            self.withdraw_missing()
        with storage_errors(self._path):
            with transaction(self._connection):
                self._show(utc_now())
            self._close()
        return self._last

    def _show(self, now: str) -> None:
        if self._last > self._base:
            mark = secrets.token_hex(16)
            self._connection.execute(sql.MOVE_HEAD, (self._last, now, mark))
        for part in self._parts.values():
            has_moved = part.added or part.changed or part.withdrawn
            changed_at = self._last if has_moved else part.changed_at
            facts = part.held + part.added - part.withdrawn
            self._connection.execute(
                sql.COMMIT_LOAD, (part.load, now, self._last, changed_at, facts)
            )

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
        if self._has_withdrawn:
            raise LedgerError(f"{self._path}: rows came after the missing ones were withdrawn")
        self._is_broken = True
        part = self._part
        run = self._connection.execute
        with transaction(self._connection):
            self._connection.executemany(sql.ADD_ROW, self._batch.values())
            run(sql.FIND_PRIOR, (part.source,))
            repeats = self._drop_repeats()
            run(sql.MARK_UNCHANGED)
            unchanged = self._connection.changes()
            if unchanged:
                run(sql.DROP_UNCHANGED)
            changed = number(self._connection, sql.COUNT_CHANGED)
            is_whole = not repeats and not unchanged
            stage = sql.STAGE_WHOLE_BATCH if is_whole else sql.STAGE_WHAT_IS_LEFT
            run(stage, (self._last, part.load, part.source))
            staged = self._connection.changes()
            run(sql.STAGE_SPANS, (self._last,))
            run(sql.CLEAR_BATCH)
        self._batch.clear()
        self._is_broken = False
        self._last += staged
        part.unchanged += unchanged
        part.changed += changed
        part.added += staged - changed

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
