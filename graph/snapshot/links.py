"""All ties of all nodes as compressed rows: persons first, then every other kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import InputError, NotFoundError
from graph.ontology.kinds import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32, UInt8

_NAMED_BY_TEXT = (
    NodeKind.HOUSEHOLD,
    NodeKind.GROUP,
    NodeKind.COHORT,
    NodeKind.PHONE,
    NodeKind.ADDRESS,
)
"""Kinds without a table of their own: their ids are any text, so a bare id means them last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Ties of one direction; each node's are ascending by kind, then neighbour, then row.

    indptr: int32[nodes+1]; indices: int32[ties], the neighbours; kind: uint8[ties], an EdgeKind;
    row: int32[ties], the row that proves the tie in the snapshot's table `EDGE[kind].table`.
    """

    indptr: Int32
    indices: Int32
    kind: UInt8
    row: Int32

    def row_of(self, node: int) -> range:
        """Return the positions of all ties of a node."""
        return range(int(self.indptr[node]), int(self.indptr[node + 1]))

    def of_kind(self, node: int, kind: EdgeKind) -> range:
        """Return the positions of a node's ties of one kind; its length is the node's degree."""
        first, last = int(self.indptr[node]), int(self.indptr[node + 1])
        kinds, wanted = self.kind[first:last], np.uint8(kind)
        return range(
            first + int(np.searchsorted(kinds, wanted)),
            first + int(np.searchsorted(kinds, wanted, side="right")),
        )

    def degrees(self, kind: EdgeKind) -> Int32:
        """Return how many ties of this kind each node has; int32[nodes]. Cost: all ties."""
        before = np.concatenate([[0], np.cumsum(self.kind == kind)])
        return np.asarray(before[self.indptr[1:]] - before[self.indptr[:-1]], np.int32)


def _anything(_node: int) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class TieGraph:
    """Every node of every kind, and every tie in both directions.

    first: int64[kinds+1], where the nodes of each NodeKind begin; persons are `0..n-1`, in the
    order of `Persons`. `out` leads from the source of a row to its target, `into` back.
    """

    first: NDArray[np.int64]
    person_ids: Sequence[str]
    other_ids: Sequence[str]
    out: Ties
    into: Ties

    @property
    def n(self) -> int:
        """Count the nodes."""
        return int(self.first[-1])

    def nodes(self, kind: NodeKind) -> range:
        """Return the nodes of one kind."""
        return range(int(self.first[kind]), int(self.first[kind + 1]))

    def kind(self, node: int) -> NodeKind:
        """Return what a node is."""
        return NodeKind(bisect_right(self.first, node) - 1)

    def id(self, node: int) -> str:
        """Return a node's id within its kind."""
        persons = len(self.person_ids)
        return self.person_ids[node] if node < persons else self.other_ids[node - persons]

    def find(self, kind: NodeKind, ident: str) -> int | None:
        """Return the node of a kind with this id, or None; binary search."""
        nodes = self.nodes(kind)
        at = bisect_left(nodes, ident, key=self.id)
        return nodes[at] if at < len(nodes) and self.id(nodes[at]) == ident else None

    def index(self, name: str, is_there: Callable[[int], bool] = _anything) -> int:
        """Return the node of an id, which a kind may precede (`unit:U1`).

        A bare id means a thing that has a table of its own before a household, group, phone …
        What `is_there` denies is passed over as what does not exist, by the same steps.

        Raises:
            NotFoundError: nothing has this id.
            InputError: things of several kinds have it.
        """
        prefix, _, rest = name.partition(":")
        if rest and prefix.upper() in NodeKind.__members__:
            node = self.find(NodeKind[prefix.upper()], rest)
            if node is not None and is_there(node):
                return node
        for kinds in ([k for k in NodeKind if k not in _NAMED_BY_TEXT], _NAMED_BY_TEXT):
            known = [node for kind in kinds if (node := self.find(kind, name)) is not None]
            found = [node for node in known if is_there(node)]
            if len(found) > 1:
                names = ", ".join(f"{self.kind(node).prefix}:{name}" for node in found)
                raise InputError(f"'{name}' is the id of several things: write one of {names}")
            if found:
                return found[0]
        raise NotFoundError(f"nothing with the id '{name}' is loaded: check the id")

    def name(self, node: int) -> str:
        """Return the shortest text that `index` resolves to this node: its id, or with prefix."""
        ident = self.id(node)
        try:
            if self.index(ident) == node:
                return ident
        except InputError:
            pass
        return f"{self.kind(node).prefix}:{ident}"
