"""B3: the dead, the paid, the propertied, the moved, and aid given twice."""

from graph.patterns.benefits.impossible_recipient import ImpossibleRecipientParams, find

BENEFIT = "id,programme,person,household,date,amount,decided_by"
BASE = {
    "people": [
        "id,name,died,household,id_number",
        "P1,王一,2023-01-10,H1,",
        "P2,王二,,H2,520601198001010013",
        "P3,李三,,H3,520601198001010013",
        "P4,赵四,,H4,",
        "P5,赵五,,H4,",
        "P6,钱六,2022-01-01,H6,",
        "P7,王老,,H7,",
    ],
    "kin": ["person,relation,relative", "P4,father,P7", "P2,father,P7"],
    "programmes": [
        "id,name,discretion",
        "F1,最低生活保障,discretionary",
        "F2,地力补贴,universal",
        "F3,医疗保险补助,insurance",
        "F4,丧葬补助,discretionary",
    ],
    "units": [
        "id,name,kind",
        "U1,县农业局,public_body",
        "C1,某公司,company",
        "K1,某社,cooperative",
    ],
}


def found(facts_of, *benefits, on="2026-09-30", params=None, **tables):
    facts = facts_of(BASE | {"benefits": [BENEFIT, *benefits]} | tables, on=on)
    return find(facts, ImpossibleRecipientParams(**(params or {})))


def rules(result):
    return [(one.subject, one.detail["rule"], one.objects) for one in result.findings]


def test_a_benefit_after_death_and_days_of_grace(facts_of):
    late, soon = "B1,F1,P1,,2023-06-01,100,", "B2,F1,P1,,2023-02-05,100,"
    result = found(facts_of, late, soon)
    assert rules(result) == [("P1", "dead", ("B1",))]
    assert result.findings[0].measure == 142.0
    assert [one.origin for one in result.findings[0].evidence] == [
        "t/benefits.csv:2",
        "t/people.csv:2",
    ]
    assert len(found(facts_of, late, soon, params={"grace_days": 0}).findings[0].objects) == 2


def test_the_dead_count_in_universal_programmes_and_whole_households(facts_of):
    rows = ("B1,F2,P1,,2023-06-01,100,", "B2,F1,,H6,2024-01-01,100,")
    assert rules(found(facts_of, *rows)) == [("H6", "dead", ("B2",)), ("P1", "dead", ("B1",))]


def test_aid_paid_after_a_death_by_its_nature_is_left_out(facts_of):
    assert rules(found(facts_of, "B1,F4,P1,,2023-06-01,100,")) == []


POST = "person,unit,role,from,to"


def test_a_public_payroll_of_the_person_or_of_a_household_member(facts_of):
    posts = [POST, "P4,U1,employee,2020-01-01,"]
    rows = ("B1,F1,P4,,2023-06-01,100,", "B2,F1,,H4,2023-07-01,100,", "B3,F1,P5,,2023-06-01,1,")
    result = found(facts_of, *rows, posts=posts)
    assert rules(result) == [("H4", "payroll", ("B2",)), ("P4", "payroll", ("B1",))]


OTHER_POSTS = {
    "short overlap": "U1,employee,2023-05-15,",
    "ended": "U1,employee,2020-01-01,2022-01-01",
    "unpaid role": "U1,supervisor,2020,",
    "no public body": "K1,employee,2020-01-01,",
}


def test_other_posts_keep_nobody_from_a_benefit(facts_of):
    tables, benefits = crowd(len(OTHER_POSTS) + 1)
    posts = [f"Q{n},{post}" for n, post in enumerate(OTHER_POSTS.values())]
    posts.append(f"Q{len(posts)},U1,employee,2020-01-01,")
    result = found(facts_of, *benefits, posts=[POST, *posts], **tables)
    assert rules(result) == [("Q4", "payroll", ("B4",))]


def test_universal_programmes_are_not_held_against_a_post(facts_of):
    posts = [POST, "P4,U1,employee,2020-01-01,"]
    assert rules(found(facts_of, "B1,F2,P4,,2023-06-01,100,", posts=posts)) == []


ROLE = "person,company,role,share,from"
ROLES = {
    "C1,legal_representative,,2020-01-01": True,
    "C1,shareholder,0.5,2020-01-01": True,
    "C1,shareholder,0.1,2020-01-01": False,
    "K1,legal_representative,,2020": False,
    "C1,manager,,2020-01-01": False,
}


def crowd(count):
    """People who live alone, one a case, and a benefit for each."""
    people = ["id,name,household", *(f"Q{n},人{n},J{n}" for n in range(count))]
    return {"people": people, "kin": ["person,relation,relative"]}, [
        f"B{n},F1,Q{n},J{n},2023-06-01,100," for n in range(count)
    ]


