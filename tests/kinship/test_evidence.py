"""What a reading shows: the rows that prove it, in the order walked, with their flags."""

import pytest

from graph.errors import NotFoundError
from graph.kinship.closure import kin_of, readings_between
from graph.kinship.coverage import coverage
from graph.kinship.kin import KinClass
from graph.model import Standing, day_of
from tests.kinship.families import family

TODAY = day_of("2026-01-01")
SIBLING = {"UD"}


def told(reading) -> list[tuple[str, str, str, str]]:
    return [(h.source, h.edge, h.target, h.origin) for h in reading.hops]


def test_a_recorded_path_is_told_tie_by_tie_in_the_direction_walked() -> None:
    kin = family("a father f\n f daughter b\n b husband h")
    (reading,) = readings_between(kin, "a", "h", TODAY, {"UDS"})
    assert told(reading) == [
        ("a", "father", "f", "kin.csv:2"),
        ("f", "daughter", "b", "kin.csv:3"),
        ("b", "husband", "h", "kin.csv:4"),
    ]
    (back,) = readings_between(kin, "h", "a", TODAY, {"SUD"})
    assert [hop.edge for hop in back.hops] == ["wife", "father", "child"]


def test_brothers_with_no_named_parent_are_proved_by_the_rows_themselves() -> None:
    kin = family("a brother b via=?p\n b brother c via=?p")
    (reading,) = readings_between(kin, "a", "c", TODAY, SIBLING)
    assert told(reading) == [("a", "brother", "b", "kin.csv:2"), ("b", "brother", "c", "kin.csv:3")]
    assert reading.flags == ("inferred",)
    (back,) = readings_between(kin, "c", "a", TODAY, SIBLING)
    assert [(h.source, h.target) for h in back.hops] == [("c", "b"), ("b", "a")]


def test_an_asserted_term_reads_in_either_direction() -> None:
    kin = family("a 舅舅 b via=?m,?g shape=UUD")
    kin.sexes |= {kin.node("a"): 1, kin.node("b"): 1, 2: 2}
    (there,) = readings_between(kin, "a", "b", TODAY, {"UUD"})
    assert told(there) == [("a", "舅舅", "b", "kin.csv:2")]
    assert there.kin_class is KinClass.COLLATERAL_3
    assert "舅舅" in there.terms
    (back,) = readings_between(kin, "b", "a", TODAY, {"UDD"})
    assert told(back) == [("b", "外甥", "a", "kin.csv:2")]


def test_implied_people_are_never_listed() -> None:
    kin = family("a brother b via=?p\n c father a")
    assert {r.person for r in kin_of(kin, "c", TODAY)} == {"a", "b"}


def test_the_more_confident_path_is_shown() -> None:
    kin = family("a father f conf=0.6\n b father f\n a mother m\n b mother m conf=0.9")
    (reading,) = readings_between(kin, "a", "b", TODAY, SIBLING)
    assert [hop.target for hop in reading.hops] == ["m", "b"]
    assert reading.confidence == pytest.approx(0.9)


def test_equal_paths_are_settled_by_id() -> None:
    kin = family("a father f\n b father f\n a mother e\n b mother e")
    (reading,) = readings_between(kin, "a", "b", TODAY, SIBLING)
    assert reading.hops[0].target == "e"


def test_a_disputed_path_does_not_hide_a_clean_one() -> None:
    kin = family("a father f disputed\n b father f\n a mother m conf=0.9\n b mother m")
    found = readings_between(kin, "a", "b", TODAY, SIBLING)
    assert [(r.disputed, r.confidence) for r in found] == [(True, 1.0), (False, 0.9)]
    (listed,) = [r for r in kin_of(kin, "a", TODAY) if r.person == "b"]
    assert len(listed.readings) == 1


def test_an_uncertain_date_is_marked() -> None:
    kin = family("a wife w uncertain from=2000-01-01")
    (reading,) = readings_between(kin, "a", "w", TODAY, {"S"})
    assert reading.uncertain


@pytest.mark.parametrize(
    ("standing", "flag"),
    [
        ("FORMER_SPOUSE", "former_spouse"),
        ("VOID_MARRIAGE", "void_marriage"),
        ("COHABITING", "cohabiting"),
        ("CO_PARENT", "co_parent"),
    ],
)
def test_unlawful_ties_are_read_but_not_listed(standing, flag) -> None:
    kin = family(f"a wife w standing={standing}\n w father f")
    (reading,) = readings_between(kin, "a", "f", TODAY, {"SU"})
    assert reading.standing is Standing[standing]
    assert flag in reading.flags
    assert kin_of(kin, "a", TODAY) == []


