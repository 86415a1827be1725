"""Every answer is logged before it is given: entries of many requests share one commit.

The writer's thread takes what has come in while the last commit ran, appends it to the access log
in one transaction, and only then lets the answers go. Where the log cannot be written nobody gets
an answer.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from typing import TYPE_CHECKING

from api.access_log import AccessLog, Look
from graph.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

MOST = 256
"""Entries that share a commit."""


class AuditWriter:
    """One thread that appends to the access log for all requests of a process."""

    def __init__(self, path: Path) -> None:
        self._waiting: queue.SimpleQueue[tuple[Look, _Ticket] | None] = queue.SimpleQueue()
        self._log = _KeptLog(path)
        self._thread = threading.Thread(target=self._run, name="audit", daemon=True)

    def start(self) -> None:
        """Begin to write; an entry handed in before is written too."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is waiting and end."""
        self._waiting.put(None)
        self._thread.join()

    async def write(self, look: Look) -> None:
        """Return once the entry is on disk.

        Raises:
            LedgerError: it could not be written; then no answer may be given.
        """
        ticket = _Ticket(asyncio.get_running_loop())
        self._waiting.put((look, ticket))
        await ticket.future

    def _run(self) -> None:
        while (batch := self._batch()) is not None:
            self._append(batch)
        self._log.close()

    def _batch(self) -> list[tuple[Look, _Ticket]] | None:
        """Wait for an entry and take those that wait beside it."""
        first = self._waiting.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < MOST:
            try:
                more = self._waiting.get_nowait()
            except queue.Empty:
                return batch
            if more is None:
                self._waiting.put(None)
                return batch
            batch.append(more)
        return batch

    def _append(self, batch: list[tuple[Look, _Ticket]]) -> None:
        try:
            self._log.append([look for look, _ in batch])
        except LedgerError as error:
            for _, ticket in batch:
                ticket.fail(error)
            return
        for _, ticket in batch:
            ticket.done()


class _KeptLog:
    """The access log, open from one commit to the next: opening costs more than a commit.

    A file that was moved away or put in its place is noticed before each commit, and after a
    failure the log is opened anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log: AccessLog | None = None
        self._file = (-1, -1)

    def append(self, looks: list[Look]) -> None:
        """Store entries in one durable commit.

        Raises:
            LedgerError: they cannot be written, and none of them is.
        """
        if self._log is None or self._file != self._there():
            self.close()
            self._log = AccessLog(self._path)
            self._file = self._there()
        try:
            self._log.append_all(looks)
        except LedgerError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def _there(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError:
            return -1, -1
        return found.st_dev, found.st_ino


class _Ticket:
    """What a request waits for, settled from the writer's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.future: asyncio.Future[None] = loop.create_future()

    def done(self) -> None:
        """Let the answer go."""
        self._loop.call_soon_threadsafe(self._settle, None)

    def fail(self, error: LedgerError) -> None:
        """Let no answer go."""
        self._loop.call_soon_threadsafe(self._settle, error)

    def _settle(self, error: LedgerError | None) -> None:
        if self.future.done():
            return
        if error is None:
            self.future.set_result(None)
        else:
            self.future.set_exception(error)
