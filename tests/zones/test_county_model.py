import random
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.zones.clock import Clock
from graph.zones.costs import BREACHES
from graph.zones.county_model import CountyModel
from graph.zones.rules import Rules, Weights
from graph.zones.stability import Previous, moved_by
from graph.zones.subsets import mask_of, members_of
from tests.zones.sketch import KEPT, brute_best, hood, is_sound, measures, model

CLOCK = Clock(seconds=600.0)
PATH = np.abs(np.subtract.outer(np.arange(12), np.arange(12))) == 1


@settings(deadline=None, max_examples=25)
@given(st.integers(3, 9), st.integers(0, 1000), st.integers(1, 3), st.sampled_from([2, 3]))
def test_no_plan_is_cheaper(n, seed, zones, least):
    county = model(n, seed)
    found = county.best(zones, least, Weights(), CLOCK)
    best = brute_best(county, zones, min(least, n), n)
    if best is None:
        assert found is None
        return
    # sets within the usual bounds of size come first; on a plane that small they hold the best
    low, high = county.bounds(zones, least)
    best = brute_best(county, zones, low, high) or best
    assert found.cost == pytest.approx(best, abs=2e-6)
    assert found.is_proven
    assert is_sound(county, found, least)


@settings(deadline=None, max_examples=12)
@given(st.integers(6, 9), st.integers(0, 1000), st.data())
def test_no_plan_is_cheaper_where_moving_costs(n, seed, data):
    old = data.draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n))
    masks = [mask_of(i for i in range(n) if old[i] == z) for z in range(3)]
    masks = [mask for mask in masks if mask]
    names = tuple(f"Z{i}" for i in range(len(masks)))
    previous = Previous(ids=names, names=names, masks=tuple(masks))
    county = model(n, seed, previous=previous)
    found = county.best(2, 3, Weights(stability=0.4), CLOCK)
    best = brute_best(county, 2, 3, county.bounds(2, 3)[1], Weights(stability=0.4))
    assert best is None or found.cost == pytest.approx(best, abs=2e-6)


def test_a_dear_move_keeps_last_years_map():
    fresh = model(12, 3).best(4, 3, Weights(), CLOCK)
    other = model(12, 3).best(4, 3, Weights(travel=0, size=0.1, acquaintance=1, skills=0), CLOCK)
    assert fresh.zones != other.zones
    names = tuple(f"Z{i}" for i in range(4))
    previous = Previous(ids=names, names=names, masks=other.zones)
    kept = model(12, 3, previous=previous).best(4, 3, Weights(stability=50.0), CLOCK)
    assert kept.zones == other.zones
    free = model(12, 3, previous=previous).best(4, 3, Weights(stability=0.0), CLOCK)
    assert free.zones == fresh.zones
    assert moved_by(free.zones, free.labels, previous)


@pytest.mark.parametrize("seed", range(3))
def test_order_of_input_does_not_matter(seed):
    # the county is sorted by id before anything else, so the same townships in another order
    # are the same county: here the figures are permuted and put back
    county = model(14, seed)
    order = list(range(14))
    random.Random(seed).shuffle(order)
    back = np.argsort(order)
    pricing = county.pricing
    shuffled = measures(
        14,
        size=pricing.measures.size[order][back],
        staff=pricing.measures.staff[order][back],
        skills=pricing.measures.skills[order][back],
        rate=pricing.measures.rate[np.ix_(order, order)][np.ix_(back, back)],
    )
    same = CountyModel(
        pricing=type(pricing)(
            neighbourhood=pricing.neighbourhood, measures=shuffled, rules=pricing.rules
        )
    )
    one, other = (m.best(4, 3, Weights(), CLOCK) for m in (county, same))
    assert (one.zones, one.cost) == (other.zones, other.cost)


def test_of_equal_plans_the_one_in_order_of_ids_is_taken():
    county = model(
        6, hood=hood(adjacent=~np.eye(6, dtype=bool), travel=np.ones((6, 6)) - np.eye(6)),
        size=np.ones(6), staff=np.ones(6, int), skills=np.ones((6, 1)), rate=np.zeros((6, 6)),
    )  # fmt: skip
    assert [members_of(zone) for zone in county.best(2, 3, Weights(), CLOCK).zones] == [
        (0, 1, 2),
        (3, 4, 5),
    ]


@pytest.mark.parametrize(
    ("adjacent", "possible", "pairs"),
    [
        pytest.param(PATH, 4, 6, id="path-of-12"),
        pytest.param(PATH[:5, :5], 1, 2, id="five"),
        pytest.param(PATH[:2, :2], 1, 1, id="two"),
        pytest.param(PATH[:1, :1], 1, 1, id="one"),
    ],
)
def test_how_many_zones_there_can_be(adjacent, possible, pairs):
    county = model(len(adjacent), hood=hood(adjacent=adjacent))
    assert county.most_zones(Weights(), CLOCK) == possible
    assert county.most_pairs() == pairs


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 9), st.integers(0, 1000))
def test_as_many_zones_as_trying_all_finds(n, seed):
    county = model(n, seed)
    for least, found in ((3, county.most_zones(Weights(), CLOCK)), (2, county.most_pairs())):
        counts = [z for z in range(1, n + 1) if brute_best(county, z, min(least, n), n)]
        assert found == max(counts)


def star(legs, length):
    n = 1 + legs * length
    adjacent = np.zeros((n, n), bool)
    for leg in range(legs):
        before = 0
        for step in range(length):
            at = 1 + leg * length + step
            adjacent[before, at] = adjacent[at, before] = True
            before = at
    return adjacent


def test_a_star_is_one_zone_however_large():
    county = model(9, hood=hood(adjacent=star(8, 1)))
    assert county.most_zones(Weights(), CLOCK) == 1
    assert county.best(2, 3, Weights(), CLOCK) is None
    assert county.best(1, 3, Weights(), CLOCK).zones == ((1 << 9) - 1,)


