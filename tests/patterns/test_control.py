import datetime as dt
from itertools import product

import numpy as np
import pyarrow as pa
import pytest

from graph.patterns.contracts.control import CONTROL, HEAD, MEMBER, SHARE, behind, ways
from graph.patterns.contracts.control_kin import ever_kin, kin_on
from graph.patterns.contracts.control_proof import Proofs
from tests.patterns.made_facts import made_facts


@pytest.fixture
def facts_of():
    return made_facts


UNITS = ["id,name,kind", *(f"F{i},厂{i},company" for i in range(9))]
PEOPLE = ["id,name", *(f"P{i},人{i}" for i in range(9))]
ROLES = "person,company,role,share,from,to"


def who(facts_of, *roles, unit="F0", day="2020-06-01", posts=(), **more):
    facts = facts_of(
        {
            "units": UNITS,
            "people": PEOPLE,
            "roles": [ROLES, *roles],
            "posts": ["person,unit,title,role,from,to", *posts],
        }
    )
    asked = pa.table({"unit": [unit], "day": [dt.date.fromisoformat(day)]})
    rows = behind(facts, facts.given(asked), **more).to_pyarrow().to_pylist()
    return {row["holder"]: (row["basis"], round(row["share"], 6)) for row in rows}


def test_a_legal_representative_a_controller_and_an_owner_of_a_quarter(facts_of):
    rows = (
        "P1,F0,legal_representative,,,",
        "P2,F0,controller,,,",
        "P3,F0,shareholder,0.25,,",
        "P4,F0,shareholder,0.24,,",
        "P5,F0,manager,,,",
        "P6,F0,shareholder,0.51,,",
    )
    found = who(facts_of, *rows)
    assert {name: basis for name, (basis, _) in found.items()} == {
        "P1": HEAD, "P2": CONTROL, "P3": SHARE, "P6": CONTROL,
    }  # fmt: skip
    weaker = who(facts_of, *rows, weaker=True)
    assert (weaker["P4"][0], weaker["P5"][0]) == (MEMBER, MEMBER)


def test_shares_multiply_along_a_chain_and_add_up_over_chains(facts_of):
    rows = (
        "F1,F0,shareholder,0.4,,",
        "F2,F0,shareholder,0.4,,",
        "P1,F1,shareholder,0.4,,",
        "P1,F2,shareholder,0.3,,",
        "P2,F1,shareholder,0.6,,",
    )
    found = who(facts_of, *rows)
    assert found["P1"] == (SHARE, 0.28)
    assert "P2" not in found  # 0.24


def test_one_link_stated_twice_counts_once(facts_of):
    assert "P1" not in who(facts_of, "P1,F0,shareholder,0.2,2015,", "P1,F0,shareholder,0.2,2016,")


def test_a_chain_of_controllers_controls_and_one_weak_link_breaks_it(facts_of):
    held = ("F1,F0,controller,,,", "F2,F1,controller,,,", "P1,F2,shareholder,0.5,,")
    assert who(facts_of, *held)["P1"][0] == CONTROL
    assert "P1" not in who(facts_of, *held[:2], "P1,F2,shareholder,0.4,,")


def test_firms_that_own_each_other_end(facts_of):
    rows = (
        "F1,F0,shareholder,0.6,,",
        "F0,F1,shareholder,0.5,,",
        "P1,F1,shareholder,0.45,,",
    )
    assert who(facts_of, *rows)["P1"] == (SHARE, 0.27)


def test_five_links_are_followed_and_six_are_not(facts_of):
    chain = [f"F{i + 1},F{i},shareholder,1,," for i in range(5)]
    assert who(facts_of, *chain[:4], "P1,F4,shareholder,1,,")["P1"] == (CONTROL, 1.0)
    assert "P1" not in who(facts_of, *chain, "P1,F5,shareholder,1,,")


@pytest.mark.parametrize(
    ("since", "until", "is_held"),
    [
        ("2020-06-01", "", True),
        ("2020-06-02", "", False),
        ("", "2020-06-02", True),
        ("", "2020-06-01", False),
        ("2020", "", False),
        ("2020-05", "", True),
        ("", "2020", False),
    ],
)
def test_a_role_counts_on_the_days_that_are_sure(facts_of, since, until, is_held):
    row = f"P1,F0,legal_representative,,{since},{until}"
    assert ("P1" in who(facts_of, row)) is is_held


