import pytest

from graph.patterns.contracts.related_bidders import RelatedBiddersParams, find
from tests.patterns.made_facts import made_facts


@pytest.fixture
def facts_of():
    return made_facts


UNITS = "id,name,kind,phone,address,parent"
BASE = {
    "people": ["id,name", *(f"P{i},人{i}" for i in range(1, 9))],
    "accounts": ["id,owner", "N1,B1", "N2,B2", "N3,B3", "N4,P7", "N5,P7"],
    "kin": [
        "person,relation,relative,kind,from,to",
        "P1,spouse,P2,registered,2010-01-01,2019-01-01",
    ],
    "roles": ["person,company,role,share,from,to"],
}
PLAIN = [
    "G,政府,public_body,,,",
    *(f"B{i},厂{i},company,1380000000{i},路{i}号," for i in range(9)),
]


def found(facts_of, *bids, units=PLAIN, roles=(), params=None, day="2020-05-01", more=None):
    tables = BASE | {
        "units": [UNITS, *units],
        "contracts": ["id,buyer,supplier,awarded", f"C1,G,B1,{day}", f"C2,G,B4,{day}"],
        "bids": ["contract,bidder,deposit_account,author,status", *bids],
        "roles": [*BASE["roles"], *roles],
    }
    return find(facts_of(tables | (more or {})), RelatedBiddersParams(**(params or {})))


def told(result):
    return [
        (one.subject, one.objects, [ground["ground"] for ground in one.detail["grounds"]])
        for one in result.findings
    ]


BIDS = ("C1,B1,,,", "C1,B2,,,", "C1,B3,,,")


def test_each_ground_in_the_documents_is_told_once_a_pair(facts_of):
    result = found(
        facts_of,
        "C1,B1,N1,甲,", "C1,B2,N1,乙,", "C1,B3,N4,甲,", "C1,B5,N5,丙,", "C1,B6,N2,丁,",
        "C2,B4,N3,戊,", "C2,B1,N9,己,", "C2,B7,N9,庚,withdrawn",
    )  # fmt: skip
    assert told(result) == [
        ("C1", ("B1", "B2"), ["account"]),
        ("C1", ("B1", "B3"), ["author"]),
        ("C1", ("B2", "B6"), ["account_owner"]),
        ("C1", ("B3", "B5"), ["account_owner"]),
    ]  # fmt: skip
    first = result.findings[0]
    assert {one.origin for one in first.evidence} >= {"t/bids.csv:2", "t/bids.csv:3"}
    assert first.detail["winner"] == "B1"
    assert (first.about, first.measure) == (("B1", "B2"), 1.0)
    assert result.tested[0].count == 2


def test_telephones_and_addresses_of_agents_are_left_out(facts_of):
    shared = [
        "G,政府,public_body,,,",
        "B1,厂1,company,0877-1234567,南街 12号,",
        "B2,厂2,company,08771234567,南街12号,",
        "B3,厂3,company,00000000,无,",
        "B4,厂4,company,00000000,无,",
    ]
    bids = (*BIDS, "C1,B4,,,")
    result = found(facts_of, *bids, units=shared)
    assert told(result) == [("C1", ("B1", "B2"), ["phone", "address"])]
    assert [one["shown"] for one in result.findings[0].detail["grounds"]] == ["…4567", "南街12号"]
    agent = [*shared, "B9,代理,company,08771234567,,"]
    fewer = found(facts_of, *bids, units=agent, params={"hub": 2})
    assert told(fewer) == [("C1", ("B1", "B2"), ["address"])]
    assert any(one.count == 1 and "代理" in one.why.zh for one in fewer.not_tested)


def test_one_person_behind_two_bidders_directly_or_through_a_firm(facts_of):
    roles = (
        "P1,B1,legal_representative,,2015,",
        "P1,B2,manager,,2015,",
        "B8,B3,shareholder,0.5,2015,",
        "P1,B8,shareholder,0.6,2015,",
    )
    assert told(found(facts_of, *BIDS, roles=roles)) == [("C1", ("B1", "B3"), ["person"])]
    ended = ("P1,B1,legal_representative,,2015,2020-05-01", *roles[1:])
    assert found(facts_of, *BIDS, roles=ended).findings == ()


def test_one_bidder_that_controls_another_and_a_firm_over_both(facts_of):
    roles = ("B1,B2,shareholder,0.8,,", "B8,B3,controller,,,", "B8,B4,controller,,,")
    units = [*PLAIN[:1], *(f"B{i},厂{i},company,,,{'B6' if i == 7 else ''}" for i in range(9))]
    bids = (*BIDS, "C2,B3,,,", "C2,B4,,,", "C2,B6,,,", "C2,B7,,,")
    assert told(found(facts_of, *bids, roles=roles, units=units)) == [
        ("C1", ("B1", "B2"), ["holding"]),
        ("C2", ("B3", "B4"), ["holding"]),
        ("C2", ("B6", "B7"), ["management"]),
    ]


def test_firms_of_the_state_and_of_small_owners_are_not_related(facts_of):
    roles = ("G,B1,controller,,,", "G,B2,controller,,,", "P1,B1,shareholder,0.2,,",
             "P1,B3,shareholder,0.9,,")  # fmt: skip
    units = [*PLAIN[:1], *(f"B{i},厂{i},company,,,G" for i in range(9))]
    assert found(facts_of, *BIDS, roles=roles, units=units).findings == ()


@pytest.mark.parametrize(("day", "count"), [("2018-05-01", 1), ("2020-05-01", 0)])
def test_kin_behind_two_bidders_on_the_day(facts_of, day, count):
    roles = ("P1,B1,legal_representative,,,", "P2,B3,shareholder,0.3,,")
    result = found(facts_of, *BIDS, roles=roles, day=day)
    assert len(result.findings) == count
    if count:
        (finding,) = result.findings
        assert finding.detail["grounds"][0]["people"] in (["P1", "P2"], ["P2", "P1"])
        assert any(one.origin == "t/kin.csv:2" for one in finding.evidence)


def test_kin_are_left_out_when_not_asked_and_in_other_tenders(facts_of):
    roles = ("P1,B1,legal_representative,,,", "P2,B3,legal_representative,,,")
    kwargs = {"roles": roles, "day": "2018-05-01"}
    assert found(facts_of, *BIDS, params={"kin": False}, **kwargs).findings == ()
    assert found(facts_of, "C1,B1,,,", "C1,B2,,,", "C2,B3,,,", "C2,B4,,,", **kwargs).findings == ()


def test_doubt_lowers_the_share_of_worlds_and_a_second_ground_raises_it(facts_of):
    bids = ["contract,bidder,author,confidence", "C1,B1,甲,0.5", "C1,B2,甲,0.8"]
    one = found(facts_of, more={"bids": bids})
    assert one.findings[0].worlds == pytest.approx(0.4)
    units = [*PLAIN[:1], "B1,厂,company,13912345678,,", "B2,厂,company,13912345678,,"]
    two = found(facts_of, more={"bids": bids}, units=[*units, *PLAIN[4:]])
    assert two.findings[0].worlds == 1.0
