import numpy as np
import pytest
from scipy.stats import hypergeom

from graph.patterns.contracts.tied_award import TiedAwardParams, find
from graph.patterns.contracts.tied_award_chance import Chances, p_value
from tests.patterns.made_facts import made_facts


@pytest.fixture
def facts_of():
    return made_facts


BASE = {
    "places": [
        "id,name,level,parent",
        "T1,一镇,township,",
        "V1,一村,village,T1",
        "T2,二镇,township,",
    ],
    "people": ["id,name", *(f"P{i},人{i}" for i in range(1, 9))],
    "units": [
        "id,name,kind,parent,place",
        "G1,一镇政府,public_body,,T1",
        "VC,一村村委会,village_committee,,V1",
        "F1,砖厂,company,,T1",
        "F2,瓦厂,company,,T1",
        "F3,路桥,company,,T1",
        "K1,一村股份经济合作社,cooperative,,V1",
        "K2,一村果蔬专业合作社,cooperative,,V1",
    ],
    "kin": [
        "person,relation,relative,kind,from,to",
        "P2,spouse,P1,registered,2010-01-01,2021-01-01",
        "P1,father,P4,birth,,",
        "P3,father,P4,birth,,",
    ],
    "roles": [
        "person,company,role,share,from,to",
        "P3,F1,legal_representative,,2012-01-01,",
        "P2,F2,shareholder,0.3,2012-01-01,",
        "P8,F3,legal_representative,,2012-01-01,",
    ],
}
HEADER = "id,title,buyer,supplier,category,kind,amount,awarded,decided_by"
BIDS = "contract,bidder,won"


def found(facts_of, *contracts, bids=(), params=None, **more):
    tables = BASE | {"contracts": [HEADER, *contracts]}
    if bids:
        tables["bids"] = [BIDS, *bids]
    for name, rows in more.items():
        tables[name] = [*tables[name], *rows] if name in tables else rows
    return find(facts_of(tables), TiedAwardParams(**(params or {})))


def keys(result):
    return [(one.subject, *one.objects) for one in result.findings]


def test_a_brothers_firm_and_a_wifes_while_they_were_married(facts_of):
    result = found(
        facts_of,
        "C1,砖,G1,F1,A1,goods,100,2020-05-01,P1",
        "C2,瓦,G1,F2,A1,goods,100,2020-05-01,P1",
        "C3,瓦,G1,F2,A1,goods,100,2021-05-01,P1",  # divorced
        "C4,路,G1,F3,A1,goods,100,2020-05-01,P1",  # a stranger
        "C5,砖,G1,F1,A1,goods,100,2011-05-01,P1",  # before he led the firm
        "C6,砖,G1,F1,A1,goods,100,2020-05-01,P8",  # another decider
    )
    assert keys(result) == [("P1", "C1", "F1"), ("P1", "C2", "F2")]
    first, second = result.findings
    assert first.detail["behind"][0]["person"] == "P3"
    assert second.detail["behind"][0]["basis"] == "share"
    assert {one.origin for one in first.evidence} >= {
        "t/contracts.csv:2",
        "t/roles.csv:2",
        "t/kin.csv:3",
        "t/kin.csv:4",
    }
    assert first.about == ("C1",)
    assert first.worlds == 1.0


def test_a_share_below_a_quarter_and_a_manager_are_no_tie_unless_asked(facts_of):
    rows = ["P3,F3,manager,,2012-01-01,", "P2,F3,shareholder,0.2,2012-01-01,"]
    contract = "C1,路,G1,F3,A1,works,100,2020-05-01,P1"
    assert found(facts_of, contract, roles=rows).findings == ()
    assert len(found(facts_of, contract, roles=rows, params={"weaker_roles": True}).findings) == 1
    assert len(found(facts_of, contract, roles=rows, params={"least_share": 0.2}).findings) == 1


def test_his_own_role_counts_for_three_years(facts_of):
    rows = ["P1,F3,director,,2012-01-01,2018-06-01"]
    contracts = (
        "C1,路,G1,F3,A1,works,100,2021-05-31,P1",
        "C2,路,G1,F3,A1,works,100,2021-06-02,P1",
    )
    assert keys(found(facts_of, *contracts, roles=rows)) == [("P1", "C1", "F3")]


def test_an_office_is_no_interest_and_a_private_cooperative_is(facts_of):
    posts = [
        "person,unit,title,role,from,to",
        "P5,VC,主任,head,2019-01-01,",
        "P5,K1,理事长,head,2019-01-01,",
    ]
    roles = ["P5,K2,legal_representative,,2019-01-01,", "P6,K1,legal_representative,,2019-01-01,"]
    contracts = (
        "C1,管护,VC,K1,C1,services,100,2020-05-01,P5",
        "C2,果蔬,VC,K2,C1,services,100,2020-05-01,P5",
        "C3,管护,VC,K1,C1,services,100,2020-05-01,P6",  # no office in the village
    )
    result = found(facts_of, *contracts, posts=posts, roles=roles)
    assert keys(result) == [("P5", "C2", "K2"), ("P6", "C3", "K1")]
    assert any("职务" in one.why.zh and one.count == 1 for one in result.not_tested)
    owned = [*roles, "P5,K1,shareholder,0.6,2019-01-01,"]
    assert ("P5", "C1", "K1") in keys(found(facts_of, *contracts, posts=posts, roles=owned))


