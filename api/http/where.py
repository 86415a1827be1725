"""Where every node lies, as numbers: places in a tree, people by village, units by their seat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.kinds import EdgeKind, NodeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot
    from graph.snapshot.links import TieGraph

    Int32s = NDArray[np.int32]

NOWHERE = -1
_DEEPEST = 12


@dataclass(frozen=True, kw_only=True)
class Where:
    """Places by number, in the order of their table, and the place of each node.

    parent: int32[places]; of_node: int32[nodes of the graph]; NOWHERE where none is recorded.
    """

    ids: list[str]
    names: list[str]
    levels: list[str]
    parent: Int32s
    of_node: Int32s

    @classmethod
    def of(cls, snapshot: Snapshot) -> Where:
        """Read the places of a snapshot. Cost: one pass over people and units."""
        places, ties = snapshot.table("places"), snapshot.ties
        ids = places["id"]
        of_node = np.full(ties.n, NOWHERE, np.int32)
        for kind, table, column in (
            (NodeKind.PERSON, "people", "village"),
            (NodeKind.UNIT, "units", "place"),
        ):
            found = _numbers(snapshot.table(table)[column], ids)
            first = int(ties.first[kind])
            of_node[first : first + len(found)] = found
        for place in range(len(ids)):
            of_node[int(ties.first[NodeKind.PLACE]) + place] = place
        _with_members(ties, of_node)
        return cls(
            ids=ids.to_pylist(),
            names=[name or "" for name in places["name"].to_pylist()],
            levels=[level or "" for level in places["level"].to_pylist()],
            parent=_numbers(places["parent"], ids),
            of_node=of_node,
        )

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each place."""
        return {one: at for at, one in enumerate(self.ids)}

    def is_lowest(self, place: int) -> bool:
        """Whether nothing but villagers' groups lies below a place."""
        children = np.flatnonzero(self.parent == place).tolist()
        return place != NOWHERE and all(self.levels[child] == "group" for child in children)

    def trail(self, place: int) -> list[int]:
        """Return a place and those above it, the highest first."""
        found: list[int] = []
        while place != NOWHERE and place not in found and len(found) < _DEEPEST:
            found.append(place)
            place = int(self.parent[place])
        return found[::-1]

    def below(self, top: int) -> Int32s:
        """Return by place under which child of `top` it lies; itself for `top`, else NOWHERE.

        top: NOWHERE stands above every place that has no parent.
        """
        found = np.full(len(self.ids), NOWHERE, np.int32)
        for place in range(len(self.ids)):
            trail = self.trail(place)
            if top == NOWHERE:
                found[place] = trail[0]
            elif top in trail:
                found[place] = trail[min(trail.index(top) + 1, len(trail) - 1)]
        return found


def _with_members(ties: TieGraph, of_node: Int32s) -> None:
    """Put households and villagers' groups where their people live."""
    source = np.repeat(np.arange(ties.n), np.diff(ties.out.indptr))
    for kind in (EdgeKind.IN_HOUSEHOLD, EdgeKind.IN_GROUP):
        rows = np.flatnonzero(ties.out.kind == kind)
        rows = rows[of_node[source[rows]] != NOWHERE]
        of_node[ties.out.indices[rows]] = of_node[source[rows]]


def _numbers(values: pa.ChunkedArray, ids: pa.ChunkedArray) -> Int32s:
    at = pc.index_in(values, value_set=ids.combine_chunks())
    return np.asarray(pc.fill_null(at, NOWHERE).to_numpy(), np.int32)
