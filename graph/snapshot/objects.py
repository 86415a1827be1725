"""The content-addressed store of a snapshot's files.

Every object is named by the BLAKE3 digest of its bytes, written under a temporary name, synced,
renamed, and never written again. Whoever maps one checks the digest first, so that a damaged file
is found before it is believed.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import blake3
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import SnapshotError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

_AGE_SECONDS = 600
"""Objects younger than this are never swept: another process may be about to name them."""
_QUARANTINED = 8


class DamagedError(SnapshotError):
    """An object is missing, or its bytes are not those it is named by."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"snapshot object {name}: {why}; what it holds cannot be believed, rebuild the snapshot"
        )
        self.name = name


def digest_of(path: Path) -> str:
    """Return the BLAKE3 digest of a file, about 5 GB/s where the file is in memory."""
    return str(blake3.blake3(max_threads=blake3.blake3.AUTO).update_mmap(path).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One folder of objects, quarantine and locks; any number of processes may use it at once."""

    root: Path
    mode: int
    """Permission bits of the ledger: nobody may read more here than there."""

    @property
    def objects(self) -> Path:
        """Return the folder of the objects."""
        return self.root / "objects"

    def path(self, name: str) -> Path:
        """Return where an object of this name lies."""
        return self.objects / name

    def prepare(self) -> None:
        """Create the folders; OSError where that, or writing into them, is not possible."""
        folder_mode = 0o700 | (self.mode & 0o044) | (self.mode & 0o044) >> 2
        for folder in (self.root, self.objects):
            folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(PermissionError):
                folder.chmod(folder_mode)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, "not writable", str(folder))

    # writing

    def put_array(self, array: NDArray[np.generic]) -> str:
        """Store an array and return its object's name."""
        whole = np.ascontiguousarray(array)
        return self._put(".npy", lambda file: np.save(file, whole, allow_pickle=False))

    def put_table(self, table: pa.Table) -> str:
        """Store a table for mapping (Arrow IPC) and return its object's name."""

        def write(file: BinaryIO) -> None:
            with pa.ipc.new_file(file, table.schema) as writer:
                writer.write_table(table)

        return self._put(".arrow", write)

    def put_parquet(self, table: pa.Table) -> str:
        """Store a table for set-based engines and return its object's name."""

        def write(file: BinaryIO) -> None:
            pq.write_table(table, file, compression="zstd", compression_level=1)

        return self._put(".parquet", write)

    def _put(self, suffix: str, write: Callable[[BinaryIO], None]) -> str:
        temporary = self.objects / f"tmp-{os.getpid()}-{uuid.uuid4().hex}{suffix}"
        try:
            with temporary.open("xb") as file:
                write(file)
                file.flush()
                os.fchmod(file.fileno(), 0o400 | (self.mode & 0o044))
                os.fsync(file.fileno())
            name = digest_of(temporary) + suffix
            temporary.replace(self.path(name))
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise _cannot_write(self.root, error) from error
        return name

    def sync(self) -> None:
        """Make the names of all stored objects durable."""
        sync_folder(self.objects)

    def touch(self, names: Collection[str]) -> bool:
        """Keep objects from being swept while a manifest is about to name them; are all there?"""
        try:
            for name in names:
                os.utime(self.path(name))
        except FileNotFoundError:
            return False
        except PermissionError:  # another user's objects: only its owner can sweep them
            return all(self.path(name).exists() for name in names)
        return True

    # reading

    def verified(self, name: str) -> Path:
        """Return the path of an object whose bytes match its name.

        Raises:
            DamagedError: it is missing, unreadable or changed.
        """
        path = self.path(name)
        try:
            found = digest_of(path)
        except OSError as error:
            raise DamagedError(name, error.strerror or "cannot be read") from error
        if found != path.stem:
            raise DamagedError(name, "its bytes have changed since it was written")
        return path

    def array(self, name: str) -> NDArray[np.generic]:
        """Map an array read-only."""
        mapped: NDArray[np.generic] = np.load(
            self.verified(name), mmap_mode="r", allow_pickle=False
        )
        return mapped.view(np.ndarray)

    def table(self, name: str) -> pa.Table:
        """Map a table read-only."""
        with pa.memory_map(str(self.verified(name))) as source:
            return pa.ipc.open_file(source).read_all()

    # damage and sweeping

    def quarantine(self, path: Path) -> None:
        """Move a damaged file out of the way, so that it can be looked at but not served.

        Raises:
            OSError: the folder cannot be written.
        """
        folder = self.root / "quarantine"
        folder.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            path.replace(folder / f"{time.time_ns()}-{path.name}")

    def quarantine_damaged(self) -> int:
        """Look at every object and put the damaged ones in quarantine; count them.

        Where one is damaged others may be. Cost: reading the whole store.

        Raises:
            OSError: the folder cannot be written.
        """
        damaged = 0
        for path in sorted(self.objects.glob("*.*")):
            if path.name.startswith("tmp-"):
                continue
            try:
                self.verified(path.name)
            except DamagedError:
                self.quarantine(path)
                damaged += 1
        return damaged

    @contextlib.contextmanager
    def building(self) -> Iterator[None]:
        """Hold off sweeping, in every process, while objects are written or reused."""
        with _locked(self.root, fcntl.LOCK_SH):
            yield

    def sweep(self, keep: set[str]) -> int:
        """Delete objects that no kept manifest names, unless somebody is building; count them.

        What another process has mapped stays readable to it.
        """
        with _locked(self.root, fcntl.LOCK_EX | fcntl.LOCK_NB) as held:
            if not held:
                return 0
            old = time.time() - _AGE_SECONDS
            doomed = [
                path
                for path in self.objects.iterdir()
                if path.name.startswith("tmp-")
                or (path.name not in keep and path.stat().st_mtime < old)
            ]
            quarantine = self.root / "quarantine"
            if quarantine.is_dir():
                doomed += sorted(quarantine.iterdir(), reverse=True)[_QUARANTINED:]
            for path in doomed:
                path.unlink(missing_ok=True)
            return len(doomed)


@contextlib.contextmanager
def _locked(root: Path, how: int) -> Iterator[bool]:
    """Hold the folder's advisory lock; yields False if it is taken and `how` does not wait."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, how)
        except OSError:  # taken, or a file system without locks: then nothing is ever swept
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_write(root: Path, error: OSError) -> SnapshotError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return SnapshotError(
        f"{root}: {'the disk is full' if full else error.strerror or error}; the snapshot is not "
        "complete and the ledger cannot be asked; "
        + ("free some space" if full else "make the folder writable")
        + " and repeat the command"
    )
