"""Whole plans: numbers of zones, the relaxation, receivers, the front, moves, explanations."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.zones.allocation import allocate
from graph.zones.clock import Clock
from graph.zones.costs import Pricing
from graph.zones.explain import explain, is_best
from graph.zones.front import _recommended
from graph.zones.known_zones import previous_of
from graph.zones.plan import Task, plan_zones
from graph.zones.planned import FrontPoint
from graph.zones.rules import LEAST, Rules, Weights, parse_weights
from graph.zones.townships import ZoneRow
from tests.zones.sketch import county, hood, measures, model

SIZES = (15, 11, 10, 8, 19, 28, 17, 22, 23, 28)
"""Townships of Tongren's ten counties."""


def chain(n):
    order = np.arange(n)
    steps = np.abs(order[:, None] - order).astype(float)
    near = hood(adjacent=steps == 1, travel=steps, minutes=4.0, unit="step")
    return Pricing(neighbourhood=near, measures=measures(n), rules=Rules())


def task(*sizes, zones=None, make=chain, **options):
    counties = [(county(n, code=f"K{at}"), make(n)) for at, n in enumerate(sizes)]
    return Task(counties=counties, zones=zones, **options)


def figured(seed):
    return lambda n: model(n, seed).pricing


def test_tongren_has_56_zones_of_three_and_60_with_the_relaxation():
    found = plan_zones(task(*SIZES, zones=60, with_front=False))
    assert (found.asked, found.possible, found.possible_pairs) == (60, 56, 88)
    assert len(found.plan.zones) == 56
    assert found.plan.is_proven
    assert found.plan.gap == 0
    assert min(len(zone.townships) for zone in found.plan.zones) == 3
    assert all(zone.rotates for zone in found.plan.zones)
    assert len(found.relaxed.zones) == 60
    assert found.relaxed.is_proven
    pairs = [zone for zone in found.relaxed.zones if len(zone.townships) == 2]
    assert len(pairs) == 4  # as few as there can be
    rotating = {zone.id for zone in found.relaxed.zones if zone.rotates}
    assert all(zone.receiver in rotating for zone in pairs)
    assert "too_many" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("zones", "planned", "relaxed"),
    [(None, 56, None), (56, 56, None), (57, 56, 57), (88, 56, 88), (500, 56, 88), (40, 40, None)],
)
def test_as_many_zones_as_asked_or_as_there_can_be(zones, planned, relaxed):
    found = plan_zones(task(*SIZES, zones=zones, with_front=False))
    assert len(found.plan.zones) == planned
    assert (len(found.relaxed.zones) if found.relaxed else None) == relaxed
    assert found.plan.is_proven


def test_fewer_zones_than_counties_are_refused():
    with pytest.raises(InputError, match="9 zones for 10 counties"):
        plan_zones(task(*SIZES, zones=9))


def test_one_zone_a_county():
    found = plan_zones(task(9, 4, zones=2, with_front=False))
    assert [len(zone.townships) for zone in found.plan.zones] == [9, 4]
    assert found.plan.is_proven


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 500), st.integers(4, 7))
def test_the_share_of_counties_is_the_cheapest(seed, total):
    models = [model(n, seed + n) for n in (9, 10, 8)]
    clock = Clock(seconds=600.0)
    most = [m.most_zones(Weights(), clock) for m in models]
    found = allocate(models, most, total, LEAST, Weights(), clock)
    best = None
    for ks in product(range(1, 4), repeat=3):
        plans = [m.best(k, LEAST, Weights(), clock) for m, k in zip(models, ks, strict=True)]
        if sum(ks) == total and all(plans):
            cost = sum(m.n * p.objective for m, p in zip(models, plans, strict=True)) / 27
            cost += 2 * sum(p.broken for p in plans)
            best = cost if best is None else min(best, cost)
    if found is None:
        assert best is None
    else:
        assert found.cost == pytest.approx(best, abs=1e-6)
        assert found.bound == pytest.approx(best, abs=1e-5)


@pytest.mark.parametrize("size", [1, 2])
def test_a_county_under_three_townships_sends_its_cases_to_the_next(size):
    found = plan_zones(task(size, 6, with_front=False))
    small, *others = found.plan.zones
    assert len(small.townships) == size
    assert not small.rotates
    assert small.receiver in {zone.id for zone in others}
    assert {turn.township for turn in small.turns} == set(small.townships)
    assert "small_county" in {note.code for note in found.notes}
    assert "sent_on" in {note.code for note in found.plan.notes}


