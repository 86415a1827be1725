"""The compiled walks against a naive enumeration, on generated families."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinship.circles import ALL_KIN, CIRCLES, class_of, define_circle
from graph.kinship.closure import all_kin, kin_of, readings_between
from graph.kinship.kin import inverse
from graph.kinship.walks import EVERY_STANDING, LAWFUL_ONLY, LAWFUL_OR_WIDOWED, walks_of
from graph.model import Standing
from tests.kinship.families import Family, families, oracle

DEEP = define_circle("DEEP", ["UUUDD", "UUUDDD", "SUUD", "UDU", "US", "DU", "SDS", "DDSU"])
DAY = st.sampled_from([-5, 5, 15, 25])


def line_of(shape: str) -> str:
    return {"U": "U+", "D": "D+"}.get("".join(set(shape)), shape)


def pairs(found: set[tuple[int, int, str]]) -> set[tuple[int, int]]:
    return {(ego, relative) for ego, relative, _ in found}


DIFFERENT = ("K2", "K1-K4", "NR-A", "FAM")


@pytest.mark.parametrize("circle", [*map(CIRCLES.get, DIFFERENT), DEEP], ids=lambda c: c.code)
@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=60)
def test_bulk_equals_the_oracle(circle, family: Family, day: int) -> None:
    sets = all_kin(family, np.arange(len(family.ids)), day, circle)
    expected = oracle(family, day, circle.shapes, LAWFUL_ONLY)
    got = list(zip(sets.ego.tolist(), sets.relative.tolist(), strict=True))
    assert len(got) == len(set(got))
    assert set(got) == pairs(expected)
    closest = {
        pair: min(class_of(s.replace("+", "")) for e, r, s in expected if (e, r) == pair)
        for pair in pairs(expected)
    }
    assert dict(zip(got, sets.kin_class.tolist(), strict=True)) == closest


@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=150)
def test_trails_give_every_shape_of_the_oracle(family: Family, day: int) -> None:
    shapes = ALL_KIN.shapes | DEEP.shapes
    for allowed in (EVERY_STANDING, LAWFUL_OR_WIDOWED):
        expected = oracle(family, day, shapes, allowed)
        got = {
            (ego, trail.nodes[-1], line_of(trail.shape))
            for ego in range(len(family.ids))
            for trail in walks_of(family).trails(ego, shapes, day, allowed=allowed)
        }
        assert got == expected


@given(family=families(most=8), day=DAY)
@settings(deadline=None, max_examples=60)
def test_a_pair_search_finds_what_the_whole_search_finds(family: Family, day: int) -> None:
    walks = walks_of(family)
    everyone = range(len(family.ids))
    for ego in everyone:
        whole = {(t.nodes[-1], t.shape) for t in walks.trails(ego, ALL_KIN.shapes, day)}
        single = {
            (t.nodes[-1], t.shape)
            for target in everyone
            if target != ego
            for t in walks.trails(ego, ALL_KIN.shapes, day, target=target)
        }
        assert {(n, line_of(s)) for n, s in single} == {(n, line_of(s)) for n, s in whole}


@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=60)
def test_both_directions_make_a_circle_symmetric(family: Family, day: int) -> None:
    for circle in (ALL_KIN, CIRCLES["FAM"].both(), CIRCLES["K4"].both()):
        sets = all_kin(family, np.arange(len(family.ids)), day, circle)
        found = set(zip(sets.ego.tolist(), sets.relative.tolist(), strict=True))
        assert found == {(b, a) for a, b in found}


@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=60)
def test_trails_are_simple_and_their_ties_stand(family: Family, day: int) -> None:
    graph = family.kin
    for ego in range(len(family.ids)):
        for trail in walks_of(family).trails(ego, ALL_KIN.shapes, day):
            assert len(set(trail.nodes)) == len(trail.nodes)
            for tie in trail.ties:
                rows = graph.spouses if tie.step == 2 else graph.parents
                ends = (tie.target, tie.source) if tie.step == 1 else (tie.source, tie.target)
                assert tie.position in rows.row(ends[0])
                assert rows.indices[tie.position] == ends[1]
                assert rows.is_in_force(tie.position, day)


@given(family=families(most=8), day=DAY)
@settings(deadline=None, max_examples=40)
def test_the_single_list_holds_the_lawful_and_the_widowed(family: Family, day: int) -> None:
    expected = oracle(family, day, ALL_KIN.shapes, LAWFUL_OR_WIDOWED)
    for ego, person in enumerate(family.ids):
        relatives = kin_of(family, person, day)
        assert {family.node(r.person) for r in relatives} == {r for e, r, _ in expected if e == ego}
        for relative in relatives:
            classes = [reading.kin_class for reading in relative.readings]
            assert classes == sorted(classes)
            assert all(r.standing in (Standing.LAWFUL, Standing.WIDOWED) for r in relative.readings)


@given(family=families(most=8), day=DAY)
@settings(deadline=None, max_examples=40)
def test_readings_between_are_the_same_from_either_side(family: Family, day: int) -> None:
    for a in family.ids:
        for b in family.ids:
            there = readings_between(family, a, b, day, ALL_KIN.shapes)
            back = readings_between(family, b, a, day, ALL_KIN.shapes)
            is_lawful = Standing.LAWFUL
            assert {(r.shape, r.standing == is_lawful) for r in there} == {
                (inverse(r.shape), r.standing == is_lawful) for r in back
            }
