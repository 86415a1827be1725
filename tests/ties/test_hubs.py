"""Two people of different groups of one large village are hardly ever flagged by chance."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bench.hubs import measure
from graph.ties import compare
from graph.ties.kinds import KIND, Tier
from tests.ties.test_find import Rows

WANTED = 0.02
PAIRS = 1_500
PEOPLE, GROUPS = 720, 8
CLERK = 300
CLASS = 30


def villages() -> Rows:
    """Three villages; in each a clerk's telephone on many forms and two classes of one school."""
    people, memberships = [], []
    for village in ("V1", "V2", "V3"):
        for number in range(PEOPLE):
            row = {"id": f"{village}-{number}", "name": "甲", "village": village, "born": "1980"}
            row["group"] = f"{number % GROUPS}组"
            row["phone"] = f"clerk {village}" if number < CLERK else f"own {village}-{number}"
            people.append(row)
        memberships += [
            {"person": f"{village}-{number}", "group_name": f"{village}{number // CLASS}班"}
            | {"kind": "class", "from": "1990", "to": "1996"}
            for number in range(2 * CLASS)
        ]
    return Rows(people=people, memberships=memberships)


def test_different_groups_of_a_large_village_are_hardly_ever_flagged():
    found = measure(villages(), PAIRS)
    assert found.villages == 3
    assert found.different.pairs == found.same.pairs == PAIRS
    assert 0 < found.different.flagged < WANTED * PAIRS
    assert set(found.different.kinds) == {"classmate"}
    assert found.village_alone <= Tier.CONTEXT


def test_one_group_is_told_apart():
    found = measure(villages(), PAIRS)
    assert found.same.flagged == PAIRS
    assert found.same.kinds["same_group"] == PAIRS


@pytest.mark.parametrize(
    ("kind", "loosened"),
    [
        ("same_phone", {"hub": None, "circle": None}),
        ("same_village", {"cap": 1.0, "circle": PEOPLE}),
    ],
)
def test_the_measure_sees_a_hub_let_loose(monkeypatch, kind, loosened):
    loose = dict(KIND) | {kind: replace(KIND[kind], **loosened)}
    monkeypatch.setattr(compare, "KIND", MappingProxyType(loose))
    found = measure(villages(), PAIRS)

    assert found.different.flagged >= WANTED * PAIRS
