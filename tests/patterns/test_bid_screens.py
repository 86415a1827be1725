"""Bid screens: formulas against scipy and a loop, honest peers of any law, covers found."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from graph.patterns.contracts.bid_screens import BidScreensParams, find, screen
from graph.patterns.contracts.bid_screens_null import centres, expected_rd, ranked, rd_tail
from graph.patterns.contracts.bid_screens_tenders import Tenders
from graph.patterns.contracts.bid_screens_values import (
    SCREENS,
    relative_distance,
    subgroup_screens,
)

BIDS = st.lists(st.integers(1_000, 10_000), min_size=3, max_size=8).map(
    lambda bids: np.sort(np.array(bids, float))
)


@settings(deadline=None, max_examples=60)
@given(BIDS)
def test_screens_are_what_the_articles_say(bids):
    found = {name: float(measure(bids[None, :])[0]) for name, measure in SCREENS.items()}
    assert found["cv"] == pytest.approx(stats.variation(bids, ddof=1))
    assert found["spd"] == pytest.approx((bids[-1] - bids[0]) / bids[0])
    assert found["diffp"] == pytest.approx((bids[1] - bids[0]) / bids[0])
    losers = np.std(bids[1:], ddof=1)
    if losers > 0:
        assert found["rd"] == pytest.approx((bids[1] - bids[0]) / losers)
    if bids[0] == bids[-1]:
        assert np.isnan(found["skew"])
        return
    even = stats.uniform(bids[0], bids[-1] - bids[0])
    assert found["ks"] == pytest.approx(stats.kstest(bids, even.cdf).statistic)
    assert found["skew"] == pytest.approx(stats.skew(bids, bias=False), abs=1e-6)
    if len(bids) > 3:
        assert found["kurt"] == pytest.approx(stats.kurtosis(bids, bias=False), abs=1e-6)
    else:
        assert np.isnan(found["kurt"])


@settings(deadline=None, max_examples=60)
@given(BIDS, st.integers(2, 50))
def test_screens_do_not_depend_on_the_control_price(bids, control):
    for measure in SCREENS.values():
        assert measure(bids[None, :]) == pytest.approx(
            measure(bids[None, :] / control), rel=1e-6, abs=1e-6, nan_ok=True
        )


def test_equal_losers_have_a_large_and_finite_distance():
    assert 1e3 < relative_distance(np.array([[90.0, 100.0, 100.0]]))[0] < 1e7


def test_subgroups_are_all_threes_and_fours():
    bids = np.sort(np.random.default_rng(1).uniform(80, 100, (2, 6)), axis=1)
    found = subgroup_screens(bids)
    for row, prices in enumerate(bids):
        groups = [np.array(g) for size in (3, 4) for g in combinations(prices, size)]
        values = [float(SCREENS["rd"](group[None, :])[0]) for group in groups]
        for word, reduce in (("min", min), ("median", np.median), ("max", max)):
            assert found[f"rd_{word}"][row] == pytest.approx(reduce(values))
    assert len(found) == 3 * len(SCREENS)


def test_subgroups_of_many_bids_are_bounded():
    assert subgroup_screens(np.sort(np.random.default_rng(2).random((3, 20)) + 9))["cv_min"].all()


def test_the_law_of_rd_is_that_of_normal_bids():
    rng = np.random.default_rng(3)
    bids = np.sort(rng.normal(500, 20, (4_000, 5)), axis=1)
    tail = rd_tail(relative_distance(bids), np.full(4_000, 5))
    assert stats.kstest(tail, "uniform").pvalue > 0.001
    assert np.mean(relative_distance(bids) < expected_rd(5)) == pytest.approx(0.5, abs=0.03)


def test_peers_are_pooled_where_they_are_few():
    level = np.arange(10.0)
    fine, coarse = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2, 2]), np.array([0] * 5 + [1] * 5)
    centre, used = centres(level, (fine, coarse), 3)
    assert used.tolist() == [0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    assert centre[3] == 2.0
    assert centre[0] == 1.0
    assert centres(level, (fine,), 6)[1].tolist() == [1] * 10


@settings(deadline=None)
@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=50), st.floats(1e-7, 1))
def test_ranks_are_shares_and_never_nought(peers, tail):
    peers = np.array(peers)
    (share,) = ranked(np.array([tail]), peers)
    assert 0 < share <= 1
    place = max(1, int(np.ceil(0.05 * len(peers))))
    if tail >= np.sort(peers)[place - 1]:
        assert share == pytest.approx((1 + np.sum(peers <= tail)) / (1 + len(peers)))
    wider = ranked(np.array([min(1.0, tail * 1.5)]), peers)
    assert wider[0] >= share - 1e-12


LAWS = {
    "normal": lambda rng, shape: rng.normal(rng.normal(0.92, 0.02, (shape[0], 1)), 0.03, shape),
    "even": lambda rng, shape: rng.uniform(0.86, 0.99, shape),
    "skewed": lambda rng, shape: np.exp(rng.normal(0, 0.06, shape)),
    "uneven": lambda rng, shape: (
        0.9 + rng.normal(0, 0.03, shape) * np.exp(rng.normal(0, 0.4, (shape[0], 1)))
    ),
    "crowded": lambda rng, shape: 1 - rng.gamma(1.3, 0.03, shape),
}


def made_tenders(law, honest, covers, seed, gap=0.01, spread=0.001):
    """Tenders of 3 to 6 honest bids, then covers of 5 and 6 as in a planted county."""
    rng = np.random.default_rng(seed)
    rows = [row for m in (3, 4, 5, 6) for row in LAWS[law](rng, (honest // 4, m))]
    for place in range(covers):
        low = rng.uniform(0.93, 0.975)
        losers = low + gap + rng.normal(0, spread, 4 + place % 2)
        rows.append(np.array([low, *losers]))
    sizes = [len(row) for row in rows]
    count = len(rows)
    return Tenders(
        ids=np.array([f"K{i}" for i in range(count)], object),
        category=np.array(["A"] * count, object),
        year=np.full(count, 2024),
        has_control=np.ones(count, bool),
        first=np.concatenate([[0], np.cumsum(sizes)]),
        prices=np.concatenate([np.sort(row) for row in rows]) * 1e8,
        not_tested=(),
    )


@pytest.mark.parametrize("law", LAWS)
def test_honest_tenders_of_any_law_stay_calm(law):
    runs = [screen(made_tenders(law, 240, 0, seed), BidScreensParams()).q for seed in range(30)]
    assert np.mean([(q <= 0.1).any() for q in runs]) <= 0.2


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("honest", [80, 400])
def test_covers_are_found_among_honest_tenders_of_any_law(law, honest):
    right, false = [], []
    for seed in range(20):
        made = made_tenders(law, honest, honest // 16, seed)
        passes = screen(made, BidScreensParams()).q <= 0.1
        is_cover = np.arange(len(passes)) >= honest
        right.append((passes[is_cover].mean() + (~passes[~is_cover]).mean()) / 2)
        false.append((passes & ~is_cover).sum() / max(1, passes.sum()))
    assert np.mean(right) >= 0.84
    assert np.mean(false) <= 0.15


def test_the_plain_rule_misses_covers_that_are_not_rare():
    made = made_tenders("normal", 400, 80, 1)
    screened = screen(made, BidScreensParams())
    is_cover = np.arange(480) >= 400
    assert screened.plain[is_cover].mean() < 0.4
    assert (screened.q <= 0.1)[is_cover].mean() > 0.9


# Through tables: what is screened and what is not


def tables(cases, honest=40):
    rng = np.random.default_rng(5)
    units = ["id,name,kind", "U,局,public_body", *(f"F{i},企{i},company" for i in range(9))]
    contracts = ["id,buyer,category,budget_amount,awarded,outcome"]
    bids = ["contract,bidder,price,status,won,currency,number,confidence"]
    for i in range(honest):
        contracts.append(f"H{i},U,B02,100000,2024-03-0{1 + i % 9},")
        prices = np.sort(rng.normal(92_000, 3_000, 4).round())
        bids += [f"H{i},F{n},{p:.0f},valid,{n == 0},,," for n, p in enumerate(prices)]
    for name, (outcome, rows) in cases.items():
        contracts.append(f"{name},U,B02,100000,2024-03-01,{outcome}")
        bids += [f"{name},{row}" + "," * (6 - row.count(",")) for row in rows]
    return {"units": units, "contracts": contracts, "bids": bids}


def covered(*changes):
    rows = [
        "F0,93000,valid,true",
        "F1,94010,valid",
        "F2,94050,valid",
        "F3,94090,valid",
        "F4,94030,valid",
    ]
    return [*rows[: len(rows) - len(changes)], *changes] if changes else rows


CASES = {
    "covers": ("", covered()),
    "cancelled": ("cancelled", covered()),
    "two-valid": ("", ["F0,93000,valid,true", "F1,94010,valid", "F2,94050,disqualified"]),
    "one-joint-bid": ("", [f"F{n},9{n}000,valid,{n == 0},,{n // 2}" for n in range(4)]),
    "other-currency": ("", covered("F4,94030,valid,,AMD")),
    "all-equal": ("", [f"F{n},93000,valid" for n in range(4)]),
    "not-the-lowest": ("", [*covered("F4,95000,valid,true")[1:], "F0,93000,valid,false"]),
    "above-a-ceiling-of-nothing": ("", [f"F{n},{n}99000,valid" for n in (1, 3, 5)]),
    "at-the-ceiling": ("", ["F0,93000,valid,true", "F1,100000,valid", "F2,99990,valid"]),
}


def test_what_is_screened_and_what_is_not(facts_of):
    result = find(facts_of(tables(CASES)), BidScreensParams())
    (finding,) = result.findings
    assert finding.subject == "covers"
    assert finding.objects == ("F0", "F1", "F4", "F2", "F3")
    assert finding.q <= 0.1
    assert finding.measure > 10 > finding.expected
    assert finding.detail["peers"] == "category, year and control price"
    assert set(finding.detail["screens"]) == set(SCREENS)
    assert finding.detail["plain_rule"]
    honest = {f"H{i}" for i in range(40)}
    assert {one.subject for one in result.tested} == honest | {"above-a-ceiling-of-nothing"}
    assert {one.why.en: one.count for one in result.not_tested} == {
        "fewer than three valid prices": 2,
        "prices in different currencies": 1,
        "all prices equal: see R028 of C2": 1,
        "the winner's price is not the lowest": 1,
        "losing bids stand at the control price": 1,
        "the purchase was cancelled": 1,
    }


def test_few_tenders_are_not_enough(facts_of):
    result = find(facts_of(tables({"covers": ("", covered())}, honest=10)), BidScreensParams())
    assert not result.findings
    assert [one.count for one in result.not_tested] == [11]


def test_uncertain_bids_make_an_uncertain_finding(facts_of):
    rows = [f"{row.ljust(0)}" + "," * (5 - row.count(",")) + ",0.5" for row in covered()]
    result = find(facts_of(tables({"covers": ("", rows)})), BidScreensParams())
    assert 0.1 < result.findings[0].worlds < 0.9
