from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.patterns.money.chains import against_shuffles, closing_chains, rarity
from graph.patterns.money.closing import closing_on, ever_closing, joined
from graph.patterns.money.cycles import CyclesParams, find
from graph.patterns.money.flows import SECONDS_A_DAY
from tests.patterns.made_transfers import flows_from, rules_for

ROWS = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 4), st.integers(20_000, 20_012), st.integers(8, 14)
    ),
    max_size=14,
)


def all_chains(flows, seed, ends, *, steps, days, is_rising):
    """Every chain, by networkx: simple cycles, closing nodes joined to the start."""
    graph = nx.MultiDiGraph()
    start = int(flows.payer[seed])
    for event in range(len(flows)):
        payee = int(flows.payee[event])
        target = start if payee in ends else payee
        payer = int(flows.payer[event])
        if payer not in ends or payer == start:
            graph.add_edge(payer, target, key=event)
    found = set()
    for cycle in nx.simple_cycles(graph, length_bound=steps):
        if start not in cycle or len(cycle) < 2:
            continue
        at = cycle.index(start)
        nodes = cycle[at:] + cycle[:at] + [start]
        paths = [[]]
        for one, other in pairwise(nodes):
            paths = [[*path, event] for path in paths for event in graph[one][other]]
        found |= {tuple(path) for path in paths if path[0] == seed}
    return {p for p in found if is_chain(flows, p, days=days, is_rising=is_rising)}


def is_chain(flows, path, *, days, is_rising):
    times, amounts = flows.time[list(path)], flows.amount[list(path)]
    in_band = all(0.8 * a <= b <= 1.2 * a for a, b in pairwise(amounts.tolist()))
    in_order = (np.diff(times) > 0).all() if is_rising else all(e > path[0] for e in path[1:])
    return bool(in_band and in_order and times.max() - times[0] <= days * SECONDS_A_DAY)


def searched(flows, seed, ends, rules):
    closing = joined([np.array(sorted(ends), np.int32)])
    found = closing_chains(flows, np.array([seed], np.int32), np.zeros(1, np.int32), closing, rules)
    return [tuple(row[row >= 0].tolist()) for row in found.events]


@settings(deadline=None, max_examples=250)
@given(ROWS, st.sets(st.integers(0, 4), max_size=2), st.booleans(), st.integers(2, 5))
def test_chains_equal_those_of_brute_force(rows, ends, is_rising, steps):
    flows = flows_from(rows, 5)
    rules = rules_for(flows, is_rising=is_rising, steps=steps, days=8)
    for seed in range(len(flows)):
        if int(flows.payee[seed]) in ends or flows.payee[seed] == flows.payer[seed]:
            continue
        found = searched(flows, seed, ends, rules)
        wanted = all_chains(flows, seed, ends, steps=steps, days=8, is_rising=is_rising)
        assert sorted(found) == sorted(wanted)


def test_the_fastest_chain_comes_first():
    flows = flows_from([(0, 1, 1, 100), (1, 0, 9, 100), (1, 2, 2, 100), (2, 0, 5, 100)], 3)
    assert [len(path) for path in searched(flows, 0, (), rules_for(flows))] == [3, 2]


def test_a_seed_paid_straight_to_a_closing_party_is_left_out():
    flows = flows_from([(0, 1, 1, 100), (1, 2, 2, 100)], 3)
    assert searched(flows, 0, {1, 2}, rules_for(flows)) == []
    assert searched(flows, 0, {2}, rules_for(flows)) == [(0, 1)]


def test_the_budget_ends_a_search_and_says_so():
    rows = [(0, 1, 1, 100), *((1, 2, 2, 100) for _ in range(30)), (2, 0, 5, 100)]
    flows = flows_from(rows, 3)
    seeds, group = np.zeros(1, np.int32), np.full(1, -1, np.int32)
    for budget, is_short in ((10, True), (1000, False)):
        rules = rules_for(flows, budget=budget)
        found = closing_chains(flows, seeds, group, joined([]), rules)
        assert found.is_cut_short().tolist() == [is_short]
        assert (len(found.events) == 30) is not is_short


def test_chains_among_those_who_seldom_pay_each_other_are_rarer():
    rows = [(0, 1, 1, 5), (1, 0, 2, 5), (1, 0, 3, 5), (2, 1, 4, 5), (2, 1, 5, 5), (2, 1, 6, 5)]
    flows = flows_from(rows, 3)
    found = rarity(flows, np.array([[0, 1, -1], [0, 1, 3], [0, -1, -1]], np.int32))
    assert found == pytest.approx([np.log(2) / 2, np.log(6) / 3, 0])