def test_a_county_of_two_alone_is_handled_one_level_up():
    zone = plan_zones(task(2, with_front=False)).plan.zones[0]
    assert zone.receiver is None
    assert zone.turns == ()


def test_zones_that_cannot_rotate_never_take_each_others_cases():
    # six townships, three pairs: none rotates, so the cases go round
    found = plan_zones(task(6, zones=3, with_front=False)).relaxed
    to = {zone.id: zone.receiver for zone in found.zones}
    assert sorted(to.values()) == sorted(to)
    assert all(to[to[zone]] != zone for zone in to)


def test_a_zone_with_fewer_than_three_staffed_townships_sends_its_cases_on():
    def make(n):
        staff = np.ones(n, int)
        staff[0] = 0
        order = np.arange(n)
        steps = np.abs(order[:, None] - order).astype(float)
        near = hood(adjacent=steps == 1, travel=steps, minutes=60.0)
        return Pricing(
            neighbourhood=near, measures=measures(n, staff=staff), rules=Rules(handlers=1)
        )

    # a chain of six: the end without staff is in a zone of four, or in one that cannot rotate
    zones = plan_zones(task(7, zones=2, make=make, with_front=False)).plan.zones
    assert [len(zone.townships) for zone in zones] == [4, 3]
    assert all(zone.rotates for zone in zones)
    zones = plan_zones(task(6, zones=2, make=make, with_front=False)).plan.zones
    assert [zone.rotates for zone in zones] == [False, True]
    assert zones[0].breaches == ("rotation",)
    assert zones[0].receiver == zones[1].id


def test_the_front_goes_from_near_to_apart_and_none_beats_another():
    found = plan_zones(task(16, 15, make=figured(4)))
    points = found.front.points
    assert len(points) > 2
    ways, rates = [p.way for p in points], [p.rate for p in points]
    assert ways == sorted(ways)
    off_plan = [p.rate for p in points if not p.is_plan]
    assert off_plan == sorted(off_plan, reverse=True)
    assert len({p.zones for p in points}) == len(points)
    assert sum(p.is_plan for p in points) == 1
    assert sum(p.is_recommended for p in points) == 1
    own = next(p for p in points if p.is_plan)
    assert own.objective == pytest.approx(found.plan.objective)
    assert own.objective <= min(p.objective for p in points) + 1e-9
    assert own.moves == 0
    assert rates[0] >= rates[-1]
    assert found.front.why.code in ("knee", "no_bend")


