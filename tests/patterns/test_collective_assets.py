"""C7: leases against their peers, their term, their tender and their lessee."""

import numpy as np
import pytest

from graph.patterns.contracts.collective_assets import CollectiveAssetsParams, find
from graph.patterns.contracts.hedonic import fit_rents

LEASE = "id,asset,lessee,from,to,rent,procedure,minutes,decided_by"
ASSET = "id,village,kind,area,quality"
BASE = {
    "places": ["id,name,level", *(f"V{v},村{v},village" for v in range(4))],
    "people": ["id,name", "P1,王一", "P2,王二", "P3,王老", "P4,李四", "P5,赵五"],
    "kin": ["person,relation,relative", "P1,father,P3", "P2,father,P3"],
    "units": [
        "id,name,kind,place",
        "U1,村一村委会,village_committee,V1",
        "F1,某公司,company,",
        "K1,村一合作社,cooperative,V1",
    ],
    "posts": ["person,unit,title,role,from,to", "P1,U1,主任,head,2019-01-01,"],
    "roles": [
        "person,company,role,share,from",
        "P2,F1,legal_representative,,2015-01-01",
        "P1,K1,legal_representative,,2015-01-01",
    ],
}


def market(n=120, seed=1, noise=0.1):
    rng = np.random.default_rng(seed)
    assets, leases = [], []
    for i in range(n):
        area, village, year = float(rng.uniform(5, 50)), i % 4, 2015 + i % 8
        rent = 800 * area**0.9 * np.exp(0.1 * village + 0.03 * (year - 2015))
        rent *= np.exp(rng.normal(0, noise)) * (2 if i % 2 else 1)
        assets.append(f"A{i},V{village},{'鱼塘' if i % 2 else '耕地'},{area:.2f},中")
        leases.append(f"L{i},A{i},P4,{year}-03-01,{year + 5}-03-01,{rent:.2f},open,true,P5")
    return assets, leases


def found(facts_of, *rows, peers=120, **params):
    assets, leases = market(peers)
    assets += [f"X{i},V1,耕地,20,中" for i in range(len(rows))]
    facts = facts_of(BASE | {"assets": [ASSET, *assets], "leases": [LEASE, *leases, *rows]})
    return find(facts, CollectiveAssetsParams(**params))


FAIR = 800 * 20**0.9 * np.exp(0.1 + 0.03 * 5)


def row(share=1.0, name="N1", asset="X0", lessee="P4", start="2020-03-01", end="2025-03-01",
        procedure="open", minutes="true", by="P5"):  # fmt: skip
    return f"{name},{asset},{lessee},{start},{end},{FAIR * share:.2f},{procedure},{minutes},{by}"


def test_a_fair_lease_among_fair_ones_is_left_alone(facts_of):
    result = found(facts_of, row())
    assert result.findings == ()
    assert result.tested[0].count == 121


def test_a_lease_at_a_third_of_the_price_is_found_by_its_price_alone(facts_of):
    (finding,) = found(facts_of, row(0.33)).findings
    assert (finding.subject, finding.objects) == ("N1", ("X0", "P4"))
    assert finding.detail["rules"] == ["price"]
    assert finding.detail["ratio"] == pytest.approx(0.33, rel=0.15)
    assert finding.expected == pytest.approx(FAIR, rel=0.15)
    assert finding.q < 0.01


def test_a_weak_price_needs_something_beside_it(facts_of):
    weak = row(0.6)
    assert found(facts_of, weak, q=1e-9).findings == ()
    (closed,) = found(facts_of, row(0.6, procedure="direct", minutes="false"), q=1e-9).findings
    assert closed.detail["rules"] == ["price", "no_tender", "no_minutes"]


def test_kin_alone_or_a_closed_letting_alone_is_no_finding(facts_of):
    assert found(facts_of, row(lessee="P2")).findings == ()
    assert found(facts_of, row(procedure="direct", minutes="false")).findings == ()


def test_kin_of_a_committee_member_without_tender_is_found_with_its_proof(facts_of):
    (finding,) = found(facts_of, row(lessee="P2", procedure="direct")).findings
    assert finding.detail["rules"] == ["kin", "no_tender"]
    assert finding.detail["tie"]["kin_class"] == "collateral_3"
    assert "P1" in finding.officials
    assert {one.origin for one in finding.evidence} >= {"t/kin.csv:2", "t/posts.csv:2"}


