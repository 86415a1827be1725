"""Search goes both ways along ties, stops at hubs and at its budget, and says so."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ledger import open_ledger
from graph.model import Fact
from graph.ontology.kinds import EdgeKind
from graph.ontology.tables import TABLE, key_of
from graph.snapshot import Snapshot, open_snapshot
from graph.snapshot.link_rows import compressed
from graph.snapshot.links import TieGraph
from graph.traverse import around, reach


def graph_of(n: int, ties: list[tuple[int, int]], kind: int = 0) -> TieGraph:
    source, target = (np.array([tie[at] for tie in ties], np.int32) for at in range(2))
    kinds = np.full(len(ties), kind, np.uint8)
    rows = np.arange(len(ties), dtype=np.int32)
    return TieGraph(
        first=np.array([0] + [n] * 13),
        person_ids=[f"P{node:03}" for node in range(n)],
        other_ids=[],
        out=compressed(n, source, target, kinds, rows),
        into=compressed(n, target, source, kinds, rows),
    )


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20),
    st.integers(0, 4),
    st.sets(st.integers(0, 9), min_size=1, max_size=2),
)
def test_search_equals_networkx(ties: list[tuple[int, int]], hops: int, starts: set[int]) -> None:
    found = reach(graph_of(10, ties), starts, hops=hops)
    graph = nx.Graph(ties)
    graph.add_nodes_from([*range(10), "start"])
    graph.add_edges_from(("start", start) for start in starts)
    lengths = nx.single_source_shortest_path_length(graph, "start", cutoff=hops + 1)
    expected = sorted((hop - 1, node) for node, hop in lengths.items() if node != "start")
    assert list(zip(found.hops, found.nodes, strict=True)) == expected
    assert found.is_complete
    for place, before in enumerate(found.before):
        if before < 0:
            assert found.hops[place] == 0
        else:
            assert found.hops[before] == found.hops[place] - 1
            assert graph.has_edge(int(found.nodes[before]), int(found.nodes[place]))


STAR = [(0, 1), *((1, leaf) for leaf in range(2, 8))]


def test_a_hub_is_reached_but_not_passed_through() -> None:
    found = reach(graph_of(8, STAR), [0], hops=3, hub=5)
    assert found.nodes.tolist() == [0, 1]
    assert found.cut_at == (1,)
    assert not found.is_complete


def test_a_search_that_begins_at_a_hub_passes_through_it() -> None:
    found = reach(graph_of(8, STAR), [1], hops=1, hub=5)
    assert len(found.nodes) == 8
    assert found.is_complete


def test_the_budget_ends_a_search() -> None:
    found = reach(graph_of(8, STAR), [0], hops=3, budget=4)
    assert found.nodes.tolist() == [0, 1, 2, 3]
    assert not found.is_complete
    assert found.cut_at == ()


def test_only_the_wanted_kinds_are_followed_and_counted() -> None:
    ties = graph_of(8, STAR, kind=EdgeKind.FRIEND)
    assert reach(ties, [0], hops=3, kinds=[EdgeKind.KIN]).nodes.tolist() == [0]
    assert len(reach(ties, [0], hops=3, kinds=[EdgeKind.FRIEND]).nodes) == 8


@pytest.fixture
def snapshot(tmp_path) -> Snapshot:
    rows = {
        "people": [{"id": f"P{at}", "name": name} for at, name in enumerate("甲乙丙丁")],
        "units": [{"id": "U1", "name": "戊", "kind": "other"}],
        "kin": [{"person": "P0", "relation": "father", "relative": "P1"}],
        "posts": [{"person": "P1", "unit": "U1"}, {"person": "P2", "unit": "U1"}],
    }
    with open_ledger(tmp_path / "x.db", create=True) as ledger, ledger.load("s") as staged:
        staged.add(
            Fact(table=t, key=key_of(TABLE[t], cells), cells=cells, file=t, row=at)
            for t, lines in rows.items()
            for at, cells in enumerate(lines, start=2)
        )
        staged.commit()
    return open_snapshot(tmp_path / "x.db")


@pytest.mark.parametrize(
    ("hops", "nodes"),
    [(0, {"P0"}), (1, {"P0", "P1"}), (2, {"P0", "P1", "U1"}), (9, {"P0", "P1", "P2", "U1"})],
)
def test_a_neighbourhood_as_networkx(snapshot: Snapshot, hops: int, nodes: set[str]) -> None:
    assert set(around(snapshot, ["P0"], hops=hops)) == nodes
