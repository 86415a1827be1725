import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.zones.clock import Clock
from graph.zones.cover import cover, partition_of
from graph.zones.neighbourhood import beside_each_other
from graph.zones.subsets import connected_subsets, mask_of


def brute(masks, cost, n, zones, labels=None):
    """The cheapest choice by trying all; None if there is none."""
    everyone, best = (1 << n) - 1, None
    for size in range(1, n + 1) if zones is None else [zones]:
        for chosen in combinations(range(len(masks)), size):
            tags = [labels[at] for at in chosen if labels and labels[at] >= 0]
            if (
                sum(masks[at] for at in chosen) == everyone
                and sum(masks[at].bit_count() for at in chosen) == n
                and len(tags) == len(set(tags))
            ):
                price = sum(cost[at] for at in chosen)
                best = price if best is None else min(best, price)
    return best


@st.composite
def problems(draw):
    n = draw(st.integers(2, 6))
    masks = draw(st.lists(st.integers(1, (1 << n) - 1), min_size=1, max_size=14))
    cost = draw(st.lists(st.integers(0, 1000), min_size=len(masks), max_size=len(masks)))
    zones = draw(st.one_of(st.none(), st.integers(1, 4)))
    labels = draw(
        st.one_of(st.none(), st.lists(st.integers(-1, 2), min_size=len(masks), max_size=len(masks)))
    )
    return n, masks, [c / 1000 for c in cost], zones, labels


@settings(deadline=None, max_examples=150)
@given(problems())
def test_the_choice_is_the_cheapest_of_all(problem):
    n, masks, cost, zones, labels = problem
    found = cover(partition_of(masks, np.array(cost), n, zones, labels), Clock())
    best = brute(masks, cost, n, zones, labels)
    if best is None:
        assert found is None
        return
    assert found.cost == pytest.approx(best, abs=1e-6)
    assert found.bound == pytest.approx(best, abs=1e-6)
    assert sum(masks[at] for at in found.chosen) == (1 << n) - 1


def large(n=40, seed=4):
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2))
    masks = connected_subsets(beside_each_other(points), 3, 5, 10**6)
    return masks, rng.random(len(masks)), n


def test_without_time_the_bound_is_still_true():
    masks, cost, n = large()
    best = cover(partition_of(masks, cost, n, 13), Clock())
    hurried = cover(partition_of(masks, cost, n, 13), Clock(seconds=0.0))
    assert hurried.bound <= best.cost + 1e-9
    assert best.cost <= hurried.cost + 1e-9


def test_a_stop_ends_the_search():
    masks, cost, n = large(120, 5)
    clock = Clock(seconds=600.0)
    clock.stop()
    begin = time.perf_counter()
    found = cover(partition_of(masks, cost, n, 38), clock)
    assert time.perf_counter() - begin < 20
    assert found.bound <= found.cost


def test_equal_input_gives_the_same_choice():
    masks, cost, n = large(30, 6)
    cost = np.round(cost, 1)
    problem = partition_of(masks, cost, n, 9)
    assert cover(problem, Clock()).chosen == cover(problem, Clock()).chosen


def test_one_township_in_no_set_cannot_be_covered():
    masks = [mask_of((0, 1, 2))]
    assert cover(partition_of(masks, np.ones(1), 4, 1), Clock()) is None
