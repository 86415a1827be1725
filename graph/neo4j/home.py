"""The folder of one local server: settings, data, logs, password, and how far the server is."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import Neo4jError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where a server listens on the loopback interface; 0 is nowhere."""

    bolt: int = 0
    http: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the server says of itself: `starting`, `ready` or `failed`."""

    word: str
    pid: int
    rest: str = ""
    """The ports where it is ready, the reason where it failed."""

    @property
    def ports(self) -> Ports:
        """The ports of a server that is ready."""
        return _ports(self.rest)


@dataclass(frozen=True, slots=True)
class Home:
    """The places in the folder of one server."""

    path: Path

    @property
    def lock(self) -> Path:
        """Held by the running server."""
        return self.path / "lock"

    @property
    def conf(self) -> Path:
        """Neo4j's settings, written anew at each start."""
        return self.path / "conf" / "neo4j.conf"

    @property
    def hosts(self) -> Path:
        """The names of machines that the server knows: its own."""
        return self.path / "conf" / "hosts"

    @property
    def password_file(self) -> Path:
        """Readable by its owner only."""
        return self.path / "password"

    @property
    def log(self) -> Path:
        """What the server's process wrote; Neo4j's own logs lie beside it."""
        return self.path / "logs" / "process.log"

    @property
    def data(self) -> Path:
        """The databases and their transaction logs."""
        return self.path / "data"

    @property
    def state(self) -> Path:
        """One line by the server: how far it is."""
        return self.path / "state"

    @property
    def ports_file(self) -> Path:
        """The ports of the last start, taken again where they are free."""
        return self.path / "ports"

    def make(self) -> None:
        """Make the folders, open to their owner only."""
        with self.writable():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for part in ("conf", "data", "logs", "import", "plugins"):
                (self.path / part).mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Turn a refusal of the system inside the block into a Neo4jError."""
        try:
            yield
        except OSError as error:
            raise Neo4jError(
                f"{error.filename or self.path}: {error.strerror}, so the server has no place to"
                " work: allow it or make room, then run this again"
            ) from error

    def write(self, path: Path, text: str) -> None:
        """Write a small file that only its owner may read, whole or not at all."""
        part = path.with_name(path.name + ".part")
        with self.writable():
            part.unlink(missing_ok=True)
            file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as handle:
                handle.write(text)
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(path)

    def ensure_password(self) -> None:
        """Make up a password for a new server.

        Raises:
            Neo4jError: there are data, and the password they were made with is gone.
        """
        if self.password_file.exists():
            return
        if (self.data / "databases" / "system").exists():
            raise Neo4jError(
                f"{self.password_file}: the password is gone while the data made with it are here,"
                f" so nobody can come in: put the file back, or remove {self.path} and run huibi"
                " neo4j start and sync again; the ledger holds everything"
            )
        self.write(self.password_file, secrets.token_urlsafe(_PASSWORD_BYTES) + "\n")

    def password(self) -> str:
        """Return the password.

        Raises:
            Neo4jError: it cannot be read.
        """
        return read_password(self.password_file)

    def progress(self) -> Progress | None:
        """Return what the server last said of itself; true only while the lock is held."""
        try:
            words = self.state.read_text(encoding="utf-8").split(maxsplit=2)
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        if len(words) < 2 or not words[1].isdigit():
            return None
        return Progress(word=words[0], pid=int(words[1]), rest="".join(words[2:]).strip())

    def last_ports(self) -> Ports:
        """Return the ports of the last start, 0 where there was none."""
        try:
            return _ports(self.ports_file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return Ports()


def _ports(text: str) -> Ports:
    words = text.split()
    if len(words) != 2 or not all(word.isascii() and word.isdigit() for word in words):
        return Ports()
    return Ports(bolt=int(words[0]), http=int(words[1]))


def read_password(path: Path, user: str = "neo4j") -> str:
    """Return the password in a file, which may hold it as `USER/PASSWORD`, as Neo4j's image does.

    Raises:
        Neo4jError: the file cannot be read, or is empty.
    """
    try:
        password = path.read_text(encoding="utf-8").strip().removeprefix(f"{user}/")
    except (OSError, UnicodeDecodeError) as error:
        raise Neo4jError(
            f"{path}: Neo4j's password cannot be read ({error}): allow it, or name the right file"
        ) from error
    if not password:
        raise Neo4jError(f"{path}: this file should hold Neo4j's password and is empty: put it in")
    return password
