from itertools import product

import numpy as np
import pytest

from graph.patterns.contracts.rotation import RotationParams, find
from graph.patterns.contracts.rotation_turns import (
    concentration,
    herfindahl,
    rotation,
    serial_correlation,
    turns,
)
from tests.patterns.made_facts import made_facts

FIRMS = [f"F{i}" for i in range(8)]


def tables(awards, confidence=1):
    """awards: (buyer, bidders, winner), a month apart."""
    contracts, bids = [], []
    for at, (buyer, stood, won) in enumerate(awards):
        day = np.datetime64("2018-01-01") + 30 * at
        contracts.append(f"C{at:04},{buyer},{won},1000,{day},{confidence}")
        bids += [f"C{at:04},{firm}" for firm in stood]
    units = [*FIRMS, *sorted({buyer for buyer, *_ in awards})]
    return {
        "units": ["id,name,kind", *(f"{name},{name},company" for name in units)],
        "contracts": ["id,buyer,supplier,amount,awarded,confidence", *contracts],
        "bids": ["contract,bidder", *bids],
    }


def found(awards, confidence=1, **params):
    return find(made_facts(tables(awards, confidence)), RotationParams(**params))


def chance_awards(seed, buyers, count):
    rng = np.random.default_rng(seed)
    for buyer, _ in product(range(buyers), range(count)):
        stood = sorted(rng.choice(FIRMS, 3, replace=False).tolist())
        yield f"H{buyer}", stood, str(rng.choice(stood))


def test_a_ring_that_takes_turns_is_told_with_its_order():
    ring = [("G1", ["F1", "F2", "F3"], f"F{1 + at % 3}") for at in range(12)]
    (finding,) = found([*ring, *chance_awards(1, 3, 10)]).findings
    assert (finding.subject, finding.objects) == ("G1", ("F1", "F2", "F3"))
    assert finding.about == ("rotation", "F1", "F2", "F3")
    assert finding.measure == 30.0  # ten runs of three winners
    assert finding.expected < 25
    assert finding.q <= 0.1
    assert finding.detail["serial_correlation"] < 0
    assert finding.detail["wins"] == {"F1": 4, "F2": 4, "F3": 4}
    assert finding.excluded == ()


def test_a_ring_whose_awards_lie_far_apart_is_not_a_matter_of_capacity():
    ring = [("G1", ["F1", "F2", "F3"], f"F{1 + at % 3}") for at in range(12)]
    filler = [("G9", ["F5", "F6"], "F5")] * 7
    spread = [one for award in ring for one in (award, *filler)]
    (finding,) = [
        one for one in found(spread, least_index=1.0, q_most=0.05).findings if one.subject == "G1"
    ]
    assert finding.detail["median_gap_days"] == 240
    assert len(finding.excluded) == 1


def test_winners_more_concentrated_than_dealt_ones_are_told():
    same = [("G1", ["F1", f"F{2 + at % 6}", "F0"], "F1") for at in range(12)]
    (finding,) = found([*same, *chance_awards(2, 3, 12)]).findings
    assert (finding.subject, finding.objects, finding.measure) == ("G1", ("F1",), 1.0)
    assert finding.about == ("concentration",)
    assert finding.expected < 0.5
    assert found([*same, *chance_awards(2, 3, 12)], q_most=1e-9).findings == ()


def test_chance_is_not_told_but_tested_and_few_awards_are_not_tested():
    result = found([*chance_awards(5, 12, 20), *chance_awards(6, 1, 3)][:243])
    assert result.findings == ()
    assert len([one for one in result.tested if one.unit == "concentration"]) == 12
    few = found([("G1", ["F1", "F2"], "F1")] * 4)
    assert (few.tested, few.not_tested[0].count) == ((), 1)


def test_sole_bids_are_no_contest():
    assert found([("G1", ["F1"], "F1")] * 20).tested == ()


def test_doubt_about_awards_lowers_the_share_of_worlds():
    ring = [("G1", ["F1", "F2", "F3"], f"F{1 + at % 3}") for at in range(12)]
    (finding,) = found(ring, confidence=0.3).findings
    assert 0 < finding.worlds < 1


def test_concentration_equals_every_deal_counted():
    stands = [np.array([0, 1]), np.array([0, 1, 2]), np.array([1, 2])]
    winners = np.array([1, 1, 1])
    every = np.array(list(product(*[one.tolist() for one in stands])))
    exact = herfindahl(every, 3)
    chance = concentration(stands, winners, 20_000, (1, 2))
    assert chance.expected == pytest.approx(exact.mean(), abs=0.05)
    assert chance.p == pytest.approx(np.mean(exact >= 1.0), abs=0.05)


def test_turns_equal_every_deal_counted():
    stands = [np.array([0, 1, 2])] * 6
    every = turns(np.array(list(product(range(3), repeat=6))), 3)
    observed = np.array([0, 1, 2, 0, 1, 2])
    chance = rotation(stands, observed, 3, 20_000, (3,))
    assert chance.observed == 12
    assert chance.expected == pytest.approx(every.mean(), abs=0.2)
    assert chance.p == pytest.approx(np.mean(every >= 12), abs=0.005)
    ordinary = rotation(stands, np.array([0, 0, 1, 2, 0, 0]), 3, 20_000, (3,))
    assert ordinary.p == pytest.approx(np.mean(every >= ordinary.observed), abs=0.1)


def test_serial_correlation_has_the_sign_of_turns():
    assert serial_correlation(np.array([0, 1, 2] * 5)) < -0.3
    assert serial_correlation(np.repeat([0, 1, 2], 6)) > 0.5
    assert serial_correlation(np.zeros(5, np.int64)) == 0.0