def test_a_head_named_by_the_body_that_owns_the_firm_is_an_office(facts_of):
    posts = ["person,unit,title,role,from,to", "P5,G1,副镇长,deputy,2019-01-01,"]
    roles = ["P5,F3,director,,2019-01-01,"]
    contract = "C1,路,G1,F3,A1,works,100,2020-05-01,P5"
    assert len(found(facts_of, contract, posts=posts, roles=roles).findings) == 1
    owned = [*roles, "G1,F3,shareholder,0.8,2012-01-01,"]
    assert found(facts_of, contract, posts=posts, roles=owned).findings == ()


def test_who_held_a_decision_role_on_the_day_decides_where_nobody_is_named(facts_of):
    posts = [
        "person,unit,title,role,from,to",
        "P1,G1,镇长,head,2019-01-01,2020-06-01",
        "P3,G1,干事,employee,2019-01-01,",
    ]
    contracts = (
        "C1,砖,G1,F1,A1,goods,100,2020-05-01,",
        "C2,砖,G1,F1,A1,goods,100,2020-06-01,",  # his term is over
        "C3,砖,G1,F1,A1,goods,100,2020-05-01,P8",
    )
    result = found(facts_of, *contracts, posts=posts)
    assert keys(result) == [("P1", "C1", "F1")]
    assert any(one.origin == "t/posts.csv:2" for one in result.findings[0].evidence)
    assert found(facts_of, *contracts, posts=posts, params={"deciders": "named"}).findings == ()
    everyone = found(facts_of, *contracts, posts=posts, params={"deciders": "all"})
    assert [key[1] for key in keys(everyone)] == ["C1", "C3"]


def test_a_sole_supplier_is_told_and_expected(facts_of):
    alone = [f"C{i},砖,G1,F1,A1,goods,100,2020-0{i}-01,P1" for i in range(1, 5)]
    for finding in found(facts_of, *alone).findings:
        assert finding.detail["sole_supplier"]
        assert "仅此一家" in finding.claim.zh
        assert finding.expected == finding.measure == 4.0
        assert finding.p is None
    rival = found(facts_of, *alone, "C9,砖,G1,F3,A1,goods,100,2020-09-01,P8")
    assert not rival.findings[0].detail["sole_supplier"]


def test_awards_beyond_what_bidders_make_likely_get_a_small_p(facts_of):
    many = [f"D{i},砖,G1,F1,A1,goods,100,2020-03-{i + 1:02},P1" for i in range(10)]
    bids = [f"D{i},{firm}," for i in range(10) for firm in ("F1", "F2", "F3")]
    roles = ["P7,F2,manager,,,"]
    result = found(
        facts_of, *many, bids=bids, roles=roles, kin=[], params={"draws": 2000, "least_share": 0.5}
    )
    finding = result.findings[0]
    assert (finding.measure, finding.expected) == (10.0, pytest.approx(10 / 3, abs=1e-3))
    assert finding.p == pytest.approx(1 / 2001)
    assert finding.q == finding.p
    assert finding.detail["awards"] == 10


def test_uncertain_facts_lower_the_share_of_worlds(facts_of):
    roles = [
        "person,company,role,share,from,to,confidence",
        "P3,F1,legal_representative,,2012-01-01,,0.8",
    ]
    tables = BASE | {
        "roles": roles,
        "contracts": [HEADER, "C1,砖,G1,F1,A1,goods,100,2020-05-01,P1"],
    }
    (finding,) = find(facts_of(tables), TiedAwardParams()).findings
    assert finding.worlds == pytest.approx(0.8)


def test_what_cannot_be_tested_is_counted(facts_of):
    result = found(
        facts_of,
        "C1,砖,G1,F1,A1,goods,100,2020-05-01,",
        "C2,砖,G1,K1,A1,goods,100,2020-05-01,P1",
        roles=["P7,F3,shareholder,,2019,"],
    )
    counts = {one.why.en.split()[0]: one.count for one in result.not_tested}
    assert counts == {"awards": 1, "suppliers": 1, "shareholders": 1, "roles": 1}


def test_permuted_winners_follow_the_exact_distribution():
    chances = Chances()
    chances.pools["a"] = (5, 20, 6)
    exact = hypergeom(20, 5, 6).sf(2)
    assert p_value(chances, 3, 40_000, (1, 2)) == pytest.approx(exact, abs=0.01)
    assert chances.expected == pytest.approx(1.5)
    # brute force: winners shuffled over the pool's awards, his six the first
    rng = np.random.default_rng(0)
    winners = np.repeat([1, 0], [5, 15])
    shuffled = [rng.permutation(winners)[:6].sum() >= 3 for _ in range(8000)]
    assert np.mean(shuffled) == pytest.approx(exact, abs=0.02)


def test_equal_seeds_give_equal_p():
    chances = Chances()
    chances.contested[1, 3] = 9
    assert p_value(chances, 5, 999, (7, 0)) == p_value(chances, 5, 999, (7, 0))
