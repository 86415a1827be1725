"""A sub-graph in networkx is the rows of the tables, no more and no less."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from graph.errors import NotFoundError
from graph.ontology.kinds import EDGE
from graph.snapshot import Snapshot, open_snapshot
from graph.snapshot.link_rows import LINKS


@pytest.fixture
def snapshot(load, ledger_path, family) -> Snapshot:
    load(family)
    return open_snapshot(ledger_path)


@pytest.fixture
def whole(snapshot: Snapshot) -> nx.MultiDiGraph:
    return snapshot.to_networkx([snapshot.ties.name(node) for node in range(snapshot.ties.n)])


def spelled(row: dict[str, str], columns: tuple[str, ...]) -> str | None:
    if row.get(columns[-1]) is None or (columns[0] == "village" and row.get("village") is None):
        return None
    return "/".join(row.get(column) or "" for column in columns)


def test_edges_are_the_rows(snapshot: Snapshot, whole: nx.MultiDiGraph, family) -> None:
    expected = []
    for link in LINKS:
        edge = EDGE[link.edge]
        for row in family.get(edge.table, ()):
            ends = spelled(row, link.source), spelled(row, link.target)
            is_meant = link.where is None or row.get(link.where[0]) == link.where[1]
            if None not in ends and is_meant:
                source, target = (str(end).rpartition(":")[2] for end in ends)
                expected.append((source, target, edge.kind.name.lower()))
    found = [(a, b, kind) for a, b, kind in whole.edges(data="kind")]
    assert sorted(found) == sorted(expected)
    assert len(found) == 21


def test_an_edge_says_what_its_row_says(whole: nx.MultiDiGraph) -> None:
    (marriage,) = [d for _, _, d in whole.edges(data=True) if d.get("detail") == "wife"]
    assert marriage == {
        "kind": "kin",
        "label": "亲属",
        "detail": "wife",
        "since": "2001-05-01",
        "source": "county/kin.csv:3",
        "confidence": 1.0,
        "disputed": False,
    }


@pytest.mark.parametrize(
    ("name", "label"), [("P1", "张伟"), ("C1", "兴隆公司"), ("HT1", "修路"), ("H1", "H1")]
)
def test_a_node_has_a_label(whole: nx.MultiDiGraph, name: str, label: str) -> None:
    assert whole.nodes[name]["label"] == label


def test_only_ties_between_the_named_nodes_are_taken(snapshot: Snapshot) -> None:
    graph = snapshot.to_networkx(["P1", "P2", "unit:U1", "P1"])
    assert sorted(graph.nodes) == ["P1", "P2", "U1"]
    assert sorted(graph.edges()) == [("P1", "P2"), ("P1", "U1")]


def test_an_unknown_name_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(NotFoundError, match="P99"):
        snapshot.to_networkx(["P1", "P99"])


@pytest.mark.parametrize("write", [nx.write_graphml, nx.write_gexf])
def test_the_graph_can_be_exported(whole: nx.MultiDiGraph, write) -> None:
    buffer = io.BytesIO()
    write(whole, buffer)
    assert "张伟" in buffer.getvalue().decode()
