"""How far a ledger has come, asked at every request and so over a connection that stays open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from graph.desk.past import Seen
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from graph.ledger import Ledger


class Heads:
    """The numbers of a ledger's last fact and last event; safe to share between threads.

    Opening a ledger costs a few milliseconds, asking an open one a fiftieth of that. A ledger put
    in the file's place is noticed: the old file's number is not used again while it is open.
    """

    def __init__(self, ledger: Path) -> None:
        self._path = ledger
        self._lock = threading.Lock()
        self._book: Ledger | None = None
        self._file = (-1, -1)

    def facts(self) -> int:
        """Return the sequence of the last fact.

        Raises:
            LedgerError: the ledger is gone or cannot be read.
        """
        with self._lock:
            return self._open().head

    def events(self) -> int:
        """Return the number of the desk's last event.

        Raises:
            LedgerError: the ledger is gone or cannot be read.
        """
        with self._lock:
            return self._open().desk.head

    def seen(self) -> Seen:
        """Return the numbers of the last decision and of the desk's last event.

        Raises:
            LedgerError: the ledger is gone or cannot be read.
        """
        with self._lock:
            book = self._open()
            return Seen(decisions=book.decisions.head, desk=book.desk.head)

    def _open(self) -> Ledger:
        try:
            found = self._path.stat()
            file = (found.st_dev, found.st_ino)
        except OSError:
            file = (-1, -1)
        if self._book is None or file != self._file:
            if self._book is not None:
                self._book.close()
                self._book = None
            self._book = open_ledger(self._path)
            self._file = file
        return self._book
