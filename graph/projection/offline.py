"""The first load of a local server: a new store made beside the old one, then put in its place."""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import Neo4jError
from graph.neo4j import run_lock
from graph.neo4j.launch import Wish
from graph.neo4j.machine import Memory
from graph.neo4j.server import Server
from graph.projection.import_files import OPTIONS, ImportFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from graph.projection.desired import Desired

FEWEST_ROWS = 150_000
"""Below this the writers in the server, not yet compiled, are done before a new store serves."""
_AT_FDCWD, _EXCHANGE = -100, 2
_SIZES = ("server.memory.heap.max_size", "server.memory.pagecache.size")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """A local server whose store may be replaced, and how it is to be started again."""

    server: Server
    jars: Path
    wish: Wish | None = None
    fewest_rows: int = FEWEST_ROWS

    def is_worth_it(self, desired: Desired) -> bool:
        """Whether there are enough rows for the importer to be sooner done."""
        return sum(len(frame.table) for frame in desired.frames) >= self.fewest_rows

    def load(
        self, desired: Desired, state: Mapping[str, Any], progress: Callable[[str, int, int], None]
    ) -> int:
        """Replace the store by one of these frames and this state; returns the rows.

        The old store serves until the new one is complete; whenever this is interrupted, one of
        the two is in place, whole. Constraints and indexes are still to be made afterwards.

        Raises:
            Neo4jError: the importer failed, or the server cannot be stopped or started.
        """
        progress("hand over", 0, 0)
        aside = self.server.home.path / "next"
        with self.server.home.writable():
            shutil.rmtree(aside, ignore_errors=True)
            files = aside / "files"
            files.mkdir(mode=0o700, parents=True)
        try:
            written = ImportFiles(files)
            with self.server.home.writable():
                written.add_all(desired.frames, state, lambda rows: progress("hand over", rows, 0))
            progress("import", 0, written.rows)
            self._import(aside, written)
            progress("import", written.rows, written.rows)
            self._replace(aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return written.rows

    def _import(self, aside: Path, written: ImportFiles) -> None:
        several = ("--multiline-fields=true",) if written.has_long_cells else ()
        words = ("database", "import", "full", "neo4j", "--overwrite-destination=true")
        Server(aside / "home", self.jars).administer(*words, *OPTIONS, *several, *written.words)
        shutil.rmtree(aside / "files")

    def _replace(self, aside: Path) -> None:
        """Exchange the stores while the server rests, then start it again as it was."""
        wish = self.wish or as_it_runs(self.server)
        self.server.stop()
        try:
            with self._resting(), self.server.home.writable():
                made = aside / "home" / "data"
                _keep_users(self.server.home.data, made)
                _sync_tree(made)
                exchange(self.server.home.data, made)
        finally:
            self.server.start(wish)

    @contextmanager
    def _resting(self) -> Iterator[None]:
        """Keep everybody from starting the server meanwhile."""
        lock = run_lock.take(self.server.home.lock)
        if lock is None:
            raise Neo4jError(
                f"{self.server.home.path}: somebody started the server again while its store was"
                " to be replaced: nothing was changed; run the command again"
            )
        try:
            yield
        finally:
            os.close(lock)


def _keep_users(old: Path, new: Path) -> None:
    """Copy what is not the graph: users and their passwords, and the server's own name."""
    for kind in ("databases", "transactions"):
        system = old / kind / "system"
        if system.is_dir():
            shutil.copytree(system, new / kind / "system", dirs_exist_ok=True)
    for name in ("dbms", "server_id"):
        if (old / name).is_dir():
            shutil.copytree(old / name, new / name, dirs_exist_ok=True)
        elif (old / name).exists():
            shutil.copy2(old / name, new / name)


def as_it_runs(server: Server) -> Wish:
    """Return the wish by which a server starts again as it was started."""
    told = dict(
        line.split("=", 1)
        for line in server.home.conf.read_text(encoding="utf-8").splitlines()
        if "=" in line
    )
    sizes = [told.get(name, "").removesuffix("m") for name in _SIZES]
    known = all(size.isdigit() for size in sizes)
    memory = Memory(heap=int(sizes[0]), page_cache=int(sizes[1])) if known else None
    return Wish(memory=memory, has_browser=bool(server.state().browser))


def exchange(one: Path, other: Path) -> None:
    """Let two folders of one file system take each other's place, at once where Linux can."""
    with suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None, use_errno=True)
        ends = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
        if libc.renameat2(*ends, _EXCHANGE) == 0:
            return
    between = other.with_name(other.name + ".old")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def _sync_tree(folder: Path) -> None:
    """Make what is in a folder durable before it is relied on."""
    for path in (folder, *folder.rglob("*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
