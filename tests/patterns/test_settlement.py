import numpy as np
import pytest

from graph.patterns.contracts.settlement import SettlementParams, find
from graph.patterns.contracts.settlement_effects import effects_of, usual, winsorised
from tests.patterns.made_facts import made_facts

HEADER = "id,buyer,supplier,kind,amount,settled_amount,awarded,decided_by"


def found(*rows, header=HEADER, **params):
    units = ["id,name,kind", "G,G,public_body", *(f"F{i},F{i},company" for i in range(4))]
    people = ["id,name", "P1,王", "P2,李"]
    tables = {"units": units, "people": people, "contracts": [header, *rows]}
    return find(made_facts(tables), SettlementParams(**params))


def test_far_over_the_award_and_the_near_misses():
    rows = (
        "C1,G,F1,works,1000000,1200000,2020-01-01,P1",
        "C2,G,F1,works,1000000,1150000,2020-02-01,P2",
        "C3,G,F2,works,1000000,1100000,2020-02-01,P2",  # just a tenth
        "C4,G,F2,works,10000,19000,2020-02-01,P2",  # little money
        "C5,G,F2,works,1000000,,2020-02-01,P2",
    )
    result = found(*rows)
    assert [(one.subject, one.objects) for one in result.findings] == [
        ("C1", ("F1",)),
        ("C2", ("F1",)),
    ]
    first = result.findings[0]
    assert (first.measure, first.amount_fen) == (1.2, 20_000_000)
    assert first.detail["supplier"] | {"effect": 0} == {
        "id": "F1", "contracts": 2, "over": 2, "effect": 0,
    }  # fmt: skip
    assert "另有 1 份" in first.claim.zh
    assert (first.officials, result.not_tested[0].count) == (("P1",), 1)
    assert [one.subject for one in found(*rows, least_yuan=0, ratio=1.5).findings] == ["C4"]


def test_a_year_in_which_all_cost_more_is_no_finding():
    steel = [f"C{i:02},G,F1,works,1000000,1150000,2021-05-01,P1" for i in range(25)]
    odd = ["D1,G,F2,works,1000000,1400000,2021-05-01,P1"]
    other = [f"E{i},G,F3,goods,1000000,1150000,2021-05-01,P1" for i in range(3)]
    result = found(*steel, *odd, least_peers=20)
    assert [one.subject for one in result.findings] == ["D1"]
    assert result.findings[0].expected == 1.15
    # too few of a kind to be peers of their own: all contracts are
    assert found(*other, *steel, least_peers=20).findings == ()
    plain = [f"F{i:02},G,F3,goods,1000000,1000000,2021-05-01,P1" for i in range(40)]
    assert len(found(*other, *plain, least_peers=20).findings) == 3


def test_a_doubtful_row_lowers_the_share_of_worlds():
    (one,) = found(
        "C1,G,F1,works,1000000,1500000,2020-01-01,,0.6", header=HEADER + ",confidence"
    ).findings
    assert one.worlds == pytest.approx(0.6)
    assert one.detail["decider"]["id"] is None


def test_medians_by_stratum():
    values, strata = np.array([1.0, 5.0, 2.0, 9.0, 4.0]), np.array([0, 0, 1, 1, 1])
    assert usual(values, strata, 2).tolist() == [3, 3, 4, 4, 4]
    assert usual(values, strata, 3).tolist() == [4, 4, 4, 4, 4]
    assert usual(values, strata, 6).tolist() == [1, 1, 1, 1, 1]
    assert winsorised(np.arange(101.0), 0.1)[[0, 50, 100]].tolist() == [10, 50, 90]


def test_effects_are_drawn_towards_the_mean_and_recovered():
    rng = np.random.default_rng(1)
    truth = rng.normal(0, 0.2, 60)
    groups = rng.integers(0, 60, 1500)
    residuals = truth[groups] + rng.normal(0, 0.3, 1500)
    found_effects = effects_of(residuals, groups)
    assert np.corrcoef(found_effects.effect, truth)[0, 1] > 0.9
    means = np.array([residuals[groups == at].mean() for at in range(60)]) - residuals.mean()
    assert (np.abs(found_effects.effect) <= np.abs(means) + 1e-12).all()
    shrink = found_effects.effect / means
    sizes = np.bincount(groups)
    assert shrink[0] == pytest.approx(sizes[0] / (sizes[0] + 0.09 / 0.04), rel=0.15)


def test_groups_that_do_not_differ_have_no_effect():
    assert effects_of(np.zeros(6), np.array([0, 0, 1, 1, -1, -1])).effect.tolist() == [0, 0]
    assert effects_of(np.array([1.0, 2.0]), np.array([0, 1])).effect.tolist() == [0, 0]
