"""The one right to add facts, held through a lock file beside the ledger."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson

from graph.errors import LedgerBusyError, LedgerError

if TYPE_CHECKING:
    from pathlib import Path

WAIT_SECONDS = 5.0
_POLL_SECONDS = 0.05


class WriteLock:
    """An exclusive lock that the system takes back when its holder ends, however it ends.

    The lock file stays; its text names the holder only while the lock is held.
    """

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._path = ledger.with_name(ledger.name + ".lock")
        self._file: int | None = None

    def acquire(self, doing: str) -> None:
        """Take the lock, waiting up to WAIT_SECONDS while another process holds it.

        Raises:
            LedgerBusyError: it is still held after the wait; the message names the holder.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.try_acquire(doing):
            if time.monotonic() >= deadline:
                raise LedgerBusyError(
                    f"{self._ledger}: {self.holder() or 'another process'} is writing, and one "
                    f"at a time may. Nothing was changed; waited {WAIT_SECONDS:g} seconds: run "
                    "the command again when that process has finished"
                )
            time.sleep(_POLL_SECONDS)

    def try_acquire(self, doing: str) -> bool:
        """Take the lock if it is free."""
        if self._file is not None:
            return False
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise LedgerError(
                f"{self._path}: the lock file cannot be written ({error.strerror}), so nothing "
                "can be added to the ledger; ask for write access to its folder"
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        self._describe(doing)
        return True

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        if self._file is not None:
            with suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def holder(self) -> str | None:
        """Say which process holds the lock, what it does and since when; None when it is free."""
        try:
            text = self._path.read_bytes()
        except OSError:
            return None
        if self._file is None and self._is_free():
            return None
        try:
            said = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        return f"process {said['pid']} ({said['doing']}, since {said['since']})"

    def _is_free(self) -> bool:
        file = os.open(self._path, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(file)
        return True

    def _describe(self, doing: str) -> None:
        assert self._file is not None
        since = datetime.now(UTC).isoformat(timespec="seconds")
        text = orjson.dumps({"pid": os.getpid(), "doing": doing, "since": since})
        with suppress(OSError):  # a full disk: the lock holds without its description
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, text, 0)
