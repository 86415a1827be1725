from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from graph.patterns.money.flows import PUBLIC_KINDS, flows_of, units_of
from graph.patterns.money.kernels.rows import grouped, in_company
from graph.patterns.money.kernels.shuffle import moved, shuffled
from graph.patterns.money.payments import contracts_named, decided
from graph.patterns.money.runs import benefit_payouts, payout_runs, purposes_of
from tests.patterns.made_transfers import flows_from

COUNTY = {
    "people": ["id,name", "P1,王", "P2,李", "P3,张"],
    "units": ["id,name,kind", "U1,村委会,village_committee", "U2,公司,company"],
    "accounts": ["id,owner", "A1,P2", "A2,U2", "A3,"],
}
TRANSFERS = "id,from,to,amount,date,purpose"


@njit
def _permutation(size, key):
    out = np.empty(size, np.int64)
    for place in range(size):
        out[place] = shuffled(place, size, key)
    return out


@njit
def _all_moved(months, key):
    out = np.empty(months[-1], np.int64)
    for event in range(months[-1]):
        out[event] = moved(months, event, key)
    return out


def county(facts_of, *transfers, **tables):
    return facts_of(COUNTY | {"transfers": [TRANSFERS, *transfers]} | tables)


def test_accounts_stand_for_their_owners_in_the_order_of_time(facts_of):
    facts = county(
        facts_of,
        "T1,A2,A1,30,2025-03-02,",
        "T2,U1,A2,10.5,2025-03-01,",
        "T3,A3,P1,20,2025-03-01T10:00:00,",
    )
    flows, ties = flows_of(facts), facts.snapshot.ties
    assert [ties.name(node) for node in flows.payer] == ["U1", "A3", "U2"]
    assert [ties.name(node) for node in flows.payee] == ["U2", "P1", "P2"]
    assert [ties.name(node) for node in flows.source] == ["U1", "A3", "A2"]
    assert flows.amount.tolist() == [1050, 2000, 3000]
    assert flows.row.tolist() == [1, 2, 0]
    assert np.diff(flows.time).tolist() == [36_000, 50_400]
    assert flows_of(facts) is flows


def test_what_has_no_day_or_no_amount_is_left_out_and_counted(facts_of):
    flows = flows_of(
        county(facts_of, "T1,U1,P1,30,2025-03,", "T2,U1,P1,0,2025-03-01,", "T3,U1,P1,1,2025-03-02,")
    )
    assert (len(flows), flows.undated, flows.empty) == (1, 1, 1)


def test_public_payers_are_bodies_and_committees(facts_of):
    facts = county(facts_of, "T1,U1,P1,30,2025-03-01,")
    ties = facts.snapshot.ties
    assert [ties.name(n) for n in np.flatnonzero(units_of(facts.snapshot, PUBLIC_KINDS))] == ["U1"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 6), max_size=40))
def test_events_are_grouped_by_node_ascending(nodes):
    indptr, events = grouped(np.array(nodes, np.int32), 7)
    for node in range(7):
        own = events[indptr[node] : indptr[node + 1]].tolist()
        assert own == [event for event, each in enumerate(nodes) if each == node]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 2), st.integers(0, 4)), max_size=30),
    st.integers(2, 4),
)
def test_events_in_company_equal_a_plain_count(rows, least):
    node, key, other = np.array(rows, np.int64).reshape(-1, 3).T
    marked = in_company(*grouped(node.astype(np.int32), 3), key, other, least)
    for event, (one, what, _) in enumerate(rows):
        company = {c for a, b, c in rows if (a, b) == (one, what)}
        assert marked[event] == (what >= 0 and len(company) >= least)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000])
def test_a_shuffle_is_a_permutation_and_its_keys_differ(size):
    orders = [_permutation(size, key) for key in range(3)]
    for order in orders:
        assert sorted(order.tolist()) == list(range(size))
    if size > 50:
        assert not np.array_equal(orders[0], orders[1])


def test_every_place_of_a_shuffle_is_as_likely():
    counts = np.zeros((6, 6))
    for key in range(6000):
        counts[np.arange(6), _permutation(6, key)] += 1
    expected = 1000
    assert ((counts - expected) ** 2 / expected).sum() < 60, "25 degrees of freedom, p = .0001"


def test_a_transfer_stays_in_its_month():
    months = np.array([0, 10, 10 + 31, 60])
    order = _all_moved(months, 5)
    for first, last in pairwise(months):
        assert sorted(order[first:last].tolist()) == list(range(first, last))


def test_months_are_calendar_months():
    days = [
        np.datetime64(day, "D").astype(int) for day in ("2025-01-31", "2025-02-01", "2025-04-01")
    ]
    flows = flows_from([(0, 1, day, 5) for day in days], 2)
    assert flows.months.tolist() == [0, 1, 2, 3]
    assert flows.month.tolist() == [0, 1, 2]


