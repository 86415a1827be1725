"""The fewest hops are those of plain breadth-first search, hubs and all."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ontology.kinds import EdgeKind
from graph.paths.length import fewest_hops
from tests.paths.worlds import ON, rows, world

_KINDS = st.sampled_from([None, {EdgeKind.KIN}, {EdgeKind.HOLDS_POST, EdgeKind.PERSON_PHONE}])
_UNFOLLOWED = {EdgeKind.STATIONED_IN, EdgeKind.PART_OF, EdgeKind.IN_ZONE}


def plain_graph(snapshot, day, kinds):
    """Every tie as an edge of networkx."""
    graph = nx.Graph()
    persons, recorded = snapshot.persons.n, snapshot.ties.n
    graph.add_nodes_from(range(recorded))
    out = snapshot.ties.out
    for node in range(recorded):
        for position in out.row_of(node):
            kind, row = EdgeKind(int(out.kind[position])), int(out.row[position])
            is_walked = kind in kinds if kinds is not None else kind not in _UNFOLLOWED
            if kind is EdgeKind.KIN or not is_walked:
                continue
            if day is None or begun(snapshot, kind, row) <= day:
                graph.add_edge(node, int(out.indices[position]))
    if kinds is None or EdgeKind.KIN in kinds:
        for adjacency in (snapshot.kin.parents, snapshot.kin.spouses):
            owners = np.repeat(np.arange(len(adjacency.indptr) - 1), np.diff(adjacency.indptr))
            for position, owner in enumerate(owners.tolist()):
                if day is None or adjacency.is_in_force(position, day):
                    ends = (owner, int(adjacency.indices[position]))
                    graph.add_edge(*(n if n < persons else n - persons + recorded for n in ends))
    return graph


def begun(snapshot, kind, row):
    from graph.ontology.kinds import EDGE

    return int(snapshot.times.start[snapshot.times.begin(EDGE[kind].table) + row])


@settings(deadline=None, max_examples=25)
@given(rows(), st.sampled_from([None, ON]), _KINDS, st.integers(1, 6))
def test_hops_are_those_of_networkx(drawn, day, kinds, most):
    snapshot = world(drawn)
    graph = plain_graph(snapshot, day, kinds)
    for start, goal in ((0, 1), (0, 5), (2, 7), (5, 6)):
        reached = nx.single_source_shortest_path_length(graph, start)
        expected = reached.get(goal)
        expected = expected if expected is not None and expected <= most else None
        assert fewest_hops(snapshot, [start], [goal], on=day, kinds=kinds, most=most) == expected
        assert fewest_hops(snapshot, [goal], [start], on=day, kinds=kinds, most=most) == expected
    reached = nx.multi_source_dijkstra_path_length(graph, {0, 2})
    within = [reached[node] for node in (1, 4) if reached.get(node, most + 1) <= most]
    found = fewest_hops(snapshot, [0, 2], [1, 4], on=day, kinds=kinds, most=most)
    assert found == (int(min(within)) if within else None)


def test_the_same_node_is_no_hop_away():
    from bench.made_snapshot import MadeSnapshot

    snapshot = MadeSnapshot.of_rows(people=[{"id": "A", "name": "甲"}, {"id": "B", "name": "乙"}])
    assert fewest_hops(snapshot, [0], [0]) == 0
    assert fewest_hops(snapshot, [0], [1]) is None
