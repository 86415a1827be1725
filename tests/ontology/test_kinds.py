"""The tables of node and edge kinds are whole and agree with the canonical tables."""

import pytest

from graph.ontology.kinds import EDGE, EDGES, NODE_LABELS, Edge, EdgeKind, NodeKind
from graph.ontology.tables import TABLE


def test_every_kind_is_described_once() -> None:
    assert [edge.kind for edge in EDGES if EDGE[edge.kind] is not edge] == []
    assert set(EDGE) == set(EdgeKind)
    assert set(NODE_LABELS) == set(NodeKind)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.kind.name)
def test_an_edge_is_labelled_and_dated_by_columns_of_its_table(edge: Edge) -> None:
    columns = {column.name for column in TABLE[edge.table].columns}
    assert edge.zh
    assert edge.en
    assert edge.sources
    assert edge.targets
    assert {edge.since, edge.until} - {None} <= columns
    assert edge.is_dated == (edge.since is not None) == (edge.until is not None)


def test_labels_tell_edges_apart() -> None:
    labels = [edge.zh for edge in EDGES]
    assert len(set(labels)) == len(labels)


def test_a_symmetric_edge_joins_persons_to_persons_or_units() -> None:
    assert {edge.kind for edge in EDGES if edge.symmetric} == {
        EdgeKind.FRIEND,
        EdgeKind.ENMITY,
        EdgeKind.PARTNER,
        EdgeKind.FIANCE,
        EdgeKind.OTHER_TIE,
    }


def test_a_kind_fits_a_byte_and_names_its_prefix() -> None:
    assert max(EdgeKind) < 256
    assert NodeKind.UNIT.prefix == "unit"
