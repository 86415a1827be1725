"""What nodes of a path are called: id, kind and name; of a telephone only its last digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ontology.kinds import NODE_LABELS, NodeKind
from graph.paths.distinct import kind_of
from graph.snapshot.subgraph import node_label

if TYPE_CHECKING:
    from graph.paths.arrays import PathGraph
    from graph.snapshot import Snapshot

_IMPLIED = ("一位未记载的亲属", "a relative nobody named")
_DIGITS_SHOWN = 4


class NodeNames:
    """Ids and names of a snapshot's nodes, looked up once."""

    def __init__(self, snapshot: Snapshot, graph: PathGraph) -> None:
        self._snapshot = snapshot
        self._graph = graph
        self._ids: dict[int, str] = {}
        self._labels: dict[int, str] = {}

    def id(self, node: int) -> str:
        """Return the id that names the node everywhere; a number behind ~ for implied people."""
        if node not in self._ids:
            self._ids[node] = self._id(node)
        return self._ids[node]

    def _id(self, node: int) -> str:
        if node >= self._graph.recorded:
            return f"~{node - self._graph.recorded + 1}"
        if self.kind(node) is NodeKind.PHONE:
            return f"{NodeKind.PHONE.prefix}:…{self._snapshot.ties.id(node)[-_DIGITS_SHOWN:]}"
        return self._snapshot.ties.name(node)

    def label(self, node: int) -> str:
        """Return the name that people know the node by."""
        if node not in self._labels:
            self._labels[node] = self._label(node)
        return self._labels[node]

    def _label(self, node: int) -> str:
        if node >= self._graph.recorded:
            return _IMPLIED[0]
        kind = self.kind(node)
        if kind is NodeKind.PHONE:
            return f"{NODE_LABELS[kind]}…{self._snapshot.ties.id(node)[-_DIGITS_SHOWN:]}"
        named = node_label(self._snapshot, node)
        if kind in (NodeKind.HOUSEHOLD, NodeKind.ACCOUNT, NodeKind.ASSET):
            return f"{NODE_LABELS[kind]}{named}"
        return self._place(named) if kind is NodeKind.GROUP else named.removeprefix("/")

    def _place(self, group: str) -> str:
        """Return a villagers' group by the name of its village."""
        village, _, name = group.rpartition("/")
        place = self._snapshot.ties.find(NodeKind.PLACE, village)
        return f"{village if place is None else self.label(place)}{name}"

    def kind(self, node: int) -> NodeKind:
        """Return what the node is."""
        return kind_of(self._graph, node)
