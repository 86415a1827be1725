"""What requests work on: the ledger's path, its newest snapshot, names, and the docket."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from api.http.acquainting import Acquaintances
from api.http.cells import Cells
from api.http.heads import Heads
from api.http.searching import SearchIndex
from api.http.where import Where
from api.patterns.naming import Names
from graph.desk.docket import docket
from graph.desk.past import EarlierReader
from graph.ledger import open_ledger
from graph.model import iso_of
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from graph.desk.case_file import CaseFile
    from graph.desk.past import Earlier
    from graph.snapshot import Snapshot
    from graph.snapshot.contradictions import Contradiction
    from graph.snapshot.visible import VisibleSnapshot

_NEWS_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One snapshot and what is derived from it once."""

    snapshot: Snapshot
    engine: threading.RLock = field(default_factory=threading.RLock, repr=False)
    """The workbench's, since what is searched is this snapshot."""
    names: Names
    index: SearchIndex
    views: dict[tuple[str, ...], VisibleSnapshot]
    """The snapshot as seen from the places of an account, by those places."""
    rows: dict[tuple[str, ...], dict[str, NDArray[np.bool_]]]
    """Rows of searched tables that exist for an account, by kind, by its places."""
    village_of: dict[str, str]
    """Village of each person who has one."""
    parent_of: dict[str, str]
    """Next higher place of each place."""
    unit_place: dict[str, str]
    crowds: dict[tuple[str, ...], dict[int, int]] = field(default_factory=dict)
    """Neighbours of nodes that have many, as seen from the places of an account."""
    changes: tuple[tuple[str, int], ...] = ()
    """When facts came, and the last of them."""

    def old(self, day: int) -> int:
        """Return the last fact that is no news: 30 days old, or of the very first load."""
        since = iso_of(day - _NEWS_DAYS)
        first = [sequence for _, sequence in self.changes[:1]]
        return max((n for at, n in self.changes if at[:10] < since), default=max(first, default=0))

    def is_under(self, place: str, tops: Container[str]) -> bool:
        """Whether a place is one of some places or lies under one."""
        seen: set[str] = set()
        while place and place not in seen:
            if place in tops:
                return True
            seen.add(place)
            place = self.parent_of.get(place, "")
        return False

    @cached_property
    def _contradictions(self) -> dict[str, list[Contradiction]]:
        found: dict[str, list[Contradiction]] = {}
        for one in self.snapshot.contradictions():
            for person in one.persons:
                found.setdefault(person, []).append(one)
        return found

    @cached_property
    def where(self) -> Where:
        """Where every node lies."""
        return Where.of(self.snapshot)

    @cached_property
    def cells(self) -> Cells:
        """Cells of the tables, one at a time."""
        return Cells(self.snapshot)

    @cached_property
    def officials(self) -> frozenset[str]:
        """Ids of all who hold or held a post."""
        return frozenset(self.snapshot.table("posts")["person"].to_pylist())

    @cached_property
    def acquaintances(self) -> Acquaintances:
        """What ties people beyond kinship."""
        return Acquaintances(self.snapshot)

    def warm(self) -> None:
        """Derive beside the first requests what later ones need not wait for."""
        self.acquaintances.warm()
        self.index.warm()

    def contradicted(self, person: str) -> list[Contradiction]:
        """Return the contradictions that somebody is part of."""
        return self._contradictions.get(person, [])


Newest = tuple[Ground, "dict[str, CaseFile]"]


@dataclass(kw_only=True)
class Workbench:
    """The data of one ledger; requests always work on its newest facts."""

    ledger: Path
    engine: threading.RLock = field(default_factory=threading.RLock, repr=False)
    """Held while kinship or paths are searched: their caches serve one thread at a time."""
    earlier: EarlierReader = field(default_factory=EarlierReader, repr=False)
    """Who was on which case about whom, read on from where it was; used under `engine`."""
    _heads: Heads = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _ground: Ground | None = None
    _files: tuple[int, dict[str, CaseFile]] = (-1, {})
    _past: Earlier | None = None

    def __post_init__(self) -> None:
        """Keep what is asked at every request at hand."""
        self._heads = Heads(self.ledger)

    def ground(self) -> Ground:
        """Return the newest snapshot; it is opened, or built, when the facts have moved."""
        head = self._heads.facts()
        with self._lock:
            if self._ground is None or self._ground.snapshot.sequence != head:
                with open_ledger(self.ledger) as book:
                    changes = book.changes()
                self._ground = _ground_of(open_snapshot(self.ledger), self.engine, changes)
            return self._ground

    def newest(self) -> Newest:
        """Return the newest snapshot and every registered case as it now stands."""
        return self.ground(), self.files()

    def at_hand(self) -> Newest | None:
        """Return `newest` where neither has to be read first; it waits for nobody."""
        ground, (events, files) = self._ground, self._files
        if ground is None or ground.snapshot.sequence != self._heads.facts():
            return None
        return (ground, files) if events == self._heads.events() else None

    def files(self) -> dict[str, CaseFile]:
        """Return every registered case as it now stands."""
        head = self._heads.events()
        with self._lock:
            if self._files[0] != head:
                with open_ledger(self.ledger) as book:
                    self._files = (book.desk.head, docket(book))
            return self._files[1]

    def past(self) -> Earlier:
        """Return who was on which case about whom, up to now; called under `engine`."""
        if self._past is None or self._past.seen != self._heads.seen():
            with open_ledger(self.ledger) as book:
                self._past = self.earlier.read(book)
        return self._past


def _ground_of(
    snapshot: Snapshot, engine: threading.RLock, changes: tuple[tuple[str, int], ...]
) -> Ground:
    people, places, units = (snapshot.table(name) for name in ("people", "places", "units"))
    ground = Ground(
        snapshot=snapshot,
        engine=engine,
        names=Names(snapshot),
        index=SearchIndex(snapshot),
        views={},
        rows={},
        village_of=_filled(people, "village"),
        parent_of=_filled(places, "parent"),
        unit_place=_filled(units, "place"),
        changes=changes,
    )
    threading.Thread(target=ground.warm, name="warming", daemon=True).start()
    return ground


def _filled(table: object, column: str) -> dict[str, str]:
    ids, values = table["id"].to_pylist(), table[column].to_pylist()  # type: ignore[index]
    return {one: value for one, value in zip(ids, values, strict=True) if value}
