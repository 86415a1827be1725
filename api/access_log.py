"""The access log: who looked at what, on disk before the answer is given.

It lies in a file of its own beside the ledger, so that reading moves no fact sequence and waits
for no load. Each entry is sealed: digest = SHA-256(sequence ‖ previous digest ‖ entry).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import orjson

from graph.errors import LedgerError
from graph.ledger import sql
from graph.ledger.connection import open_database, storage_errors, transaction
from graph.ledger.schema import ACCESS_LOG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

START = "0" * 64
"""What stands for the digest before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One look; `at` is UTC, ISO 8601."""

    sequence: int
    at: str
    who: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is to be logged before an answer: who asked for what, about whom."""

    who: str
    action: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """The last entry's sequence and digest; kept elsewhere, it proves that nothing was cut off."""

    sequence: int
    digest: str


def access_log_path(ledger: Path) -> Path:
    """Return where the access log of a ledger lies."""
    return ledger.with_name(ledger.name + ".access.db")


def open_access_log(ledger: Path) -> AccessLog:
    """Open the access log of a ledger, making it if there is none.

    Raises:
        LedgerError: it cannot be opened for writing; then no answer may be given.
    """
    return AccessLog(access_log_path(ledger))


class AccessLog:
    """An append-only, chained log; several processes may append to one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_database(path, ACCESS_LOG, create=True, write=True)

    def __enter__(self) -> Self:
        """Return the log itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the log."""
        self.close()

    def close(self) -> None:
        """Close the log."""
        self._connection.close()

    def append(self, *, who: str, action: str, subject: str, detail: str = "") -> LogHead:
        """Store one entry durably and return the new head; answer only after this returns.

        Raises:
            LedgerError: it cannot be written; then no answer may be given.
        """
        return self.append_all([Look(who=who, action=action, subject=subject, detail=detail)])

    def append_all(self, looks: Sequence[Look]) -> LogHead:
        """Store several entries in one durable commit, in this order, and return the new head.

        Raises:
            LedgerError: they cannot be written, and none of them is.
        """
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with storage_errors(self.path), transaction(self._connection):
            last = self._head()
            for look in looks:
                said = {
                    "at": at,
                    "who": look.who,
                    "action": look.action,
                    "subject": look.subject,
                    "detail": look.detail,
                }
                text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
                sequence = last.sequence + 1
                digest = _seal(sequence, last.digest, text)
                self._connection.execute(sql.ADD_ENTRY, (sequence, text, last.digest, digest))
                last = LogHead(sequence=sequence, digest=digest)
        return last

    def head(self) -> LogHead:
        """Return the last entry's place in the chain."""
        with storage_errors(self.path):
            return self._head()

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest first, without checking the chain."""
        with storage_errors(self.path):
            for sequence, text, _, _ in self._connection.execute(sql.ENTRIES):
                yield Entry(sequence=int(sequence), **orjson.loads(text))

    def verify(self, anchor: LogHead | None = None) -> LogHead:
        """Check the whole chain and return its head.

        Args:
            anchor: a head seen earlier, which the chain must still contain; only this shows
                that entries were cut off the end or that the whole chain was written anew.

        Raises:
            LedgerError: an entry was changed, removed, added or moved; the message says where.
        """
        last = LogHead(sequence=0, digest=START)
        is_anchored = anchor is None or anchor == last
        with storage_errors(self.path):
            for sequence, text, previous, digest in self._connection.execute(sql.ENTRIES):
                expected = _seal(last.sequence + 1, last.digest, str(text))
                if (sequence, previous, digest) != (last.sequence + 1, last.digest, expected):
                    raise LedgerError(
                        f"{self.path}: the chain breaks after entry {last.sequence}; entries were "
                        "changed outside this program. Keep the file as evidence and restore a copy"
                    )
                last = LogHead(sequence=last.sequence + 1, digest=expected)
                is_anchored = is_anchored or last == anchor
        if anchor is not None and not is_anchored:
            raise LedgerError(
                f"{self.path}: entry {anchor.sequence}, seen earlier, is no longer in the chain, "
                f"which ends at {last.sequence}. Keep the file as evidence and restore a copy"
            )
        return last

    def _head(self) -> LogHead:
        row = self._connection.execute(sql.LAST_ENTRY).fetchone()
        if row is None:
            return LogHead(sequence=0, digest=START)
        return LogHead(sequence=int(row[0]), digest=str(row[1]))


def _seal(sequence: int, previous: str, text: str) -> str:
    sealed = sequence.to_bytes(8, "big") + bytes.fromhex(previous) + text.encode()
    return hashlib.sha256(sealed).hexdigest()
