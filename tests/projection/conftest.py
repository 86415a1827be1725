"""A ledger of a few people, a sync of it, and all that stands in Neo4j afterwards."""

import pytest

from graph.ledger import open_ledger
from graph.model import day_of
from graph.projection.place import Place
from graph.projection.sync import Sync
from tests.projection.county import TODAY, emptied, facts_of


@pytest.fixture
def ledger_path(tmp_path):
    return tmp_path / "huibi.db"


@pytest.fixture
def load(ledger_path):
    """Load rows by table as one source; returns the new head."""

    def loaded(rows, source="county", *, replace=False):
        with open_ledger(ledger_path, create=True) as book, book.load(source) as staged:
            staged.add(facts_of(rows))
            return staged.commit(replace=replace)

    return loaded


@pytest.fixture
def graph(neo4j_graph):
    """The shared server's graph, empty but for constraints and indexes made by earlier tests."""
    emptied(neo4j_graph)
    return neo4j_graph


@pytest.fixture
def sync(ledger_path, request):
    """Bring the test's graph to where the ledger stands on a day."""

    def synced(graph, *, day=TODAY, rebuild=False, path=None, **options):
        place = Place(path or ledger_path)
        return Sync(graph=graph, place=place, day=day_of(day), **options).run(rebuild=rebuild)

    return synced