def run_rows(facts_of, *transfers, least=3, months=3):
    people = ["id,name", *(f"P{n},王" for n in range(1, 9))]
    facts = county(facts_of, *transfers, people=people)
    flows = flows_of(facts)
    runs = payout_runs(flows, purposes_of(facts, flows), least, months)
    return sorted(f"T{row + 1}" for row in flows.row[runs].tolist())


def test_one_amount_to_many_in_a_month_is_a_run(facts_of):
    rows = [f"T{n},U1,P{n},100,2025-03-0{n}," for n in (1, 2, 3)]
    assert run_rows(facts_of, *rows, "T4,U1,P4,101,2025-03-04,") == ["T1", "T2", "T3"]
    assert run_rows(facts_of, *rows[:2], "T3,U1,P3,100,2025-04-01,") == []


def test_one_purpose_to_many_on_a_day_is_a_run(facts_of):
    rows = [f"T{n},U1,P{n},{n},2025-03-01,征地补偿" for n in (1, 2, 3)]
    assert run_rows(facts_of, *rows, "T4,U1,P4,9,2025-03-01,") == ["T1", "T2", "T3"]


def test_the_same_each_month_to_several_is_a_wage_and_to_one_is_not(facts_of):
    rows = [
        f"T{3 * n + m},U2,P{n + 1},{100 + n},2025-0{m}-10," for n in range(3) for m in (1, 2, 3)
    ]
    assert len(run_rows(facts_of, *rows)) == 9
    assert run_rows(facts_of, *rows[:3]) == []


def test_words_of_a_purpose_are_found_in_any_case(facts_of):
    facts = county(
        facts_of,
        "T1,U1,P1,1,2025-03-01,Loan 5",
        "T2,U1,P1,1,2025-03-02,",
        "T3,U1,P1,1,2025-03-03,还款",
    )
    purposes = purposes_of(facts, flows_of(facts))
    assert purposes.naming(("loan", "还款")).tolist() == [True, False, True]
    assert purposes.naming(()).tolist() == [False] * 3


def test_a_universal_benefit_paid_out_is_known_by_payee_or_account_and_amount(facts_of):
    facts = county(
        facts_of,
        "T1,U1,P1,100,2025-03-01,",
        "T2,U1,A1,200,2025-03-02,",
        "T3,U1,P3,300,2025-03-03,",
        "T4,U1,P1,101,2025-03-04,",
        "T5,P2,P1,100,2025-03-05,",
        programmes=["id,name,discretion", "F1,地力补贴,universal", "F2,低保,discretionary"],
        benefits=[
            "id,programme,person,date,amount,account",
            "B1,F1,P1,2025-03-01,100,",
            "B2,F1,P3,2025-03-01,200,A1",
            "B3,F2,P3,2025-03-01,300,",
        ],
    )
    flows = flows_of(facts)
    public = units_of(facts.snapshot, PUBLIC_KINDS)[flows.payer]
    assert benefit_payouts(facts, flows, public).tolist() == [True, True, False, False, False]


def payments(facts_of, *transfers, **tables):
    facts = county(facts_of, *transfers, **tables)
    flows = flows_of(facts)
    public = units_of(facts.snapshot, PUBLIC_KINDS)
    contract = contracts_named(facts, purposes_of(facts, flows), public[flows.payer])
    found = decided(facts, flows, np.arange(len(flows), dtype=np.int32), contract, public)
    ids = facts.snapshot.ties.person_ids
    deciders = {}
    for event, group in zip(found.events.tolist(), found.group.tolist(), strict=True):
        people = found.groups[group] if group >= 0 else ()
        deciders[f"T{flows.row[event] + 1}"] = [ids[person] for person in people]
    return deciders


def test_posts_that_decide_count_on_their_days_alone(facts_of):
    found = payments(
        facts_of,
        "T1,U1,A2,1,2019-12-31,",
        "T2,U1,A2,1,2020-01-01,",
        "T3,U1,A2,1,2023-06-30,",
        "T4,U1,A2,1,2023-07-01,",
        "T5,U2,P3,1,2023-07-01,",
        posts=[
            "person,unit,role,from,to",
            "P1,U1,head,2020-01-01,2023-06-30",
            "P2,U1,finance,2022-01-01,",
            "P3,U1,member,2000-01-01,",
            "P3,U2,head,2000-01-01,",
        ],
    )
    assert found == {"T1": [], "T2": ["P1"], "T3": ["P1", "P2"], "T4": ["P2"], "T5": []}


def test_the_contract_named_by_the_purpose_says_who_decided(facts_of):
    found = payments(
        facts_of,
        "T1,U1,A2,1,2025-03-01,支付C-7号路灯款",
        "T2,U1,A2,1,2025-03-01,合同：C-8，首付",
        "T3,U1,A2,1,2025-03-01,C-9",
        "T4,U1,A2,1,2025-03-01,XC-7",
        posts=["person,unit,role,from", "P1,U1,head,2020"],
        contracts=["id,buyer,decided_by", "C-7,U1,P2", "C-8,U1,P3", "C-9,U1,"],
    )
    assert found == {"T1": ["P2"], "T2": ["P3"], "T3": ["P1"], "T4": ["P1"]}
