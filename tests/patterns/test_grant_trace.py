import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.patterns.money.closing import joined
from graph.patterns.money.grant_trace import GrantTraceParams, find
from graph.patterns.money.kernels.trace import balances, traced
from tests.patterns.made_transfers import flows_from

COUNTY = {
    "people": ["id,name,sex", *(f"P{n},王{n},男" for n in range(1, 10)), "W1,李,女", "S1,王,男"],
    "kin": ["person,relative,relation,from,to", "P1,W1,妻子,2010-01-01,", "P1,S1,儿子,,"],
    "units": [
        "id,name,kind",
        "U1,村委会,village_committee",
        "U2,合作社,cooperative",
        "U3,公司,company",
        "U4,镇政府,public_body",
    ],
    "accounts": ["id,owner", "AW,W1"],
    "posts": ["person,unit,role,from", "P1,U1,head,2020", "P1,U2,head,2020"],
}
GRANT, ON, REACH = (
    "T1,U1,U3,100000,2025-03-01,产业扶持",
    "T2,U3,P3,50000,2025-03-05,",
    "T3,P3,AW,40000,2025-03-09,",
)


LESS = REACH.replace("40000", "15000")


def result_of(facts_of, *transfers, tables=None, **params):
    rows = ["id,from,to,amount,date,purpose", *transfers]
    facts = facts_of(COUNTY | {"transfers": rows} | (tables or {}))
    return find(facts, GrantTraceParams(**params))


def told(facts_of, *transfers, **kwargs):
    found = result_of(facts_of, *transfers, **kwargs).findings
    return [(one.subject, one.objects, round(one.measure, 4)) for one in found]


def test_the_share_that_reaches_the_wife_is_told_with_its_way(facts_of):
    (finding,) = result_of(facts_of, GRANT, ON, REACH).findings
    assert (finding.subject, finding.objects) == ("P1", ("T1", "W1"))
    assert (finding.measure, finding.amount_fen) == (pytest.approx(0.4), 4_000_000)
    edges = [one.edge for one in finding.evidence]
    assert edges == ["paid", "paid", "paid", "holds_post", "owns_account", "wife"]
    assert finding.detail["kin"] == [{"person": "W1", "term": "妻子", "share": 0.4}]
    assert (finding.since, finding.until) == ("2025-03-01", "2025-03-09")


def test_money_held_beside_the_grant_goes_in_proportion(facts_of):
    other = "T0,P8,U3,100000,2025-02-01,"
    assert told(facts_of, other, GRANT, ON, REACH, least_share=0.1) == [("P1", ("T1", "W1"), 0.2)]
    other = "T0,P8,U3,100000,2025-03-06,"
    assert told(facts_of, other, GRANT, ON, REACH) == [("P1", ("T1", "W1"), 0.4)]


def test_money_that_moved_before_the_grant_is_no_part_of_it(facts_of):
    assert told(facts_of, GRANT, ON.replace("03-05", "02-05"), REACH) == []


def test_the_decider_and_several_kin_add_up(facts_of):
    rows = (GRANT, "T2,U3,S1,15000,2025-03-05,", "T3,U3,P1,15000,2025-03-06,")
    assert told(facts_of, *rows) == [("P1", ("T1", "P1", "S1"), 0.3)]


@pytest.mark.parametrize(
    ("rows", "params"),
    [
        pytest.param((GRANT, ON, LESS), {"least_share": 0.1}, id="share"),
        pytest.param(
            (
                GRANT.replace("100000", "10000"),
                ON.replace("50000", "5000"),
                REACH.replace("40000", "4000"),
            ),
            {"least_yuan": 4000},
            id="yuan",
        ),
        pytest.param((GRANT, ON, REACH.replace("03-09", "06-09")), {"days": 120}, id="days"),
        pytest.param(
            (GRANT, ON, "T4,P3,P4,40000,2025-03-06,", REACH.replace("P3", "P4")),
            {"transfers": 4},
            id="transfers",
        ),
        pytest.param((GRANT, ON, REACH + "工资"), {"wage_words": ()}, id="wages"),
        pytest.param((GRANT, ON, REACH + "归还借款"), {"loan_words": ()}, id="loans"),
        pytest.param((GRANT, ON + "退款", REACH), {"refund_words": ()}, id="refunds"),
        pytest.param((GRANT, ON, LESS), {"combine": "either"}, id="or"),
    ],
)
def test_what_a_parameter_leaves_out(facts_of, rows, params):
    assert told(facts_of, *rows) == []
    assert len(told(facts_of, *rows, **params)) == 1


