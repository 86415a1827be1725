"""B4 on a village made by hand: eight kin households before and after their relative's office."""

import numpy as np
import pytest

from graph.patterns.benefits.onset import OnsetParams, find
from tests.patterns.made_facts import made_facts
from tests.patterns.made_village import Village, tables_of

YEARS = range(2018, 2024)
OFFICE = "2021-01-10"


def village(kin=8, others=52):
    made = Village(kin=kin, others=others)
    made.need_years = tuple(YEARS)
    return made


def years(made, kin_before=0, kin_after=5, others=6, decider="D", **more):
    """Give every year to some kin and some others, never the same ones by rotation."""
    for year in YEARS:
        count = kin_before if year < 2021 else kin_after
        at = year - YEARS[0]
        by = "X" if year < 2021 else decider
        served = [made.others[(at * others + i) % len(made.others)] for i in range(others)]
        made.give(made.kin[:count] + served, date=f"{year}-06-01", decider=by, **more)
    return made


def tables(made, office=OFFICE, posts=(), **more):
    rows = {
        "units": ["id,name,kind,place", "U1,村委会,village_committee,V1"],
        "posts": ["person,unit,title,role,from,to", f"D,U1,主任,head,{office},", *posts],
    }
    made.people.setdefault("X", ("", ""))
    return tables_of(made, more=rows | more)


def run(made, params=None, **more):
    return find(made_facts(tables(made, **more)), OnsetParams(**(params or {})))


def only(result):
    (finding,) = result.findings
    return finding


def why(result, subject):
    return [one.why.en for one in result.not_tested if one.subject == subject]


def test_a_rise_at_office_is_told_with_its_series():
    finding = only(run(years(village())))
    assert (finding.code, finding.subject, finding.place) == ("B4", "D", "V1")
    assert finding.objects == ("K1", "K2", "K3", "K4", "K5")
    detail = finding.detail
    assert (detail["before_years"], detail["after_years"]) == (
        [2018, 2019, 2020],
        [2021, 2022, 2023],
    )
    assert (detail["before"], finding.measure) == (0.0, pytest.approx(5 / 8))
    # 52 like households, six served each year: no change
    assert finding.expected == pytest.approx(0.0, abs=1e-9)
    assert finding.effect.value == pytest.approx(5 / 8)
    assert finding.effect.low > 0
    series = {one["event"]: one for one in detail["series"]}
    assert [series[e]["kin"] for e in (-1, 0)] == [0.0, pytest.approx(5 / 8)]
    assert series[0]["like"] == pytest.approx(6 / 52)
    assert finding.evidence[0].origin == "t/posts.csv:2"
    assert finding.p == finding.q < 0.001


def test_the_p_value_is_that_of_households_drawn_by_lot():
    made = years(village(kin=4, others=12), kin_after=2, others=3)
    result = run(made, params={"least_p": 1.0})
    (one,) = [*result.findings, *result.tested]
    rng = np.random.default_rng(5)
    rows = [line.split(",") for line in made.benefits]
    houses = made.kin + made.others
    rise = np.array(
        [sum(1 if r[3] >= "2021" else -1 for r in rows if r[2] == house) for house in houses]
    )
    draws = np.array([rng.permutation(rise)[:4].sum() for _ in range(20_000)])
    assert one.p == pytest.approx((draws >= rise[:4].sum()).mean(), abs=0.01)


def test_kin_served_all_along_are_no_onset():
    result = run(years(village(), kin_before=5))
    assert result.findings == ()
    assert result.tested[0].p > 0.05


def test_a_quota_that_rose_for_all_is_no_onset():
    made = village()
    for year in YEARS:
        houses = made.kin + made.others if year >= 2021 else made.others[:3]
        made.give(houses, date=f"{year}-06-01", decider="D" if year >= 2021 else "X")
    assert run(made).findings == ()


def test_a_rise_that_began_before_office_is_not_told():
    made = village()
    for year in range(2014, 2024):
        kin = made.kin[:6] if year >= 2017 else []
        more = made.kin[6:] if year >= 2021 else []
        others = [made.others[(year * 6 + i) % 52] for i in range(6)]
        made.give(kin + more + others, date=f"{year}-06-01", decider="D" if year > 2020 else "X")
    made.need_years = tuple(range(2014, 2024))
    params = {"window": 10}
    assert run(made, params=params).findings == ()
    assert only(run(made, params=params | {"earlier_p": 0.0})).detail["p_earlier_dates"] < 0.01


