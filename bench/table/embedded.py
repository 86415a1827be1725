"""Huibi in process, on the snapshot of the ledger."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from bench.paths import ON
from bench.table.world import FLAT
from graph.cases.resolve import PartyRef, ResolvedCase
from graph.kinship.closure import KinSets, all_kin
from graph.kinship.matrix import kin_matrix
from graph.kinship.nodes import nodes_of
from graph.paths.arrays import path_graph_of
from graph.paths.length import fewest_hops
from graph.paths.search import Limits, best_paths
from graph.recusal.engine import check
from graph.recusal.pack import Pack, load_pack
from graph.recusal.report import as_json
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bench.table.sheet import Sheet
    from bench.table.world import World
    from graph.recusal.verdict import CaseVerdict
    from graph.snapshot import Snapshot

    Ints = NDArray[np.int64]

UNBOUNDED = Limits(hops=4, hub=2**62, half_paths=10**8, seconds=60.0)
"""Every hub passed, as libraries do."""
_CASES = range(20)


class Embedded:
    """The engine of `huibi kin`, `check` and `path`."""

    name = "huibi"
    note = ""

    def __init__(self, world: World) -> None:
        self._world = world
        self._snapshot: Any = None

    def load(self) -> int:
        """Open the snapshot, which every command finds ready."""
        self._use(open_snapshot(self._world.ledger))
        asked = np.concatenate([self._world.parties, self._world.candidates])
        self._named = [self._snapshot.persons.ids[int(node)] for node in asked]
        return self.ties()

    def _use(self, snapshot: Any) -> None:
        self._snapshot, self._graph = snapshot, path_graph_of(snapshot)

    def ties(self) -> int:
        """Count the ties: rows, steps to parents, couples."""
        kin = self._snapshot.kin
        rows = len(self._snapshot.ties.out.indices)
        return rows + len(kin.parents.indices) + len(kin.spouses.indices) // 2

    def held_bytes(self) -> float:
        """Return the bytes of all arrays that searches read."""
        return float(sum(array.nbytes for array in self._graph.arrays))

    def server(self) -> int | None:
        """Ask no server."""
        return None

    def kin(self, egos: Ints) -> KinSets:
        """Return the sets of kin."""
        return all_kin(self._snapshot, egos.astype(np.int32), ON)

    def case(self, parties: Ints, candidates: Ints) -> KinSets:
        """Return the kin of a case, from ids on."""
        nodes, many = nodes_of(self._snapshot.persons, self._named), len(parties)
        return kin_matrix(self._snapshot, nodes[:many], nodes[many:], ON)

    def keys(self, found: KinSets) -> Ints:
        """Return the pairs as numbers."""
        return np.sort(found.ego.astype(np.int64) << 32 | found.relative)

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Return the fewest ties."""
        return fewest_hops(self._snapshot, pair[:1], pair[1:])

    def prepare_strongest(self) -> str:
        """Need nothing."""
        return ""

    def strongest(self, pair: tuple[int, int]) -> float:
        """Return the strength of the best path of some families, hubs passed."""
        found = best_paths(
            self._graph, pair[:1], pair[1:], day=ON, families=FLAT, limits=UNBOUNDED, distinct=False
        )
        return found.paths[0].strength if found.paths else 0.0

    def five_best(self, pair: tuple[int, int]) -> object:
        """Return what `huibi path` searches."""
        return best_paths(self._graph, pair[:1], pair[1:], day=ON, count=5)

    def full(self, world: World, sheet: Sheet) -> None:
        """Judge the whole case."""
        case, packs = case_of(world, self._snapshot)
        verdicts(sheet, partial(check, case, packs, self._snapshot))


def case_of(world: World, snapshot: Snapshot) -> tuple[ResolvedCase, list[Pack]]:
    """Return the case of all engines, and its rules."""
    name = snapshot.persons.id
    parties = (PartyRef(role="subject", person=name(int(node))) for node in world.parties)
    case = ResolvedCase(
        id="bench",
        matter="supervision_case",
        on=ON,
        place=None,
        unit=None,
        parties=tuple(parties),
        candidates=tuple(name(int(node)) for node in world.candidates),
        team=(),
        packs=("supervision",),
    )
    return case, [load_pack("supervision")]


def verdicts(sheet: Sheet, judge: Callable[[], CaseVerdict]) -> None:
    """Time a check, and keep the digest of everything that it says."""
    found = sheet.time("case_full", lambda _: judge(), _CASES, seconds=30.0)
    text = orjson.dumps(as_json(found[-1]), option=orjson.OPT_SORT_KEYS)
    sheet.answered("case_full", np.frombuffer(hashlib.sha256(text).digest(), np.uint8))
