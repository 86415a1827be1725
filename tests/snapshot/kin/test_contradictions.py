"""Each contradiction in a case that fires and in a near miss; facts stay, their rows disputed."""

import random

import pyarrow as pa
import pytest
from stdnum.cn import ric

from graph.snapshot.contradictions import MESSAGES
from graph.snapshot.identity import read_id_numbers, source_contradictions

GOOD_ID = "11010519491231002X"

CASES = [
    ("two_birth_fathers", "C father F\n C father G", "C father F\n F son C"),
    ("two_birth_fathers", "C father F\n G son C\n G sex=M", "C father F\n C father G kind=step"),
    ("two_birth_fathers", "G sex=F\n C father F\n C father G", "G sex=F\n C father F\n C parent G"),
    ("three_birth_parents", "C parent F\n C parent G\n H child C", "C parent F\n C parent G"),
    ("two_birth_mothers", "C mother F\n C mother G", "C mother F\n C mother G kind=adoptive"),
    ("two_birth_mothers", "C 生母 F\n C mother G", "C mother F\n C 养母 G"),
    ("parent_cycle", "A father B\n B father C\n C father A", "A father B\n B father C\n A 爷爷 C"),
    ("parent_cycle", "A parent B\n A child B", "A parent B\n B child A"),
    (
        "child_older_than_parent",
        "C born=1950\n F born=1951\n C father F",
        "C born=1951\n F born=1951-06\n C father F kind=step",
    ),
    (
        "parent_under_12",
        "C born=1971-12-31\n F born=1960\n C father F",
        "C born=1972-01-01\n F born=1960\n C father F",
    ),
    (
        "parent_under_12",
        "C born=1972-03-01\n F born=1960-03-02\n C father F",
        "C born=1972-03-02\n F born=1960-03-02\n C father F",
    ),
    (
        "marriage_before_birth",
        "B born=1990-05-02\n A wife B from=1990-05-01",
        "B born=1990-05-02\n A wife B from=1990",
    ),
    (
        "marriage_before_birth",
        "A born=1990\n A wife B from=1989",
        "A born=1990\n A wife B to=1989",
    ),
    (
        "siblings_without_common_parent",
        "A father F\n A mother M\n B father G\n B mother N\n A brother B",
        "A father F\n A mother M\n B father G\n A brother B",
    ),
    (
        "asserted_against_recorded",
        "P father F\n F father G\n P 爷爷 H",
        "P father F\n F father G\n P 爷爷 G",
    ),
    ("unknown_relation", "A 不是亲属 B", "A 亲家 B"),
    ("id_checksum", "A id_number=110105194912310021", f"A id_number={GOOD_ID}"),
    ("id_checksum", "A id_number=110105194913310026", "A id_number=G12345678"),
    (
        "id_birth_mismatch",
        f"A id_number={GOOD_ID} born=1949-12-30",
        f"A id_number={GOOD_ID} born=1949",
    ),
    ("id_sex_mismatch", f"A id_number={GOOD_ID} sex=M", f"A id_number={GOOD_ID} sex=F"),
]


@pytest.mark.parametrize(("code", "fires", "misses"), CASES)
def test_fires_and_near_miss(sketch, code, fires, misses):
    family = sketch(fires)
    assert family.codes() == family.found_before_loading() == [code]
    assert sketch(misses).codes() == []


def test_every_code_has_a_case():
    assert {code for code, *_ in CASES} | {"sources_disagree"} == set(MESSAGES)


def test_rows_at_fault_are_disputed_and_others_are_not(sketch):
    family = sketch("C father F\n C father G\n C mother M\n D father F")
    assert family.built.disputed_rows.tolist() == [True, True, False, False]
    assert family.parent("2020-01-01", "C", "F") == "lawful disputed"
    assert family.parent("2020-01-01", "D", "F") == "lawful"
    (found,) = family.built.contradictions
    assert found.rows == (0, 1)
    assert found.facts == (1, 2)
    assert found.origins == ("kin.csv:2", "kin.csv:3")
    assert found.persons == ("C", "F", "G")
    assert "C" in found.message
    assert "生父" in found.message_zh


def test_only_the_rows_inside_a_cycle_are_disputed(sketch):
    family = sketch("X father A\n A father B\n B father C\n C father A\n C father Z kind=step")
    assert family.built.disputed_rows.tolist() == [False, True, True, True, False]


def test_two_cycles_are_two_contradictions(sketch):
    family = sketch("A father B\n B father A\n B mother C\n C mother D\n D mother C")
    assert family.codes() == ["parent_cycle", "parent_cycle"]


def test_a_disputed_fact_is_disputed_but_no_contradiction(sketch):
    family = sketch("C father F status=disputed\n D mother M")
    assert family.codes() == []
    assert family.built.disputed_rows.tolist() == [True, False]
    assert family.parent("2020-01-01", "C", "F") == "lawful disputed"


def test_an_undisputed_row_stands_beside_a_disputed_one(sketch):
    family = sketch("C father F status=disputed\n F son C confidence=.96")
    assert family.parent("2020-01-01", "C", "F") == "lawful"
    assert family.proof("parents", "C", "F") == [1, 0]


def test_id_numbers_fill_blank_births_and_sexes(sketch):
    family = sketch(f"A id_number={GOOD_ID}\n A father B")
    assert family.built.births[0].is_exact
    assert family.built.sex.tolist() == [2, 1]
    assert not sketch("A id_number=110105194912310021\n A father B").built.births[0].is_exact


def test_checksums_agree_with_a_kept_library(sketch):
    draw = random.Random(7)
    numbers = [f"{draw.randrange(10**17):017d}" for _ in range(200)]
    numbers = [f"{number}{draw.choice('0123456789X')}" for number in numbers]
    numbers += [number[:17] + ric.calc_check_digit(number) for number in numbers]
    numbers = [number[:6] + "19800101" + number[14:] for number in numbers]
    family = sketch("\n".join(f"P{at:03d} id_number={n}" for at, n in enumerate(numbers)))
    sound = read_id_numbers(family.people).is_sound.tolist()
    assert sound == [ric.calc_check_digit(number) == number[17] for number in numbers]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"born": "1980"}, {"born": "1980-05"}, 0),
        ({"born": "1980"}, {"born": "1981"}, 1),
        ({"sex": "M"}, {}, 0),
        ({"sex": "M"}, {"sex": "F"}, 1),
        ({"name": "张三"}, {"name": "李四"}, 1),
    ],
)
def test_sources_that_disagree_on_one_person(family_of, one, other, count):
    people = family_of([{"id": "A", **one}, {"id": "B"}], [], []).people
    rest = family_of([{"id": "A", **other}, {"id": "C"}], [], []).people
    found = list(source_contradictions(pa.concat_tables([people, rest])))
    assert [c.code for c in found] == ["sources_disagree"] * count
    assert all(c.persons == ("A",) for c in found)
