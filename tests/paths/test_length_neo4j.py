"""The fewest hops are those of Neo4j's own shortestPath on the projection of a county."""

from __future__ import annotations

import random

import neo4j
import pytest

from api.loading import Request, load_sources
from bench.table.by_neo4j import shortest_text
from graph.ontology.kinds import EdgeKind
from graph.paths.length import fewest_hops
from graph.snapshot import open_snapshot
from loaders.synthetic import write_county
from tests.engine_neo4j.projected import project

PERSONS, PAIRS = 2_000, 100


@pytest.fixture(scope="module")
def county(neo4j_graph, tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    write_county(folder / "made", PERSONS, 3)
    path = folder / "huibi.db"
    load_sources(path, Request(paths=[folder / "made"]), lambda _: None, lambda _: None)
    project(neo4j_graph, path, rebuild=True)
    address = neo4j_graph.address
    with neo4j.GraphDatabase.driver(
        address.uri, auth=(address.user, address.password), notifications_min_severity="OFF"
    ) as driver:
        yield open_snapshot(path), driver


@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param(None, id="all-ties"),
        pytest.param(frozenset({EdgeKind.KIN}), id="kinship"),
        pytest.param(frozenset({EdgeKind.KIN, EdgeKind.IN_COHORT}), id="kinship-and-classes"),
    ],
)
def test_hops_are_those_of_shortest_path(county, kinds):
    snapshot, driver = county
    ids, chance = snapshot.persons.ids, random.Random(5)
    pairs = [tuple(chance.sample(range(len(ids)), 2)) for _ in range(PAIRS)]
    text, theirs = shortest_text(kinds), []
    with driver.session() as session:
        for one, other in pairs:
            row = session.run(text, one=ids[one], other=ids[other]).single()
            theirs.append(None if row is None else row["ties"])
    assert theirs == [fewest_hops(snapshot, [a], [b], kinds=kinds) for a, b in pairs]
    assert len(set(theirs)) > 2
