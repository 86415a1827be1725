"""Support and guardianship by pair and day; the ends of marriages; one reading of the tables."""

import pytest

from graph.model import day_of
from graph.recusal.registers import registers_of

DAY = day_of("2026-03-02")


def guardian(person, other, **cells):
    return {"person": person, "other": other, "kind": "guardian"} | cells


def test_guardianship_comes_before_support_and_its_latest_row_before_the_others(world):
    kin = ["甲 伯父 乙 supported=true", "甲 伯父 乙 supported=true confidence=0.8"]
    ties = [guardian("甲", "乙"), guardian("乙", "甲"), guardian("甲", "乙", to="2020")]
    found = registers_of(world({"kin": kin, "tables": {"ties": ties}})).support("乙", "甲", DAY)
    assert (found["edge"], found["origin"]) == ("guardian", "案卷/ties.csv:3")
    found = registers_of(world({"kin": kin})).support("甲", "乙", DAY)
    assert found["origin"] == "案卷/kin.csv:2"


@pytest.mark.parametrize(
    ("cells", "holds"),
    [
        ({"from": "2026-03-02"}, True),
        ({"from": "2026-03-03"}, False),
        ({"from": "2026"}, True),
        ({"to": "2026-03-02"}, False),
        ({"to": "2026-03-03"}, True),
        ({"to": "2026"}, True),
    ],
)
def test_partial_dates_of_guardianship_are_read_widely(world, cells, holds):
    snapshot = world({"people": ["甲", "乙"], "tables": {"ties": [guardian("甲", "乙", **cells)]}})
    assert (registers_of(snapshot).support("甲", "乙", DAY) is not None) == holds


def test_a_guardian_written_with_a_prefix_is_found(world):
    snapshot = world({"people": ["甲", "乙"], "tables": {"ties": [guardian("甲", "person:乙")]}})
    found = registers_of(snapshot).support("甲", "乙", DAY)
    assert (found["person"], found["other"]) == ("甲", "乙")


def test_the_end_of_a_tie_is_found_by_its_fact(world):
    snapshot = world({"kin": ["甲 妻子 乙 to=2019-05", "甲 父亲 丙", "甲 妻子 丁 from=2020"]})
    facts = dict(zip("乙丙丁", snapshot.table("kin")["fact"].to_pylist(), strict=True))
    registers = registers_of(snapshot)
    assert registers.ends_of([facts["乙"], facts["丙"]]) == [day_of("2019-05-31")]
    assert registers.ends_of([facts["丁"], 999]) == []


def test_a_snapshot_is_read_once(world):
    one, other = world({"people": ["甲"]}), world({"people": ["甲"]})
    assert registers_of(one) is registers_of(one)
    assert registers_of(one) is not registers_of(other)