def test_zones_larger_than_usual_where_nothing_smaller_fits():
    adjacent = star(7, 1)
    adjacent = np.pad(adjacent, (0, 3))
    for one, other in ((0, 8), (8, 9), (9, 10)):
        adjacent[one, other] = adjacent[other, one] = True
    county = model(11, hood=hood(adjacent=adjacent))
    assert county.most_zones(Weights(), CLOCK) == 2
    found = county.best(2, 3, Weights(), CLOCK)
    assert sorted(zone.bit_count() for zone in found.zones) == [3, 8]


@pytest.mark.parametrize(
    ("rules", "figures", "breach"),
    [
        pytest.param(Rules(handlers=99), {}, "handlers", id="handlers"),
        pytest.param(Rules(skills=("none",)), {}, "skills", id="unknown-skill"),
        pytest.param(Rules(), {"staff": [1, 0, 0, 1, 0, 0, 1, 0, 1]}, "rotation", id="staffed"),
        pytest.param(Rules(minutes=0.5), {}, "far", id="far"),
    ],
)
def test_rules_that_cannot_be_kept_are_broken_and_told(rules, figures, breach):
    near = hood(adjacent=PATH[:9, :9], minutes=rules.minutes)
    county = model(9, rules=rules, hood=near, **figures)
    found = county.best(3, 3, Weights(), CLOCK)
    broken = county.breaches(county.pricing.columns(found.zones), 3).any(axis=0)
    assert broken[BREACHES.index(breach)]
    assert found.broken
    assert 0 <= found.objective < KEPT


def test_zones_larger_than_usual_may_reach_farther():
    adjacent = np.abs(np.subtract.outer(np.arange(14), np.arange(14))) == 1
    county = model(14, rules=Rules(minutes=0.5), hood=hood(adjacent=adjacent, minutes=0.5))
    assert county.best(3, 3, Weights(), CLOCK).broken == 3
    assert county.best(2, 3, Weights(), CLOCK).broken == 0
    assert county.best(1, 3, Weights(), CLOCK).broken == 0


def test_rules_are_kept_where_they_can_be():
    # the two with the skill must part, though the nearest zones would have them together
    skills = np.zeros((6, 1), bool)
    skills[[0, 1]] = True
    ring = np.roll(np.eye(6, dtype=bool), 1, axis=0)
    near = hood(adjacent=ring | ring.T, travel=np.where(np.eye(6), 0, 5))
    free = model(6, hood=near, skills=skills)
    bound = model(6, hood=near, skills=skills, rules=Rules(skills=("s0",)))
    assert bound.best(2, 3, Weights(), CLOCK).broken == 0
    for zone in bound.best(2, 3, Weights(), CLOCK).zones:
        assert skills[list(members_of(zone))].any()
    assert free.best(2, 3, Weights(skills=0), CLOCK).broken == 0


def test_without_handlers_the_rules_about_them_are_not_checked():
    county = model(9, hood=hood(adjacent=PATH[:9, :9]), staff=np.zeros(9, int), has_handlers=False)
    assert county.best(3, 3, Weights(), CLOCK).broken == 0


def test_eighty_townships_do_not_explode():
    found = model(80, 7).best(26, 3, Weights(), Clock(seconds=30.0))
    assert found.is_listed
    assert found.cost - found.bound < 1e-3


@pytest.mark.parametrize(("n", "zones"), [(40, 4), (80, 5)])
def test_too_many_sets_are_improved_step_by_step_with_an_honest_gap(n, zones):
    county = model(n, 9, limit=20_000)
    found = county.best(zones, 3, Weights(), Clock(seconds=10.0))
    assert not found.is_listed
    assert is_sound(county, found, 3)
    assert 0 < found.bound <= found.cost


@settings(deadline=None, max_examples=25)
@given(
    st.integers(6, 16), st.integers(0, 500), st.sampled_from([2, 3]), st.integers(2, 4),
    st.sampled_from([0.0, 0.5, 1.0]),
)  # fmt: skip
def test_the_bound_of_what_was_improved_is_under_the_optimum(n, seed, least, zones, share):
    exact, rough = model(n, seed), model(n, seed, limit=1)
    weights = Weights(size=0.01, skills=0.01).leaning(share)
    best = exact.best(zones, least, weights, CLOCK)
    found = rough.best(zones, least, weights, CLOCK)
    assume(found is not None)  # no cut of the shortest tree leaves zones large enough
    assert found.bound <= best.objective + 1e-9
    assert best.cost <= found.cost + 1e-9


def test_no_time_gives_a_plan_and_its_gap():
    hurried = model(60, 2).best(19, 3, Weights(), Clock(seconds=0.0))
    best = model(60, 2).best(19, 3, Weights(), CLOCK)
    assert hurried.bound <= best.cost <= hurried.cost


def test_weights_pull_where_they_say():
    county, parts = model(25, 5), []
    for share in (0.0, 1.0):
        columns = county.pricing.columns(county.best(7, 3, Weights().leaning(share), CLOCK).zones)
        parts.append((county.pricing.parts(columns, 7) * columns.sizes[:, None]).sum(axis=0))
    assert parts[0][0] < parts[1][0]
    assert parts[0][2] > parts[1][2]


def test_a_cost_is_the_mean_of_parts_between_nought_and_one():
    county = model(10, 1)
    for zones, least in product((2, 3), (2, 3)):
        columns = county._columns(*county.bounds(zones, least), is_near=True)
        parts = county.pricing.parts(columns, zones)
        assert parts.min() >= 0
        assert parts[~columns.breaches.any(axis=1)].max() <= 1 + 1e-9