def test_two_years_on_either_side_are_needed():
    made = years(village())
    assert why(run(made, office="2023-01-10"), "D")[0].startswith(
        "benefits are not on record for 2"
    )
    assert why(run(made, office="2019-09-10"), "D")[0].startswith(
        "benefits are not on record for 2"
    )
    assert run(made, office="2022-01-10").not_tested == ()


def test_late_in_a_year_office_begins_with_the_next():
    finding = only(run(years(village()), office="2020-11-10"))
    assert finding.detail["before_years"] == [2018, 2019]
    assert finding.detail["after_years"] == [2021, 2022, 2023]


def test_who_decides_nothing_is_not_tested():
    made = years(village(), decider="X")
    assert why(run(made), "D") == ["no benefit on record was decided by this person in office"]


def test_where_no_decider_is_named_the_post_counts():
    made = years(village(), decider="")
    made.benefits = [line.replace(",X,", ",,") for line in made.benefits]
    assert only(run(made)).subject == "D"


def test_relatives_filed_are_not_counted():
    made = village()
    for year in YEARS:
        is_after = year >= 2021
        others = [made.others[((year - 2018) * 6 + i) % 52] for i in range(6)]
        made.give(others, date=f"{year}-06-01", decider="D" if is_after else "X")
        if is_after:
            made.give(made.kin[:5], date=f"{year}-06-01", filed="true")
    assert run(made).findings == ()


def test_a_measure_for_a_whole_group_is_not_counted():
    made = years(village(), kin_after=0)
    made.group = dict.fromkeys(made.kin, "一组") | dict.fromkeys(made.others, "二组")
    for year in (2021, 2022, 2023):
        made.give(made.kin, programme="P2", date=f"{year}-05-01")
    programmes = ["P1,低保,discretionary", "P2,搬迁,discretionary"]
    assert find(made_facts(_with(tables(made), programmes)), OnsetParams()).findings == ()
    made.group = {}
    assert len(find(made_facts(_with(tables(made), programmes)), OnsetParams()).findings) == 1


def _with(made, programmes):
    return made | {"programmes": ["id,name,discretion", *programmes]}


def test_kin_of_later_office_holders_are_a_second_control():
    made = years(village())
    made.people |= {"L": ("LO", ""), "FL": ("", "")}
    made.score["LO"] = 10
    made.fathers["L"] = "FL"
    for house in made.others[-6:]:
        made.fathers[f"p{house}"] = "FL"
    later = ["L,U1,主任,head,2025-01-10,"]
    finding = only(run(made, posts=later))
    assert finding.detail["later_kin_households"] == 6
    assert finding.detail["difference_to_later"] > 0.3
    for year in (2021, 2022, 2023):  # they rose even more
        made.give(made.others[-6:], programme="P2", date=f"{year}-06-01")
    both = _with(tables(made, posts=later), ["P1,低保,discretionary", "P2,救助,discretionary"])
    assert find(made_facts(both), OnsetParams()).findings == ()


def test_kin_of_the_one_before_are_no_like_households():
    made = village()
    made.people |= {"X": ("XO", ""), "FX": ("", "")}
    made.score["XO"] = 10
    made.fathers["X"] = "FX"
    for house in made.others[:20]:
        made.fathers[f"p{house}"] = "FX"
    for year in YEARS:  # the predecessor's kin had theirs until he left
        is_after = year >= 2021
        houses = made.kin[:1] if is_after else made.others[:20]
        spread = [made.others[20 + (year - 2018) * 3 + i] for i in range(3)]
        made.give(houses + spread, date=f"{year}-06-01", decider="D" if is_after else "X")
    posts = ["X,U1,主任,head,2012-01-10,2021-01-10"]
    result = run(made, posts=posts)
    assert result.findings == ()
    (one,) = [each for each in result.tested if each.subject == "D"]
    assert one.expected == pytest.approx(0.0, abs=0.02)


def test_a_decider_without_a_post_begins_with_his_first_decision():
    made = years(village())
    finding = only(run(made, posts=("X,U1,主任,head,2010-01-01,",), office=""))
    assert finding.subject == "D"
    assert finding.detail["office_since"] == "2021-01-01"


def test_worlds_fall_with_kin_ties_and_posts():
    made = years(village())
    made.kin_cells["D"] = "0.5"
    assert 0 < only(run(made)).worlds < 0.9
    assert only(run(years(village()))).worlds == 1.0


def test_nothing_to_look_at_is_said():
    (one,) = run(village()).not_tested
    assert "no discretionary benefits" in one.why.en
