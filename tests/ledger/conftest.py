"""A ledger and short ways to write its rows."""

import pytest

from graph.ledger import open_ledger
from graph.model import Fact
from graph.ontology.tables import TABLE, key_of


def row(table, file="people.csv", line=2, **cells):
    cells = {name.rstrip("_"): text for name, text in cells.items() if text}
    return Fact(table=table, key=key_of(TABLE[table], cells), cells=cells, file=file, row=line)


def person(id, name="王芳", line=2, file="people.csv", **cells):
    return row("people", file=file, line=line, id=id, name=name, **cells)


def load(ledger, source, *facts, replace=False):
    with ledger.load(source) as staged:
        staged.add(facts)
        return staged.commit(replace=replace)


@pytest.fixture(scope="session", name="person")
def person_fixture():
    return person


@pytest.fixture(scope="session", name="row")
def row_fixture():
    return row


@pytest.fixture(scope="session", name="load")
def load_fixture():
    return load


@pytest.fixture
def path(tmp_path):
    return tmp_path / "huibi.db"


@pytest.fixture
def ledger(path):
    with open_ledger(path, create=True) as opened:
        yield opened
