"""Seats, steps and rules: the order in which the law looks for a handler."""

import pytest

from graph.desk.assignment.gathering import handlers_of
from graph.desk.assignment.rules import STEPS, Step, default_rules, read_rules, rules_of
from graph.desk.assignment.seats import UNKNOWN, Gazetteer
from graph.desk.assignment.steps import matter_of, step_of
from graph.desk.assignment.words import rule_words
from graph.errors import InputError
from tests.desk.assignment.county import sketch, world
from tests.recusal.conftest import build


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(
        world_with(
            places=[
                {"id": "C", "name": "某市", "level": "city"},
                {"id": "K", "name": "某县", "level": "county", "parent": "C"},
                {"id": "K9", "name": "邻县", "level": "county", "parent": "C"},
                {"id": "T9", "name": "邻镇", "level": "township", "parent": "K9"},
            ],
            units=[{"id": "UC", "name": "市纪委", "kind": "public_body", "place": "C"}],
        )
    )


def world_with(**tables):
    made = sketch()
    names = {row["id"] for row in tables["places"]}
    kept = [row for row in made["tables"]["places"] if row["id"] not in names]
    made["tables"]["places"] = [*kept, *tables["places"]]
    made["tables"]["units"] += tables["units"]
    return build(made)


@pytest.mark.parametrize(
    ("organ", "place", "seat", "step"),
    [
        ("UT1", "VT1", "T1", Step.OWN),
        ("UT1", "VT1", "T2", Step.ZONE),
        ("UT1", "VT1", "T4", Step.CROSS_ZONE),
        ("UT1", "VT1", "K", Step.ELEVATED),
        ("UT1", "VT1", "C", Step.ELEVATED),
        ("UT1", "VT1", "T9", None),
        ("UT1", "VT1", "K9", None),
        (None, "VT1", "T1", Step.OWN),
        ("U0", "VT1", "K", Step.OWN),
        ("U0", "VT1", "T1", None),  # the township where it arose, its organ not in charge
        ("U0", "VT1", "T2", Step.ZONE),
        ("U0", "K", "T5", Step.ZONE),
        ("U0", "K", "C", Step.ELEVATED),
        ("UC", "VT1", "K", None),  # below the organ in charge, above the place
        ("UT1", "VT1", None, Step.CROSS_ZONE),
        (None, None, "T1", Step.OWN),
        ("X", None, "T1", Step.CROSS_ZONE),
    ],
)
def test_steps(gazetteer, organ, place, seat, step):
    matter = matter_of(gazetteer, organ, place)
    handler = gazetteer.seat(seat)
    assert step_of(matter, handler, (), gazetteer) is step


def test_own_organ_comes_first_wherever_it_sits(gazetteer):
    matter = matter_of(gazetteer, "UT1", "VT1")
    assert step_of(matter, UNKNOWN, ("UT1",), gazetteer) is Step.OWN


def test_other_counties_only_where_the_rules_say_so(gazetteer):
    matter = matter_of(gazetteer, "UT1", "VT1")
    seat = gazetteer.seat("T9")
    assert step_of(matter, seat, (), gazetteer, across_counties=True) is Step.CROSS_ZONE


def test_distances_are_measured_or_assumed(gazetteer):
    assumed = default_rules().assumed_km
    seats = {place: gazetteer.seat(place) for place in ("T1", "T2", "T4", "K", "T9", "VT1")}
    assert seats["VT1"] == seats["T1"]
    assert gazetteer.hectometres(seats["T1"], seats["T2"], assumed) == 111  # a tenth of a degree
    assert gazetteer.hectometres(seats["T1"], seats["T1"], assumed) == 0
    assert gazetteer.hectometres(seats["K"], seats["T1"], assumed) == 10 * assumed.county
    assert gazetteer.hectometres(seats["T9"], seats["T1"], assumed) == 10 * assumed.beyond
    assert gazetteer.has_coordinates([seats["T1"], UNKNOWN])
    assert not gazetteer.has_coordinates([seats["K"]])


def test_handlers_are_those_listed_else_those_in_post():
    rules = default_rules()
    rows = [
        {"person": "民1", "unit": "UT1", "capacity": "2", "skills": "谈话"},
        {"person": "民1", "unit": "UT2", "capacity": "7", "skills": "财务"},
    ]
    posts = [
        {"person": "民2", "unit": "UT3", "role": "handler", "from": "2020"},
        {"person": "民3", "unit": "UT3", "role": "handler", "from": "2019", "to": "2020"},
        {"person": "民4", "unit": "UT4", "role": "head"},
    ]
    data = build(sketch(each=0, handlers=rows, posts=posts))
    (one,) = handlers_of(data, Gazetteer(data), rules)
    assert (one.units, one.seat.place, one.capacity) == (("UT1", "UT2"), "T1", 7)
    assert one.skills == ("谈话", "财务")
    bare = build(sketch(each=0, posts=posts))
    assert [one.person for one in handlers_of(bare, Gazetteer(bare), rules)] == ["民2"]
    also = handlers_of(data, Gazetteer(data), rules, also=["民4", "民9"])
    assert [(one.person, one.is_listed, one.units) for one in also] == [
        ("民1", True, ("UT1", "UT2")),
        ("民4", False, ("UT4",)),
        ("民9", False, ()),
    ]


def test_rules_are_read_checked_and_kept_as_text(tmp_path):
    rules = default_rules()
    assert rules_of(rules.text) == rules
    assert (rules.cap_of(is_sensitive=False), rules.cap_of(is_sensitive=True)) == (6, 3)
    assert rules.changed({"max_probability": 0.2}).cap_of(is_sensitive=True) == 2
    path = tmp_path / "rules.yaml"
    path.write_text(rules.text.replace('"own"', '"none"').replace("complaint", "x"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_rules(path)
    assert "unknown step 'none'" in str(caught.value)
    assert "unknown matter 'x'" in str(caught.value)
    with pytest.raises(InputError, match="cannot be read"):
        read_rules(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="max_probability"):
        rules.changed({"max_probability": 0})


def test_rules_are_told_with_the_numbers_in_force():
    rules = default_rules().changed({"no_return_months": 18, "second": False})
    told = "\n".join(zh + en for zh, en in rule_words(rules))
    assert "18" in told
    assert "每案一人" in told
    assert all(zh and en for zh, en in rule_words(default_rules()))


def test_steps_have_the_words_of_the_contract():
    assert STEPS == ("own", "zone", "cross_zone", "elevated")
    assert world().tables["zones"].num_rows == 5
