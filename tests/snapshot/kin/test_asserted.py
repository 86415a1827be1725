"""Asserted relations resolved to exactly the shape they state, with as few implied people."""

import csv

import pytest

from graph.ontology.kin_types import TERM_TYPES
from graph.snapshot.words import Sort, word_of


@pytest.mark.parametrize(
    ("term", "shape"),
    [
        ("brother", "UD"), ("sibling", "UD"), ("half_sibling", "UD"), ("哥哥", "UD"),
        ("同父异母的弟弟", "UD"), ("祖父", "UU"), ("外孙", "DD"), ("孙辈", "DD"), ("舅舅", "UUD"),
        ("姑姑", "UUD"), ("侄子", "UDD"), ("外甥女", "UDD"), ("堂弟", "UUDD"), ("表哥", "UUDD"),
        ("岳父", "SU"), ("公公", "SU"), ("儿媳", "DS"), ("姐夫", "UDS"), ("嫂子", "UDS"),
        ("小舅子", "SUD"), ("连襟", "SUDS"), ("舅妈", "UUDS"), ("表嫂", "UUDDS"), ("亲家公", "DSU"),
    ],
)  # fmt: skip
def test_a_lone_assertion_is_found_from_both_ends_and_in_no_other_shape(sketch, term, shape):
    family = sketch(f"P1 {term} P2")
    assert family.shapes("P1", "P2") == {shape}
    assert family.shapes("P2", "P1") == {shape[::-1].translate(str.maketrans("UDS", "DUS"))}
    assert family.built.contradictions == ()


def test_an_asserted_brother_makes_first_cousins(sketch):
    family = sketch("P1 father P2\n P9 哥哥 P2\n P10 father P9")
    assert family.shapes("P10", "P1") == {"UUDD"}
    assert family.built.virtual_count == 1


@pytest.mark.real_input
def test_the_tiny_example(shared, family_of):
    folder = shared / "examples" / "tiny"
    rows = [
        [
            {k: v for k, v in row.items() if v}
            for row in csv.DictReader((folder / name).read_text("utf-8").splitlines())
        ]
        for name in ("people.csv", "kin.csv")
    ]
    family = family_of(*rows, [])
    wanted = {"P2": "U", "P4": "UD", "P8": "UDD", "P9": "UUD", "P10": "UUDD", "P5": "S",
              "P6": "SU", "P7": "SUD"}  # fmt: skip
    assert {p: family.shapes("P1", p) for p in wanted} == {p: {s} for p, s in wanted.items()}
    assert family.shapes("P1", "P11") == set()
    assert family.built.contradictions == ()


def test_siblings_are_transitive_and_share_one_implied_parent(sketch):
    family = sketch("A 哥哥 B\n B 妹妹 C\n D brother C")
    assert family.built.virtual_count == 1
    assert family.shapes("A", "D") == {"UD"}


def test_siblings_take_the_recorded_parents_of_any_of_them(sketch):
    family = sketch("A father F\n B brother A\n C sister B\n C mother M")
    assert family.built.virtual_count == 0
    assert family.parent("2020-01-01", "C", "F") == "lawful inferred"
    assert family.parent("2020-01-01", "A", "M") == "lawful inferred"
    assert family.proof("parents", "C", "F") == [2, 1, 0]
    assert family.shapes("A", "C") == {"UD"}


def test_a_sibling_who_shares_a_recorded_parent_is_only_confirmed(sketch):
    family = sketch("A father F\n B father F\n A mother M\n B brother A")
    assert family.segments("parents", "B", "M") == []
    assert family.built.virtual_count == 0


def test_half_siblings_stay_out_of_the_full_ones(sketch):
    family = sketch("A brother B\n B half_sibling C")
    assert family.built.virtual_count == 2
    assert family.shapes("A", "C") == {"UDUD"}
    family = sketch("A brother B\n A father F\n B 同母异父的弟弟 C")
    assert family.segments("parents", "C", "F") == []
    assert family.shapes("B", "C") == {"UD"}


def test_full_siblings_with_other_parents_keep_the_tie_and_are_reported(sketch):
    family = sketch("A father F\n A mother M\n B father G\n B mother N\n A brother B")
    assert family.codes() == ["siblings_without_common_parent"]
    assert family.shapes("A", "B") == {"UD"}
    assert family.built.disputed_rows.tolist() == [False] * 4 + [True]
    assert family.built.graph.parents.flags.tolist().count(0x80 | 0x40) == 2


@pytest.mark.parametrize(
    ("text", "shape", "implied"),
    [
        pytest.param("P1 mother M\n P1 舅舅 P2", "UUD", 1, id="recorded-mother"),
        pytest.param("P1 mother M\n M brother P2\n P1 舅舅 P2", "UUD", 1, id="already-known"),
        pytest.param("P1 mother M\n M father G\n P1 舅舅 P2", "UUD", 0, id="recorded-grandfather"),
        pytest.param("P1 father F\n P2 father E\n P1 堂弟 P2", "UUDD", 1, id="both-fathers"),
        pytest.param("P1 wife W\n P1 岳父 P2", "SU", 0, id="recorded-wife"),
        pytest.param("P1 外祖父 G\n P1 外祖母 H\n P1 舅舅 P2", "UUD", 1, id="one-mother"),
        pytest.param("P1 brother B\n P1 舅舅 P2\n B 舅舅 P2", "UUD", 2, id="brothers-one-mother"),
        pytest.param("X 岳父 P1\n X 小舅子 P2", "D", 1, id="one-wife"),
    ],
)
def test_known_people_are_taken_for_implied_ones(sketch, text, shape, implied):
    family = sketch(text)
    assert shape in family.shapes("P1", "P2")
    assert family.built.virtual_count == implied
    assert family.built.contradictions == ()


