"""Every answer is logged before it is given: entries of many requests share one commit.

The writer's thread takes what has come in within a few milliseconds, appends it to the access log
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
        self._path = path
        self._waiting: queue.SimpleQueue[tuple[Look, _Ticket] | None] = queue.SimpleQueue()
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
        while True:
            batch = self._batch()
            if batch is None:
                return
            self._append(batch)

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
            with AccessLog(self._path) as log:
                log.append_all([look for look, _ in batch])
        except LedgerError as error:
            for _, ticket in batch:
                ticket.fail(error)
            return
        for _, ticket in batch:
            ticket.done()


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