def test_pairs_that_pay_often_can_be_left_out(facts_of):
    again = "T9,U2,P3,1,2024-03-04,"
    assert len(loops(facts_of, SEED, MIDDLE, LAST, again)) == 1
    assert loops(facts_of, SEED, MIDDLE, LAST, again, most_repeats=1) == []
    assert len(loops(facts_of, SEED, MIDDLE, LAST, again, most_repeats=2)) == 1


def test_a_hub_is_looked_at_by_its_newest_transfers_and_named():
    rows = [(0, 1, 1, 100), (1, 2, 2, 100), (1, 3, 3, 100), (1, 4, 4, 100), (2, 0, 9, 100)]
    flows = flows_from([*rows, (4, 0, 9, 100)], 5)
    seeds, group = np.zeros(1, np.int32), np.full(1, -1, np.int32)
    found = closing_chains(flows, seeds, group, joined([]), rules_for(flows, hub=2))
    assert found.hub.tolist() == [1]
    assert [flows.payee[path[1]] for path in found.events] == [4]


def test_shuffles_of_three_transfers_close_in_one_order_of_six():
    flows = flows_from([(0, 1, 1, 100), (1, 2, 2, 100), (2, 0, 3, 100)], 3)
    seeds, group = np.zeros(1, np.int32), np.full(1, -1, np.int32)
    spans = np.array([2 * SECONDS_A_DAY])
    shuffled = against_shuffles(
        flows, seeds, group, joined([]), rules_for(flows), spans, (6000, 6000, 1)
    )
    assert shuffled.p[0] == pytest.approx(1 / 6, abs=0.02)
    assert shuffled.mean[0] == pytest.approx(1 / 6, abs=0.02)
    early = against_shuffles(
        flows, seeds, group, joined([]), rules_for(flows), spans, (6000, 20, 1)
    )
    assert early.p[0] == pytest.approx(1 / 6, abs=0.1)


def test_shuffles_look_at_every_chain_of_the_months_they_touch():
    """Brute force: the same permutations applied to the times, then the plain search."""
    rng = np.random.default_rng(3)
    rows = [(*rng.choice(4, 2, replace=False), rng.integers(0, 40), 100) for _ in range(16)]
    flows = flows_from([(0, 1, 0, 100), *rows], 4)
    seeds, group = np.zeros(1, np.int32), np.full(1, -1, np.int32)
    spans = np.array([60 * SECONDS_A_DAY])
    rules = rules_for(flows, steps=3)
    shuffled = against_shuffles(flows, seeds, group, joined([]), rules, spans, (4000, 4000, 9))
    months = np.searchsorted(flows.months, np.arange(len(flows)), side="right")
    chains = []
    for _ in range(1500):
        order = np.lexsort((rng.random(len(flows)), months))
        time = np.empty(len(flows), np.int64)
        time[order] = flows.time
        ends = zip(flows.payer, flows.payee, time, flows.amount, strict=True)
        mixed = flows_from(list(ends), 4, seconds=True)
        (seed,) = np.flatnonzero(mixed.row == 0)
        chains.append(len(searched(mixed, int(seed), (), rules_for(mixed, steps=3))))
    assert shuffled.mean[0] == pytest.approx(np.mean(chains), rel=0.1)


# on tables

COUNTY = {
    "people": [
        "id,name,sex",
        "P1,王一,男",
        "P2,李二,女",
        "P3,张三,男",
        "P4,赵四,男",
        "P5,周五,女",
        "P6,吴六,男",
    ],
    "kin": ["person,relative,relation,from,to", "P1,P2,妻子,2010-01-01,"],
    "units": [
        "id,name,kind",
        "U1,河东村委会,village_committee",
        "U2,路桥公司,company",
        "U3,建材公司,company",
        "U4,镇政府,public_body",
    ],
    "accounts": ["id,owner", "A2,P2", "AU2,U2"],
    "posts": ["person,unit,role,from", "P1,U1,head,2020"],
    "contracts": ["id,buyer,supplier,decided_by", "C1,U1,U2,P4"],
}
SEED, MIDDLE, LAST = (
    "T1,U1,AU2,10000,2025-03-01,",
    "T2,U2,P3,9500,2025-03-04,",
    "T3,P3,A2,9000,2025-03-06T10:00:00,",
)


def result_of(facts_of, *transfers, tables=None, **params):
    rows = ["id,from,to,amount,date,purpose", *transfers]
    return find(facts_of(COUNTY | {"transfers": rows} | (tables or {})), CyclesParams(**params))


