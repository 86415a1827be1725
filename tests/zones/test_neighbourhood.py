import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components

from graph.zones.neighbourhood import beside_each_other, distances_km, neighbourhood_of
from graph.zones.rules import Rules
from graph.zones.townships import County, Township

POINTS = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=1, max_size=9)


def county(*positions, n=None):
    listed = positions or [(None, None)] * n
    return County(
        id="C",
        name="某县",
        townships=tuple(
            Township(id=f"T{at:02d}", name=f"乡{at}", lat=lat, lon=lon)
            for at, (lat, lon) in enumerate(listed)
        ),
    )


def widest(points, a, b):
    """The cosine of the widest angle at which a third point sees two; 1 where there is none."""
    cosines = [1.0]
    for c in range(len(points)):
        to_a, to_b = points[a] - points[c], points[b] - points[c]
        legs = np.linalg.norm(to_a) * np.linalg.norm(to_b)
        if c not in (a, b) and legs > 0:
            cosines.append(float(np.dot(to_a, to_b) / legs))
    return min(cosines)


@settings(deadline=None)
@given(POINTS)
def test_neighbours_are_one_piece_and_nobody_stands_between_them(points):
    points = np.array(points, float)
    beside = beside_each_other(points)
    assert np.array_equal(beside, beside.T)
    assert connected_components(beside, directed=False)[0] == 1
    for a in range(len(points)):
        for b in range(a + 1, len(points)):
            if widest(points, a, b) > 1e-9:
                assert beside[a, b]
            if widest(points, a, b) < -0.5 - 1e-9:
                assert not beside[a, b]


def test_the_long_side_along_the_rim_joins_nobody():
    rim = np.array([(0, 0), (5, 0.2), (10, 0), (5, 6)], float)
    assert not beside_each_other(rim)[0, 2]
    assert beside_each_other(rim)[1, 3]


def test_a_degree_of_latitude_and_of_longitude():
    ways = distances_km(county((0, 0), (1, 0), (0, 1), (60, 0), (60, 1)))
    assert ways[0, 1] == pytest.approx(111.195, abs=0.01)
    assert ways[0, 2] == pytest.approx(111.195, abs=0.01)
    assert ways[3, 4] == pytest.approx(55.60, abs=0.01)
    assert np.array_equal(ways, ways.T)


def test_minutes_follow_from_speed_and_detour():
    rules = Rules(speed_kmh=60, detour=2)
    hood = neighbourhood_of(county((27, 109), (28, 109), (29, 109)), rules)
    assert hood.travel[0, 1] == pytest.approx(2 * 111.195, abs=0.1)
    assert hood.limit == 60
    assert hood.adjacent.tolist() == [
        [False, True, False],
        [True, False, True],
        [False, True, False],
    ]


def test_without_anything_codes_make_a_chain():
    hood = neighbourhood_of(county(n=4), Rules())
    assert hood.is_made
    assert hood.limit is None
    assert hood.travel[0].tolist() == [0, 1, 2, 3]
    assert int(hood.adjacent.sum()) == 2 * 3


def test_one_missing_position_leaves_the_whole_county_to_its_codes():
    assert neighbourhood_of(county((27, 109), (27, 110), (None, None)), Rules()).is_made


def test_ways_of_a_list_are_the_shortest_along_it():
    links = {("T00", "T01"): 10.0, ("T01", "T02"): 15.0, ("T00", "T02"): 90.0}
    hood = neighbourhood_of(county(n=3), Rules(), links)
    assert hood.travel[0, 2] == 25.0
    assert hood.unit == "min"
    steps = neighbourhood_of(county(n=3), Rules(), dict.fromkeys(list(links)[:2]))
    assert steps.travel[0, 2] == 2.0
    assert steps.unit == "step"


def test_a_way_that_the_list_does_not_time_is_the_mean_or_follows_from_positions():
    links = {("T00", "T01"): 10.0, ("T01", "T02"): 30.0, ("T02", "T03"): None}
    assert neighbourhood_of(county(n=4), Rules(), links).travel[2, 3] == 20.0
    placed = county((27, 109), (27, 109.1), (27, 109.2), (27, 109.3))
    hood = neighbourhood_of(placed, Rules(), links)
    assert hood.travel[2, 3] == pytest.approx(20.8, abs=0.1)


def test_islands_are_joined_to_the_nearest_and_told():
    links = {("T00", "T01"): 10.0, ("T03", "T04"): 20.0}
    hood = neighbourhood_of(county(n=6), Rules(), links)
    assert hood.joined == ((1, 2), (2, 3), (4, 5))
    assert connected_components(hood.adjacent, directed=False)[0] == 1
    assert hood.travel[1, 2] == 20.0  # the longest known way: nobody says how far it is
    placed = county((27, 109), (27, 109.1), (27, 111), (27, 109.3), (27, 111.1), (27, 112))
    assert (1, 3) in neighbourhood_of(placed, Rules(), links).joined


def test_townships_on_one_spot_and_in_one_line():
    hood = neighbourhood_of(county((27, 109), (27, 109), (27, 109), (27, 110)), Rules())
    assert connected_components(hood.adjacent, directed=False)[0] == 1
    assert hood.travel[0, 1] == 0
