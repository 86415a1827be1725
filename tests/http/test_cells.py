"""What is kept of a snapshot for many requests says what the snapshot says, to whom it may."""

import pytest

from api.http import graphing
from api.http.cells import Cells
from api.http.graphing import Drawing
from api.http.roles import Account, Role
from api.http.sight import Sight
from graph.ontology.kinds import NodeKind
from graph.ontology.tables import TABLES


def sight_of(service, *places):
    account = Account(login="x", name="x", roles=frozenset({Role.CLERK}), places=places)
    bench = service.bench
    return Sight(account=account, ground=bench.ground(), files=bench.files(), day=20_000)


def test_cells_are_those_of_the_tables(service):
    snapshot = service.bench.ground().snapshot
    cells = Cells(snapshot)
    for table in (table.name for table in TABLES):
        for row, told in enumerate(snapshot.table(table).to_pylist()):
            for column in ("id", "name", "born", "from", "origin", "nothing"):
                assert cells.text(table, column, row) == (told.get(column) or "")
            for column in ("fact", "confidence", "disputed"):
                assert cells.number(table, column, row) == told[column]


def test_officials_are_who_holds_or_held_a_post(service):
    ground = service.bench.ground()
    posts = ground.snapshot.table("posts")["person"].to_pylist()
    assert ground.officials == set(posts) != set()


@pytest.mark.parametrize("few", [0, 500])
def test_neighbours_kept_for_one_are_not_told_to_another(service, monkeypatch, few):
    monkeypatch.setattr(graphing, "_FEW", few)
    person = service.bench.ground().snapshot.ties.find(NodeKind.PERSON, "A4")
    everybody, placed = sight_of(service), sight_of(service, "L1")
    counts = [Drawing(sight).reach(person) for sight in (everybody, placed, everybody, placed)]
    assert counts[:2] == counts[2:]
    assert counts[0] > counts[1]
