from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.zones.subsets import (
    connected_subsets,
    is_connected,
    mask_of,
    masks_of,
    members_of,
)


@st.composite
def graphs(draw, most=7):
    n = draw(st.integers(1, most))
    edges = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=14))
    adjacent = np.zeros((n, n), bool)
    for one, other in edges:
        if one != other:
            adjacent[one, other] = adjacent[other, one] = True
    return adjacent


def connected(adjacent, members):
    return nx.is_connected(nx.from_numpy_array(adjacent.astype(int)).subgraph(members))


@settings(deadline=None)
@given(graphs(), st.integers(1, 4), st.integers(0, 3))
def test_every_connected_set_within_bounds_comes_once(adjacent, least, more):
    found = connected_subsets(adjacent, least, least + more, 10_000)
    wanted = {
        mask_of(members)
        for size in range(least, least + more + 1)
        for members in combinations(range(len(adjacent)), size)
        if connected(adjacent, members)
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted


@settings(deadline=None)
@given(graphs(6), st.data())
def test_sets_of_near_townships_only(adjacent, data):
    n = len(adjacent)
    far = data.draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=6))
    near = np.ones((n, n), bool)
    for one, other in far:
        near[one, other] = near[other, one] = one == other
    found = connected_subsets(adjacent, 1, n, 10_000, near)
    every = connected_subsets(adjacent, 1, n, 10_000)
    assert found == [
        mask for mask in every
        if all(near[a, b] for a, b in combinations(members_of(mask), 2))
    ]  # fmt: skip


def test_too_many_sets_are_told_and_not_listed():
    everyone = ~np.eye(20, dtype=bool)
    assert connected_subsets(everyone, 3, 5, 1_000) is None
    # no set is large enough to be listed, and those on the way are too many all the same
    assert connected_subsets(everyone, 15, 20, 1_000) is None


@settings(deadline=None)
@given(graphs())
def test_masks_and_members_are_each_others_way_back(adjacent):
    for mask in connected_subsets(adjacent, 1, len(adjacent), 10_000):
        assert mask_of(members_of(mask)) == mask
        assert is_connected(mask, masks_of(adjacent))
