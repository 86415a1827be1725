"""Who decides: from the role that a rule names, through units and posts, to a person."""

import pytest

from graph.desk.heads import Level, chain_of, decider_of
from graph.model import day_of
from tests.desk.offices import build, sketch

DAY = day_of("2026-03-02")


def chain(*levels):
    return tuple(
        Level(unit=f"U{at}", name=f"机关{at}", heads=tuple(heads.split()))
        for at, heads in enumerate(levels, start=1)
    )


@pytest.mark.parametrize(
    ("code", "levels", "conflicted", "person", "unit", "passed"),
    [
        ("own_head", ("长", "上"), {}, "长", "U1", []),
        ("own_organ", ("长", "上"), {}, "长", "U1", []),
        ("purchaser", ("长", "上"), {}, "长", "U1", []),
        ("tenderee", ("长", "上"), {}, "长", "U1", []),
        ("higher_head", ("长", "上"), {}, "上", "U2", []),
        ("own_head", ("长", "上"), {"长": "must_recuse"}, "上", "U2", ["长"]),
        ("own_head", ("长", "上"), {"长": "review"}, "上", "U2", ["长"]),
        ("own_head", ("长", "上"), {"长": "unknown"}, "上", "U2", ["长"]),
        ("own_head", ("长 副", "上"), {"长": "review"}, "副", "U1", []),
        (
            "own_head",
            ("长", "上", "顶"),
            {"长": "review", "上": "review"},
            "顶",
            "U3",
            ["长", "上"],
        ),
        ("own_head", ("甲", "上"), {}, "上", "U2", ["甲"]),
        ("higher_head", ("甲", "上"), {"上": "review"}, None, None, ["上"]),
        ("own_head", ("", "上"), {}, None, "U1", []),
        ("own_head", ("长", ""), {"长": "review"}, None, "U2", ["长"]),
        ("higher_head", ("长",), {}, None, None, []),
        ("own_head", (), {}, None, None, []),
        ("township", ("长", "上"), {}, None, None, []),
        ("election_committee", ("长",), {}, None, None, []),
        ("self", ("长",), {}, "甲", None, []),
    ],
)
def test_the_decision_goes_up_until_a_head_is_clear(code, levels, conflicted, person, unit, passed):
    heads = [head for level in levels for head in level.split()]
    verdicts = dict.fromkeys(heads, "clear") | conflicted
    found = decider_of("甲", code, chain(*levels), verdicts)
    assert (found["person"], found["unit"]) == (person, unit)
    assert [one["person"] for one in found.get("passed", [])] == passed
    assert found["zh"]
    assert found["code"] == code


def test_a_head_whom_nobody_checked_does_not_decide():
    assert decider_of("甲", "own_head", chain("长", "上"), {"上": "clear"})["person"] == "上"


def test_the_chain_follows_the_units_and_ends_in_a_circle_of_them():
    data = build(sketch())
    assert [(one.unit, one.heads) for one in chain_of(data, "U1", DAY)] == [
        ("U1", ("局长",)),
        ("U2", ("上级",)),
        ("U3", ("更高",)),
    ]
    assert chain_of(data, None, DAY) == ()
    assert chain_of(data, "U9", DAY) == ()
    round_and_round = {
        "people": ["甲"],
        "tables": {
            "units": [
                {"id": "U1", "name": "a", "kind": "other", "parent": "U2"},
                {"id": "U2", "name": "b", "kind": "other", "parent": "U1"},
            ]
        },
    }
    assert [one.unit for one in chain_of(build(round_and_round), "U1", DAY)] == ["U1", "U2"]


def test_a_head_of_another_day_is_no_head():
    post = {"person": "审", "unit": "U1", "title": "x", "role": "head", "to": "2025-01-01"}
    assert chain_of(build(sketch(posts=[post])), "U1", DAY)[0].heads == ("局长",)