def test_widowed_in_laws_are_listed_and_flagged() -> None:
    kin = family("a wife w standing=WIDOWED\n w father f")
    (relative,) = [r for r in kin_of(kin, "a", TODAY) if r.person == "f"]
    assert relative.readings[0].flags == ("widowed",)


def test_a_marriage_counts_from_its_first_day_to_the_day_before_its_end() -> None:
    kin = family("a wife w from=2000-05-01 to=2010-05-01")
    days = ("2000-04-30", "2000-05-01", "2010-04-30", "2010-05-01")
    assert [len(kin_of(kin, "a", day_of(day))) for day in days] == [0, 1, 1, 0]


def test_adoption_and_raising_are_flagged() -> None:
    kin = family("a father f kind=adoptive\n a mother m kind=step\n a parent x kind=step "
                 "standing=STEP_NOT_RAISED")  # fmt: skip
    flags = {b: readings_between(kin, "a", b, TODAY, {"U"})[0].flags for b in ("f", "m", "x")}
    assert flags == {"f": ("adoptive",), "m": ("step_raised",), "x": ("step_not_raised",)}


@pytest.mark.parametrize("word", ["half_sibling", "同父异母的哥哥", "同母异父的妹妹"])
def test_half_siblings_by_assertion_are_flagged(word: str) -> None:
    kin = family(f"a {word} b via=?p")
    (reading,) = readings_between(kin, "a", "b", TODAY, SIBLING)
    assert reading.flags == ("half", "inferred")


def test_support_is_flagged_on_the_path() -> None:
    kin = family("a wife w standing=WIDOWED\n w father f supported")
    (reading,) = readings_between(kin, "a", "f", TODAY, {"SU"})
    assert "supported" in reading.flags


def test_support_without_kinship_reads_as_support() -> None:
    kin = family("a wife w\n x wife y")
    kin.ties.append({
        "fact": 9, "origin": "ties.csv:2", "person": "a", "other": "x", "kind": "guardian",
        "confidence": 1.0, "disputed": False,
    })  # fmt: skip
    assert readings_between(kin, "a", "x", TODAY, {"U"}) == []
    (reading,) = readings_between(kin, "a", "x", TODAY, {"U"}, supported=True)
    assert told(reading) == [("a", "guardian", "x", "ties.csv:2")]
    assert reading.flags == ("supported",)


def test_cousin_marriage_gives_both_readings_the_closest_first() -> None:
    kin = family("a father f\n f father g\n u father g\n w father u\n a wife w")
    (relative,) = [r for r in kin_of(kin, "a", TODAY) if r.person == "w"]
    assert [r.shape for r in relative.readings] == ["S", "UUDD"]


def test_an_ancestor_by_two_lines_is_listed_once_with_both_depths() -> None:
    kin = family("a father f\n a mother m\n f father g\n m father h\n h father g")
    (relative,) = [r for r in kin_of(kin, "a", TODAY) if r.person == "g"]
    assert [r.shape for r in relative.readings] == ["UU", "UUU"]


def test_a_cycle_of_parents_ends() -> None:
    kin = family("a father b\n b father c\n c father a")
    assert {r.person for r in kin_of(kin, "a", TODAY)} == {"b", "c"}


def test_coverage_says_recorded_declared_or_unknown() -> None:
    kin = family("a father f\n b brother c via=?p")
    kin.declarations.append({"person": "a", "scope": "spouse", "date": "2020"})
    kin.declarations.append({"person": "b", "scope": "all", "date": "2030-01-01"})
    of_a, of_b = coverage(kin, "a", TODAY), coverage(kin, "b", TODAY)
    assert (of_a.parents, of_a.spouse, of_a.children) == ("recorded", "declared", "unknown")
    assert (of_a.has_recorded_parent, of_a.declared) == (True, True)
    assert (of_b.siblings, of_b.parents) == ("recorded", "declared")
    assert (of_b.has_recorded_parent, of_b.declared) == (False, True)


def test_an_unknown_person_is_refused() -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        kin_of(family("a father f"), "nobody", TODAY)