def point(way, rate, *, is_plan=False):
    return FrontPoint(
        independence=0.0, way=way, rate=rate, size=0.0, skills=0.0, objective=0.0, moves=0,
        is_plan=is_plan, zones=((str(way),),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("points", "chosen", "why"),
    [
        pytest.param([(10, 8), (11, 3), (20, 2)], 11, "knee", id="bend"),
        pytest.param([(10, 8), (15, 5), (20, 2)], 15, "no_bend", id="line"),
        pytest.param([(10, 8), (19, 7), (20, 2)], 19, "no_bend", id="bulge"),
        pytest.param([(10, 8), (15, 2)], 15, "no_bend", id="two"),
    ],
)
def test_the_knee_is_recommended_and_without_one_the_plan(points, chosen, why):
    listed = [point(*one, is_plan=at == 1) for at, one in enumerate(points)]
    front = _recommended(listed, "min")
    assert [p.way for p in front.points if p.is_recommended] == [chosen]
    assert front.why.code == why


def test_the_knee_says_what_it_costs_and_gains():
    front = _recommended([point(10, 8, is_plan=True), point(11, 3), point(20, 2)], "min")
    assert "10%" in front.why.en
    assert "83%" in front.why.en


def test_without_ties_there_is_no_front_and_why_is_told():
    front = plan_zones(task(9)).front
    assert front.points == ()
    assert front.why.code == "no_ties"
    assert plan_zones(task(4, make=figured(1))).front.why.code == "one_zone"


def test_no_time_leaves_out_points_and_gives_a_gap():
    found = plan_zones(task(28, 22, make=figured(2)), Clock(seconds=0.0))
    assert found.front.left_out == 10
    assert len(found.plan.zones) == found.possible
    assert 0 <= found.plan.gap <= 1
    best = plan_zones(task(28, 22, make=figured(2), with_front=False), Clock(seconds=600.0)).plan
    assert found.plan.bound <= best.cost + 1e-9
    assert best.cost <= found.plan.cost + 1e-9


def test_the_same_question_has_the_same_answer():
    one, other = (plan_zones(task(14, 9, make=figured(8), with_front=False)) for _ in range(2))
    assert one.plan.zones == other.plan.zones


# last year's zones


def earlier(*groups, names=("甲片", "乙片", "丙片")):
    return [
        ZoneRow(f"OLD{at}", f"K0{member:02d}", names[at])
        for at, members in enumerate(groups)
        for member in members
    ]


def test_zones_keep_last_years_names_and_moves_are_told():
    work = task(9, with_front=False)
    rows = earlier((0, 1, 2), (3, 4, 6), (5, 7, 8))
    previous, notes = previous_of(rows, [one for one, _ in work.counties])
    assert notes == []
    found = plan_zones(task(9, with_front=False, previous=previous))
    assert [(z.id, z.name) for z in found.plan.zones] == [
        ("OLD0", "甲片"), ("OLD1", "乙片"), ("OLD2", "丙片"),
    ]  # fmt: skip
    assert [(m.township, m.before, m.after) for m in found.moves] == [
        ("K005", "OLD2", "OLD1"),
        ("K006", "OLD1", "OLD2"),
    ]
    assert plan_zones(work).moves is None


def test_a_new_zone_takes_the_next_free_number():
    rows = [ZoneRow("ZK002", f"K0{member:02d}", "旧") for member in (0, 1, 2)]
    work = task(9, with_front=False)
    previous, _ = previous_of(rows, [one for one, _ in work.counties])
    found = plan_zones(task(9, with_front=False, previous=previous))
    assert [zone.id for zone in found.plan.zones] == ["ZK002", "ZK001", "ZK003"]
    assert [zone.is_new for zone in found.plan.zones] == [False, True, True]
    assert found.moves == ()


def test_an_earlier_zone_across_counties_belongs_to_the_one_with_most_of_it():
    work = task(4, 4)
    rows = [
        ZoneRow("Z", township, "跨") for township in ("K000", "K001", "K100", "K101", "K102", "X")
    ]
    previous, notes = previous_of(rows, [one for one, _ in work.counties])
    assert list(previous) == ["K1"]
    assert previous["K1"].masks == (0b111,)
    assert [note.code for note in notes] == ["crossing"]


# explanations


@pytest.mark.parametrize("seed", range(3))
def test_an_explanation_prices_what_it_proposes(seed):
    found = plan_zones(task(12, make=figured(seed), with_front=False)).plan
    planned, weights = found.counties[0], Weights()
    for zone in found.zones:
        told = explain(found, zone.id, weights, Clock())
        assert is_best(told)
        assert told.is_sure or told.without is None
        assert sum(told.weighed) == pytest.approx(zone.cost)
        assert len(told.pairs) == len(zone.townships) * (len(zone.townships) - 1)
        assert [one.township for one in told.alternatives] == list(zone.townships)
        for one in told.alternatives:
            if one.to is not None:
                assert sum(one.parts) == pytest.approx(one.more, abs=1e-9)
                assert one.breaks > 0 or one.more >= -1e-6
        best_move = min(
            (one.more for one in told.alternatives if one.to and one.breaks <= 0), default=np.inf
        )
        if told.without is not None and told.without_breaks == 0:
            assert told.without <= best_move + 1e-6
    assert planned.grouping.is_proven


def test_an_unknown_zone_is_a_key_error():
    plan = plan_zones(task(9, with_front=False)).plan
    with pytest.raises(KeyError):
        explain(plan, "Z", Weights(), Clock())


def test_the_only_zone_of_a_county_has_no_alternative():
    plan = plan_zones(task(4, make=figured(1), with_front=False)).plan
    told = explain(plan, plan.zones[0].id, Weights(), Clock())
    assert told.without is None
    assert all(one.to is None for one in told.alternatives)
    assert is_best(told)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("travel=1", {"travel": 1.0}),
        ("size=0, stability=2", {"size": 0.0, "stability": 2.0}),
        ("", {}),
    ],
)
def test_weights_as_written(text, changed):
    assert parse_weights(text) == replace(Weights(), **changed)
    assert sum(parse_weights(text).shares) == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["speed=1", "travel", "travel=x", "travel=-1", "travel=nan", "travel=inf",
             "travel=0,size=0,acquaintance=0,skills=0"],
)  # fmt: skip
def test_weights_that_are_none(text):
    with pytest.raises(InputError, match="--weights"):
        parse_weights(text)
