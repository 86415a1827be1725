"""Building a snapshot: part by part, and only the parts whose tables have moved."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import SnapshotError
from graph.ontology.tables import TABLES
from graph.snapshot.kin_part import KIN_INPUTS, put_kin
from graph.snapshot.link_rows import LINKED_TABLES, build_links
from graph.snapshot.manifest import Manifest, Part, manifests, mark_used, prune, write_manifest
from graph.snapshot.persons import one_array
from graph.snapshot.tables import current

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.ledger import Ledger
    from graph.snapshot.objects import Store

Progress = Callable[[int, int, str], None]
"""Called with the parts done, the parts in all and the name of the part that is next."""

_MARKED_BY_KIN = ("people", "kin")
"""Tables written with the kin arrays, since contradictions between them mark their rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the parts are made from: facts of the ledger, and parts made before."""

    ledger: Ledger
    store: Store
    sequence: int
    made: dict[str, Part] = field(default_factory=dict)
    _facts: dict[str, pa.Table] = field(default_factory=dict)

    def facts(self, table: str) -> pa.Table:
        """Return a table's current rows of every source; kept, since two parts ask for people."""
        if table not in self._facts:
            self._facts[table] = self.ledger.read(table, at=self.sequence)
        return self._facts[table]

    def table(self, name: str) -> pa.Table:
        """Map a table that has been made."""
        part = self.made["kin" if name in _MARKED_BY_KIN else name]
        return self.store.table(part.objects[f"{name}.arrow"])

    def person_ids(self) -> pa.Array:
        """Map the ids of all persons, ascending."""
        return one_array(self.store.table(self.made["persons"].objects["persons.ids"]).column(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How one part is made: from which tables, and by what; objects by name come out."""

    part: str
    inputs: tuple[str, ...]
    make: Callable[[Sources], Mapping[str, str]]


def put_table(store: Store, name: str, table: pa.Table) -> dict[str, str]:
    """Store a table twice: for mapping, and for set-based engines."""
    return {f"{name}.arrow": store.put_table(table), f"{name}.parquet": store.put_parquet(table)}


def _put_rows(name: str, sources: Sources) -> dict[str, str]:
    return put_table(sources.store, name, current(name, sources.facts(name)))


def _put_persons(sources: Sources) -> dict[str, str]:
    people = current("people", sources.facts("people"))
    return {
        f"persons.{name}": sources.store.put_table(people.select([column]))
        for name, column in (("ids", "id"), ("names", "name"))
    }


def _put_kin(sources: Sources) -> dict[str, str]:
    return put_kin(sources.store, {name: sources.facts(name) for name in KIN_INPUTS})


def _put_links(sources: Sources) -> dict[str, str]:
    built, store = build_links(sources.person_ids(), sources.table), sources.store
    arrays: dict[str, NDArray[Any]] = {"links.first": built.first}
    for direction, ties in (("out", built.out), ("into", built.into)):
        arrays[f"links.{direction}.indptr"] = ties.indptr
        arrays[f"links.{direction}.indices"] = ties.indices
        arrays[f"links.{direction}.kind"] = ties.kind
        arrays[f"links.{direction}.row"] = ties.row
    return {
        "links.ids": store.put_column("id", built.other_ids),
        **{name: store.put_array(array) for name, array in arrays.items()},
    }


_ROWS = tuple(
    Recipe(part=table.name, inputs=(table.name,), make=functools.partial(_put_rows, table.name))
    for table in TABLES
    if table.name not in _MARKED_BY_KIN
)
RECIPES = (
    *_ROWS,
    Recipe(part="persons", inputs=("people",), make=_put_persons),
    Recipe(part="kin", inputs=KIN_INPUTS, make=_put_kin),
    Recipe(part="links", inputs=LINKED_TABLES, make=_put_links),
)
"""Every part of a snapshot, in the order in which they can be made."""


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


def build(
    ledger: Ledger, store: Store, at: int | None, progress: Progress | None = None
) -> Manifest:
    """Return the manifest of the snapshot at a sequence; made only as far as none exists.

    Raises:
        SnapshotError: the ledger has not reached the sequence, or nothing can be written.
        DamagedError: an object that another part is made from is damaged.
    """
    sequence = ledger.head if at is None else at
    if not 0 <= sequence <= ledger.head:
        raise SnapshotError(
            f"the ledger ends at sequence {ledger.head}, so it cannot be shown as of {sequence}: "
            "a decision is replayed on the ledger that it was recorded in"
        )
    known = _known(ledger, store)
    for path, manifest in known.items():
        if manifest.sequence == sequence and _is_whole(store, manifest):
            mark_used(path)
            return manifest
    store.prepare()
    with store.building():
        sources = Sources(ledger=ledger, store=store, sequence=sequence)
        manifest = _make(sources, list(known.values()), progress)
        mark_used(write_manifest(store, manifest))
    prune(store)
    return manifest


def _known(ledger: Ledger, store: Store) -> dict[Path, Manifest]:
    """Return the manifests made by this code from this history, the latest used first."""
    return {
        path: manifest
        for path, manifest in manifests(store)
        if manifest.recipe == recipe_digest()
        and manifest.sequence <= ledger.head
        and manifest.lineage == ledger.mark(manifest.sequence)
    }


def _is_whole(store: Store, manifest: Manifest) -> bool:
    return all(store.path(name).exists() for name in manifest.objects())


def _make(sources: Sources, known: list[Manifest], progress: Progress | None) -> Manifest:
    heads = sources.ledger.table_heads(sources.sequence)
    for done, recipe in enumerate(RECIPES):
        wanted = {table: heads.get(table, 0) for table in recipe.inputs}
        part = _reusable(sources.store, recipe.part, wanted, known)
        if part is None:
            if progress is not None:
                progress(done, len(RECIPES), recipe.part)
            part = Part(heads=wanted, objects=dict(recipe.make(sources)))
        sources.made[recipe.part] = part
    if progress is not None:
        progress(len(RECIPES), len(RECIPES), "")
    return Manifest(
        sequence=sources.sequence,
        lineage=sources.ledger.mark(sources.sequence),
        recipe=recipe_digest(),
        parts=sources.made,
    )


def _reusable(
    store: Store, name: str, heads: Mapping[str, int], known: list[Manifest]
) -> Part | None:
    for manifest in known:
        part = manifest.parts.get(name)
        if part is not None and dict(part.heads) == heads and store.touch(part.objects.values()):
            return part
    return None
