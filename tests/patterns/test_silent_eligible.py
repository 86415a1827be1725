"""B9 on villages made by hand: the neediest without benefit beside over-served kin."""

import pytest
from scipy.stats import hypergeom

from graph.patterns.benefits.silent_eligible import SilentEligibleParams, find
from tests.patterns.made_facts import made_facts
from tests.patterns.made_village import Village, tables_of

NEEDIEST = [f"H{i}" for i in range(60, 68)]


def favouring(served=0):
    """A village of 157: eight of 148 others are the neediest, and kin of the decider get most."""
    village = Village(kin=8, others=148)
    for house in NEEDIEST:
        village.score[house] = 99
    village.give(village.kin[:6]).give(village.others[:3])
    return village.give(NEEDIEST[:served])


def calm(number, kin=0, others=100):
    """A village that serves its five neediest, and whose decider has few kin."""
    village = Village(kin=kin, others=others, village=f"V{number}", prefix=f"v{number}")
    for house in village.others[:5]:
        village.score[house] = 99
    return village.give(village.others[:5])


def run(*villages, params=None, **more):
    facts = made_facts(tables_of(*villages, **more))
    return find(facts, SilentEligibleParams(**(params or {})))


def test_the_neediest_without_benefit_are_named_with_their_records():
    (finding,) = run(favouring(), *(calm(i) for i in range(2, 5))).findings
    assert (finding.code, finding.subject, finding.place) == ("B9", "V1", "V1")
    assert finding.objects == tuple(sorted(NEEDIEST))
    assert finding.officials == ("D",)
    assert finding.measure == 8
    # 8 of the 23 neediest of the county went without
    assert finding.expected == pytest.approx(8 * 8 / 23)
    assert finding.p == pytest.approx(hypergeom(23, 8, 8).sf(7))
    assert {one.origin.split(":")[0] for one in finding.evidence} == {"t/needs.csv"}
    assert finding.detail["over_served"][0]["T"] == 6


def test_neediest_that_are_served_are_no_finding():
    result = run(favouring(served=8), *(calm(i) for i in range(2, 5)))
    assert result.findings == ()


def test_a_village_without_over_served_kin_is_outside_the_claim():
    village = Village(kin=8, others=148)
    for house in NEEDIEST:
        village.score[house] = 99
    village.give(village.kin[:1]).give(village.others[:8])
    result = run(village, *(calm(i) for i in range(2, 5)))
    assert result.findings == ()
    assert [(one.count, one.unit) for one in result.tested] == [
        (4, "villages without over-served kin")
    ]


def test_going_without_like_the_whole_county_is_no_finding():
    other = Village(kin=0, others=100, village="V2", prefix="b")
    for house in other.others[:5]:
        other.score[house] = 99
    result = run(favouring(), other.give(other.others[50:]))
    assert result.findings == ()
    assert result.not_tested[0].why.en.startswith("not enough data")


def test_insurance_is_not_support():
    villages = [favouring(), *(calm(i) for i in range(2, 5))]
    villages[0].give(NEEDIEST, programme="P9")
    programmes = ("P1,低保,discretionary", "P9,医保,insurance")
    assert len(run(*villages, programmes=programmes).findings) == 1
    programmes = ("P1,低保,discretionary", "P9,救助,discretionary")
    assert run(*villages, programmes=programmes).findings == ()


def test_uncertain_need_lowers_the_share_of_worlds():
    villages = [favouring(), *(calm(i) for i in range(2, 5))]
    tables = tables_of(*villages)
    tables["needs"] = ["household,year,score,confidence"] + [
        f"{line},{'0.4' if line.startswith('H6') else ''}" for line in tables["needs"][1:]
    ]
    (finding,) = find(made_facts(tables), SilentEligibleParams()).findings
    assert finding.worlds < 0.5
    (sure,) = run(*villages).findings
    assert sure.worlds == 1.0


def test_without_benefits_nothing_is_tested():
    result = run(Village())
    assert [one.code for one in result.not_tested] == ["B9"]
