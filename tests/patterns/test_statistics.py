"""The statistics against scipy, brute force and published figures."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom, nchypergeom_fisher
from scipy.stats.contingency import odds_ratio

from graph.patterns.statistics.multiplicity import q_values, selected_inside
from graph.patterns.statistics.odds_ratio import UNBOUNDED, mantel_haenszel, shrunk_ratio
from graph.patterns.statistics.placebo import excess_z, placebo_p
from graph.patterns.statistics.strata import MOST, Strata, exact_p, hidden_factor, least_p


def strata_of(*units):
    """Each unit is a list of (n, b, k, t)."""
    rows = [(at, *row) for at, unit in enumerate(units) for row in unit]
    columns = np.array(rows, np.int64).reshape(-1, 5).T
    return Strata(units=len(units), **dict(zip(("unit", "n", "b", "k", "t"), columns, strict=True)))


@st.composite
def rows(draw, most=40):
    n = draw(st.integers(1, most))
    b, k = draw(st.integers(0, n)), draw(st.integers(0, n))
    t = draw(st.integers(max(0, b + k - n), min(b, k)))
    return n, b, k, t


def brute(unit, gamma):
    """P(sum >= T) by every combination of counts."""
    laws = []
    for n, b, k, _ in unit:
        support = range(max(0, b + k - n), min(b, k) + 1)
        law = nchypergeom_fisher(n, k, b, gamma)
        laws.append([(t, float(law.pmf(t))) for t in support])
    wanted = sum(row[3] for row in unit)
    return sum(
        np.prod([p for _, p in combination])
        for combination in itertools.product(*laws)
        if sum(t for t, _ in combination) >= wanted
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(rows(most=14), min_size=1, max_size=3), st.sampled_from([0.5, 1.0, 2.0, 7.5]))
def test_the_tail_is_that_of_every_combination(unit, gamma):
    assert exact_p(strata_of(unit), gamma)[0] == pytest.approx(brute(unit, gamma), abs=1e-9)


@pytest.mark.parametrize(
    "row", [(10_000, 600, 50, 12), (10_000, 5_000, 5_000, 2_580), (9_999, 40, 9_000, 38)]
)
def test_large_strata_keep_their_precision(row):
    n, b, k, t = row
    plain = hypergeom(n, k, b).sf(t - 1)
    assert exact_p(strata_of([row]))[0] == pytest.approx(plain, rel=1e-8)
    fisher = nchypergeom_fisher(n, k, b, 2.0).sf(t - 1)
    assert exact_p(strata_of([row]), 2.0)[0] == pytest.approx(fisher, rel=1e-5, abs=1e-12)


def test_units_are_tested_side_by_side_and_in_any_order():
    units = ([(60, 6, 5, 4), (30, 3, 2, 1)], [], [(60, 6, 5, 0)], [(80, 8, 9, 6)])
    together = exact_p(strata_of(*units), 2.0)
    alone = [exact_p(strata_of(unit), 2.0)[0] for unit in units]
    assert together.tolist() == alone
    assert together[1] == together[2] == 1.0
    turned = strata_of(*units).of(np.array([3, 0]))
    assert exact_p(turned, 2.0).tolist() == [alone[3], alone[0]]


def test_figures_of_a_page_by_hand():
    strata = strata_of([(60, 6, 9, 4), (40, 2, 0, 0)])
    assert strata.observed.tolist() == [4]
    assert strata.expected[0] == pytest.approx(0.9)
    assert strata.variance[0] == pytest.approx(hypergeom(60, 9, 6).var())
    assert exact_p(strata)[0] == pytest.approx(hypergeom(60, 9, 6).sf(3))


def test_the_least_p_is_that_of_the_greatest_count():
    unit = [(60, 6, 5, 0), (30, 3, 8, 1), (12, 12, 3, 3)]
    best = [(n, b, k, min(b, k)) for n, b, k, _ in unit]
    assert least_p(strata_of(unit))[0] == pytest.approx(exact_p(strata_of(best))[0], rel=1e-9)
    assert least_p(strata_of([(5, 1, 1, 1)]))[0] == pytest.approx(0.2)


def test_gamma_star_is_where_p_crosses_the_level():
    strata = strata_of([(60, 6, 9, 5)], [(60, 6, 9, 1)], [(60, 6, 9, 0)])
    strong, weak, none = hidden_factor(strata)
    assert exact_p(strata, strong)[0] == pytest.approx(0.05, rel=1e-3)
    assert strong > 2
    assert exact_p(strata, weak)[1] == pytest.approx(0.05, rel=1e-3)
    assert weak < 1
    assert none == pytest.approx(1 / MOST, rel=1e-3)


@settings(deadline=None, max_examples=60)
@given(rows(), st.floats(1.0, 5.0), st.floats(1.01, 3.0))
def test_more_hidden_need_never_lowers_p(row, gamma, factor):
    strata = strata_of([row])
    assert exact_p(strata, gamma * factor)[0] >= exact_p(strata, gamma)[0] - 1e-12


def test_one_stratum_has_the_odds_ratio_of_its_table():
    n, b, k, t = 100, 20, 15, 9
    table = [[t, k - t], [b - t, n - k - b + t]]
    sample = odds_ratio(table, kind="sample")
    found = mantel_haenszel(strata_of([(n, b, k, t)]))
    interval = sample.confidence_interval(0.95)
    assert found.value[0] == pytest.approx(sample.statistic)
    assert found.low[0] == pytest.approx(interval.low)
    assert found.high[0] == pytest.approx(interval.high)


def test_the_common_odds_ratio_of_two_strata_by_hand():
    # a d / n and b c / n of [[4, 5], [2, 49]] and [[3, 1], [4, 22]]
    found = mantel_haenszel(strata_of([(60, 6, 9, 4), (30, 7, 4, 3)]))
    r, s = 4 * 49 / 60 + 3 * 22 / 30, 5 * 2 / 60 + 1 * 4 / 30
    assert found.value[0] == pytest.approx(r / s)
    p1, p2, q1, q2 = 53 / 60, 25 / 30, 7 / 60, 5 / 30
    r1, r2, s1, s2 = 196 / 60, 66 / 30, 10 / 60, 4 / 30
    variance = (
        (p1 * r1 + p2 * r2) / (2 * r * r)
        + (p1 * s1 + q1 * r1 + p2 * s2 + q2 * r2) / (2 * r * s)
        + (q1 * s1 + q2 * s2) / (2 * s * s)
    )
    assert found.high[0] == pytest.approx(r / s * np.exp(1.959964 * np.sqrt(variance)), rel=1e-6)


def test_odds_ratios_without_an_end_stay_numbers():
    found = mantel_haenszel(strata_of([(60, 6, 4, 4)], [(60, 6, 4, 0)], [(60, 0, 4, 0)]))
    assert found.value.tolist() == [UNBOUNDED, 0.0, 1.0]
    assert found.high[0] == UNBOUNDED
    assert found.low[1] == 0.0
    assert 1 < found.low[0] < UNBOUNDED
    assert np.isfinite([found.value, found.low, found.high]).all()


def test_q_values_are_made_within_each_family():
    p = np.array([0.01, 0.04, 0.03, 0.01])
    assert q_values(p).tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert q_values(p, ["a", "a", "b", "b"]).tolist() == pytest.approx([0.02, 0.04, 0.03, 0.02])
    assert q_values(np.array([])).tolist() == []


def test_inside_the_selected_the_level_shrinks_with_their_share():
    inner = [np.array([0.04, 0.5]), np.array([0.04, 0.5]), np.array([0.001])]
    outer = np.array([0.01, 0.5, 0.5])
    assert [one.tolist() for one in selected_inside(inner, outer, 0.1)] == [
        [False, False],  # 0.08 > 0.1 / 3
        [False, False],
        [False],
    ]
    all_in = selected_inside(inner, np.zeros(3), 0.1)
    assert [one.tolist() for one in all_in] == [[True, False], [True, False], [True]]


def test_the_rank_among_placebos_is_that_of_the_nearest():
    expected = np.arange(100.0)
    scores = np.where(expected < 50, 0.0, 9.0)
    p = placebo_p(np.array([5.0, 5.0, 5.0]), np.array([10.0, 90.0, 49.4]), scores, expected, 20)
    assert p.tolist() == pytest.approx([1 / 21, 1.0, 11 / 21])
    assert np.isnan(placebo_p(np.ones(1), np.ones(1), np.empty(0), np.empty(0)))[0]


def test_shrinking_draws_small_counts_to_one():
    ratio = shrunk_ratio(np.array([2.0, 20.0]), np.array([0.5, 5.0]))
    assert ratio.tolist() == pytest.approx([2.5, 20.5 / 5.5])
    assert excess_z(np.array([4.0]), np.array([0.7]))[0] == pytest.approx(3.3)


@pytest.mark.slow
def test_the_test_keeps_its_level_under_hidden_need_up_to_gamma():
    """Kin twice as likely for a hidden reason: the plain test flags them, the gate does not."""
    rng = np.random.default_rng(20)
    drawn = nchypergeom_fisher(80, 8, 12, 2.0).rvs(4 * 500, random_state=rng)
    units = [[(80, 12, 8, int(t)) for t in four] for four in drawn.reshape(500, 4)]
    strata = strata_of(*units)
    assert (exact_p(strata) <= 0.05).mean() > 0.3
    assert (exact_p(strata, 2.0) <= 0.05).mean() <= 0.07
