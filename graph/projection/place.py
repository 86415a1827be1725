"""The folder beside a ledger that keeps what its projection needs: the lock and the secret."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import LedgerBusyError, Neo4jError
from graph.neo4j import run_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Place:
    """Files of the projection of one ledger, readable by its owner only."""

    ledger: Path

    @property
    def folder(self) -> Path:
        """Beside the ledger, named after it."""
        return self.ledger.with_name(self.ledger.name + ".projection")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes of this machine from projecting the same ledger meanwhile.

        Raises:
            LedgerBusyError: another process is doing so.
            Neo4jError: the folder cannot be written.
        """
        with self._writable():
            self._make()
            lock = run_lock.take(self.folder / "lock")
        if lock is None:
            raise LedgerBusyError(
                f"{self.ledger}: another process is bringing Neo4j up to date: wait until it has"
                " finished; nothing was changed by this one"
            )
        try:
            yield
        finally:
            os.close(lock)

    def secret(self) -> bytes:
        """Return the key of the digests of telephones and addresses, made at the first time.

        Raises:
            Neo4jError: it cannot be read or written.
        """
        with self._writable():
            self._make()
            path = self.folder / "secret"
            if not path.exists():
                part = path.with_name(f"secret.{os.getpid()}.part")
                file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(file, "wb") as handle:
                    handle.write(secrets.token_bytes(_SECRET_BYTES))
                    handle.flush()
                    os.fsync(handle.fileno())
                part.replace(path)
            return path.read_bytes()

    def _make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Neo4jError(
                f"{error.filename or self.folder}: {error.strerror}; the projection keeps its lock"
                " and its secret there, so Neo4j was left as it was: make the folder writable"
            ) from error
