"""One snapshot as the kernels of the path search take it: all ties, kinship, times and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from graph.ontology.kinds import EDGE, EdgeKind, NodeKind
from graph.paths import layout
from graph.paths.row_words import row_words
from graph.paths.tables import way_number
from graph.snapshot.spans import codes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Adjacency, Float32, Int32, KinGraph, Persons
    from graph.snapshot.links import TieGraph, Ties
    from graph.snapshot.times import RowTimes

_KEPT = 3


class PathSource(Protocol):
    """What of a snapshot the path search reads."""

    @property
    def persons(self) -> Persons:
        """People as columns."""

    @property
    def kin(self) -> KinGraph:
        """Elementary kinship."""

    @property
    def ties(self) -> TieGraph:
        """All ties of all nodes."""

    @property
    def times(self) -> RowTimes:
        """When the rows that prove ties held."""

    def table(self, name: str) -> Any:
        """Return the current facts of a table, as Arrow."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathGraph:
    """The arrays of one snapshot. Nodes: those of its tie graph, then the implied people.

    slots: int64[layout.SLOTS]; `arrays` are what its addresses point to.
    """

    slots: NDArray[np.int64]
    arrays: tuple[NDArray[Any], ...]
    owner: object
    persons: int
    recorded: int
    """Nodes that somebody named; implied people follow."""
    n: int
    """All nodes, implied people among them."""

    def rows(self, node: int) -> int:
        """Return how many rows tie a recorded node."""
        out, into = self.arrays[0], self.arrays[4]
        return int(out[node + 1] - out[node] + into[node + 1] - into[node])

    def kin_node(self, node: int) -> int:
        """Return the node's number in the kin arrays."""
        return node if node < self.persons else node - self.recorded + self.persons


_recent: tuple[PathGraph, ...] = ()


def path_graph_of(snapshot: PathSource) -> PathGraph:
    """Return a snapshot's arrays; the last few snapshots' are kept.

    Cost of the first time: the words and titles of three tables, some 50 ms a million rows.
    """
    global _recent
    owner = snapshot.ties
    for graph in _recent:
        if graph.owner is owner:
            return graph
    made = _path_graph(snapshot)
    _recent = (made, *_recent)[:_KEPT]
    return made


def _path_graph(snapshot: PathSource) -> PathGraph:
    ties, kin, times = snapshot.ties, snapshot.kin, snapshot.times
    persons, recorded = len(ties.person_ids), ties.n
    word, worded = row_words(snapshot)
    parents, couples = kin.parent_facts.confidence, kin.spouse_facts.confidence
    columns = [
        *_tie_columns(ties.out),
        *_tie_columns(ties.into),
        *_kin_columns(kin.parents, parents),
        *_kin_columns(kin.children, None),
        *_kin_columns(kin.spouses, couples),
        *(plain(array) for array in (times.start, times.end, times.confidence)),
        *(plain(array) for array in (word, _titles(snapshot), _published(snapshot))),
    ]
    slots = np.zeros(layout.SLOTS, np.int64)
    for slot, column in enumerate(columns):
        slots[slot] = 0 if column is None else column.ctypes.data
    slots[layout.PERSONS], slots[layout.RECORDED] = persons, recorded
    slots[layout.FIRST : layout.FIRST + len(ties.first)] = ties.first
    for kind in EdgeKind:
        is_kin = kind is EdgeKind.KIN
        slots[layout.TIMED + kind] = 0 if is_kin else times.begin(EDGE[kind].table)
        slots[layout.PLAIN + kind] = way_number(kind)
        slots[layout.WORDED + kind] = worded[kind]
    return PathGraph(
        slots=plain(slots),
        arrays=tuple(column for column in columns if column is not None),
        owner=ties,
        persons=persons,
        recorded=recorded,
        n=recorded + len(kin.parents.indptr) - 1 - persons,
    )


def plain(array: NDArray[Any]) -> NDArray[Any]:
    """Return a contiguous read-only view without the memory map's class."""
    view = np.ascontiguousarray(array).view(np.ndarray).view()
    view.flags.writeable = False
    return view


def _tie_columns(ties: Ties) -> tuple[NDArray[Any] | None, ...]:
    columns = (ties.indptr, ties.indices, ties.kind, ties.row)
    return *(plain(column) for column in columns), None, None


def _kin_columns(rows: Adjacency, confidence: Float32 | None) -> tuple[NDArray[Any] | None, ...]:
    columns = (rows.indptr, rows.indices, rows.flags, rows.start, rows.end)
    sure = None if confidence is None else plain(confidence)
    return *(plain(column) for column in columns), sure


def _titles(snapshot: PathSource) -> Int32:
    codes, _ = codes_of(snapshot.table("posts").column("title"))
    return codes


def _published(snapshot: PathSource) -> Int32:
    """Return published sizes of the units and places, whose nodes follow the persons' in order."""
    first = snapshot.ties.first
    sizes = np.zeros(int(first[NodeKind.PLACE + 1] - first[NodeKind.UNIT]), np.int32)
    for kind, table, column in (
        (NodeKind.UNIT, "units", "staff"),
        (NodeKind.PLACE, "places", "population"),
    ):
        codes, texts = codes_of(snapshot.table(table).column(column))
        known = np.array([_number(text) for text in texts] + [0], np.int32)
        begin = int(first[kind] - first[NodeKind.UNIT])
        sizes[begin : begin + len(codes)] = known[codes]
    return sizes


def _number(text: str) -> int:
    """Return a whole number as a checked load keeps it; 0 for anything else."""
    return int(text) if text.isdecimal() else 0
