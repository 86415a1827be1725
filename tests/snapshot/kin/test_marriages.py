"""Marriages, divorces, deaths, void marriages and living together, on days around their dates."""

import pytest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("A wife B", {"1900-01-01": "lawful", "2020-01-01": "lawful"}, id="undated"),
        pytest.param(
            "A wife B from=1996-05-01", {"1996-04-30": "", "1996-05-01": "lawful"}, id="married"
        ),
        pytest.param(
            "A wife B from=1996-05-01 to=2010-01-10",
            {"2010-01-09": "lawful", "2010-01-10": "former_spouse", "2050-01-01": "former_spouse"},
            id="divorced-that-day",
        ),
        pytest.param(
            "B died=2010-01-10\n A wife B from=1996-05-01",
            {"2010-01-09": "lawful", "2010-01-10": "widowed"},
            id="widowed",
        ),
        pytest.param(
            "B died=2010-01-10\n A wife B to=2010-01-10",
            {"2010-01-09": "lawful", "2010-01-10": "widowed"},
            id="ended-by-the-death",
        ),
        pytest.param(
            "B died=2015-01-10\n A wife B to=2010-01-10",
            {"2010-01-10": "former_spouse", "2020-01-01": "former_spouse"},
            id="divorced-then-dead",
        ),
        pytest.param(
            "A died=2001-01-01\n B died=2015-01-10\n A wife B",
            {"2000-12-31": "lawful", "2001-01-01": "widowed"},
            id="first-death-counts",
        ),
        pytest.param(
            "A wife B from=1996 to=2010-02",
            {
                "1995-12-31": "",
                "1996-01-01": "lawful uncertain",
                "1996-12-30": "lawful uncertain",
                "1996-12-31": "lawful",
                "2010-01-31": "lawful",
                "2010-02-01": "lawful uncertain",
                "2010-02-28": "former_spouse",
            },
            id="partial-dates",
        ),
        pytest.param(
            "B died=2010\n A wife B",
            {"2009-12-31": "lawful", "2010-06-01": "lawful uncertain", "2010-12-31": "widowed"},
            id="partial-death",
        ),
        pytest.param(
            "A wife B from=2010 to=2010",
            {"2009-12-31": "", "2010-06-01": "lawful uncertain", "2010-12-31": "former_spouse"},
            id="one-year",
        ),
        pytest.param(
            "A wife B kind=void from=2000-01-01 to=2003-01-01",
            {"1999-12-31": "", "2001-01-01": "void_marriage", "2010-01-01": "void_marriage"},
            id="void-from-the-start-for-good",
        ),
        pytest.param(
            "A wife B kind=cohabiting from=2000-01-01 to=2003-01-01",
            {"1999-12-31": "", "2001-01-01": "cohabiting", "2003-01-01": ""},
            id="cohabiting",
        ),
        pytest.param(
            "A wife B kind=cohabiting from=2000-01-01\n A wife B from=2003-01-01",
            {"2002-12-31": "cohabiting", "2003-01-01": "lawful"},
            id="cohabiting-then-married",
        ),
        pytest.param(
            "A wife B from=1990-01-01 to=2000-01-01\n B husband A from=2005-01-01",
            {"1999-12-31": "lawful", "2001-01-01": "former_spouse", "2005-01-01": "lawful"},
            id="married-again",
        ),
        pytest.param(
            "A wife B\n B husband A from=1990-01-01 to=2000-01-01\n A spouse B from=1990",
            {
                "1989-12-31": "lawful uncertain",
                "1990-01-01": "lawful",
                "2000-01-01": "former_spouse",
            },
            id="told-three-ways",
        ),
        pytest.param(
            "A wife B\n A wife B from=2027-01-01",
            {"2026-01-01": "lawful uncertain", "2027-01-01": "lawful"},
            id="undated-and-from-a-later-day",
        ),
        pytest.param(
            "A wife B to=2030-01-01\n A wife B from=2027-01-01",
            {
                "2026-01-01": "lawful uncertain",
                "2028-01-01": "lawful",
                "2030-01-01": "former_spouse",
            },
            id="one-row-ends-another-begins",
        ),
        pytest.param(
            "A wife B from=1990-01-01 to=2000-01-01\n A wife B from=2005-01-01\n A wife B",
            {
                "1980-01-01": "lawful uncertain",
                "1995-01-01": "lawful",
                "2002-01-01": "lawful uncertain",
                "2006-01-01": "lawful",
            },
            id="married-again-and-undated",
        ),
        pytest.param(
            "A wife B kind=cohabiting\n A wife B kind=cohabiting to=2000-01-01",
            {"1990-01-01": "cohabiting", "2010-01-01": "cohabiting uncertain"},
            id="living-together-with-and-without-an-end",
        ),
        pytest.param(
            "A wife B from=1990-01-01\n B husband A from=1990-01-03",
            {"1990-01-02": "lawful uncertain", "1990-01-03": "lawful"},
            id="sources-differ-by-two-days",
        ),
    ],
)
def test_couples(sketch, text, told):
    family = sketch(text)
    assert {day: family.couple(day, "A", "B") for day in told} == told


def test_one_marriage_told_twice_is_one_tie_proven_by_both(sketch):
    family = sketch("A wife B from=1990-01-01 confidence=.6\n B husband A from=1990-01-01")
    assert len(family.segments("spouses", "A", "B")) == 1
    assert family.proof("spouses", "A", "B") == [1, 0]
    assert family.built.graph.spouse_facts.confidence.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("C father A\n C mother B", "co_parent", id="no-marriage"),
        pytest.param("C parent A\n C parent B", "co_parent", id="sexes-unknown"),
        pytest.param("C father A\n C mother B\n A wife B", "lawful", id="married"),
        pytest.param("C father A\n C mother B\n A wife B kind=void", "void_marriage", id="void"),
        pytest.param("C father A\n C mother B kind=step", "", id="step-mother"),
        pytest.param("C father A\n C father B", "", id="two-fathers"),
    ],
)
def test_two_birth_parents_without_a_marriage_are_co_parents(sketch, text, told):
    assert sketch(text).couple("2020-01-01", "A", "B") == told


def test_a_third_parent_makes_further_couples(sketch):
    family = sketch("C father A\n C mother B\n C mother D")
    assert family.couple("2020-01-01", "A", "B") == "co_parent disputed"
    assert family.couple("2020-01-01", "A", "D") == "co_parent disputed"
    assert family.couple("2020-01-01", "B", "D") == ""


def test_co_parents_are_proven_by_both_parent_rows(sketch):
    family = sketch("C father A confidence=.5\n C mother B confidence=.5\n D mother B\n D father A")
    assert family.proof("spouses", "A", "B") == [0, 1]
    assert family.built.graph.spouse_facts.confidence[0] == 0.25
