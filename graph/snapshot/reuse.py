"""Which snapshots and parts that exist already may be used again."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SnapshotError
from graph.snapshot.manifest import manifests, mark_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.ledger import Ledger
    from graph.snapshot.manifest import Manifest, Part
    from graph.snapshot.objects import Store


@functools.cache
def recipe_digest() -> str:
    """Return the digest of the code and data that derive a snapshot from facts."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for folder in (package / "snapshot", package / "ontology", package):
        for path in sorted(folder.glob("*.*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def sequence_of(ledger: Ledger, at: int | None) -> int:
    """Return the sequence to show, the ledger's head by default.

    Raises:
        SnapshotError: the ledger has not reached it.
    """
    head = ledger.head
    if at is not None and not 0 <= at <= head:
        raise SnapshotError(
            f"the ledger ends at sequence {head}, so it cannot be shown as of {at}: a decision is "
            "replayed on the ledger that it was recorded in"
        )
    return head if at is None else at


def known_manifests(ledger: Ledger, store: Store) -> dict[Path, Manifest]:
    """Return the manifests made by this code from this history, the latest used first."""
    head = ledger.head
    return {
        path: manifest
        for path, manifest in manifests(store)
        if manifest.recipe == recipe_digest()
        and manifest.sequence <= head
        and manifest.lineage == ledger.mark(manifest.sequence)
    }


def whole_manifest(known: Mapping[Path, Manifest], store: Store, sequence: int) -> Manifest | None:
    """Return the snapshot at a sequence if all its objects are there; they are not read yet."""
    for path, manifest in known.items():
        if manifest.sequence == sequence and all(
            store.path(name).exists() for name in manifest.objects()
        ):
            mark_used(path)
            return manifest
    return None


def reusable_part(
    store: Store, name: str, heads: Mapping[str, int], known: Iterable[Manifest]
) -> Part | None:
    """Return a part built from the same heads whose objects are all there, kept from sweeping."""
    for manifest in known:
        part = manifest.parts.get(name)
        if part is not None and dict(part.heads) == heads and store.touch(part.objects.values()):
            return part
    return None
