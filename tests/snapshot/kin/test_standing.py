"""Adoption, step, foster and unregistered parent ties, on days around their dates."""

import pytest

ADOPTED = """
    C born=2000-05-05
    C father F
    C father A kind=adoptive from=2005-03-01
"""
DISSOLVED_MINOR = ADOPTED.replace("from=2005-03-01", "from=2005-03-01 to=2012-06-01")
DISSOLVED_ADULT = ADOPTED.replace("from=2005-03-01", "from=2005-03-01 to=2019-06-01")


@pytest.mark.parametrize(
    ("text", "parent", "told"),
    [
        pytest.param(
            "C father F", "F", {"1800-01-01": "lawful", "2020-01-01": "lawful"}, id="birth"
        ),
        pytest.param(
            ADOPTED,
            "A",
            {"2005-02-28": "", "2005-03-01": "lawful"},
            id="adoptive-from-registration",
        ),
        pytest.param(
            ADOPTED,
            "F",
            {"2005-02-28": "lawful", "2005-03-01": "blood_after_adoption"},
            id="birth-parent-of-adopted",
        ),
        pytest.param(
            DISSOLVED_MINOR,
            "A",
            {"2012-05-31": "lawful", "2012-06-01": "dissolved_adoption"},
            id="adoption-dissolved",
        ),
        pytest.param(
            DISSOLVED_MINOR,
            "F",
            {"2012-05-31": "blood_after_adoption", "2012-06-01": "lawful"},
            id="birth-tie-of-minor-revives",
        ),
        pytest.param(
            DISSOLVED_ADULT,
            "F",
            {"2019-05-31": "blood_after_adoption", "2019-06-01": "blood_after_adoption"},
            id="birth-tie-of-adult-does-not",
        ),
        pytest.param(
            DISSOLVED_MINOR.replace("C born=2000-05-05", ""),
            "F",
            {"2012-05-31": "blood_after_adoption", "2012-06-01": "blood_after_adoption uncertain"},
            id="of-unknown-age-open",
        ),
        pytest.param(
            "C father A kind=adoptive_unregistered from=2005-03-01",
            "A",
            {"2005-02-28": "", "2005-03-01": "unregistered_adoption"},
            id="unregistered-adoption",
        ),
        pytest.param("C 嗣父 A", "A", {"2005-03-01": "unregistered_adoption"}, id="过继-by-word"),
        pytest.param("C mother A kind=foster", "A", {"2005-03-01": "foster"}, id="foster"),
        pytest.param(
            "C father A kind=step raised=true", "A", {"2005-03-01": "lawful"}, id="step-raised"
        ),
        pytest.param("C father A kind=step", "A", {"2005-03-01": "step_not_raised"}, id="step"),
        pytest.param("C 继父 A raised=false", "A", {"2005-03-01": "step_not_raised"}, id="继父"),
    ],
)
def test_parent_ties(sketch, text, parent, told):
    family = sketch(text)
    assert {day: family.parent(day, "C", parent) for day in told} == told


@pytest.mark.parametrize("kind", ["adoptive_unregistered", "step raised=true", "foster"])
def test_only_registered_adoption_ends_the_birth_tie(sketch, kind):
    family = sketch(f"C father F\n C father A kind={kind} from=2005-01-01")
    assert family.parent("2010-01-01", "C", "F") == "lawful"


@pytest.mark.parametrize(
    ("marriage", "mother"),
    [
        pytest.param("M husband A from=2004-01-01", "lawful", id="married"),
        pytest.param("M husband A", "lawful", id="since-ever"),
        pytest.param("M husband A from=2005-03-02", "blood_after_adoption", id="a-day-late"),
        pytest.param("M husband A from=2005", "lawful uncertain", id="some-day-that-year"),
        pytest.param("M husband A to=2005-03-01", "blood_after_adoption", id="divorced-that-day"),
        pytest.param("M husband A kind=cohabiting", "blood_after_adoption", id="living-together"),
    ],
)
def test_a_stepparents_adoption_leaves_his_spouse_in_place(sketch, marriage, mother):
    family = sketch(ADOPTED + f"C mother M\n {marriage}")
    assert family.parent("2006-01-01", "C", "M") == mother
    assert family.parent("2006-01-01", "C", "F") == "blood_after_adoption"


def test_partial_adoption_dates_leave_their_days_open(sketch):
    family = sketch(
        "C born=2000-01-01\n C father F\n C father A kind=adoptive from=2005 to=2010-06"
    )
    days = ["2004-12-31", "2005-01-01", "2005-12-31", "2010-05-31", "2010-06-01", "2010-06-30"]
    assert [family.parent(day, "C", "A") for day in days] == [
        "", "lawful uncertain", "lawful", "lawful", "lawful uncertain", "dissolved_adoption",
    ]  # fmt: skip
    assert [family.parent(day, "C", "F") for day in days] == [
        "lawful", "lawful uncertain", "blood_after_adoption", "blood_after_adoption",
        "lawful uncertain", "lawful",
    ]  # fmt: skip


def test_a_stepfather_who_adopts_becomes_lawful_from_that_day(sketch):
    family = sketch("C father A kind=step\n C father A kind=adoptive from=2005-03-01")
    assert family.parent("2005-02-28", "C", "A") == "step_not_raised"
    assert family.parent("2005-03-01", "C", "A") == "lawful"


def test_rows_that_disagree_when_an_adoption_began_leave_both_fathers_uncertain(sketch):
    adopted = "C father A kind=adoptive"
    family = sketch(f"C father F\n {adopted}\n {adopted} from=2027-01-01")
    for day, adopter, birth in (
        ("2026-01-01", "lawful uncertain", "lawful uncertain"),
        ("2027-01-01", "lawful", "blood_after_adoption"),
    ):
        assert family.parent(day, "C", "A") == adopter
        assert family.parent(day, "C", "F") == birth


def test_an_end_that_leaves_nothing_does_not_beat_a_row_without_one(sketch):
    family = sketch("C father A kind=foster\n C father A kind=foster to=2005-01-01")
    assert family.parent("2004-01-01", "C", "A") == "foster"
    assert family.parent("2006-01-01", "C", "A") == "foster uncertain"
    family = sketch("C father A kind=adoptive\n C father A kind=adoptive to=2005-01-01")
    assert family.parent("2006-01-01", "C", "A") == "dissolved_adoption"


def test_a_disputed_adoption_disputes_what_it_takes_away(sketch):
    family = sketch("C father F\n C father A kind=adoptive from=2005-01-01 status=disputed")
    assert family.parent("2006-01-01", "C", "F") == "blood_after_adoption disputed"
    assert family.parent("2004-01-01", "C", "F") == "lawful"


@pytest.mark.parametrize("birth", ["2000-06-01", "2000-06", "2000"])
def test_the_day_of_majority_is_no_longer_a_minors(sketch, birth):
    family = sketch(
        f"C born={birth}\n C father F\n C father A kind=adoptive from=2005-01-01 to=2018-06-01"
    )
    expected = "blood_after_adoption" + (" uncertain" if birth != "2000-06-01" else "")
    assert family.parent("2019-01-01", "C", "F") == expected
