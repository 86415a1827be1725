from graph.patterns.benefits.own_household import OwnHouseholdParams, find

BASE = {
    "people": ["id,name,household", "P1,王一,H1", "P2,王二,H1", "P3,李三,H3"],
    "programmes": ["id,name,discretion", "F1,低保,discretionary", "F2,地力补贴,universal"],
}
HEADER = "id,programme,person,household,date,amount,decided_by,filed"


def found(facts_of, *benefits, tables=None, **params):
    facts = facts_of(BASE | {"benefits": [HEADER, *benefits]} | (tables or {}))
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


def told(result):
    return [(one.subject, one.objects) for one in result.findings]


MOVES = "person,date,from_household,to_household"


def test_the_household_of_the_decider_is_the_one_of_the_day(facts_of):
    moves = {"moves": [MOVES, "P1,2025-03-15,H3,H1"]}
    rows = ("B1,F1,,H1,2025-03-01,100,P1,", "B2,F1,,H1,2025-04-01,100,P1,")
    assert told(found(facts_of, *rows, tables=moves)) == [("P1", ("B2",))]
    before = ("B1,F1,,H3,2025-03-01,100,P1,", "B2,F1,,H3,2025-04-01,100,P1,")
    assert told(found(facts_of, *before, tables=moves)) == [("P1", ("B1",))]


def test_the_household_of_the_recipient_is_the_one_of_the_day(facts_of):
    moves = {"moves": [MOVES, "P2,2025-03-15,H3,H1"]}
    rows = ("B1,F1,P2,,2025-03-01,100,P1,", "B2,F1,P2,,2025-04-01,100,P1,")
    assert told(found(facts_of, *rows, tables=moves)) == [("P1", ("B2",))]


def test_whoever_moved_out_of_the_register_is_of_no_household(facts_of):
    moves = {"moves": [MOVES, "P2,2025-03-15,H1,"]}
    result = found(facts_of, "B1,F1,P2,,2025-04-01,100,P1,", tables=moves)
    assert told(result) == []
    assert [one.count for one in result.not_tested] == [1]


def test_a_move_within_several_keeps_each_household_to_its_days(facts_of):
    moves = {"moves": [MOVES, "P2,2025-02-01,H8,H1", "P2,2025-03-01,H1,H9", "P2,2025-04-01,H9,H3"]}
    rows = [f"B{n},F1,P2,,2025-0{n}-15,100,P1," for n in range(1, 6)]
    assert told(found(facts_of, *rows, tables=moves)) == [("P1", ("B2",))]


def test_blank_households_and_deciders_are_told_as_not_tested(facts_of):
    people = ["id,name,household", "P1,王一,H1", "P4,赵四,"]
    rows = ("B1,F1,P4,,2025-03-01,100,P1,", "B2,F1,,H1,2025-03-01,100,,")
    result = found(facts_of, *rows, tables={"people": people})
    assert told(result) == []
    assert result.tested[0].count == 0
    assert sorted(one.why.en for one in result.not_tested) == [
        "the recipient's household of the day is not recorded",
        "who decided is not recorded",
    ]


def test_a_decider_without_household_owns_none(facts_of):
    people = ["id,name,household", "P1,王一,", "P4,赵四,"]
    assert told(found(facts_of, "B1,F1,P4,,2025-03-01,1,P1,", tables={"people": people})) == []


def test_a_programme_of_unknown_discretion_is_left_out(facts_of):
    programmes = {"programmes": ["id,name,discretion", "F1,低保,"]}
    assert told(found(facts_of, "B1,F1,,H1,2025-03-01,100,P1,", tables=programmes)) == []


def test_worlds_follow_the_surest_benefit(facts_of):
    header = HEADER + ",confidence"
    rows = ["B1,F1,,H1,2025-03-01,100,P1,,0.6", "B2,F1,,H1,2025-04-01,100,P1,,0.9"]
    (finding,) = found(facts_of, tables={"benefits": [header, *rows]}).findings
    assert finding.worlds == 0.9
