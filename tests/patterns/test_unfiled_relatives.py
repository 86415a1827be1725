"""B10: aid to kin of its decider without a filing."""

from graph.patterns.benefits.unfiled_relatives import UnfiledRelativesParams, find

BENEFIT = "id,programme,person,household,date,amount,village,decided_by,filed"
BASE = {
    "people": [
        "id,name,household",
        "P1,王一,H1",
        "P2,王二,H2",
        "P3,王老,H3",
        "P4,王甥,H4",
        "P5,赵五,H5",
    ],
    "kin": ["person,relation,relative", "P1,father,P3", "P2,father,P3", "P4,father,P2"],
    "programmes": [
        "id,name,discretion",
        "F1,农村最低生活保障,discretionary",
        "F2,产业奖补,discretionary",
        "F3,最低生活保障配套普惠,universal",
    ],
    "places": ["id,name,level", "V1,甲村,village"],
    "units": ["id,name,kind,place", "U1,甲村村委会,village_committee,V1"],
    "posts": ["person,unit,role,from,to", "P1,U1,member,2021-01-01,"],
}
FILED = "B0,F1,P5,,2024-01-01,1,V1,P1,true"


def found(facts_of, *benefits, tables=None, **params):
    facts = facts_of(BASE | {"benefits": [BENEFIT, FILED, *benefits]} | (tables or {}))
    return find(facts, UnfiledRelativesParams(**params))


def told(result):
    return [(one.subject, one.about, one.objects) for one in result.findings]


def test_aid_to_the_deciders_brother_without_filing_is_found(facts_of):
    rows = ("B1,F1,P2,,2024-03-01,100,V1,P1,", "B2,F1,,H2,2024-04-01,50,V1,P1,false")
    result = found(facts_of, *rows)
    assert told(result) == [("P1", ("H2",), ("B1", "B2"))]
    (finding,) = result.findings
    assert finding.amount_fen == 15_000
    assert finding.detail["said_unfiled"] == 1
    assert {one.origin for one in finding.evidence} >= {"t/benefits.csv:3", "t/kin.csv:2"}


def test_filed_strangers_other_programmes_and_the_own_household_are_left_out(facts_of):
    rows = (
        "B1,F1,P2,,2024-03-01,100,V1,P1,true",
        "B2,F1,P5,,2024-03-01,100,V1,P1,",
        "B3,F2,P2,,2024-03-01,100,V1,P1,",
        "B6,F2,P5,,2024-03-01,100,V1,P1,true",
        "B4,F3,P2,,2024-03-01,100,V1,P1,",
        "B5,F1,,H1,2024-03-01,100,V1,P1,",
    )
    assert told(found(facts_of, *rows)) == []
    assert told(found(facts_of, *rows, programmes=())) == [("P1", ("H2",), ("B3",))]


def test_the_circle_is_a_choice(facts_of):
    row = "B1,F1,P4,,2024-03-01,100,V1,P1,"
    assert told(found(facts_of, row)) == [("P1", ("H4",), ("B1",))]
    assert told(found(facts_of, row, circle="NR-C")) == []


def test_kin_of_another_committee_member_counts_where_it_is_said_unfiled(facts_of):
    said, blank = "B1,F1,P2,,2024-03-01,100,V1,P5,false", "B2,F1,P2,,2024-03-01,100,V1,P5,"
    result = found(facts_of, said, blank)
    assert told(result) == [("P5", ("H2",), ("B1",))]
    assert result.findings[0].officials == ("P1", "P5")
    assert told(found(facts_of, said, committee=False)) == []
    early = "B1,F1,P2,,2020-03-01,100,V1,P5,false"
    assert told(found(facts_of, early)) == []


def test_a_tie_that_had_ended_by_the_day_does_not_count(facts_of):
    kin = ["person,relation,relative,kind,from,to", "P1,spouse,P5,registered,2010-01-01,2020-01-01"]
    after, before = "B1,F1,P5,,2024-03-01,9,V1,P1,", "B2,F1,P5,,2019-03-01,9,V1,P1,"
    assert told(found(facts_of, after, before, tables={"kin": kin})) == [("P1", ("H5",), ("B2",))]


def test_the_household_is_the_one_of_the_day(facts_of):
    moves = ["person,date,from_household,to_household", "P2,2024-06-01,H5,H2"]
    rows = ("B1,F1,,H2,2024-03-01,9,V1,P1,", "B2,F1,,H5,2024-03-01,9,V1,P1,")
    result = found(facts_of, *rows, tables={"moves": moves})
    assert told(result) == [("P1", ("H5",), ("B2",))]


def test_where_nothing_is_ever_filed_nothing_can_be_said(facts_of):
    rows = [BENEFIT, "B1,F1,P2,,2024-03-01,100,V1,P1,"]
    result = find(facts_of(BASE | {"benefits": rows}), UnfiledRelativesParams())
    assert result.findings == ()
    assert result.not_tested[0].count == 1


def test_blank_deciders_are_told(facts_of):
    result = found(facts_of, "B1,F1,P9x,,2024-03-01,100,V1,,".replace("P9x", "P5"))
    assert [one.count for one in result.not_tested] == [1]
