from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.zones.rotation import rotation_of


def brute(zone, ties, staffed):
    """The fewest ties of all lawful rotations; None if there are none."""
    able = [t for t in zone if staffed[t]]
    most, best = -(-len(zone) // len(able)) if able else 0, None
    for handlers in product(able, repeat=len(zone)):
        by = dict(zip(zone, handlers, strict=True))
        if any(by[t] == t or by.get(by[t]) == t or handlers.count(by[t]) > most for t in zone):
            continue
        cost = sum(ties[by[t], t] for t in zone)
        best = cost if best is None else min(best, cost)
    return best


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 6), st.integers(0, 10_000), st.lists(st.booleans(), min_size=6, max_size=6))
def test_fewest_ties_and_nobody_handles_those_who_handle_him(size, seed, staffed):
    ties = np.random.default_rng(seed).random((6, 6))
    zone, able = list(range(size)), np.array(staffed)
    found = rotation_of(zone, ties, np.zeros((6, 6)), able)
    best = brute(zone, ties, staffed) if min(size, sum(staffed[:size])) >= 3 else None
    if best is None:
        assert found is None
        return
    by = dict(found)
    assert sorted(by) == zone
    assert all(by[t] != t and by.get(by[t]) != t and able[by[t]] for t in zone)
    assert sum(ties[by[t], t] for t in zone) == pytest.approx(best, abs=1e-4)


def test_three_pass_round_and_two_cannot():
    every = np.ones(3, bool)
    nothing = np.zeros((3, 3))
    assert dict(rotation_of([0, 1, 2], nothing, nothing, every)) in (
        {0: 1, 1: 2, 2: 0},
        {0: 2, 1: 0, 2: 1},
    )
    assert rotation_of([0, 1], nothing, nothing, every) is None
    assert rotation_of([0, 1, 2], nothing, nothing, np.array([True, True, False])) is None


def test_equal_rotations_are_decided_by_the_order_of_townships():
    nothing, every = np.zeros((7, 7)), np.ones(7, bool)
    first = rotation_of([6, 2, 4], nothing, nothing, every)
    assert first == ((2, 4), (4, 6), (6, 2))
    assert first == rotation_of([2, 4, 6], nothing, nothing, every)


def test_a_large_zone_rotates_too():
    ties = np.random.default_rng(1).random((28, 28))
    found = dict(rotation_of(range(28), ties, np.zeros((28, 28)), np.ones(28, bool)))
    assert sorted(found.values()) == list(range(28))
    assert all(found[found[t]] != t for t in found)