def test_the_tie_may_run_through_a_firm(facts_of):
    (finding,) = found(facts_of, row(lessee="F1", minutes="false")).findings
    assert finding.detail["tie"]["person"] == "P2"
    assert "t/roles.csv:2" in {one.origin for one in finding.evidence}


def test_the_official_himself_counts_and_an_office_in_the_cooperative_does_not(facts_of):
    (finding,) = found(facts_of, row(lessee="P1", procedure="direct")).findings
    assert finding.detail["tie"]["kin_class"] == "self"
    assert found(facts_of, row(lessee="K1", procedure="direct")).findings == ()


def test_a_tie_before_the_post_began_does_not_count(facts_of):
    early = row(lessee="P2", procedure="direct", start="2018-03-01", end="2023-03-01")
    assert found(facts_of, early).findings == ()


def test_a_term_beyond_twenty_years_is_found_and_one_of_twenty_is_not(facts_of):
    (finding,) = found(facts_of, row(end="2040-03-02")).findings
    assert finding.detail["rules"] == ["term"]
    assert found(facts_of, row(end="2040-03-01")).findings == ()
    assert found(facts_of, row(end="2040")).findings == (), "the year may mean its first day"


def test_kinds_that_may_be_let_for_longer_are_left_out(facts_of):
    assert found(facts_of, row(end="2060-03-01"), longer_kinds=("耕地",)).findings == ()


def test_too_few_peers_and_blanks_are_told_as_not_tested(facts_of):
    result = found(facts_of, row(0.33), "N2,X1,P4,2020,,,,,", peers=20)
    assert result.findings == ()
    assert [one.count for one in result.not_tested] == [21, 1, 1]


def test_the_fit_recovers_what_made_the_rents():
    rng = np.random.default_rng(3)
    n = 600
    area, year = rng.uniform(2, 60, n), rng.integers(2010, 2025, n).astype(float)
    village, kind = rng.integers(0, 30, n), rng.integers(0, 3, n)
    effect = rng.normal(0, 0.2, 30)
    truth = 5 + np.array([0, 0.7, 1.5])[kind] + 0.8 * np.log(area) + 0.02 * (year - 2010)
    noise = rng.normal(0, 0.15, n)
    rent = np.exp(truth + effect[village] + noise)
    rent[:20] *= 0.4
    fit = fit_rents(rent, area, year, kind.astype(str), ["中"] * n, village.astype(str))
    assert np.corrcoef(fit.residual[20:], noise[20:])[0, 1] > 0.95
    assert np.abs(np.median(fit.ratio[:20]) - 0.4) < 0.04
    assert (fit.z[:20] < -2).mean() > 0.9
    assert np.std(fit.z[20:]) == pytest.approx(1, abs=0.25)


def test_a_lease_is_left_out_of_its_own_expectation():
    rng = np.random.default_rng(4)
    n = 60
    area = rng.uniform(5, 50, n)
    rent = np.exp(1 + np.log(area) + rng.normal(0, 0.1, n))
    year, same = np.full(n, 2020.0) + np.arange(n) % 3, ["x"] * n
    village = ["own"] + ["v"] * (n - 1)
    first = fit_rents(rent, area, year, same, same, village)
    rent[0] *= 0.5
    second = fit_rents(rent, area, year, same, same, village)
    assert second.residual[0] - first.residual[0] == pytest.approx(np.log(0.5), abs=0.05)


def test_a_grade_of_very_different_rents_is_judged_by_its_own_spread():
    rng = np.random.default_rng(5)
    n = 300
    poor = np.arange(n) % 5 == 0
    area = rng.uniform(5, 50, n)
    rent = np.exp(1 + np.log(area) + rng.normal(0, 1, n) * np.where(poor, 0.5, 0.1))
    quality = np.where(poor, "差", "中").tolist()
    villages = (np.arange(n) % 7).astype(str)
    fit = fit_rents(rent, area, np.full(n, 2020.0) + np.arange(n) % 3, ["x"] * n, quality, villages)
    assert (fit.z[poor] < -2).mean() < 0.1
    assert np.abs(fit.residual[poor]).mean() > 3 * np.abs(fit.residual[~poor]).mean()
