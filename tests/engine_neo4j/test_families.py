"""Real families: the same relatives, and the same readings of every pair, from Neo4j's patterns."""

from __future__ import annotations

import random

import numpy as np
import pytest

from api.loading import Request, load_sources
from graph.kinship.circles import ALL_KIN, CIRCLES
from graph.kinship.closure import all_kin, readings_between
from graph.kinship.walks import EVERY_STANDING
from graph.model import day_of
from graph.projection.cypher_circles import kin_sets
from tests.engine_neo4j.pairs import SHAPES, readings_by_cypher

pytestmark = [pytest.mark.real_input, pytest.mark.slow]

ON = day_of("2026-01-01")
EGOS, PAIRS = 150, 600


@pytest.fixture(scope="module", params=["royal92", "pres2020"])
def tree(request, shared, both, tmp_path_factory):
    """A family tree in a ledger, a snapshot and Neo4j."""
    path = tmp_path_factory.mktemp(request.param) / "huibi.db"
    source = shared / "data/gedcom" / f"{request.param}.ged"
    load_sources(path, Request(paths=[source]), lambda _: None, lambda _: None)
    return both(path)


@pytest.mark.parametrize("code", ["K1-K4", "NR-C", "FAM"])
def test_cypher_names_the_relatives_that_the_walks_name(tree, code) -> None:
    persons, rng = tree.snapshot.persons, random.Random(code)
    egos = np.array(sorted(rng.sample(range(persons.n), EGOS)), np.int32)
    sets = all_kin(tree.snapshot, egos, ON, CIRCLES[code])
    expected = {
        (persons.id(ego), persons.id(kin))
        for ego, kin in zip(sets.ego.tolist(), sets.relative.tolist(), strict=True)
    }
    assert len(expected) > EGOS
    found = kin_sets(tree.graph, [persons.id(ego) for ego in egos], CIRCLES[code], ON)
    assert found == expected


def test_readings_of_pairs_are_the_same_to_the_last_hop(tree) -> None:
    persons, rng = tree.snapshot.persons, random.Random(7)
    ids = [persons.id(node) for node in range(persons.n)]
    egos = np.array(sorted(rng.sample(range(persons.n), EGOS)), np.int32)
    sets = all_kin(tree.snapshot, egos, ON, ALL_KIN, allowed=EVERY_STANDING)
    kin = [(ids[a], ids[b]) for a, b in zip(sets.ego.tolist(), sets.relative.tolist(), strict=True)]
    strangers = [(ids[rng.choice(egos)], rng.choice(ids)) for _ in range(PAIRS // 2)]
    pairs = [*rng.sample(kin, PAIRS // 2), *((a, b) for a, b in strangers if a != b)]
    found = readings_by_cypher(tree.graph, pairs, ON)
    expected = {(a, b): readings_between(tree.snapshot, a, b, ON, SHAPES) for a, b in pairs}
    assert found == expected
    assert sum(map(bool, found.values())) >= PAIRS // 2
