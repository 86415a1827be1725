"""The relations of the recusal provisions, row by row: term, class, circles, either side."""

import pytest

from graph.kinship.circles import CIRCLES, class_of
from graph.kinship.closure import kin_of, readings_between
from graph.kinship.kin import KinClass
from tests.kinship.families import family

CLAN = """
    ego father f
    ego mother m
    f father ff
    f mother fm
    ff father fff
    fff father ffff
    m father mf
    sis father f
    sis mother m
    half father f
    sis husband sishus
    uncle father ff
    uncle mother fm
    uncle wife uncwife
    cousin father uncle
    cousin wife couswife
    couschild father cousin
    nephew mother sis
    nephew wife nephwife
    grandnephew father nephew
    granduncle father fff
    fcousin father granduncle
    second father fcousin
    ego wife w
    w father wf
    wf father wff
    wbro father wf
    wbro wife wbrowife
    wnephew father wbro
    wuncle father wff
    wcousin father wuncle
    son father ego
    son wife sonwife
    sonwife father swf
    swsis father swf
    gson father son
    gson wife gsonwife
    ggson father gson
    sishus father sishusf
"""
P, C, K = "NR-P", "NR-C", "K1-K4"
LAW = [
    ("w", "S", KinClass.SPOUSE, {P, C, K}),
    ("f", "U", KinClass.LINEAL, {P, C, K}),
    ("son", "D", KinClass.LINEAL, {P, C, K}),
    ("ff", "UU", KinClass.LINEAL, {C, K}),
    ("mf", "UU", KinClass.LINEAL, {C, K}),
    ("gson", "DD", KinClass.LINEAL, {C, K}),
    ("fff", "UUU", KinClass.LINEAL, {K}),
    ("ffff", "UUUU", KinClass.LINEAL, {K}),
    ("ggson", "DDD", KinClass.LINEAL, {K}),
    ("sis", "UD", KinClass.COLLATERAL_3, {P, C, K}),
    ("half", "UD", KinClass.COLLATERAL_3, {P, C, K}),
    ("uncle", "UUD", KinClass.COLLATERAL_3, {K}),
    ("nephew", "UDD", KinClass.COLLATERAL_3, {K}),
    ("cousin", "UUDD", KinClass.COLLATERAL_3, {K}),
    ("granduncle", "UUUD", KinClass.OTHER, set()),
    ("grandnephew", "UDDD", KinClass.OTHER, set()),
    ("fcousin", "UUUDD", KinClass.OTHER, set()),
    ("couschild", "UUDDD", KinClass.OTHER, set()),
    ("second", "UUUDDD", KinClass.OTHER, set()),
    ("wf", "SU", KinClass.NEAR_AFFINITY, {K}),
    ("sonwife", "DS", KinClass.NEAR_AFFINITY, {K}),
    ("swf", "DSU", KinClass.NEAR_AFFINITY, {K}),
    ("wbro", "SUD", KinClass.NEAR_AFFINITY, {K}),
    ("sishus", "UDS", KinClass.NEAR_AFFINITY, {K}),
    ("wbrowife", "SUDS", KinClass.NEAR_AFFINITY, {K}),
    ("uncwife", "UUDS", KinClass.NEAR_AFFINITY, {K}),
    ("nephwife", "UDDS", KinClass.NEAR_AFFINITY, {K}),
    ("couswife", "UUDDS", KinClass.NEAR_AFFINITY, {K}),
    ("wuncle", "SUUD", KinClass.NEAR_AFFINITY, {K}),
    ("wnephew", "SUDD", KinClass.NEAR_AFFINITY, {K}),
    ("wcousin", "SUUDD", KinClass.NEAR_AFFINITY, {K}),
    ("wff", "SUU", KinClass.OTHER, set()),
    ("gsonwife", "DDS", KinClass.OTHER, set()),
    ("sishusf", "UDSU", KinClass.OTHER, set()),
    ("swsis", "DSUD", KinClass.OTHER, set()),
]
REVERSE = {"wuncle", "wnephew", "wcousin"}
TODAY = 20_000


@pytest.mark.parametrize(("person", "shape", "kin_class", "circles"), LAW, ids=[r[0] for r in LAW])
def test_every_row_of_the_law_from_either_side(person, shape, kin_class, circles) -> None:
    clan = family(CLAN)
    reading = readings_between(clan, "ego", person, TODAY, frozenset({shape}))[0]
    assert (reading.shape, reading.kin_class) == (shape, kin_class)
    assert class_of(shape) is kin_class
    assert {code for code in (P, C, K) if CIRCLES[code].lists(shape)} == circles
    assert [hop.source for hop in reading.hops[1:]] == [hop.target for hop in reading.hops[:-1]]
    for code in (P, C, K):
        there = {r.person for r in kin_of(clan, "ego", TODAY, CIRCLES[code])}
        back = {r.person for r in kin_of(clan, person, TODAY, CIRCLES[code])}
        assert (person in there) == (code in circles) == ("ego" in back)


def test_what_only_the_other_side_lists_says_so() -> None:
    relatives = kin_of(family(CLAN), "ego", TODAY)
    flagged = {r.person for r in relatives if "reverse_listed" in r.readings[0].flags}
    assert flagged == REVERSE
    one_sided = {r.person for r in kin_of(family(CLAN), "ego", TODAY, CIRCLES["K4"])}
    assert not one_sided & REVERSE


def test_lineal_kin_beyond_grandparents_and_grandchildren_are_flagged() -> None:
    relatives = kin_of(family(CLAN), "ego", TODAY)
    far = {r.person for r in relatives if "beyond_listed_depth" in r.readings[0].flags}
    assert far == {"fff", "ffff", "ggson"}


def test_half_blood_is_flagged_where_both_parents_of_both_are_known() -> None:
    assert "half" not in readings_between(family(CLAN), "ego", "half", 0, {"UD"})[0].flags
    clan = family(CLAN + "half mother other")
    assert "half" in readings_between(clan, "ego", "half", 0, {"UD"})[0].flags
    assert "half" not in readings_between(clan, "ego", "sis", 0, {"UD"})[0].flags


def test_relatives_come_closest_class_first_then_by_steps_then_by_id() -> None:
    relatives = kin_of(family(CLAN), "ego", TODAY)
    keys = [(r.readings[0].kin_class, len(r.readings[0].shape), r.person) for r in relatives]
    assert keys == sorted(keys)
    assert relatives[0].person == "w"


def test_kin_outside_every_circle_come_only_with_a_depth() -> None:
    clan = family(CLAN)
    default = {r.person for r in kin_of(clan, "ego", TODAY)}
    deeper = {r.person: r.readings[0] for r in kin_of(clan, "ego", TODAY, depth=4)}
    assert default < set(deeper)
    assert deeper["granduncle"].shape == "UUUD"
    assert deeper["granduncle"].kin_class is KinClass.OTHER
    assert "second" not in deeper
