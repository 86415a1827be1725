"""The model covers the ontology: nothing is forgotten, and nothing private slips in."""

import pytest

from graph.ontology.kinds import EDGE, EdgeKind, NodeKind
from graph.ontology.tables import TABLES
from graph.projection.findings import Runs, finding_frames
from graph.projection.frames import properties_of
from graph.projection.kin_ties import kin_tie_frames
from graph.projection.legal_kin import legal_kin_frames
from graph.projection.model import NEVER, NODE_CELLS, TIE_CELLS, Label, Type
from graph.projection.node_rows import node_frames
from graph.projection.nodes import Nodes
from graph.projection.properties import Property, parameter_of
from graph.projection.row_ties import row_tie_frames
from graph.projection.verdicts import Records, verdict_frames
from graph.snapshot import open_snapshot
from graph.snapshot.link_rows import LINKS, NODES
from tests.projection.county import COUNTY

BESIDE = frozenset({"records", "holdings", "needs", "declarations"})
"""Tables without ties; of declarations the scopes stand with the person."""


def test_every_kind_has_its_label_and_type():
    assert {kind.name for kind in NodeKind} == set(Label.__members__) - {"IMPLIED", "CASE"}
    derived = {"PARENT", "SPOUSE", "LEGAL_KIN", "VERDICT", "FINDING"}
    assert {kind.name for kind in EdgeKind} == set(Type.__members__) - derived
    assert set(TIE_CELLS) == {edge.table for edge in EDGE.values()}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_placed_or_kept_out(table):
    if table.name in BESIDE:
        return
    placed = set(TIE_CELLS.get(table.name, ()))
    placed |= {cell for name, cells in NODE_CELLS.values() if name == table.name for cell in cells}
    for link in LINKS:
        if EDGE[link.edge].table == table.name:
            placed |= {*link.source, *link.target}
    placed |= {cell for _, name, columns in NODES if name == table.name for cell in columns}
    placed |= {"sex"} if table.name == "people" else set()
    kept_out = NEVER.get(table.name, NEVER[""])
    ends = placed & kept_out
    assert {column.name for column in table.columns} - placed - kept_out == set()
    assert ends <= {"phone", "address"}  # they are ties to digests


def test_private_cells_are_in_no_list():
    listed = {(name, cell) for name, cells in NODE_CELLS.values() for cell in cells}
    listed |= {(name, cell) for name, cells in TIE_CELLS.items() for cell in cells}
    never = {(name, cell) for name in TIE_CELLS for cell in NEVER.get(name, NEVER[""])}
    assert listed & never == set()


def test_every_property_can_be_written(load, ledger_path):
    load(COUNTY)
    nodes = Nodes(open_snapshot(ledger_path), b"secret")
    records = Records(ledger_path, 0, 0)
    frames = [
        *node_frames(nodes),
        *row_tie_frames(nodes),
        *kin_tie_frames(nodes),
        *legal_kin_frames(nodes, 20000),
        *verdict_frames(nodes, records),
        *finding_frames(nodes, Runs(ledger_path, 0)),
    ]
    used = {name for frame in frames for name in properties_of(frame.table)}
    assert used | {"key", "pinyin", "characters"} == {name.lower() for name in Property.__members__}
    shapes = [frame.shape.name for frame in frames]
    assert len(shapes) == len(set(shapes))


def test_properties_are_written_as_they_are_named():
    for member in Property:
        name = member.name.lower()
        assert member.value == f"{name}: ${parameter_of(name)}[i]"
