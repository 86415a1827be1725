"""Manifests: which objects make up a snapshot, and what each part of it was built from."""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import blake3
import orjson

from graph.snapshot.objects import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from graph.snapshot.objects import Store

_NAME = re.compile(r"(\d+)-([0-9a-f]{16})\.json")
_FORMAT = 1
KEPT = 6
"""How many manifests stay, the latest used first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Objects that are built together, and the heads of the tables they were built from."""

    heads: Mapping[str, int]
    objects: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One snapshot.

    `lineage` tells histories of a ledger apart that share their sequence numbers (a restored
    backup that was loaded anew); `recipe` is the digest of the code that derives the parts.
    """

    sequence: int
    lineage: str
    recipe: str
    parts: Mapping[str, Part]

    @property
    def digest(self) -> str:
        """Return the digest of the content alone: equal objects, equal digest."""
        content = {name: dict(part.objects) for name, part in self.parts.items()}
        return _digest(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))

    def objects(self) -> set[str]:
        """Return the names of all objects."""
        return {name for part in self.parts.values() for name in part.objects.values()}


def _digest(content: bytes) -> str:
    return str(blake3.blake3(content).hexdigest())


def _encoded(manifest: Manifest) -> bytes:
    return orjson.dumps(
        {
            "format": _FORMAT,
            "sequence": manifest.sequence,
            "lineage": manifest.lineage,
            "recipe": manifest.recipe,
            "parts": {
                name: {"heads": dict(part.heads), "objects": dict(part.objects)}
                for name, part in manifest.parts.items()
            },
        },
        option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2,
    )


def _decoded(content: bytes) -> Manifest:
    found = orjson.loads(content)
    return Manifest(
        sequence=found["sequence"],
        lineage=found["lineage"],
        recipe=found["recipe"],
        parts={
            name: Part(heads=part["heads"], objects=part["objects"])
            for name, part in found["parts"].items()
        },
    )


def write_manifest(store: Store, manifest: Manifest) -> Path:
    """Name a finished snapshot; its objects are made durable first."""
    store.sync()
    content = _encoded(manifest)
    final = store.root / f"{manifest.sequence}-{_digest(content)[:16]}.json"
    temporary = store.root / f"tmp-{os.getpid()}-{uuid.uuid4().hex}"
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o400 | (store.mode & 0o044))
        os.fsync(file.fileno())
    temporary.replace(final)
    sync_folder(store.root)
    return final


def manifests(store: Store) -> Iterator[tuple[Path, Manifest]]:
    """Yield the sound manifests, the latest used first; damaged ones are put in quarantine."""
    for path in _by_use(store.root):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        match = _NAME.fullmatch(path.name)
        if match is None or _digest(content)[:16] != match[2]:
            store.quarantine(path)
            continue
        manifest = _decoded(content)
        if manifest.sequence == int(match[1]):
            yield path, manifest


def mark_used(path: Path) -> None:
    """Record that a snapshot is still wanted."""
    with contextlib.suppress(OSError):  # not ours, or read-only: then it is not ours to prune
        os.utime(path)


def prune(store: Store) -> int:
    """Drop the manifests least recently used, then the objects that nothing names; count both."""
    dropped = 0
    for path in _by_use(store.root)[KEPT:]:
        path.unlink(missing_ok=True)
        dropped += 1
    keep = {name for _, manifest in manifests(store) for name in manifest.objects()}
    return dropped + store.sweep(keep)


def _by_use(root: Path) -> list[Path]:
    found = []
    for path in root.glob("*.json"):
        with contextlib.suppress(FileNotFoundError):
            found.append((-path.stat().st_mtime_ns, path.name, path))
    return [path for _, _, path in sorted(found)]