def loops(facts_of, *transfers, **kwargs):
    return [one.objects for one in result_of(facts_of, *transfers, **kwargs).findings]


def test_money_that_reaches_the_deciders_wife_is_told_with_its_proof(facts_of):
    (finding,) = result_of(facts_of, SEED, MIDDLE, LAST).findings
    assert (finding.subject, finding.objects) == ("T1", ("T1", "T2", "T3"))
    assert finding.officials == ("P1",)
    assert finding.detail["parties"] == ["U1", "U2", "P3", "P2"]
    assert (finding.detail["term"], finding.detail["share"]) == ("妻子", 0.9)
    assert (finding.amount_fen, finding.since, finding.until) == (
        900_000,
        "2025-03-01",
        "2025-03-06",
    )
    assert 0 < finding.p < 0.5
    assert [one.edge for one in finding.evidence[3:]] == ["holds_post", "owns_account", "wife"]
    assert finding.worlds == 1.0


@pytest.mark.parametrize("left_out", range(3))
def test_every_transfer_is_needed(facts_of, left_out):
    rows = [SEED, MIDDLE, LAST]
    del rows[left_out]
    assert loops(facts_of, *rows) == []


def test_kin_are_those_of_the_day_of_the_payment(facts_of):
    for since, until, told in (
        ("2025-03-02", "", 0),
        ("2010", "2025-02-01", 0),
        ("2010", "2025-03-02", 1),
    ):
        kin = ["person,relative,relation,from,to", f"P1,P2,妻子,{since},{until}"]
        assert len(loops(facts_of, SEED, MIDDLE, LAST, tables={"kin": kin})) == told


def test_a_loop_belongs_where_its_contract_or_else_its_payer_is(facts_of):
    tables = {
        "places": ["id,name,level", "L1,河东村,village", "L2,河西村,village"],
        "units": [
            "id,name,kind,place",
            "U1,河东村委会,village_committee,L1",
            "U2,路桥公司,company,",
        ],
        "contracts": ["id,buyer,decided_by,place", "C1,U1,P1,L2", "C2,U1,P1,"],
    }
    for purpose, place in (("", "L1"), ("C1", "L2"), ("C2", "L1")):
        rows = (SEED + purpose, MIDDLE, LAST)
        (finding,) = result_of(facts_of, *rows, tables=tables).findings
        assert finding.place == place
        decided = "decided_contract" if purpose else "holds_post"
        assert finding.evidence[3].edge == decided


def test_return_to_the_payer_needs_no_kin(facts_of):
    rows = (SEED, MIDDLE, "T3,P3,U1,9000,2025-03-06,")
    (finding,) = result_of(facts_of, *rows, tables={"posts": ["person,unit", "P5,U3"]}).findings
    assert (finding.detail["closes_by"], finding.officials) == ("payer", ())


def test_times_must_rise_unless_only_the_first_is_to_be_first(facts_of):
    rows = (SEED, "T2,U2,P3,9500,2025-03-06,", "T3,P3,A2,9000,2025-03-06,")
    assert loops(facts_of, *rows) == []
    assert loops(facts_of, *rows, order="any") == [("T1", "T2", "T3")]


@pytest.mark.parametrize(
    ("rows", "params"),
    [
        pytest.param((SEED, MIDDLE, "T3,P3,A2,7000,2025-03-06,"), {"tolerance": 0.3}, id="band"),
        pytest.param((SEED, MIDDLE, "T3,P3,A2,9000,2025-04-06,"), {"days": 40}, id="window"),
        pytest.param(
            (SEED, MIDDLE, "T3,P3,A2,9000,2025-03-06,归还借款"), {"loan_words": ()}, id="loan"
        ),
        pytest.param(
            (SEED, MIDDLE, "T3,P3,A2,9000,2025-03-06,工资"), {"wage_words": ()}, id="wage"
        ),
        pytest.param(
            ("T1,U1,AU2,10000,2025-03-01,退保证金", MIDDLE, LAST), {"refund_words": ()}, id="refund"
        ),
    ],
)
def test_what_a_parameter_leaves_out(facts_of, rows, params):
    assert loops(facts_of, *rows) == []
    assert loops(facts_of, *rows, **params) == [("T1", "T2", "T3")]


def test_fewest_and_most_transfers(facts_of):
    assert loops(facts_of, SEED, MIDDLE, LAST, fewest=4) == []
    assert loops(facts_of, SEED, MIDDLE, LAST, steps=2) == []


