"""A path between two who share something is as strong as the tie that acquaintance finds."""

from __future__ import annotations

import pytest

from bench.made_snapshot import MadeSnapshot
from graph.ontology.tables import TABLE
from graph.paths.arrays import path_graph_of
from graph.paths.besides import Besides
from graph.paths.search import Limits, best_paths
from graph.paths.tables import way_slots
from graph.ties.find import TieFinder
from graph.ties.kinds import KINDS
from tests.paths.worlds import ON


def both(**cells):
    return [{"id": who, "name": who} | cells for who in "AB"]


def crowd(count, **cells):
    return [{"id": f"X{number}", "name": "某"} | cells for number in range(count)]


def posts(*spans, **cells):
    return [
        {"person": who, "unit": "U", "from": start, "to": end} | cells
        for who, (start, end) in zip("AB", spans, strict=True)
    ]


def members(kind, *spans, **cells):
    return [
        {"person": who, "kind": kind, "from": start, "to": end} | cells
        for who, (start, end) in zip("AB", spans, strict=True)
    ]


def accounts(*dates):
    return {
        "accounts": [{"id": "a", "owner": "A"}, {"id": "b", "owner": "B"}],
        "transfers": [
            {"id": str(number), "from": "A", "to": "B", "date": date, "amount": "1"}
            for number, date in enumerate(dates)
        ],
    }


STANDS = ("2018", None)
CASES = {
    "same_group": {"people": [*both(village="V", group="3"), *crowd(300, village="V", group="3")]},
    "same_village": {"people": [*both(village="V"), *crowd(700, village="V")]},
    "household": {"people": both(household="H")},
    "same_phone": {"people": [*both(phone="1390"), *crowd(6, phone="1390")]},
    "same_address": {"people": [*both(address="X"), *crowd(10, address="X")]},
    "colleague": {
        "posts": [
            *posts(STANDS, ("2010", "2021-03-01")),
            *({"person": f"X{n}", "unit": "U"} for n in range(90)),
        ],
        "people": [*both(), *crowd(90)],
    },
    "superior": {"posts": [*posts(STANDS, STANDS, role="head")]},
    "handover": {"posts": posts(("2012", "2016-05"), ("2016-06", "2024"), title="站长")},
    "classmate": {
        "memberships": members("class", ("1990", "1993"), ("1991", "1993"), group_name="一班")
    },
    "schoolmate": {"memberships": members("school", ("1990", "1999"), ("1995", "2001"), unit="U")},
    "comrade": {"memberships": members("army", STANDS, STANDS, unit="U", group_name="三连")},
    "party_school": {"memberships": members("party_school", STANDS, STANDS, group_name="一期")},
    "association": {
        "memberships": members("association", ("2001", "2012"), ("2003", "2009"), unit="U")
    },
    "business": {
        "roles": [
            {"person": "A", "company": "U", "role": "director", "confidence": "0.9"},
            {"person": "B", "company": "U", "role": "manager", "from": "2010", "to": "2020-02-01"},
        ]
    },
    "same_account": {"benefits": [
        {"id": who, "programme": "G", "person": who, "account": "6217", "date": "2024"}
        for who in "AB"
    ]},
    "transfers": accounts("2023-01-01", "2023-02-01", "2023-03-01"),
    **{
        kind: {"ties": [{"person": "B", "other": "A", "kind": kind, "to": "2023-01-15"}]}
        for kind in (
            "friend", "enmity", "teacher", "guarantor", "creditor", "partner", "fiance",
            "guardian", "other",
        )
    },
}  # fmt: skip


def snapshot_of(tables):
    filled = {"people": both(), "units": [{"id": "U", "name": "单位", "kind": "other"}]} | tables
    filled |= {"programmes": [{"id": "G", "name": "低保"}]}
    filled["places"] = [{"id": "V", "name": "村", "level": "village", "population": "1200"}]
    return MadeSnapshot.of_rows(**filled)


@pytest.mark.parametrize("code", CASES)
def test_a_shared_thing_ties_as_acquaintance_says(code):
    snapshot = snapshot_of(CASES[code])
    ties = TieFinder(snapshot, "AB").between("A", "B", ON).ties
    found = {tie.kind.code: tie.strength for tie in ties}
    ends = snapshot.ties.index("A"), snapshot.ties.index("B")
    paths = best_paths(
        path_graph_of(snapshot), ends[:1], ends[1:], day=ON, count=20, distinct=False,
        limits=Limits(hops=2),
    ).paths  # fmt: skip
    assert paths[0].strength == pytest.approx(found[code], rel=1e-6)


def test_every_kind_of_tie_but_past_cases_is_compared():
    assert set(CASES) == {kind.code for kind in KINDS} - {"past_case"}
    assert all(name in TABLE for tables in CASES.values() for name in tables)


@pytest.mark.parametrize(
    ("code", "tables"),
    [
        ("never met", {"posts": posts(("2010", "2012"), ("2015", None), role="employee")}),
        ("too short", {"posts": posts(("2010", "2015-03-01"), ("2015-01-01", None))}),
        ("other class", {"memberships": [
            *members("class", STANDS, STANDS, unit="U", group_name="一班")[:1],
            *members("class", STANDS, STANDS, unit="U", group_name="二班")[1:],
        ]}),
        ("a clerk's telephone", {"people": [*both(phone="1390"), *crowd(30, phone="1390")]}),
        ("left before the other came", {
            "people": [{"id": "A", "name": "A"}, {"id": "B", "name": "B"}],
            "moves": [
                {"person": "A", "date": "2010-01-01", "from_household": "H"},
                {"person": "B", "date": "2015-01-01", "to_household": "H"},
            ],
        }),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_tie_is_no_path(code, tables):
    snapshot = snapshot_of(tables)
    graph = path_graph_of(snapshot)
    found = best_paths(graph, [0], [1], day=ON, limits=Limits(hops=2))
    assert list(snapshot.persons.ids[:2]) == ["A", "B"]
    assert found.paths == ()
    assert not TieFinder(snapshot, "AB").between("A", "B", ON).ties
    besides = Besides(snapshot, graph, way_slots(None), ON)
    assert besides.direct(0, 1) == besides.shared(0, 1) == []
