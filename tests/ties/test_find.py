"""Ties are found in plain rows, weighed by size and age, and never by a village alone."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import day_of
from graph.ontology.tables import TABLE
from graph.ties.find import TieFinder
from graph.ties.kinds import KINDS, Tier
from graph.ties.lives import PastCase
from graph.ties.strength import decay, joined, shared_strength, tier_of

ON = day_of("2026-03-02")


class Rows:
    """A snapshot of a few rows, written as dicts."""

    def __init__(self, **tables):
        self._tables = tables

    def table(self, name):
        columns = ["origin", *(column.name for column in TABLE[name].columns)]
        rows = [
            {"origin": f"t/{name}.csv:{number}"} | row
            for number, row in enumerate(self._tables.get(name, []), start=2)
        ]
        table = pa.table({c: pa.array([r.get(c) for r in rows], pa.string()) for c in columns})
        confidence = [float(r.get("confidence", 1.0)) for r in rows]
        return table.append_column("confidence", pa.array(confidence, pa.float64()))


def people(*ids, **cells):
    return [{"id": i, "name": i} | cells for i in ids]


def between(rows, past=()):
    return TieFinder(rows, ["A", "B"], past).between("A", "B", ON)


def term(person, unit, start=None, end=None, **cells):
    return {"person": person, "unit": unit, "from": start, "to": end} | cells


CASES = [
    ("same_group", {"people": people("A", "B", village="V", group="3")}, Tier.PROPOSE),
    ("same_village", {"people": people("A", "B", village="V")}, Tier.CONTEXT),
    ("household", {"people": people("A", "B", household="H")}, Tier.PROPOSE),
    ("same_phone", {"people": people("A", "B", phone="1390")}, Tier.PROPOSE),
    ("same_address", {"people": people("A", "B", address="X")}, Tier.DISCLOSE),
    ("colleague", {"posts": [term("A", "U", "2020"), term("B", "U", "2024")]}, Tier.DISCLOSE),
    (
        "superior",
        {"posts": [term("A", "U", "2020", role="head"), term("B", "U", "2024")]},
        Tier.PROPOSE,
    ),
    (
        "handover",
        {
            "posts": [
                term("A", "U", "2020", "2024-05", title="站长"),
                term("B", "U", "2024-06", title="站长"),
            ]
        },
        Tier.PROPOSE,
    ),
    (
        "classmate",
        {
            "memberships": [
                {"person": p, "group_name": "一班", "kind": "class", "from": "1995", "to": "1998"}
                for p in "AB"
            ]
        },
        Tier.DISCLOSE,
    ),
    (
        "comrade",
        {"memberships": [{"person": p, "unit": "J", "kind": "army"} for p in "AB"]},
        Tier.DISCLOSE,
    ),
    (
        "business",
        {"roles": [{"person": p, "company": "C", "role": "shareholder"} for p in "AB"]},
        Tier.PROPOSE,
    ),
    (
        "same_account",
        {"benefits": [{"id": p, "person": p, "account": "6217"} for p in "AB"]},
        Tier.PROPOSE,
    ),
    (
        "transfers",
        {
            "accounts": [{"id": "a", "owner": "A"}, {"id": "b", "owner": "B"}],
            "transfers": [
                {"id": str(i), "from": "a", "to": "b", "date": f"2026-0{i}-01"} for i in (1, 2, 3)
            ],
        },
        Tier.DISCLOSE,
    ),
    *(
        (kind, {"ties": [{"person": "B", "other": "A", "kind": kind}]}, None)
        for kind in (
            "friend",
            "enmity",
            "teacher",
            "guarantor",
            "creditor",
            "partner",
            "fiance",
            "guardian",
            "other",
        )
    ),
]


@pytest.mark.parametrize(("code", "tables", "tier"), CASES, ids=[case[0] for case in CASES])
def test_each_kind_is_found_with_its_source_and_words(code, tables, tier):
    tables = {"people": people("A", "B")} | tables
    found = between(Rows(**tables))
    assert [tie.kind.code for tie in found.ties] == [code]
    tie = found.ties[0]
    assert tie.origins
    assert tie.kind.zh in tie.zh
    assert f"{tie.strength:.2f}" in tie.en
    assert found.tier >= Tier.DISCLOSE if tier is None else found.tier is tier


def test_strangers_have_no_tie():
    assert between(Rows(people=people("A", "B"))).ties == ()


def test_every_kind_that_exists_is_tested():
    tested = {case[0] for case in CASES} | {"schoolmate", "party_school", "association"}
    assert {kind.code for kind in KINDS} == tested | {"past_case"}


def test_a_past_case_counts_from_both_sides():
    past = [PastCase(case="K1", handler="A", party="B", on="2025-06-01", decision="D-000001")]
    rows = Rows(people=people("A", "B"))
    assert between(rows, past).ties[0].kind.code == "past_case"
    assert TieFinder(rows, ["A", "B"], past).between("B", "A", ON).ties[0].origins == ("D-000001",)


@pytest.mark.parametrize("size", [600, 1000, 3000])
def test_a_large_village_is_hidden_or_context(size):
    crowd = people(*(f"P{i}" for i in range(size - 2)), village="V")
    rows = Rows(people=[*people("A", "B", village="V"), *crowd])
    assert between(rows).tier <= Tier.CONTEXT


def test_a_published_population_outweighs_the_few_who_are_loaded():
    few = Rows(people=people("A", "B", village="V"))
    published = Rows(
        people=people("A", "B", village="V"),
        places=[{"id": "V", "name": "V", "level": "village", "population": "3000"}],
    )
    assert between(published).strength < between(few).strength


def test_a_clerks_telephone_on_many_forms_says_nothing():
    crowd = people(*(f"P{i}" for i in range(30)), phone="1390")
    assert between(Rows(people=[*people("A", "B", phone="1390"), *crowd])).ties == ()


def test_posts_that_never_overlapped_are_no_tie():
    rows = Rows(
        people=people("A", "B"), posts=[term("A", "U", "2001", "2003"), term("B", "U", "2019")]
    )
    assert between(rows).ties == ()


def test_an_old_workplace_fades_below_disclosure():
    rows = Rows(
        people=people("A", "B"),
        posts=[term("A", "U", "1990", "1999"), term("B", "U", "1990", "1999")],
    )
    assert between(rows).tier < Tier.DISCLOSE


def test_doubtful_rows_weigh_less():
    sure = Rows(people=people("A", "B"), ties=[{"person": "A", "other": "B", "kind": "friend"}])
    doubtful = Rows(
        people=people("A", "B"),
        ties=[{"person": "A", "other": "B", "kind": "friend", "confidence": "0.5"}],
    )
    assert between(doubtful).strength == pytest.approx(between(sure).strength / 2)


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
@settings(deadline=None)
def test_adding_a_tie_never_lowers_the_strength(values, added):
    assert joined([*values, added]) >= joined(values) - 1e-12


@given(st.sampled_from(KINDS), st.integers(2, 10_000), st.integers(0, 40_000))
@settings(deadline=None)
def test_larger_groups_and_longer_ago_are_never_stronger(kind, size, days):
    assert shared_strength(kind, size + 1) <= shared_strength(kind, size) <= kind.ceiling
    assert 0 <= decay(kind, days + 1) <= decay(kind, days) <= 1


def test_tiers_have_the_documented_borders():
    tiers = [tier_of(value) for value in (0.149, 0.15, 0.40, 0.80)]
    assert tiers == [Tier.HIDDEN, Tier.CONTEXT, Tier.DISCLOSE, Tier.PROPOSE]


def test_places_and_units_are_called_by_their_names():
    rows = Rows(
        people=people("A", "B", village="V"),
        places=[{"id": "V", "name": "东风村", "level": "village"}],
        units=[{"id": "U", "name": "某镇政府", "kind": "public_body"}],
        posts=[term("A", "U", "2020"), term("B", "U", "2020")],
    )
    words = " ".join(tie.zh for tie in between(rows).ties)
    assert "东风村" in words
    assert "某镇政府" in words
