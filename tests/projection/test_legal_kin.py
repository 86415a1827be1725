"""Officials' legal kin as derived ties: the same people, classes and words as `kin_of`."""

import pytest

from api.loading import Request, load_sources
from graph.kinship.circles import ALL_KIN, CIRCLES
from graph.kinship.closure import all_kin, kin_of
from graph.model import Standing, day_of
from graph.projection.legal_kin import legal_kin_frames, officials
from graph.projection.nodes import Nodes
from graph.snapshot import open_snapshot
from loaders.synthetic import write_county

DAY = day_of("2026-03-02")


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    write_county(folder / "county", 2000, 1)
    ledger = folder / "county.db"
    request = Request(paths=[folder / "county"])
    assert not load_sources(ledger, request, lambda _: None, lambda _: None).errors
    return open_snapshot(ledger)


@pytest.fixture(scope="module")
def derived(county):
    [frame] = legal_kin_frames(Nodes(county, b"secret"), DAY)
    return {(row["_source"], row["_target"]): row for row in frame.table.to_pylist()}


def test_each_official_has_his_kin_by_the_closest_reading(county, derived):
    expected = {}
    for ego in officials(county).tolist():
        person = county.persons.id(ego)
        for relative in kin_of(county, person, DAY):
            lawful = [r for r in relative.readings if r.standing is Standing.LAWFUL]
            if lawful:
                expected[person, relative.person] = lawful[0]
    by_shape = {pair: row for pair, row in derived.items() if row["shape"] is not None}
    assert set(by_shape) == set(expected)
    for pair, reading in expected.items():
        row = by_shape[pair]
        assert (row["shape"], row["term"]) == (reading.shape, reading.terms[0]), pair
        assert row["class"] == reading.kin_class.label
        kin = reading.kin
        assert (row["up"], row["down"], row["marriages"]) == (kin.up, kin.down, kin.marriages)


def test_the_sequence_is_the_last_fact_of_a_path(county, derived):
    facts = set(county.table("kin")["fact"].to_pylist())
    for (person, _), row in list(derived.items())[:50]:
        assert row["sequence"] in facts
        if row["shape"] == "U":
            relatives = kin_of(county, person, DAY, CIRCLES["NR-P"])
            reading = next(r for r in relatives if r.person == row["_target"]).readings[0]
            assert row["sequence"] >= max(hop.fact for hop in reading.hops)


def test_circles_are_those_that_the_engine_finds(county, derived):
    egos = officials(county)
    for code, circle in CIRCLES.items():
        sets = all_kin(county, egos, DAY, circle)
        pairs = {
            (county.persons.id(one), county.persons.id(other))
            for one, other in zip(sets.ego.tolist(), sets.relative.tolist(), strict=True)
        }
        assert {pair for pair, row in derived.items() if code in row["circles"]} == pairs, code
    assert any(ALL_KIN.code not in row["circles"] for row in derived.values()) or derived


def test_nobody_is_kin_without_officials(load, ledger_path):
    load({"people": [{"id": "A", "name": "甲"}]})
    [frame] = legal_kin_frames(Nodes(open_snapshot(ledger_path), b"secret"), DAY)
    assert len(frame.table) == 0


def test_support_alone_makes_kin_of_the_administrative_circle(load, ledger_path):
    load(
        {
            "people": [{"id": "A", "name": "甲"}, {"id": "B", "name": "乙"}],
            "ties": [{"person": "B", "other": "A", "kind": "guardian"}],
            "units": [{"id": "U", "name": "局", "kind": "public_body"}],
            "posts": [{"person": "A", "unit": "U", "title": "员"}],
        }
    )
    snapshot = open_snapshot(ledger_path)
    [frame] = legal_kin_frames(Nodes(snapshot, b"secret"), DAY)
    [row] = frame.table.to_pylist()
    assert (row["_source"], row["_target"], row["circles"]) == ("A", "B", ["NR-A"])
    assert row["sequence"] == snapshot.table("ties")["fact"][0].as_py()
    assert row["shape"] is None
