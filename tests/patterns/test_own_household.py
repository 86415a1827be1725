from graph.patterns.benefits.own_household import OwnHouseholdParams, find

BASE = {
    "people": ["id,name,household", "P1,王一,H1", "P2,王二,H1", "P3,李三,H3"],
    "programmes": ["id,name,discretion", "F1,低保,discretionary", "F2,地力补贴,universal"],
}
HEADER = "id,programme,person,household,date,amount,decided_by,filed"


def found(facts_of, *benefits, **params):
    facts = facts_of(BASE | {"benefits": [HEADER, *benefits]})
    return find(facts, OwnHouseholdParams(**params))


def test_the_deciders_own_household_is_told_once(facts_of):
    result = found(facts_of, "B1,F1,,H1,2025-03-01,100,P1,", "B2,F1,P2,,2025-04-01,50.5,P1,")
    (finding,) = result.findings
    assert (finding.subject, finding.objects) == ("P1", ("B1", "B2"))
    assert (finding.measure, finding.amount_fen) == (2.0, 15_050)
    assert [one.origin for one in finding.evidence] == ["t/benefits.csv:2", "t/benefits.csv:3"]
    assert result.tested[0].count == 2


def test_another_household_a_universal_programme_and_a_filed_benefit_are_left_out(facts_of):
    rows = (
        "B1,F1,P3,,2025-03-01,100,P1,",
        "B2,F2,,H1,2025-03-01,100,P1,",
        "B3,F1,,H1,2025-03-01,100,P1,true",
    )
    assert found(facts_of, *rows).findings == ()
    assert len(found(facts_of, *rows, include_filed=True).findings) == 1
