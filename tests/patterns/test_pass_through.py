import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.patterns.money.kernels.pass_through import passed_through
from graph.patterns.money.kernels.rows import grouped
from graph.patterns.money.pass_through import PassThroughParams, find
from tests.patterns.made_transfers import flows_from

PEOPLE = ["id,name", *(f"P{n},王" for n in range(1, 9))]
COUNTY = {
    "people": PEOPLE,
    "units": ["id,name,kind", "U1,财政所,public_body", "U2,公司,company", "U3,农信社,bank"],
    "accounts": ["id,owner", "A1,P1", "A2,U1", "A3,U3", "A4,P1"],
}
COME, GO = "T1,U2,A1,20000,2025-03-01,", "T2,A1,P2,19500,2025-03-02,"


def result_of(facts_of, *transfers, **params):
    rows = ["id,from,to,amount,date,purpose", *transfers]
    return find(facts_of(COUNTY | {"transfers": rows}), PassThroughParams(**params))


def told(facts_of, *transfers, **params):
    return [
        (one.subject, *one.objects) for one in result_of(facts_of, *transfers, **params).findings
    ]


def test_an_account_that_keeps_nothing_is_told_once_with_its_owner(facts_of):
    rows = (COME, GO, "T3,P5,A1,30000,2025-05-01,", "T4,A1,P2,30000,2025-05-01,")
    result = result_of(facts_of, *rows)
    (finding,) = result.findings
    assert (finding.subject, finding.objects) == ("A1", ("T1", "T2", "T3", "T4"))
    assert (finding.detail["owner"], finding.detail["times"]) == ("P1", 2)
    assert finding.measure == pytest.approx(49_500 / 50_000)
    assert finding.amount_fen == 5_000_000
    assert finding.evidence[-1].edge == "owns_account"
    assert told(facts_of, *rows, least_times=3) == []
    assert result.tested[0].count == 0


@pytest.mark.parametrize(
    ("go", "params"),
    [
        pytest.param("T2,A1,P2,18500,2025-03-02,", {"most_kept": 0.2}, id="kept"),
        pytest.param("T2,A1,P2,17000,2025-03-02,", {"most_kept": 1, "least_ratio": 0.8}, id="low"),
        pytest.param("T2,A1,P2,23000,2025-03-02,", {"most_ratio": 1.2}, id="high"),
        pytest.param("T2,A1,P2,19500,2025-03-05,", {"hours": 96}, id="window"),
    ],
)
def test_what_a_parameter_leaves_out(facts_of, go, params):
    assert told(facts_of, COME, go) == []
    assert told(facts_of, COME, go, **params) == [("A1", "T1", "T2")]


def test_small_sums_are_left_out(facts_of):
    rows = ("T1,U2,A1,200,2025-03-01,", "T2,A1,P2,200,2025-03-02,")
    assert told(facts_of, *rows) == []
    assert told(facts_of, *rows, least_yuan=200) == [("A1", "T1", "T2")]


def test_what_stood_on_the_account_before_counts_as_kept(facts_of):
    assert told(facts_of, "T0,U2,A1,50000,2025-01-01,", COME, GO) == []


@pytest.mark.parametrize("account", ["A2", "A3", "U1"])
def test_treasury_and_bank_accounts_are_emptied_by_rule(facts_of, account):
    rows = (f"T1,U2,{account},20000,2025-03-01,", f"T2,{account},P2,19500,2025-03-02,")
    assert told(facts_of, *rows) == []
    assert told(facts_of, *(row.replace(account, "P7") for row in rows)) == [("P7", "T1", "T2")]


def test_money_sent_back_lent_or_moved_between_own_accounts_is_left_out(facts_of):
    assert told(facts_of, COME, "T2,A1,U2,19500,2025-03-02,") == []
    assert told(facts_of, COME, "T2,A1,A4,19500,2025-03-02,") == []
    assert told(facts_of, COME, "T2,A1,P2,19500,2025-03-02,还款") == []


def test_wages_paid_on_are_left_out(facts_of):
    pay = [f"T{n},A1,P{n},{3000 if n > 2 else 7500},2025-03-02," for n in range(2, 7)]
    assert told(facts_of, COME, *pay) != []
    assert told(facts_of, COME, *pay, run_payees=4) == []


def test_what_was_cut_is_named(facts_of):
    few = [f"T{n},A1,P{n},{n},2025-03-01," for n in range(3, 8)]
    result = result_of(facts_of, COME, *few, "T9,A1,P2,19400,2025-03-02,", hub=3)
    assert (result.findings, result.not_tested[0].subject) == ((), "A1")


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 9), st.integers(9, 11)),
        max_size=12,
    )
)
def test_episodes_equal_those_of_a_plain_scan(rows):
    flows = flows_from([row for row in rows if row[0] != row[1]], 3)
    into, out = grouped(flows.target, 3), grouped(flows.source, 3)
    episodes, events, is_in, *_ = passed_through(
        flows.time, flows.amount, into, out, np.zeros(len(flows), bool), np.ones(3, bool),
        np.array([2 * 86_400, 10, 500]), np.array([0.9, 1.1, 0.05]),
    )  # fmt: skip
    found = [(node, events[a:b].tolist(), is_in[a:b].tolist()) for node, a, b in episodes.tolist()]
    assert found == [one for node in range(3) for one in plain_scan(flows, node)]


def plain_scan(flows, node):
    own = [(int(flows.time[e]), flows.target[e] != node, e) for e in range(len(flows))
           if node in (flows.source[e], flows.target[e])]  # fmt: skip
    own.sort()
    balance, held = [], 0
    for _, is_out, event in own:
        held = max(0, held + int(flows.amount[event]) * (-1 if is_out else 1))
        balance.append(held)
    place = 0
    while place < len(own):
        fit = None
        if not own[place][1]:
            for last in range(place, len(own)):
                part = own[place : last + 1]
                came = sum(int(flows.amount[e]) for _, is_out, e in part if not is_out)
                gone = sum(int(flows.amount[e]) for _, is_out, e in part if is_out)
                in_time = own[last][0] <= own[place][0] + 2 * 86_400
                kept = balance[last] < 0.05 * came
                if own[last][1] and in_time and 0.9 * came <= gone <= 1.1 * came and kept:
                    fit = last if came >= 10 else fit
        if fit is not None:
            part = own[place : fit + 1]
            yield node, [e for *_, e in part], [not is_out for _, is_out, _ in part]
            place = fit
        place += 1
