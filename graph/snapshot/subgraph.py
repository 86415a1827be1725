"""A small part of the graph as a networkx graph: for users, exports and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.ontology.kinds import EDGE, NODE_LABELS, EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    import pyarrow as pa

    from graph.snapshot.snapshot import Snapshot

_LABELLED = {
    NodeKind.UNIT: "units",
    NodeKind.PLACE: "places",
    NodeKind.PROGRAMME: "programmes",
}
_DETAIL = {"kin": "relation", "posts": "title", "roles": "role", "memberships": "kind"}
"""The column that says more about a tie than its kind does."""


def to_networkx(snapshot: Snapshot, nodes: Iterable[str]) -> nx.MultiDiGraph:
    """Return the named nodes and every tie among them, one edge a row.

    Nodes are keyed by `TieGraph.name`; attributes `kind`, `kind_zh`, `id`, `label`. Edges run from
    the source of the row to its target, keyed by kind and row; attributes `kind`, `label`,
    `detail`, `since`, `until`, `source` (where it was read), `confidence`, `disputed`. A blank
    attribute is left out, so that GraphML and GEXF can hold the rest. Cost: the ties of the nodes.

    Raises:
        NotFoundError: a name is not of any node.
        InputError: a name is of several nodes.
    """
    import networkx as nx  # a sixth of a second, which most commands need not spend

    ties = snapshot.ties
    chosen = dict.fromkeys(ties.index(name) for name in nodes)
    names = {node: ties.name(node) for node in chosen}
    graph = nx.MultiDiGraph()
    for node, name in names.items():
        graph.add_node(name, **_node(snapshot, node))
    for node, name in names.items():
        for position in ties.out.row_of(node):
            target = names.get(int(ties.out.indices[position]))
            if target is not None:
                edge = EDGE[EdgeKind(int(ties.out.kind[position]))]
                row = int(ties.out.row[position])
                attributes = edge_attributes(snapshot, edge.kind, row)
                graph.add_edge(name, target, key=f"{edge.kind.name.lower()}:{row}", **attributes)
    return graph


def _node(snapshot: Snapshot, node: int) -> dict[str, Any]:
    kind, ident = snapshot.ties.kind(node), snapshot.ties.id(node)
    return {
        "kind": kind.prefix,
        "kind_zh": NODE_LABELS[kind],
        "id": ident,
        "label": node_label(snapshot, node) or ident,
    }


def node_label(snapshot: Snapshot, node: int) -> str:
    """Return the name that people know a node by; its id where it has no other."""
    kind, ident = snapshot.ties.kind(node), snapshot.ties.id(node)
    if kind is NodeKind.PERSON:
        return snapshot.persons.name(node)
    if kind is NodeKind.CONTRACT:
        return _cell(snapshot.table("contracts"), "title", _place(snapshot, node)) or ident
    if kind in _LABELLED:
        return _cell(snapshot.table(_LABELLED[kind]), "name", _place(snapshot, node)) or ident
    return ident


def _place(snapshot: Snapshot, node: int) -> int:
    """Return the row of a node whose table has one row for each node, in the same order."""
    return node - int(snapshot.ties.first[snapshot.ties.kind(node)])


def _cell(table: pa.Table, column: str, row: int) -> Any:
    return table.column(column)[row].as_py()


def edge_attributes(snapshot: Snapshot, kind: EdgeKind, row: int) -> dict[str, Any]:
    """Return what the row that proves a tie says of it, blanks left out."""
    edge = EDGE[kind]
    table = snapshot.table(edge.table)
    columns = {
        "detail": _DETAIL.get(edge.table),
        "since": edge.since,
        "until": edge.until,
        "source": "origin",
        "confidence": "confidence",
        "disputed": "disputed",
    }
    found: dict[str, Any] = {"kind": kind.name.lower(), "label": edge.zh}
    for name, column in columns.items():
        value = _cell(table, column, row) if column is not None else None
        if value is not None:
            found[name] = value
    return found