def test_a_company_of_ones_own(facts_of):
    tables, benefits = crowd(len(ROLES))
    roles = [ROLE, *(f"Q{n},{role}" for n, role in enumerate(ROLES))]
    result = found(facts_of, *benefits, roles=roles, **tables)
    wanted = [f"Q{n}" for n, is_found in enumerate(ROLES.values()) if is_found]
    assert rules(result) == [(one, "company", (one.replace("Q", "B"),)) for one in wanted]


HOLD = "owner,kind,value,from,to"
HOLDINGS = (
    (["Q,vehicle,90000,2020-01-01,"], True),
    (["J,vehicle,90000,2020-01-01,"], True),
    (["Q,vehicle,20000,2020-01-01,"], False),
    (["Q,vehicle,90000,2020-01-01,2022-01-01"], False),
    (["Q,machine,900000,2020-01-01,"], False),
    (["Q,house,900000,2020-01-01,"], True),
    (["Q,house,90000,2015-01-01,", "J,house,,2020-01-01,"], True),
    (["Q,house,90000,2015-01-01,", "Q,house,,2023-05-20,"], False),
    (["Q,house,90000,2015-01-01,"], False),
)


def test_cars_and_houses_of_the_household(facts_of):
    tables, benefits = crowd(len(HOLDINGS))
    holdings = [f"{row[0]}{n}{row[1:]}" for n, (rows, _) in enumerate(HOLDINGS) for row in rows]
    result = found(facts_of, *benefits, holdings=[HOLD, *holdings], **tables)
    wanted = [f"Q{n}" for n, (_, is_found) in enumerate(HOLDINGS) if is_found]
    assert rules(result) == [(one, "holding", (one.replace("Q", "B"),)) for one in wanted]


def test_the_same_aid_twice_in_a_month_where_it_is_monthly(facts_of):
    rows = [f"M{n},F1,P5,,2023-{n:02}-05,10," for n in range(1, 5)]
    again = "B2,F1,P5,,2023-03-25,10,"
    assert rules(found(facts_of, *rows)) == []
    assert rules(found(facts_of, *rows, again)) == [("P5", "duplicate", ("M3", "B2"))]


def test_the_same_aid_twice_in_a_year_where_it_is_yearly(facts_of):
    tables, _ = crowd(40)
    rows = [f"Y{n},F2,,J{n},2023-0{1 + n % 9}-05,10," for n in range(40)]
    result = found(facts_of, *rows, "B2,F2,,J3,2023-11-05,10,", **tables)
    assert rules(result) == [("J3", "duplicate", ("Y3", "B2"))]


def test_insurance_is_not_held_against_repetition(facts_of):
    assert rules(found(facts_of, "B1,F3,P5,,2023-01-01,1,", "B2,F3,P5,,2023-01-02,1,")) == []


def test_one_identity_number_under_two_ids(facts_of):
    rows = ("B1,F1,P2,,2023-01-01,1,", "B2,F1,P3,,2023-08-01,1,", "B3,F1,P4,,2023-08-01,1,")
    assert rules(found(facts_of, *rows)) == [("P2", "duplicate", ("B1", "B2"))]
    assert rules(found(facts_of, "B1,F1,P2,,2023-01-01,1,", "B2,F1,P3,,2024-08-01,1,")) == []


MOVE = "person,date,from_household,to_household,reason"


def test_who_moved_away_and_did_not_come_back(facts_of):
    away = "P5,2022-01-01,H4,,迁往省外"
    row = "B1,F1,P5,H4,2023-06-01,100,"
    assert rules(found(facts_of, row, moves=[MOVE, away])) == [("P5", "moved", ("B1",))]
    for moves in ([away, "P5,2023-01-01,,H4,迁入"], ["P5,2022-01-01,H9,,分户"],
                  ["P5,2023-05-01,H4,,迁往省外"]):  # fmt: skip
        assert rules(found(facts_of, row, moves=[MOVE, *moves])) == [], moves


def test_kinship_to_the_decider_is_a_detail_of_the_finding(facts_of):
    posts = [POST, "P4,U1,employee,2020-01-01,"]
    (finding,) = found(facts_of, "B1,F1,P4,,2023-06-01,100,P2", posts=posts).findings
    assert finding.detail["tie"] == {
        "decider": "P2",
        "relative": "P4",
        "term": finding.detail["tie"]["term"],
        "kin_class": "collateral_3",
    }
    assert "t/kin.csv:2" in {one.origin for one in finding.evidence}
    (other,) = found(facts_of, "B1,F1,P4,,2023-06-01,100,P5", posts=posts).findings
    assert other.detail["tie"] is None


def test_what_cannot_be_checked_is_told(facts_of):
    result = found(facts_of, "B1,F1,P5,,2023-06-01,100,")
    missing = {one.subject for one in result.not_tested}
    assert missing == {"payroll", "company", "holding", "moved"}