def test_a_chain_stands_while_all_its_links_do(facts_of):
    rows = ("F1,F0,shareholder,1,2019-01-01,", "P1,F1,shareholder,1,,2019-06-01")
    assert "P1" in who(facts_of, *rows, day="2019-03-01")
    assert "P1" not in who(facts_of, *rows, day="2019-07-01")
    assert "P1" not in who(facts_of, *rows, day="2018-12-31")


def test_what_ended_within_three_years_is_found_when_asked(facts_of):
    row = "P1,F0,director,,,2018-01-01"
    assert "P1" not in who(facts_of, row, weaker=True)
    assert who(facts_of, row, weaker=True, years=3)["P1"][0] == MEMBER
    assert "P1" not in who(facts_of, row, weaker=True, years=2)


def test_the_head_of_a_unit_by_post_is_its_head(facts_of):
    assert who(facts_of, posts=["P7,F0,厂长,head,,"])["P7"][0] == HEAD


def test_the_rows_of_every_chain_are_told(facts_of):
    facts = facts_of(
        {
            "units": UNITS,
            "people": PEOPLE,
            "roles": [
                f"{ROLES},confidence",
                "F1,F0,shareholder,0.5,,,0.9",
                "P1,F1,shareholder,0.8,,,0.8",
                "P1,F0,legal_representative,,,,0.7",
            ],
        }
    )
    asked = facts.given(pa.table({"unit": ["F0"], "day": [dt.date(2020, 1, 1)]}))
    found = behind(facts, asked)
    row = found.filter(~found.is_unit).to_pyarrow().to_pylist()[0]
    proof = Proofs(facts, [row["proof"]]).of(row["proof"])
    assert sorted(one.origin for one in proof.evidence) == [f"t/roles.csv:{i}" for i in (2, 3, 4)]
    assert proof.worlds == pytest.approx(0.72)


def test_shares_equal_the_sum_over_all_simple_chains(facts_of):
    rng = np.random.default_rng(5)
    shares = {
        (f"F{a}", f"F{b}"): round(float(rng.uniform(0.1, 0.9)), 2)
        for a, b in product(range(5), repeat=2)
        if a != b and rng.random() < 0.45
    }
    shares |= {("P1", f"F{b}"): 0.3 for b in (2, 3, 4)}
    rows = [f"{one},{other},shareholder,{share},," for (one, other), share in shares.items()]

    def owned(unit, seen, links):
        total = 0.0
        for (one, other), share in shares.items():
            if other != unit or one in seen or links > 5:
                continue
            total += share if one == "P1" else share * owned(one, seen | {one}, links + 1)
        return total

    found = who(facts_of, *rows, least=0.0)
    assert found["P1"][1] == pytest.approx(owned("F0", {"F0"}, 1), abs=1e-6)


def test_kin_are_screened_and_then_dated(facts_of):
    facts = facts_of(
        {
            "people": PEOPLE,
            "kin": [
                "person,relation,relative,kind,from,to",
                "P1,spouse,P2,registered,2010-01-01,2015-01-01",
                "P1,parent,P3,birth,,",
            ],
        }
    )
    pairs = ever_kin(facts, ["P1"], ["P2", "P3", "P4"]).to_pylist()
    assert {pair["relative"] for pair in pairs} == {"P2", "P3"}
    days = pa.array([dt.date(2012, 1, 1), dt.date(2018, 1, 1), dt.date(2018, 1, 1)])
    held = kin_on(facts, pa.array(["P1"] * 3), pa.array(["P2", "P2", "P3"]), days)
    assert held.tolist() == [True, False, True]
    assert kin_on(facts, pa.array(["P1"]), pa.array(["?"]), days[:1]).tolist() == [False]


def test_the_closure_is_computed_once(facts_of):
    facts = facts_of({"units": UNITS, "people": PEOPLE, "roles": [ROLES, "P1,F0,director,,,"]})
    assert ways(facts) is ways(facts)
