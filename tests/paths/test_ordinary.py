"""How ordinary a path is: the share of random pairs of the same kinds with as good a one."""

from __future__ import annotations

import numpy as np
import pytest

from bench.made_snapshot import MadeSnapshot
from graph.paths import ordinary
from graph.paths.arrays import path_graph_of
from graph.paths.ordinary import Sample, sample_of
from graph.paths.search import Limits, best_paths
from tests.paths.worlds import ON


@pytest.fixture(autouse=True)
def _nothing_remembered():
    ordinary._remembered.clear()


def village(persons, households):
    people = [
        {"id": f"P{n:03}", "name": "某", "village": "V", "household": f"H{n % households}"}
        for n in range(persons)
    ]
    people[0]["died"] = "1990"
    return MadeSnapshot.of_rows(
        people=people,
        places=[{"id": "V", "name": "村", "level": "village"}],
        units=[
            {"id": "C1", "name": "甲公司", "kind": "company"},
            {"id": "C2", "name": "乙公司", "kind": "company"},
            {"id": "S1", "name": "学校", "kind": "school"},
        ],
        roles=[{"person": "P001", "company": "C1", "role": "director"}],
    )


def sample(snapshot, one, other, **more):
    graph = path_graph_of(snapshot)
    ends = ([snapshot.ties.index(name) for name in side] for side in (one, other))
    given = {"day": ON, "families": None, "limits": Limits()} | more
    return sample_of(snapshot, graph, tuple(ends), **given)


def test_a_share_counts_paths_as_good_or_better():
    drawn = Sample(best=np.array([0.0, 0.1, 0.3, 0.3, 0.8]))
    assert [drawn.share(strength) for strength in (0.9, 0.8, 0.3, 0.2, 1e-6)] == [
        0.0, 0.2, 0.6, 0.6, 0.8,
    ]  # fmt: skip
    assert Sample(best=np.zeros(0)).share(0.5) == 0.0


def test_everybody_of_one_village_is_tied_and_few_of_one_house():
    snapshot = village(200, 50)
    drawn = sample(snapshot, ["P010"], ["P020"])
    assert 380 <= drawn.pairs <= 400  # a random pair may be one person twice
    assert drawn.share(0.38) == 1.0
    assert drawn.share(0.95) == pytest.approx(3 / 198, abs=0.03)


def test_the_sample_is_the_same_each_time_and_remembered():
    snapshot = village(80, 20)
    first = sample(snapshot, ["P010"], ["P020"])
    assert sample(snapshot, ["P033"], ["P034"]) is first
    ordinary._remembered.clear()
    again = sample(snapshot, ["P010"], ["P020"])
    assert np.array_equal(first.best, again.best)
    assert sample(snapshot, ["P010"], ["P020"], limits=Limits(hops=2)) is not first


def test_random_ends_are_of_the_kind_they_stand_for(monkeypatch):
    snapshot = village(40, 10)
    asked = []
    spy = ordinary._best

    def spying(graph, pairs, *more):
        asked.extend(pairs)
        return spy(graph, pairs, *more)

    monkeypatch.setattr(ordinary, "_best", spying)
    sample(snapshot, ["P010", "P011"], ["C1"])
    dead, companies = snapshot.ties.index("P000"), {snapshot.ties.index(c) for c in ("C1", "C2")}
    assert all(dead not in people and len(people) <= 2 for people, _ in asked)
    assert {int(unit) for _, units in asked for unit in units} == companies


def test_large_sets_are_compared_with_fewer():
    snapshot = village(300, 60)
    everybody = [f"P{n:03}" for n in range(1, 200)]
    assert sample(snapshot, everybody, ["C1"]).pairs == ordinary._FEWEST


def test_a_sample_gives_what_single_searches_give():
    snapshot = village(60, 12)
    graph = path_graph_of(snapshot)
    pairs = [(np.array([a]), np.array([b])) for a, b in ((1, 2), (3, 15), (7, 60), (9, 61))]
    best = ordinary._best(graph, pairs, ON, None, Limits())
    singles = [
        max([p.strength for p in best_paths(graph, one, other, day=ON).paths], default=0.0)
        for one, other in pairs
    ]
    assert best.tolist() == pytest.approx(singles)
