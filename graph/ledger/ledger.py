"""Open a ledger, load sources into it, read it at any sequence, correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from graph.errors import LedgerError, NotFoundError
from graph.ledger import sql
from graph.ledger.backup import copy_to
from graph.ledger.connection import number, open_database, storage_errors
from graph.ledger.corrections import list_corrections, record_correction, rulings_of
from graph.ledger.decisions import Decisions
from graph.ledger.desk import DeskEvents
from graph.ledger.findings import Findings
from graph.ledger.load import Load, sweep
from graph.ledger.lock import WriteLock
from graph.ledger.names import Names
from graph.ledger.reading import read_rows
from graph.ledger.records import SourceState
from graph.ledger.schema import LEDGER
from graph.ontology.tables import TABLE

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import apsw
    import pyarrow as pa

    from graph.ledger.records import Correction, CorrectionEntry


def open_ledger(path: Path, *, create: bool = False, write: bool = False) -> Ledger:
    """Open the ledger at a path; reading never waits, and writing waits only when it adds facts.

    A writing open sweeps what a killed load left, unless another process is loading.

    Args:
        path: the ledger's file.
        create: make the ledger if there is none; implies `write`.
        write: allow loads, corrections and decisions.

    Raises:
        LedgerError: the file is missing, not a ledger, of a newer version, or not usable.
    """
    write = write or create
    connection = open_database(path, LEDGER, create=create, write=write)
    ledger = Ledger(connection, path, is_writable=write)
    try:
        if write:
            ledger.sweep()
    except BaseException:
        ledger.close()
        raise
    return ledger


class Ledger:
    """One connection to a ledger; give each thread its own."""

    def __init__(self, connection: apsw.Connection, path: Path, *, is_writable: bool) -> None:
        self.path = path
        self.decisions = Decisions(connection, path)
        self.desk = DeskEvents(connection, path, self.decisions)
        self.findings = Findings(connection, path)
        self._connection = connection
        self._names = Names(connection)
        self._lock = WriteLock(path)
        self._is_writable = is_writable

    def __enter__(self) -> Self:
        """Return the ledger itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the ledger."""
        self.close()

    def close(self) -> None:
        """Close the connection and give back the write lock if it is held."""
        self._lock.release()
        with storage_errors(self.path):
            self._connection.close()

    @property
    def head(self) -> int:
        """The sequence of the last visible fact or correction, 0 when there is none."""
        with storage_errors(self.path):
            return number(self._connection, sql.HEAD)

    def mark(self, at: int | None = None) -> str:
        """Return what names the history up to a sequence; blank for the empty ledger.

        After a restore the same sequence may come again with other facts, and another mark.
        """
        at = self._sequence(at)
        with storage_errors(self.path):
            return str(self._connection.execute(sql.MARK, (at,)).get or "")

    @property
    def origin(self) -> str:
        """What names the beginning of the history, the same in every copy; blank when empty."""
        with storage_errors(self.path):
            return str(self._connection.execute(sql.ORIGIN).get or "")

    def changes(self) -> tuple[tuple[str, int], ...]:
        """Return when the head moved and where to, oldest first; UTC, ISO 8601."""
        with storage_errors(self.path):
            return tuple(self._connection.execute(sql.CHANGES))

    def writer(self) -> str | None:
        """Say which process is adding facts now, None if none is."""
        return self._lock.holder()

    def sources(self, at: int | None = None) -> list[SourceState]:
        """Return the sources loaded up to a sequence, by name."""
        at = self._sequence(at)
        with storage_errors(self.path):
            return [
                SourceState(name=name, facts=facts, loaded_at=loaded_at, sequence=sequence)
                for name, facts, loaded_at, sequence in self._connection.execute(sql.SOURCES, (at,))
            ]

    def table_heads(self, at: int | None = None) -> dict[str, int]:
        """Return, for each table ever touched, the last sequence that touched it."""
        at = self._sequence(at)
        with storage_errors(self.path):
            return dict(self._connection.execute(sql.TABLE_HEADS, (at,)))

    def read(self, table: str, *, at: int | None = None, staged: Load | None = None) -> pa.Table:
        """Return a table's current rows at a sequence, corrections applied, ordered by fact.

        Columns: fact int64, origin, source, key, confidence float64, status, then every column
        of the table as text or null, then note. Withdrawn rows are left out.

        Args:
            table: name of a canonical table.
            at: any sequence up to the head, by default the head.
            staged: a load of this ledger, whose rows are read as if it had been committed.
        """
        if table not in TABLE:
            raise NotFoundError(f"there is no canonical table '{table}'")
        at = staged.flush() if staged is not None else self._sequence(at)
        with storage_errors(self.path):
            rulings = rulings_of(self._connection, self._names, table, at)
            return read_rows(self._connection, self._names, table, at, rulings)

    def load(self, source: str) -> Load:
        """Begin bringing one source up to date; use it as a context manager.

        Raises:
            LedgerBusyError: on entering, another process is adding facts and does not finish.
        """
        self._require_writable()
        return Load(self._connection, self._lock, self.path, source)

    def correct(self, correction: Correction) -> int:
        """Record a correction and return the new head.

        Raises:
            NotFoundError: no row has this key and the cells are not a whole row.
            InputError: a column or a value cannot be corrected to.
            LedgerBusyError: another process is adding facts and does not finish.
        """
        self._require_writable()
        self._lock.acquire("recording a correction")
        try:
            with storage_errors(self.path):
                sweep(self._connection)
                return record_correction(self._connection, self._names, correction)
        finally:
            self._lock.release()

    def corrections(self, at: int | None = None) -> tuple[CorrectionEntry, ...]:
        """Return every correction up to a sequence, oldest first."""
        at = self._sequence(at)
        with storage_errors(self.path):
            return list_corrections(self._connection, at)

    def backup(self, dest: Path) -> None:
        """Write a verified copy to a new file, without stopping readers or a load."""
        copy_to(self._connection, self.path, dest)

    def sweep(self) -> None:
        """Remove what a killed load left behind, unless another process is adding facts."""
        if self._lock.try_acquire("sweeping a killed load"):
            try:
                with storage_errors(self.path):
                    sweep(self._connection)
            finally:
                self._lock.release()

    def _sequence(self, at: int | None) -> int:
        head = self.head
        if at is None:
            return head
        if not 0 <= at <= head:
            raise NotFoundError(f"{self.path} has no sequence {at}; it stands at {head}")
        return at

    def _require_writable(self) -> None:
        if not self._is_writable:
            raise LedgerError(f"{self.path} was opened for reading only")