def test_payouts_to_many_are_no_grants_and_carry_none(facts_of):
    many = [f"S{n},U1,P{n},30000,2025-03-01,征地补偿" for n in (4, 5, 6, 7)]
    own = "S1,U1,S1,30000,2025-03-01,征地补偿"
    assert told(facts_of, own, *many[:2]) == [("P1", ("S1", "S1"), 1.0)]
    assert told(facts_of, own, *many) == []
    wages = [f"S{n},U3,P{n},40000,2025-03-09," for n in (4, 5, 6, 7)]
    assert told(facts_of, GRANT, "T3,U3,AW,40000,2025-03-09,", *wages) == []


def test_a_universal_benefit_is_no_grant(facts_of):
    tables = {
        "programmes": ["id,name,discretion", "F1,地力补贴,universal", "F2,危房,discretionary"],
        "benefits": ["id,programme,person,date,amount", "B1,F1,S1,2025-03-01,20000"],
    }
    assert told(facts_of, "T1,U1,S1,20000,2025-03-01,", tables=tables) == []
    tables["benefits"][1] = "B1,F2,S1,2025-03-01,20000"
    assert len(told(facts_of, "T1,U1,S1,20000,2025-03-01,", tables=tables)) == 1


def test_a_cooperative_headed_by_office_is_nobodys_kin(facts_of):
    assert told(facts_of, "T1,U1,U2,100000,2025-03-01,") == []


def test_a_public_purse_ends_a_trace_and_gets_no_grant(facts_of):
    assert told(facts_of, GRANT, "T2,U3,U4,50000,2025-03-05,", "T3,U4,AW,40000,2025-03-09,") == []
    assert told(facts_of, "T1,U1,U4,100000,2025-03-01,", "T2,U4,AW,90000,2025-03-05,") == []


def test_kin_are_those_of_the_day_of_the_grant(facts_of):
    kin = ["person,relative,relation,from,to", "P1,W1,妻子,2025-03-02,"]
    assert told(facts_of, GRANT, ON, REACH, tables={"kin": kin}) == []


def test_a_grant_without_a_known_decider_is_not_tested(facts_of):
    result = result_of(facts_of, GRANT, ON, REACH, tables={"posts": ["person,unit", "P9,U3"]})
    assert (result.findings, result.not_tested[0].count) == ((), 1)


def test_a_hub_is_followed_by_its_newest_transfers_and_named(facts_of):
    rows = [f"S{n},U3,P{n},100,2025-03-1{n}," for n in range(4, 8)]
    result = result_of(facts_of, GRANT, ON, REACH, *rows, hub=3)
    assert (result.findings, result.not_tested[0].subject) == ((), "U3")


def test_balances_are_what_the_records_show():
    flows = flows_from(
        [(0, 1, 1, 100), (1, 2, 2, 30), (1, 1, 3, 9), (1, 0, 4, 90), (1, 2, 5, 5)], 3
    )
    before = balances(flows.payer, flows.payee, flows.amount, 3)
    assert before.tolist() == [0, 100, 70, 70, 0]


def share_reached(flows, grant, ends, steps, days):
    """Haircut by hand: every unit of the grant in a dictionary by party and transfers made."""
    before = balances(flows.payer, flows.payee, flows.amount, flows.nodes)
    start, whole = int(flows.payee[grant]), int(flows.amount[grant])
    if start in ends:
        return 1.0
    held, reached = {(start, 1): 1.0}, 0.0
    for event in range(grant + 1, len(flows)):
        payer, payee = int(flows.payer[event]), int(flows.payee[event])
        own = sum(share for (node, _), share in held.items() if node == payer)
        if flows.time[event] > flows.time[grant] + days * 86_400 or payer == payee or not own:
            continue
        part = min(1.0, flows.amount[event] / max(before[event], own * whole))
        for depth in range(1, steps):
            share = held.get((payer, depth), 0.0) * part
            held[payer, depth] = held.get((payer, depth), 0.0) - share
            if payee in ends:
                reached += share
            elif depth + 1 < steps:
                held[payee, depth + 1] = held.get((payee, depth + 1), 0.0) + share
    return reached


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 20)), max_size=14),
    st.integers(2, 4),
    st.sets(st.integers(2, 4), min_size=1, max_size=2),
)
def test_shares_equal_those_traced_by_hand(rows, steps, ends):
    moves = [(one, other, 2 + day, amount) for day, (one, other, amount) in enumerate(rows)]
    flows = flows_from([(0, 1, 1, 10), *moves], 5)
    before = balances(flows.payer, flows.payee, flows.amount, 5)
    reached, *_ = traced(
        (flows.payer, flows.payee, flows.time, flows.amount), tuple(flows.paid), before,
        np.zeros(1, np.int32), np.zeros(1, np.int32),
        tuple(joined([np.array(sorted(ends), np.int32)])),
        np.zeros(5, bool), np.zeros(len(flows), bool),
        np.array([steps, 10 * 86_400, 500]), 1e-12, np.empty((0, 2)),
    )  # fmt: skip
    assert reached[0] == pytest.approx(share_reached(flows, 0, ends, steps, 10), abs=1e-9)
