"""B5: splits shortly before a benefit, against the same months of earlier years."""

import itertools
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson_binom

from graph.patterns.benefits.household_splitting import HouseholdSplittingParams, find
from graph.patterns.benefits.split_windows import placed, tail, timing
from graph.patterns.benefits.splits import Split

SPLITS = 5
MOVES = "person,date,from_household,to_household,reason"


def village(day="2024-05-10", reason="分户", granted="2024-07-01", days=None, score=5):
    """Five sons who divided from five old households, ten needier neighbours, one old move."""
    sons = range(SPLITS)
    dates = [f"2024-05-{10 + n}" for n in sons] if days is None else days
    return {
        "places": ["id,name,level", "V1,甲村,village"],
        "people": [
            "id,name,household,village",
            *(f"F{n},父{n},O{n},V1" for n in sons),
            *(f"S{n},子{n},N{n},V1" for n in sons),
            *(f"X{n},邻{n},X{n},V1" for n in range(14)),
            "Z,早,Z2,V1",
        ],
        "moves": [
            MOVES,
            *(f"S{n},{dates[n] or day},O{n},N{n},{reason}" for n in sons),
            "Z,2019-01-10,Z1,Z2,迁移",
        ],
        "needs": [
            "household,year,score",
            *(f"O{n},2023,{score}" for n in sons),
            *(f"X{n},2023,{50 + n}" for n in range(14)),
        ],
        "programmes": ["id,name,discretion", "F1,低保,discretionary", "F2,地力,universal"],
        "benefits": [
            "id,programme,household,date,amount",
            *(f"B{n},F1,N{n},{granted},100" for n in sons),
        ],
    }


def found(facts_of, tables, **params):
    return find(facts_of(tables), HouseholdSplittingParams(**params))


def test_splits_just_before_the_grant_are_found_one_a_household(facts_of):
    result = found(facts_of, village())
    assert [one.subject for one in result.findings] == [f"N{n}" for n in range(SPLITS)]
    first = result.findings[0]
    assert first.objects == ("O0", "B0")
    assert (first.measure, first.expected) == (5.0, 1.0)
    assert first.p == pytest.approx(0.2**5)
    assert first.detail["level"] == "village"
    assert [one.origin for one in first.evidence] == ["t/moves.csv:2", "t/benefits.csv:2"]


@pytest.mark.parametrize(
    "tables",
    [
        village(reason="结婚分户"),
        village(days=["2024-05-10"] * SPLITS),
        village(score=90),
        village(granted="2025-05-05"),
        village(granted="2024-01-01"),
        village() | {"kin": ["person,relation,relative,kind,from",
                             *(f"S{n},wife,X{n},registered,2024-04-01" for n in range(SPLITS))]},
    ],
    ids=["marriage told", "clean-up", "needy parents", "long after", "before", "marriage dated"],
)  # fmt: skip
def test_other_splits_are_left_alone(facts_of, tables):
    assert found(facts_of, tables, cleanup=5).findings == ()


def test_a_universal_subsidy_is_no_reason_to_divide(facts_of):
    tables = village()
    tables["benefits"] = [row.replace(",F1,", ",F2,") for row in tables["benefits"]]
    assert found(facts_of, tables).findings == ()


def test_splits_spread_over_the_years_are_tested_and_not_found(facts_of):
    days = ["2024-05-10", "2023-05-10", "2022-05-10", "2021-05-10", "2020-05-10"]
    result = found(facts_of, village(days=days))
    assert result.findings == ()
    (tested,) = result.tested
    assert (tested.measure, tested.expected) == (1.0, 1.0)


def test_villages_with_few_splits_are_pooled_or_told_as_too_few(facts_of):
    tables = village()
    places = ["id,name,level", *(f"V{n},村{n},village" for n in range(1, 6))]
    people = [
        row.replace(",V1", f",V{int(row[1]) + 1}") if row[0] in "FS" else row
        for row in tables["people"]
    ]
    # Each parent needs needier neighbours in its own village.
    people += [f"Y{n},邻{n},Y{n},V{1 + n % 5}" for n in range(15)]
    needs = [*tables["needs"], *(f"Y{n},2023,{60 + n}" for n in range(15))]
    apart = tables | {"places": places, "people": people, "needs": needs}
    pooled = found(facts_of, apart)
    assert {one.detail["level"] for one in pooled.findings} == {"county"}
    assert len(pooled.findings) == SPLITS
    alone = found(facts_of, apart, pooled=False)
    assert alone.findings == ()
    assert [one.count for one in alone.not_tested] == [SPLITS]


def split(day, granted):
    return Split(
        house="N", parent="O", village="V", day=date.fromisoformat(day), benefits=(),
        granted=date.fromisoformat(granted), origin="", confidence=1.0, reason="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "start", "is_case", "windows"),
    [
        ("2024-01-10", "2020-01-01", True, 5),
        ("2023-01-10", "2020-01-01", False, 5),
        ("2020-02-10", "2020-01-01", False, 5),
        ("2024-01-10", "2023-01-01", True, 2),
    ],
)
def test_where_a_split_falls(day, start, is_case, windows):
    found = placed(split(day, "2024-07-01"), date.fromisoformat(start), 180)
    assert (found.is_case, found.windows) == (is_case, windows)


def test_a_split_in_no_window_or_without_earlier_years_is_not_placed():
    assert placed(split("2023-10-10", "2024-07-01"), date(2020, 1, 1), 180) is None
    assert placed(split("2024-05-10", "2024-07-01"), date(2024, 1, 1), 180) is None


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=6), st.integers(0, 6))
def test_the_tail_is_that_of_a_poisson_binomial(chances, least):
    exact = sum(
        math.prod(c if hit else 1 - c for c, hit in zip(chances, world, strict=True))
        for world in itertools.product((0, 1), repeat=len(chances))
        if sum(world) >= least
    )
    assert tail(chances, least) == pytest.approx(exact, abs=1e-9)
    assert tail(chances, least) == pytest.approx(
        float(poisson_binom.sf(least - 1, chances)), abs=1e-9
    )


def test_the_ratio_compares_one_window_with_the_earlier_ones():
    start = date(2020, 1, 1)
    days = ["2024-03-01"] * 6 + ["2023-03-01", "2021-03-01"]
    made = timing([placed(split(day, "2024-07-01"), start, 180) for day in days])
    assert (made.cases, made.controls, made.expected) == (6, 2, pytest.approx(8 / 5))
    assert made.ratio == pytest.approx(6 / (2 / 4))
    assert 1 < made.low < made.ratio
