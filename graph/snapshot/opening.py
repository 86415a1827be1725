"""Finding, building or repairing the snapshot of a ledger, wherever one can be written."""

from __future__ import annotations

import errno
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SnapshotError
from graph.ledger import open_ledger
from graph.snapshot.objects import DamagedError, Store
from graph.snapshot.reuse import known_manifests, sequence_of, whole_manifest

if TYPE_CHECKING:
    from graph.ledger import Ledger
    from graph.snapshot.build import Progress
    from graph.snapshot.manifest import Manifest

REPAIRS = 3
"""How often damage is repaired in one go before the disk is blamed."""
_UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})


class _PrivateFolder:
    """A temporary folder for the owner alone, deleted when nothing refers to this any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="huibi-snapshot-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A manifest and the store that its objects lie in; `notes` are sentences for the user."""

    ledger_path: Path
    store: Store
    manifest: Manifest
    notes: tuple[str, ...] = ()
    folder: _PrivateFolder | None = None


def folder_of(ledger_path: Path) -> Path:
    """Return the folder that holds a ledger's snapshots."""
    return ledger_path.with_name(ledger_path.name + ".snapshots")


def opened(ledger_path: Path, at: int | None, progress: Progress | None = None) -> Opened:
    """Return the snapshot beside the ledger, or one in a private folder if none can be kept there.

    Raises:
        LedgerError: the ledger cannot be read.
        SnapshotError: the ledger has not reached `at`, the disk is full or failing.
    """
    mode = ledger_path.stat().st_mode if ledger_path.exists() else 0
    store = Store(root=folder_of(ledger_path), mode=mode)
    try:
        manifest = _made(ledger_path, store, at, progress)
    except OSError as error:
        if error.errno in _UNWRITABLE:
            return _opened_aside(ledger_path, at, progress)
        raise _cannot_keep(store.root, error) from error
    return Opened(ledger_path=ledger_path, store=store, manifest=manifest)


def repaired(damaged: Opened) -> Opened:
    """Return the same snapshot with every damaged object put in quarantine and made again.

    Raises:
        SnapshotError: the damage comes back.
    """
    sequence = damaged.manifest.sequence
    try:
        damaged.store.quarantine_damaged()
    except OSError:  # nothing can be put aside there, so nothing there is used
        return _opened_aside(damaged.ledger_path, sequence, None)
    if damaged.folder is None:
        return opened(damaged.ledger_path, sequence)
    return _opened_aside(damaged.ledger_path, sequence, None)


def _opened_aside(ledger_path: Path, at: int | None, progress: Progress | None) -> Opened:
    try:
        folder = _PrivateFolder()
        store = Store(root=folder.path, mode=0)
        manifest = _made(ledger_path, store, at, progress)
    except OSError as error:
        raise _cannot_keep(Path(tempfile.gettempdir()), error) from error
    note = (
        f"{folder_of(ledger_path)} cannot be written, so the snapshot was built in a temporary "
        "folder; the next command has to build it again"
    )
    return Opened(
        ledger_path=ledger_path, store=store, manifest=manifest, notes=(note,), folder=folder
    )


def _cannot_keep(root: Path, error: OSError) -> SnapshotError:
    return SnapshotError(
        f"{root}: {error.strerror or error}; no snapshot can be kept there, so nothing can be "
        "asked: free some space or check the disk"
    )


def _made(ledger_path: Path, store: Store, at: int | None, progress: Progress | None) -> Manifest:
    for _ in range(REPAIRS):
        try:
            with open_ledger(ledger_path) as ledger:
                return _found_or_built(ledger, store, at, progress)
        except DamagedError:
            store.quarantine_damaged()
    raise damaged_again(store)


def _found_or_built(
    ledger: Ledger, store: Store, at: int | None, progress: Progress | None
) -> Manifest:
    sequence = sequence_of(ledger, at)
    known = known_manifests(ledger, store)
    found = whole_manifest(known, store, sequence)
    if found is not None:
        return found
    from graph.snapshot.build import build  # heavy, and not needed where a snapshot stands

    return build(ledger, store, sequence, known.values(), progress)


def damaged_again(store: Store) -> SnapshotError:
    """Return the error for damage that repair does not end."""
    return SnapshotError(
        f"{store.root}: objects were damaged again after each of {REPAIRS} rebuilds; nothing that "
        "rests on them is answered: check the disk"
    )
