"""E1: kin in one body, by rule and against chance."""

import numpy as np
import pytest

from graph.kinship.body_kin import _as_many, _lots
from graph.model import day_of
from graph.patterns.bodies.kin_in_body import KinInBodyParams, find
from graph.patterns.bodies.seats import pairs_on, seat_pairs
from graph.screening.rules import SeatRules

BORN = {7: 1910, 8: 1935, 9: 1935, 30: 1910, 40: 1890}
PEOPLE = [
    "id,name,born,died,village",
    *(f"P{n},人{n},{BORN.get(n, 1960 if n < 7 else 1935)}-01-01,,V1" for n in range(1, 41)),
    "D1,亡一,1950-01-01,2020-01-01,V1",
]
PLACES = ["id,name,level", "V1,甲村,village"]
UNITS = [
    "id,name,kind,place",
    "U1,甲村村委会,village_committee,V1",
    "U2,甲村合作社,cooperative,V1",
]
POSTS = "person,unit,title,role,from,to"
KIN = "person,relation,relative,kind,from,to,confidence"


def found(facts_of, posts, kin, on="2026-09-30", people=PEOPLE, **params):
    tables = {"people": people, "places": PLACES, "units": UNITS}
    facts = facts_of(tables | {"posts": [POSTS, *posts], "kin": [KIN, *kin]}, on=on)
    return find(facts, KinInBodyParams(**params))


HEAD, MEMBER = "P1,U1,主任,head,2026-01-20,", "P2,U1,委员,member,2026-01-20,"
BROTHERS = ("P1,father,P9,,,,", "P2,father,P9,,,,")
COUSINS = ("P1,father,P9,,,,", "P2,father,P8,,,,", "P8,father,P7,,,,", "P9,father,P7,,,,")


def test_brothers_in_one_committee_break_the_rule_that_stands(facts_of):
    (finding,) = found(facts_of, [HEAD, MEMBER], BROTHERS).findings
    assert (finding.subject, finding.objects) == ("U1", ("P1", "P2"))
    assert (finding.measure, finding.unit) == (1.0, "pairs")
    assert finding.detail["rules"] == ["committee"]
    assert finding.detail["cites"] == ["《中华人民共和国村民委员会组织法》第8条第2款"]
    assert 0 < finding.expected < 0.1
    assert {one.origin for one in finding.evidence} >= {"t/kin.csv:2", "t/posts.csv:2"}


def test_the_rule_did_not_stand_before_its_day(facts_of):
    posts = ["P1,U1,主任,head,2021-01-10,", "P2,U1,委员,member,2021-01-10,"]
    result = found(facts_of, posts, BROTHERS, on="2025-12-31", q=0.001)
    assert result.findings == ()
    assert result.tested[0].measure == 1.0


def test_cousins_are_outside_the_circle_of_the_committee_rule(facts_of):
    assert found(facts_of, [HEAD, MEMBER], COUSINS, q=0.001).findings == ()


def test_head_and_accountant_are_kept_apart_for_any_kin(facts_of):
    posts = [HEAD, "P2,U1,会计,finance,2026-01-20,"]
    (finding,) = found(facts_of, posts, COUSINS, q=0.001).findings
    assert finding.detail["rules"] == ["accounts"]
    assert finding.detail["cites"] == []
    assert found(facts_of, posts, COUSINS, q=0.001, accounts_rule=False).findings == ()


def test_a_supervisor_may_not_be_near_kin_of_the_board(facts_of):
    posts = ["P1,U2,理事,director,2026-01-20,", "P2,U2,监事,supervisor,2026-01-20,"]
    (finding,) = found(facts_of, posts, BROTHERS).findings
    assert (finding.subject, finding.detail["rules"]) == ("U2", ["supervisors"])


def test_former_and_deceased_members_and_uncertain_seats_are_left_out(facts_of):
    for other in (
        "P2,U1,委员,member,2021-01-10,2026-01-20",
        "P2,U1,,employee,2026-01-20,",
    ):
        assert (
            found(facts_of, [HEAD, other, "P5,U1,委员,member,2026-01-20,"], BROTHERS).findings == ()
        )
    dead = ["D1,U1,委员,member,2019-01-01,", HEAD, "P5,U1,委员,member,2026-01-20,"]
    assert found(facts_of, dead, ["D1,father,P9,,,,", "P1,father,P9,,,,"]).findings == ()


def test_uncertain_seats_are_told_as_not_tested(facts_of):
    posts = [HEAD, "P5,U1,委员,member,2026-01-20,", "P2,U1,,employee,2026-01-20,"]
    (untested,) = found(facts_of, posts, BROTHERS).not_tested
    assert untested.count == 1


def test_a_doubted_tie_lowers_the_share_of_worlds(facts_of):
    kin = ("P1,father,P9,,,,0.8", "P2,father,P9,,,,")
    (finding,) = found(facts_of, [HEAD, MEMBER], kin).findings
    assert finding.worlds == pytest.approx(0.8)


def test_where_everybody_is_kin_as_many_are_expected_and_only_the_rule_speaks(facts_of):
    kin = [f"P{n},father,P40,,,," for n in range(1, 39)]
    posts = [HEAD, "P2,U1,村民委员会委员,member,2026-01-20,"]
    (finding,) = found(facts_of, posts, kin).findings
    assert finding.expected > 0.9
    assert finding.p > 0.8
    assert found(facts_of, posts, kin, on="2026-09-30").tested == ()


def test_more_kin_than_chance_is_found_without_any_rule(facts_of):
    people = [*PEOPLE, *(f"Q{n},客{n},1980-01-01,,V1" for n in range(400))]
    uncles = [
        *(f"P{n},father,P{n + 10},,,," for n in range(1, 6)),
        *(f"P{n},father,P30,,,," for n in range(11, 16)),
    ]
    posts = [f"P{n},U1,委员,member,2021-01-10," for n in range(1, 6)]
    result = found(facts_of, posts, uncles, people=people)
    (finding,) = result.findings
    assert (finding.measure, finding.detail["rules"]) == (10.0, [])
    assert finding.q < 0.01


def test_draws_are_fair_and_without_repeats():
    rng = np.random.default_rng(1)
    for people, size in ((400, 4), (12, 4)):
        drawn = _lots(people, size, 4_000, rng)
        assert all(len(set(row)) == size for row in drawn.tolist())
        share = np.bincount(drawn.ravel(), minlength=people) / 4_000
        assert np.abs(share - size / people).max() < 0.05


def test_the_chance_of_a_pair_equals_the_exact_one():
    are_kin = np.zeros((50, 50), bool)
    are_kin[0, 1] = are_kin[1, 0] = True
    exact = (5 * 4) / (50 * 49)
    hits = _as_many(are_kin, 5, 1, 60_000, np.random.default_rng(2))
    assert hits / 60_000 == pytest.approx(exact, rel=0.1)


@pytest.mark.parametrize("day", ["2024-06-01", "2025-06-01", "2025-12-31", "2026-01-01"])
def test_the_seats_agree_with_those_of_candidate_screening(day):
    on = day_of(day)
    theirs = {
        frozenset((rule.rule.one, rule.rule.other)): {
            cite.article for cite in rule.cites if cite.about == "grounds"
        }
        for rule in SeatRules(on).all
        if rule.stands and rule.cites
    }
    ours = {
        frozenset(pair.seats): {cite.article for cite in pair.cites if cite.stands(on)}
        for pair in pairs_on(on)
        if pair.cites
    }
    assert ours == theirs
    assert len(seat_pairs()) == 6
