from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.patterns.money.fan import FanParams, find
from graph.patterns.money.kernels.fan import fans
from graph.patterns.money.kernels.rows import grouped
from tests.patterns.made_transfers import flows_from

COUNTY = {
    "people": ["id,name", *(f"P{n},王" for n in range(1, 31))],
    "units": ["id,name,kind", "U1,村委会,village_committee", "U2,公司,company"],
    "accounts": ["id,owner", "A1,P1", "A2,U2"],
}


def into(account, count, *, amount=1000, day=1, first=10, purpose=""):
    return [
        f"T{n},P{n},{account},{amount},2025-03-{day + n % 7:02},{purpose}"
        for n in range(first, first + count)
    ]


def out_of(account, count, purpose=""):
    return [
        f"S{n},{account},P{n},1000,2025-03-0{1 + n % 3},{purpose}" for n in range(10, 10 + count)
    ]


def result_of(facts_of, *transfers, **params):
    rows = ["id,from,to,amount,date,purpose", *transfers]
    return find(facts_of(COUNTY | {"transfers": rows}), FanParams(**params))


def told(facts_of, *transfers, **params):
    found = result_of(facts_of, *transfers, **params).findings
    return [(one.subject, one.detail["kind"], one.measure) for one in found]


def test_ten_who_pay_one_alike_within_a_week_are_told(facts_of):
    (finding,) = result_of(facts_of, *into("A1", 10)).findings
    assert (finding.subject, finding.measure) == ("A1", 10.0)
    assert (finding.detail["kind"], finding.detail["owner"]) == ("fan_in", "P1")
    assert finding.amount_fen == 1_000_000
    assert len(finding.objects) == 10
    assert told(facts_of, *into("A1", 9)) == []
    assert told(facts_of, *into("A1", 9), least=9) == [("A1", "fan_in", 9.0)]


def test_the_same_payer_counts_once(facts_of):
    again = [f"S{n},P10,A1,1000,2025-03-02," for n in range(5)]
    assert told(facts_of, *into("A1", 9), *again) == []


def test_ten_paid_by_one_person_are_told_and_by_a_unit_are_not(facts_of):
    assert told(facts_of, *out_of("A1", 10)) == [("A1", "fan_out", 10.0)]
    for unit in ("U1", "U2", "A2"):
        assert told(facts_of, *out_of(unit, 10)) == []
    assert told(facts_of, *out_of("A2", 10), include_units=True) == [("A2", "fan_out", 10.0)]


def test_a_unit_that_collects_is_left_out(facts_of):
    assert told(facts_of, *into("U1", 12)) == []
    assert told(facts_of, *into("U1", 12), include_units=True) == [("U1", "fan_in", 12.0)]


@pytest.mark.parametrize(
    ("rows", "params"),
    [
        pytest.param([*into("A1", 6), *into("A1", 6, first=20, day=20)], {"days": 30}, id="days"),
        pytest.param(
            [*into("A1", 6), *into("A1", 6, first=20, amount=1600)], {"similar": 0.3}, id="amounts"
        ),
        pytest.param(into("A1", 12, amount=100), {"least_yuan": 1200}, id="sum"),
        pytest.param(into("A1", 12, purpose="婚礼礼金"), {"gift_words": ()}, id="gifts"),
        pytest.param(into("A1", 12, purpose="代发工资"), {"wage_words": ()}, id="wages"),
    ],
)
def test_what_a_parameter_leaves_out(facts_of, rows, params):
    assert told(facts_of, *rows) == []
    assert told(facts_of, *rows, **params) == [("A1", "fan_in", 12.0)]


def test_money_scattered_and_gathered_needs_fewer_and_names_the_source(facts_of):
    out = [f"S{n},U1,P{n},1000,2025-03-01," for n in range(10, 16)]
    rows = into("A1", 6)
    assert told(facts_of, *rows) == []
    (finding,) = result_of(facts_of, *rows, *out).findings
    assert (finding.detail["kind"], finding.detail["source"]) == ("scatter_gather", "U1")
    assert (finding.measure, len(finding.objects)) == (6.0, 12)
    assert told(facts_of, *rows, *out, least_through=7) == []
    assert told(facts_of, *rows, *(row.replace("-03-", "-01-") for row in out)) == []
    assert told(facts_of, *rows, *(row.replace("1000", "1600") for row in out)) == []


def test_those_whom_the_source_did_not_pay_are_no_part_of_it(facts_of):
    out = [f"S{n},U1,P{n},1000,2025-03-01," for n in range(10, 15)]
    assert told(facts_of, *into("A1", 8), *out) == [("A1", "scatter_gather", 5.0)]


def test_a_crowded_window_is_cut_and_named(facts_of):
    result = result_of(facts_of, *into("A1", 12), hub=10)
    assert result.not_tested[0].subject == "A1"


ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.just(6), st.integers(0, 12), st.integers(8, 20)), max_size=12
)


@settings(deadline=None, max_examples=150)
@given(ROWS, st.integers(2, 4))
def test_the_fullest_window_equals_brute_force(rows, least):
    flows = flows_from(rows, 7)
    found, events, *_ = fans(
        grouped(flows.target, 7), flows.payer, flows.time, flows.amount,
        np.zeros(len(flows), bool), np.ones(7, bool), np.array([3 * 86_400, least, 100]), 1.5,
    )  # fmt: skip
    best = 0
    for size in range(least, len(rows) + 1):
        for some in combinations(range(len(flows)), size):
            times, amounts = flows.time[list(some)], flows.amount[list(some)]
            if np.ptp(times) <= 3 * 86_400 and amounts.max() <= 1.5 * amounts.min():
                best = max(best, len(set(flows.payer[list(some)].tolist())))
    assert found[:, 1].tolist() == ([best] if best >= least else [])
    if best >= least:
        assert len(set(flows.payer[events].tolist())) == best
        assert np.ptp(flows.time[events]) <= 3 * 86_400
        assert (np.diff(flows.time[events]) >= 0).all()
