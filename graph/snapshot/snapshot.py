"""One snapshot, opened: its parts are mapped, and checked, when they are first asked for."""

from __future__ import annotations

import weakref
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from graph.errors import NotFoundError
from graph.snapshot.arrays import Adjacency, EdgeFacts, KinGraph, Persons
from graph.snapshot.links import TieGraph, Ties
from graph.snapshot.objects import DamagedError, Store
from graph.snapshot.opening import REPAIRS, damaged_again, opened, repaired
from graph.snapshot.persons import Texts, one_array
from graph.snapshot.subgraph import to_networkx
from graph.snapshot.times import TIMES, RowTimes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    import networkx as nx
    import pyarrow as pa

    from graph.snapshot.build import Progress
    from graph.snapshot.contradictions import Contradiction
    from graph.snapshot.manifest import Manifest
    from graph.snapshot.opening import Opened

_Read = TypeVar("_Read")


class Snapshot:
    """The graph at one ledger sequence; immutable, and safe to share between processes.

    What turns out to be damaged is put in quarantine and made again from the ledger.
    """

    def __init__(self, found: Opened) -> None:
        self._opened = found
        self._tables: dict[str, pa.Table] = {}

    @property
    def manifest(self) -> Manifest:
        """What it is made of."""
        return self._opened.manifest

    @property
    def sequence(self) -> int:
        """The ledger's sequence that this shows."""
        return self.manifest.sequence

    @property
    def digest(self) -> str:
        """The digest of everything in it."""
        return self.manifest.digest

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the user about how it came to be."""
        return self._opened.notes

    @cached_property
    def persons(self) -> Persons:
        """People as columns."""
        columns = {
            name: self._array("kin", f"persons.{name}")
            for name in ("sex", "born_first", "born_last", "died_first", "died_last")
        }
        return Persons(
            ids=self._person_ids,
            names=self._texts("persons", "persons.names"),
            **columns,
        )

    @cached_property
    def _person_ids(self) -> Texts:
        arrow, whole = self._texts("persons", "persons.ids").arrow, weakref.ref(self)

        def slots() -> Any:  # a strong reference would keep a temporary folder alive
            snapshot = whole()
            return None if snapshot is None else snapshot._array("persons", "persons.slots")

        return Texts(arrow, slots)

    @cached_property
    def kin(self) -> KinGraph:
        """Elementary kinship."""
        return KinGraph(
            parents=self._adjacency("parents"),
            children=self._adjacency("children"),
            spouses=self._adjacency("spouses"),
            parent_facts=self._edge_facts("parent_facts"),
            spouse_facts=self._edge_facts("spouse_facts"),
        )

    @cached_property
    def ties(self) -> TieGraph:
        """All ties of all nodes."""
        return TieGraph(
            first=self._array("links", "links.first"),
            person_ids=self._person_ids,
            other_ids=self._texts("links", "links.ids"),
            out=self._ties("out"),
            into=self._ties("into"),
        )

    @cached_property
    def times(self) -> RowTimes:
        """When the rows that prove ties held, and how sure they are."""
        return RowTimes(**{name: self._array("links", f"links.times.{name}") for name in TIMES})

    def table(self, name: str) -> pa.Table:
        """Return the current facts of one table, mapped, as `tables.current` describes them.

        Raises:
            NotFoundError: there is no table of this name.
        """
        if name not in self._tables:
            part = self._part_of(f"{name}.arrow")
            self._tables[name] = self._read(part, f"{name}.arrow", Store.table)
        return self._tables[name]

    def file(self, name: str) -> Path:
        """Return the Parquet file of one table, its bytes checked.

        Raises:
            NotFoundError: there is no table of this name.
        """
        part = self._part_of(f"{name}.parquet")
        return self._read(part, f"{name}.parquet", Store.verified)

    def files(self) -> tuple[str, ...]:
        """Return the names that `table` and `file` answer to."""
        return tuple(
            sorted(
                name.removesuffix(".parquet")
                for part in self.manifest.parts.values()
                for name in part.objects
                if name.endswith(".parquet")
            )
        )

    def to_networkx(self, nodes: Iterable[str]) -> nx.MultiDiGraph:
        """Return these nodes and the ties among them; see `subgraph.to_networkx`."""
        return to_networkx(self, nodes)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return the facts that cannot all be true, as they were found over every source."""
        from graph.snapshot.contradictions import Contradiction  # drags the whole build along

        lists = ("persons", "rows", "facts", "origins")
        return tuple(
            Contradiction(**row | {name: tuple(row[name]) for name in lists})
            for row in self.table("contradictions").to_pylist()
        )

    # mapping

    def _part_of(self, name: str) -> str:
        for part, made in self.manifest.parts.items():
            if name in made.objects:
                return part
        stem = name.rpartition(".")[0]
        raise NotFoundError(f"no table '{stem}' in a snapshot: one of {', '.join(self.files())}")

    def _read(self, part: str, name: str, read: Callable[[Store, str], _Read]) -> _Read:
        for _ in range(REPAIRS):
            try:
                return read(self._opened.store, self.manifest.parts[part].objects[name])
            except DamagedError:
                self._opened = repaired(self._opened)
        raise damaged_again(self._opened.store)

    def _array(self, part: str, name: str) -> Any:
        return self._read(part, name, Store.array)

    def _texts(self, part: str, name: str) -> Texts:
        return Texts(one_array(self._read(part, name, Store.table).column(0)))

    def _adjacency(self, which: str) -> Adjacency:
        names = ("indptr", "indices", "flags", "start", "end")
        return Adjacency(**{name: self._array("kin", f"{which}.{name}") for name in names})

    def _edge_facts(self, which: str) -> EdgeFacts:
        names = ("confidence", "bond", "proof_indptr", "proof")
        return EdgeFacts(**{name: self._array("kin", f"{which}.{name}") for name in names})

    def _ties(self, direction: str) -> Ties:
        names = ("indptr", "indices", "kind", "row")
        return Ties(**{name: self._array("links", f"links.{direction}.{name}") for name in names})


def open_snapshot(
    ledger_path: Path, *, at: int | None = None, progress: Progress | None = None
) -> Snapshot:
    """Return the snapshot at a sequence, the ledger's head by default; built where there is none.

    Where the ledger's folder cannot be written the snapshot is built in a private temporary
    folder, which goes when the snapshot does, and its `notes` say so.

    Raises:
        LedgerError: the ledger cannot be read.
        SnapshotError: the ledger has not reached `at`, or no snapshot can be written.
    """
    return Snapshot(opened(ledger_path, at, progress))
