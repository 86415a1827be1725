"""A twin is the same county without the plants; a confounder left out is not there."""

from pathlib import Path

import pytest

from loaders.synthetic import CONFOUNDERS, Options, write_county
from tests.synthetic.truth_files import PERSONS, SEED, Written

_SAME = ("places", "zones", "kin", "programmes", "needs", "declarations", "memberships")


def test_nothing_is_planted_in_the_twin(twin: Written) -> None:
    assert {one["strength"] for one in twin.key["planted"]} <= {"natural"}
    assert not [row for row in twin.rows("benefits") if row["filed"] == "false"]


@pytest.mark.parametrize("table", _SAME)
def test_tables_without_plants_are_the_same_bytes(
    planted: Written, twin: Written, table: str
) -> None:
    one, other = (c.folder / f"{table}.csv" for c in (planted, twin))
    assert one.read_bytes() == other.read_bytes()


def test_people_differ_by_planted_telephones_alone(planted: Written, twin: Written) -> None:
    pairs = zip(planted.rows("people"), twin.rows("people"), strict=True)
    changed = [(one, other) for one, other in pairs if one != other]
    phones = {one["subject"] for one in planted.planted("B6")}
    assert all({**one, "phone": ""} == {**other, "phone": ""} for one, other in changed)
    assert {one["phone"] for one, _ in changed} <= phones


def test_benefits_differ_by_the_plants(planted: Written, twin: Written) -> None:
    one, other = planted.by_id("benefits"), twin.by_id("benefits")
    codes = {code for item in planted.key["planted"] for code in item["objects"]}
    heads = {item["subject"] for item in planted.planted("B1")}
    cards = {house for item in planted.planted("B6") for house in item["objects"]}
    people = planted.by_id("people")
    named = {
        row["person"]
        for table in ("posts", "roles")
        for row in (*planted.rows(table), *twin.rows(table))
        if row not in planted.rows(table) or row not in twin.rows(table)
    }
    villages = {people[person]["village"] for person in named if person in people}
    for code in one.keys() | other.keys():
        row, before = one.get(code), other.get(code)
        known = row or before
        assert known is not None
        explained = code in codes or known["decided_by"] in heads or known["household"] in cards
        assert row == before or explained or known["village"] in villages, code
    share = len(one.keys() ^ other.keys()) / len(one)
    assert share < 0.05


def test_every_confounder_can_be_left_out(tmp_path: Path) -> None:
    options = Options(without=frozenset(CONFOUNDERS))
    write_county(tmp_path / "c", 3_000, 7, options=options)
    assert Written(tmp_path / "c").key["confounders"] == []


@pytest.mark.parametrize("strength", ["weak", "medium", "strong"])
def test_one_strength_is_planted_throughout(tmp_path: Path, strength: str) -> None:
    write_county(tmp_path / "c", 3_000, 7, options=Options(strength=strength))
    found = {
        one["strength"]
        for one in Written(tmp_path / "c").key["planted"]
        if one["code"] in ("B2", "B3", "B5", "B6", "B10")
    }
    assert found == {strength}


def test_equal_arguments_give_equal_keys(planted: Written, tmp_path: Path) -> None:
    again = write_county(tmp_path / "again", PERSONS, SEED).folder
    for name in ("truth/patterns.json", "benefits.csv", "people.csv", "moves.csv"):
        assert (again / name).read_bytes() == (planted.folder / name).read_bytes(), name
