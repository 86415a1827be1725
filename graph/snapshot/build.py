"""Building a snapshot: part by part, and only the parts whose tables have moved."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.ontology.tables import TABLES
from graph.snapshot.id_slots import id_slots
from graph.snapshot.kin_part import KIN_INPUTS, kin_objects
from graph.snapshot.link_rows import LINKED_TABLES, build_links
from graph.snapshot.manifest import Manifest, Part, mark_used, prune, write_manifest
from graph.snapshot.persons import one_array
from graph.snapshot.reuse import recipe_digest, reusable_part
from graph.snapshot.row_times import row_times
from graph.snapshot.tables import current
from graph.snapshot.times import TIMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.ledger import Ledger
    from graph.snapshot.objects import Store

Progress = Callable[[int, int, str], None]
"""Called with the parts done, the parts in all and the name of the part that is next."""

_MARKED_BY_KIN = ("people", "kin")
"""Tables written with the kin arrays, since contradictions between them mark their rows."""
_WRITERS = 4
"""Objects written at once: compression and waiting for the disk overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the parts are made from: facts of the ledger, and parts made before."""

    ledger: Ledger
    store: Store
    sequence: int
    made: dict[str, Part] = field(default_factory=dict)
    _kept: dict[str, pa.Table] = field(default_factory=dict)
    _mapped: dict[str, pa.Table] = field(default_factory=dict)

    def facts(self, table: str) -> pa.Table:
        """Return a table's current rows of every source."""
        return self.ledger.read(table, at=self.sequence)

    def people(self) -> tuple[pa.Table, pa.Table]:
        """Return the people rows of every source, and merged; kept, since two parts want them."""
        if not self._kept:
            self._kept["stated"] = self.facts("people")
            self._kept["merged"] = current("people", self._kept["stated"])
        return self._kept["stated"], self._kept["merged"]

    def table(self, name: str) -> pa.Table:
        """Map a table that has been made; checked once."""
        if name not in self._mapped:
            part = self.made["kin" if name in _MARKED_BY_KIN else name]
            self._mapped[name] = self.store.table(part.objects[f"{name}.arrow"])
        return self._mapped[name]

    def person_ids(self) -> pa.Array:
        """Map the ids of all persons, ascending."""
        return one_array(self.store.table(self.made["persons"].objects["persons.ids"]).column(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How one part is made: from which tables, and by what; objects by name come out."""

    part: str
    inputs: tuple[str, ...]
    make: Callable[[Sources], Mapping[str, str]]


def _put(
    store: Store,
    arrays: Mapping[str, NDArray[Any]] | None = None,
    tables: Mapping[str, pa.Table] | None = None,
) -> dict[str, str]:
    """Store arrays and tables, the latter for mapping and as Parquet; return names by object."""
    work: dict[str, Callable[[], str]] = {}
    for name, array in (arrays or {}).items():
        work[name] = functools.partial(store.put_array, array)
    for name, table in (tables or {}).items():
        work[f"{name}.arrow"] = functools.partial(store.put_table, table)
        work[f"{name}.parquet"] = functools.partial(store.put_parquet, table)
    with ThreadPoolExecutor(_WRITERS) as pool:
        return dict(zip(work, pool.map(lambda write: write(), work.values()), strict=True))


def _put_rows(name: str, sources: Sources) -> dict[str, str]:
    return _put(sources.store, tables={name: current(name, sources.facts(name))})


def _put_persons(sources: Sources) -> dict[str, str]:
    _, people = sources.people()
    slots = id_slots(one_array(people.column("id")))
    return {
        f"persons.{name}": sources.store.put_table(people.select([column]))
        for name, column in (("ids", "id"), ("names", "name"))
    } | {"persons.slots": sources.store.put_array(slots)}


def _put_kin(sources: Sources) -> dict[str, str]:
    stated, people = sources.people()
    kin, ties = current("kin", sources.facts("kin")), current("ties", sources.facts("ties"))
    return _put(sources.store, *kin_objects(people, kin, ties, stated))


def _put_links(sources: Sources) -> dict[str, str]:
    built, store = build_links(sources.person_ids(), sources.table), sources.store
    arrays: dict[str, NDArray[Any]] = {"links.first": built.first}
    for direction, ties in (("out", built.out), ("into", built.into)):
        arrays[f"links.{direction}.indptr"] = ties.indptr
        arrays[f"links.{direction}.indices"] = ties.indices
        arrays[f"links.{direction}.kind"] = ties.kind
        arrays[f"links.{direction}.row"] = ties.row
    times = row_times(sources.table)
    arrays |= {f"links.times.{name}": getattr(times, name) for name in TIMES}
    ids = {"links.ids": store.put_table(pa.table({"id": built.other_ids}))}
    return ids | _put(store, arrays)


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


def build(
    ledger: Ledger,
    store: Store,
    sequence: int,
    known: Iterable[Manifest],
    progress: Progress | None = None,
) -> Manifest:
    """Make the snapshot at a sequence, taking from the known ones what has not moved.

    Raises:
        SnapshotError: nothing can be written.
        DamagedError: an object that another part is made from is damaged.
        OSError: the folder cannot be made or written.
    """
    store.prepare()
    with store.building():
        sources = Sources(ledger=ledger, store=store, sequence=sequence)
        manifest = _make(sources, tuple(known), progress)
        mark_used(write_manifest(store, manifest))
    prune(store)
    return manifest


def _make(sources: Sources, known: Sequence[Manifest], progress: Progress | None) -> Manifest:
    heads = sources.ledger.table_heads(sources.sequence)
    for done, recipe in enumerate(RECIPES):
        wanted = {table: heads.get(table, 0) for table in recipe.inputs}
        part = reusable_part(sources.store, recipe.part, wanted, known)
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
