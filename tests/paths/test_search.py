"""The search finds what trying every path finds: best, k best, distinct; within its hops."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.made_snapshot import MadeSnapshot
from graph.model import day_of
from graph.paths.arrays import path_graph_of
from graph.paths.search import Limits, best_paths
from tests.paths.oracle import Oracle
from tests.paths.worlds import ON, PEOPLE, rows, world

_SETS = st.sampled_from(
    [((0,), (1,)), ((0,), (5,)), ((0, 2), (1,)), ((0, 3), (1, 4)), ((5,), (6,)), ((2,), (7,))]
)
"""Persons are nodes 0 to 4, units 5 and 6, places 7 and 8."""
_SLOW = settings(deadline=None, max_examples=25)


def ask(snapshot, sets, *, hops=4, count=5, day=ON, distinct=True, **limits):
    return best_paths(
        path_graph_of(snapshot),
        *sets,
        day=day,
        count=count,
        distinct=distinct,
        limits=Limits(hops=hops, seconds=60.0, **limits),
    )


def strengths(found):
    return [path.strength for path in found.paths]


def approx(values):
    return pytest.approx(values, rel=1e-6, abs=1e-12)


@_SLOW
@given(rows(), _SETS, st.integers(1, 5))
def test_every_path_is_found_once_and_weighed_as_documented(drawn, sets, hops):
    snapshot = world(drawn)
    expected = Oracle(snapshot, ON).best(*sets, hops)
    found = ask(snapshot, sets, hops=hops, count=len(expected) + 5, distinct=False)
    assert {path.nodes: path.strength for path in found.paths} == approx(dict(expected))
    assert len(found.paths) == len(expected)
    assert strengths(found) == sorted(strengths(found), reverse=True)
    assert found.is_complete
    assert all(len(path.codes) <= hops for path in found.paths)


@_SLOW
@given(rows(), _SETS, st.integers(1, 5), st.integers(1, 6))
def test_distinct_paths_are_those_of_the_definition(drawn, sets, hops, count):
    snapshot = world(drawn)
    expected = Oracle(snapshot, ON).distinct(*sets, hops, count)
    assert strengths(ask(snapshot, sets, hops=hops, count=count)) == approx(expected)


@_SLOW
@given(rows(), _SETS, st.integers(2, 5), st.integers(2, 7))
def test_what_is_missing_leads_through_a_hub_that_is_named(drawn, sets, hops, hub):
    """No path is missing that a cut does not answer for, none stronger than it allows."""
    snapshot = world(drawn)
    oracle = Oracle(snapshot, ON)
    expected = oracle.best(*sets, hops)
    found = ask(snapshot, sets, hops=hops, count=len(expected) + 5, distinct=False, hub=hub)
    reached = {path.nodes: path.strength for path in found.paths}
    assert reached == approx({nodes: expected[nodes] for nodes in reached})
    cuts = {cut.node: cut.at_most for cut in found.cuts}
    graph = path_graph_of(snapshot)
    assert all(graph.rows(node) > hub for node in cuts)
    for nodes in expected.keys() - reached.keys():
        hubs = [node for node in nodes[1:-1] if node < oracle.recorded and graph.rows(node) > hub]
        assert any(expected[nodes] <= cuts.get(node, 0.0) * (1 + 1e-9) for node in hubs)
    assert found.is_complete == (not cuts)


@_SLOW
@given(rows(), _SETS, st.integers(2, 5))
def test_the_way_back_is_the_way_there(drawn, sets, hops):
    snapshot = world(drawn)
    there, back = ask(snapshot, sets, hops=hops), ask(snapshot, sets[::-1], hops=hops)
    assert [path.turned() for path in back.paths] == list(there.paths)
    assert (there.cuts, there.ties, there.pairs) == (back.cuts, back.ties, back.pairs)


@_SLOW
@given(rows(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn, shuffler):
    turned = {
        name: listed if name == "kin" else shuffler.sample(listed, len(listed))
        for name, listed in drawn.items()  # of kin that contradict, the earlier are believed
    }
    one, other = (ask(world(some), ((0,), (1,))) for some in (drawn, turned))
    assert [path.nodes for path in one.paths] == [path.nodes for path in other.paths]
    assert strengths(one) == approx(strengths(other))


@_SLOW
@given(rows(), st.integers(1, 4))
def test_more_hops_never_lose_or_weaken_a_path(drawn, hops):
    snapshot = world(drawn)
    near, far = (
        ask(snapshot, ((0,), (1,)), hops=most, count=3_000, distinct=False)
        for most in (hops, hops + 1)
    )
    assert {path.nodes for path in near.paths} <= {path.nodes for path in far.paths}


@_SLOW
@given(rows(), st.sampled_from(["2014-06-01", "2018-01-01", "2023-07-01"]))
def test_what_is_dated_after_the_day_is_not_seen(drawn, day):
    """Leaving out every row that begins later changes nothing, and no hop is from the future."""
    dates = {"transfers": "date", "contracts": "awarded"}
    known = {
        name: [row for row in listed if (row.get(dates.get(name, "from")) or "0") <= day]
        for name, listed in drawn.items()
    }
    one, other = (
        ask(world(some), ((0,), (1,)), day=day_of(day), count=50, distinct=False)
        for some in (drawn, known)
    )
    assert strengths(one) == approx(strengths(other))


def test_asking_twice_gives_the_same():
    shuffler = random.Random(7)
    ties = [
        {"person": one, "other": other, "kind": shuffler.choice(["friend", "partner"])}
        for one in PEOPLE
        for other in PEOPLE
        if one < other
    ]
    people = [{"id": person, "name": person} for person in PEOPLE]
    snapshot = MadeSnapshot.of_rows(people=people, ties=ties)
    first, again = (ask(snapshot, ((0,), (1,)), count=6) for _ in range(2))
    assert first == again
    assert len(first.paths) == 4  # the friend, and one over each of the three others