def test_implied_people_of_different_lines_are_kept_apart(sketch):
    family = sketch("P1 伯父 A\n P1 舅舅 B\n P1 姑姑 C")
    assert family.shapes("A", "C") == {"UD"}
    assert family.shapes("A", "B", longest=4) == set()
    family = sketch("P1 外甥 A\n P1 外甥 B")
    assert family.shapes("A", "B") == {"UUDD"}


def test_a_second_spouse_is_not_taken_for_the_one_meant(sketch):
    family = sketch("P1 wife W\n P1 wife V\n P1 岳父 P2")
    assert family.segments("parents", "W", "P2") == family.segments("parents", "V", "P2") == []
    assert "SU" in family.shapes("P1", "P2")
    family = sketch("P1 wife W to=2000\n P1 wife V\n P1 岳父 P2")
    assert family.segments("parents", "V", "P2")


@pytest.mark.parametrize(
    ("records", "through"),
    [
        pytest.param("F sister N\n P2 mother N", {("P1", "F"), ("P2", "N")}, id="father-s-sister"),
        pytest.param(
            "M brother E\n P2 father E", {("P1", "M"), ("P2", "E")}, id="mother-s-brother"
        ),
    ],
)
def test_an_ambiguous_cousin_goes_where_recorded_relatives_point(sketch, records, through):
    family = sketch(f"P1 father F\n P1 mother M\n {records}\n P1 表哥 P2")
    assert family.built.virtual_count == 1
    assert family.shapes("P1", "P2") == {"UUDD"}
    for child, parent in through:
        assert family.segments("parents", child, parent)


def test_an_ambiguous_cousin_with_nothing_to_go_by_has_parents_of_no_sex(sketch):
    family = sketch("P1 father F\n P1 mother M\n P1 表哥 P2")
    assert family.shapes("P1", "P2") == {"UUDD"}
    assert family.built.sex[family.built.n :].tolist() == [0, 0, 0]


@pytest.mark.parametrize("sibling", ["P3 father F\n P3 mother M", "P3 brother P1"])
def test_an_ambiguous_cousin_of_one_brother_is_a_cousin_of_the_other(sketch, sibling):
    family = sketch(f"P1 father F\n P1 mother M\n {sibling}\n P1 表哥 P2\n P4 father F")
    assert family.shapes("P3", "P2") == {"UUDD"}
    assert "UUDD" not in family.shapes("P4", "P2")


def test_every_term_of_the_vocabulary_is_found_in_its_own_shape(sketch):
    terms = list(TERM_TYPES)
    family = sketch("\n".join(f"P{at} {term} Q{at} raised=true" for at, term in enumerate(terms)))
    assert family.codes() == []
    for at, term in enumerate(terms):
        # Step siblings who were brought up together stand as siblings.
        shape = TERM_TYPES[term][0].shape.replace("USD", "UD")
        assert family.shapes(f"P{at}", f"Q{at}", longest=9) == {shape}, term


@pytest.mark.parametrize(
    ("cells", "standing"),
    [
        ("哥哥 P2 kind=step raised=true", "lawful inferred"),
        ("继兄 P2 raised=true", "lawful inferred"),
        ("继兄 P2", "step_not_raised inferred"),
        ("brother P2 kind=adoptive_unregistered", "unregistered_adoption inferred"),
        ("舅舅 P2 kind=foster", "foster inferred"),
        ("哥哥 P2 kind=adoptive from=2000-01-01", "lawful inferred"),
    ],
)
def test_the_kind_of_an_assertion_colours_its_ties(sketch, cells, standing):
    family = sketch(f"P1 {cells}")
    parents = family.built.graph.parents
    told = {family._told(parents, at) for at in range(len(parents.indices))}
    assert told == {standing}


def test_an_asserted_marriage_ends_with_the_row_or_a_death(sketch):
    family = sketch("P1 姐夫 P2 to=2010-01-01\n P3 died=2012-01-01\n P1 妹夫 P3")
    spouses = family.built.graph.spouses
    told = {family._told(spouses, at) for at in range(len(spouses.indices))}
    assert told == {"lawful inferred", "former_spouse inferred", "widowed inferred"}


def test_confidence_and_dispute_of_an_assertion_carry_through(sketch):
    family = sketch("A father F confidence=.5\n B brother A confidence=.5 status=disputed")
    assert family.parent("2020-01-01", "B", "F") == "lawful disputed inferred"
    facts = family.built.graph.parent_facts
    # Beside the way through F, a quarter sure, the row has its own, as sure as itself.
    assert sorted(facts.confidence.tolist()) == pytest.approx([0.25, 0.5, 0.5**0.5, 0.5**0.5])


def test_words_teach_a_sex_only_where_none_is_recorded(sketch):
    family = sketch("A sex=F\n P 哥哥 A\n P 姑姑 B\n P wife C\n D son P")
    sexes = dict(zip(family.ids, family.built.sex.tolist(), strict=False))
    assert sexes == {"A": 2, "B": 2, "C": 2, "D": 0, "P": 1}


def test_every_known_term_has_chains_of_one_form():
    assert word_of("不是亲属").sort is Sort.UNREADABLE
    forms = {tuple(step.move for step in chain) for chain in word_of("表哥").chains}
    assert forms == {("U", "B", "D")}
