import numpy as np
import pytest
from scipy.optimize import minimize

from graph.patterns.contracts.bunching import BunchingParams, find
from graph.patterns.contracts.bunching_curve import _fit, binned, excess_below
from tests.patterns.made_facts import made_facts

LINE = 1_000_000_00


def smooth(rng, count):
    return np.round(np.exp(rng.normal(np.log(0.9), 0.5, count)) * LINE).astype(np.int64)


def contracts(amounts, buyers=("G1",)):
    rows = [
        f"C{i:05},{buyers[i % len(buyers)]},services,{amount / 100:.2f},2020-05-01"
        for i, amount in enumerate(amounts)
    ]
    units = ["id,name,kind", *(f"{name},{name},public_body" for name in sorted(set(buyers)))]
    return made_facts({"units": units, "contracts": ["id,buyer,kind,amount,awarded", *rows]})


def test_the_line_is_an_edge_and_a_contract_at_it_is_not_below():
    bins = binned(np.array([LINE - 1, LINE, int(0.9 * LINE) - 1]), LINE, 0.1, 0.05)
    assert bins.counts[bins.is_below].sum() == 1
    assert bins.is_below.sum() == 8
    assert bins.edges[np.flatnonzero(bins.is_below)[0]] == pytest.approx(0.9)
    assert not (bins.is_below & bins.is_fitted).any()


def test_poisson_coefficients_are_those_of_greatest_likelihood():
    rng = np.random.default_rng(4)
    design = np.column_stack([np.ones(60), np.linspace(-1, 1, 60), rng.random(60)])
    counts = rng.poisson(np.exp(design @ [1.5, 0.6, -0.4]))

    def loss(beta):
        eta = design @ beta
        return np.sum(np.exp(eta) - counts * eta)

    best = minimize(loss, np.zeros(3), method="BFGS").x
    assert _fit(design, counts[None, :])[0] == pytest.approx(best, abs=1e-3)


def test_a_smooth_distribution_has_no_excess_and_p_is_even():
    rng = np.random.default_rng(11)
    p = []
    for _ in range(120):
        bins = binned(smooth(rng, 600), LINE, 0.1, 0.05)
        p.append(excess_below(bins, 3, 199, rng).p)
    assert np.mean(np.array(p) <= 0.1) <= 0.18
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.15)


def test_round_sums_are_no_excess_and_moved_contracts_are():
    rng = np.random.default_rng(2)
    amounts = smooth(rng, 3000)
    amounts[::3] = np.round(amounts[::3] / (LINE // 10)) * (LINE // 10)
    honest = excess_below(binned(amounts, LINE, 0.1, 0.05), 5, 300, rng)
    assert honest.low < 0.25
    moved = amounts.copy()
    above = np.flatnonzero((moved >= LINE) & (moved < 1.3 * LINE))[:250]
    moved[above] = (LINE * rng.uniform(0.95, 0.999, len(above))).astype(np.int64)
    told = excess_below(binned(moved, LINE, 0.1, 0.05), 5, 300, rng)
    assert told.low > 0.25
    assert told.p < 0.01
    assert told.expected == pytest.approx(honest.expected, rel=0.25)


def test_a_buyer_of_its_own_and_small_buyers_pooled():
    rng = np.random.default_rng(7)
    amounts = np.concatenate([smooth(rng, 300), (LINE * rng.uniform(0.95, 0.999, 60)).astype(int)])
    (own,) = find(contracts(amounts), BunchingParams()).findings
    assert (own.subject, own.about) == ("G1", ("services:1000000",))
    assert own.measure == len(own.objects) == len(own.evidence)
    assert own.effect.low > 0
    assert sum(own.detail["counts"]) <= len(amounts)
    assert len(own.detail["edges_yuan"]) == len(own.detail["counts"]) + 1
    many = tuple(f"G{i}" for i in range(9))
    (pooled,) = find(contracts(amounts, many), BunchingParams()).findings
    assert pooled.subject == "all"
    assert len(pooled.detail["buyers"]) == 9
    strict = find(contracts(amounts, many), BunchingParams(least_excess=9.0))
    assert (strict.findings, strict.tested[0].subject) == ((), "all")


def test_a_smooth_buyer_is_tested_and_few_contracts_are_not():
    rng = np.random.default_rng(8)
    result = find(contracts(smooth(rng, 400)), BunchingParams())
    assert result.findings == ()
    assert result.tested[0].subject == "G1"
    few = find(contracts(smooth(rng, 40)), BunchingParams())
    assert (few.tested, few.not_tested[0].subject) == ((), "services:1000000")


def test_doubt_about_contracts_lowers_the_share_of_worlds():
    rng = np.random.default_rng(7)
    amounts = np.concatenate([smooth(rng, 300), (LINE * rng.uniform(0.95, 0.999, 60)).astype(int)])
    rows = [f"C{i:05},G1,services,{a / 100:.2f},2020-05-01,0.2" for i, a in enumerate(amounts)]
    facts = made_facts(
        {
            "units": ["id,name,kind", "G1,G1,public_body"],
            "contracts": ["id,buyer,kind,amount,awarded,confidence", *rows],
        }
    )
    (finding,) = find(facts, BunchingParams()).findings
    assert finding.worlds < 0.5
