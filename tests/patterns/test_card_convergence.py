"""B6: benefits of unrelated households at one account, payee or phone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.patterns.benefits.card_convergence import CardConvergenceParams, _worlds, find
from graph.patterns.benefits.unrelated import apart

BENEFIT = "id,programme,person,household,date,amount,account"
BASE = {
    "people": [
        "id,name,household,phone",
        *(f"P{n},人{n},H{n},1380000000{n}" for n in range(1, 8)),
        "P9,王老,H9,13800000009",
    ],
    "programmes": ["id,name,discretion", "F1,低保,discretionary"],
    "units": ["id,name,kind", "U1,敬老院,other"],
    "accounts": ["id,owner", "A7,P7", "AU,U1", *(f"B{n},P{n}" for n in range(1, 7))],
}
FOUR = tuple(f"B{n},F1,P{n},,2025-03-0{n},100,A7" for n in range(1, 5))


def found(facts_of, *benefits, tables=None, **params):
    facts = facts_of(BASE | {"benefits": [BENEFIT, *benefits]} | (tables or {}))
    return find(facts, CardConvergenceParams(**params))


def test_four_unrelated_households_at_one_account_are_found(facts_of):
    result = found(facts_of, *FOUR)
    (finding,) = result.findings
    assert (finding.subject, finding.objects) == ("A7", ("H1", "H2", "H3", "H4"))
    assert (finding.measure, finding.amount_fen) == (4.0, 40_000)
    assert finding.detail["kind"] == "account"
    assert {one.origin for one in finding.evidence} == {
        *(f"t/benefits.csv:{n}" for n in range(2, 6)),
        "t/accounts.csv:2",
    }


def test_three_households_are_too_few(facts_of):
    result = found(facts_of, *FOUR[:3])
    assert result.findings == ()
    assert result.tested[0].count == 3
    assert len(found(facts_of, *FOUR[:3], households=3).findings) == 1


def test_households_that_are_kin_count_once(facts_of):
    kin = ["person,relation,relative", "P1,father,P9", "P2,father,P9"]
    assert found(facts_of, *FOUR, tables={"kin": kin}).findings == ()


def test_an_account_of_a_unit_is_left_out(facts_of):
    assert found(facts_of, *(row.replace("A7", "AU") for row in FOUR)).findings == ()


def test_the_owners_own_household_near_kin_and_wards_are_left_out(facts_of):
    own = "B4,F1,P7,,2025-03-04,100,A7"
    assert found(facts_of, *FOUR[:3], own).findings == ()
    kin = ["person,relation,relative", "P4,father,P7"]
    assert found(facts_of, *FOUR, tables={"kin": kin}).findings == ()
    ties = ["person,other,kind", "P4,P7,guardian"]
    assert found(facts_of, *FOUR, tables={"ties": ties}).findings == ()


def test_whole_households_count_like_people(facts_of):
    rows = [f"B{n},F1,,H{n},2025-03-0{n},100,A7" for n in range(1, 5)]
    assert len(found(facts_of, *rows).findings) == 1
    kin = ["person,relation,relative", "P1,father,P9", "P2,father,P9"]
    assert found(facts_of, *rows, tables={"kin": kin}).findings == ()


OWN = tuple(f"B{n},F1,P{n},,2025-03-01,100,B{n}" for n in range(1, 5))
TRANSFER = "id,from,to,amount,date"


def moved(day="2025-03-03", amount=90, to="A7"):
    return {"transfers": [TRANSFER, *(f"T{n},B{n},{to},{amount},{day}" for n in range(1, 5))]}


def test_benefits_passed_on_to_one_payee_within_days_are_found(facts_of):
    (finding,) = found(facts_of, *OWN, tables=moved()).findings
    assert (finding.subject, finding.detail["kind"]) == ("P7", "payee")
    assert "t/transfers.csv:2" in {one.origin for one in finding.evidence}


@pytest.mark.parametrize(
    "other",
    [moved("2025-03-05"), moved("2025-02-28"), moved(amount=40), moved(amount=900), moved(to="AU")],
    ids=["late", "before", "little", "far more", "a unit"],
)
def test_other_transfers_are_no_passing_on(facts_of, other):
    assert found(facts_of, *OWN, tables=other).findings == ()


def test_one_phone_of_unrelated_recipients_is_found_unless_a_units(facts_of):
    people = ["id,name,household,phone", *(f"P{n},人{n},H{n},13811111111" for n in range(1, 5))]
    (finding,) = found(facts_of, *OWN, tables={"people": people, "accounts": ["id"]}).findings
    assert (finding.subject, finding.detail["kind"]) == ("13811111111", "phone")
    units = ["id,name,kind,phone", "U1,村委会,village_committee,13811111111"]
    tables = {"people": people, "units": units, "accounts": ["id"]}
    assert found(facts_of, *OWN, tables=tables).findings == ()


def test_an_official_who_owns_the_account_is_named(facts_of):
    posts = ["person,unit,role", "P7,U1,head"]
    (finding,) = found(facts_of, *FOUR, tables={"posts": posts}).findings
    assert finding.officials == ("P7",)


def test_what_is_not_recorded_is_told(facts_of):
    result = found(facts_of, "B1,F1,P1,,2025-03-01,100,")
    assert [one.count for one in result.not_tested] == [1, 1]


GRAPHS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14)


@given(GRAPHS)
def test_households_apart_are_a_maximal_set_without_kin(pairs):
    related = {
        str(a): frozenset(
            str(b) for b in range(8) if b != a and ((a, b) in pairs or (b, a) in pairs)
        )
        for a in range(8)
    }
    chosen = apart(related, related)
    assert not any(b in related[a] for a, b in itertools.combinations(chosen, 2))
    assert all(house in chosen or related[house] & set(chosen) for house in related)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=6), st.integers(1, 3))
def test_worlds_equal_the_sum_over_all_of_them(chances, least):
    rows = [
        {"house": str(n), "confidence": one, "disputed": False, "other_confidence": None}
        for n, one in enumerate(chances)
    ]
    exact = 0.0
    for world in itertools.product((0, 1), repeat=len(chances)):
        share = 1.0
        for is_in, one in zip(world, chances, strict=True):
            share *= one if is_in else 1 - one
        exact += share * (sum(world) >= least)
    found_share = _worlds(rows, tuple(row["house"] for row in rows), least)
    assert found_share == pytest.approx(exact, abs=1e-9)