def test_a_supplier_who_pays_back_under_the_same_contract_is_left_out(facts_of):
    paid = "T1,U1,AU2,10000,2025-03-01,C1 首付"
    assert loops(facts_of, paid, "T2,U2,U1,10000,2025-03-09,C1 多付") == []
    assert loops(facts_of, paid, "T2,U2,U1,10000,2025-03-09,") == [("T1", "T2")]


def test_wages_and_payouts_to_many_begin_and_carry_nothing(facts_of):
    many = [f"T{n},U1,P{n},10000,2025-03-02," for n in (4, 5, 6)]
    assert loops(facts_of, SEED, MIDDLE, LAST, *many, run_payees=4) == []
    assert loops(facts_of, SEED, MIDDLE, LAST, *many) == [("T1", "T2", "T3")]
    many = [f"T{n},P3,P{n},9000,2025-03-02," for n in (4, 5, 6)]
    assert loops(facts_of, SEED, MIDDLE, LAST, *many, run_payees=4) == []


def test_a_universal_benefit_begins_nothing(facts_of):
    rows = ("T1,U1,P3,10000,2025-03-01,", "T2,P3,A2,9000,2025-03-06,")
    tables = {
        "programmes": ["id,name,discretion", "F1,地力补贴,universal"],
        "benefits": ["id,programme,person,date,amount", "B1,F1,P3,2025-03-01,10000"],
    }
    assert loops(facts_of, *rows) == [("T1", "T2")]
    assert loops(facts_of, *rows, tables=tables) == []


def test_a_payment_to_another_public_purse_begins_and_carries_nothing(facts_of):
    assert loops(facts_of, "T1,U1,U4,10000,2025-03-01,", "T2,U4,A2,9000,2025-03-06,") == []
    rows = (SEED, "T2,U2,U4,9500,2025-03-04,", "T3,U4,A2,9000,2025-03-06,")
    assert loops(facts_of, *rows) == []


def test_all_transfers_may_begin_a_loop_when_asked(facts_of):
    rows = ("T1,P3,P4,100,2025-03-01,", "T2,P4,P5,100,2025-03-02,", "T3,P5,P3,100,2025-03-03,")
    assert loops(facts_of, *rows) == []
    assert loops(facts_of, *rows, seeds="all") == [("T1", "T2", "T3")]


def test_a_likely_loop_can_be_held_back_and_is_then_among_the_tested(facts_of):
    result = result_of(facts_of, SEED, MIDDLE, LAST, most_p=0.001)
    assert result.findings == ()
    (_, weak) = result.tested
    assert weak.subject == "T1"
    assert weak.p > 0.001


def test_what_was_not_tested_is_said(facts_of):
    tables = {"posts": ["person,unit", "P5,U3"]}
    rows = (SEED, MIDDLE, LAST, "T4,U1,P6,1,2025,")
    result = result_of(facts_of, *rows, tables=tables, budget=1, hub=1)
    assert [(one.why.en.split()[0], one.count) for one in result.not_tested[:2]] == [
        ("the", 1),
        ("no", 1),
    ]
    result = result_of(facts_of, SEED, MIDDLE, "T9,U2,P4,9500,2025-03-05,", LAST, hub=1)
    assert [one.subject for one in result.not_tested] == ["U2"]
    result = result_of(facts_of, SEED, MIDDLE, "T9,U2,P4,9500,2025-03-05,", LAST, budget=1)
    assert "budget" in result.not_tested[0].why.en


def test_a_disputed_marriage_counts_for_half(facts_of):
    kin = ["person,relative,relation,confidence", "P1,P2,妻子,0.8"]
    (finding,) = result_of(facts_of, SEED, MIDDLE, LAST, tables={"kin": kin}).findings
    assert finding.worlds == pytest.approx(0.8)


def test_everyone_who_closes_on_a_day_is_among_those_who_ever_close(facts_of):
    facts = facts_of(
        COUNTY
        | {
            "transfers": ["id,from,to,amount,date", "T1,U1,P1,1,2025-01-01"],
            "kin": [
                "person,relative,relation,from,to",
                "P1,P2,妻子,2010-01-01,2020-01-01",
                "P1,P5,妻子,2021-01-01,",
                "P2,P3,父亲,,",
                "P1,P4,养子,2001-01-01,2015-01-01",
                "P6,P1,父亲,,",
            ],
        }
    )
    nodes = facts.nodes_of(["P1"]).tolist()
    ever = set(ever_closing(facts, [tuple(nodes)], facts.on).nodes.tolist())
    for day in range(10_000, 20_600, 200):
        assert set(closing_on(facts, [(tuple(nodes), day)]).nodes.tolist()) <= ever
    assert len(closing_on(facts, [(tuple(nodes), 14_700)]).nodes) >= 4
