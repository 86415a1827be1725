"""The cases: readable, with everybody they name in the tables, and every outcome among them."""

import json
from pathlib import Path

import pytest

from graph.cases.case import load_case
from loaders.synthetic import Summary
from loaders.synthetic.sheets import Sheets
from tests.synthetic.conftest import Read


def _expected(written: Summary) -> list[dict[str, object]]:
    text = (written.folder / "cases" / "expected.json").read_text(encoding="utf-8")
    answers: list[dict[str, object]] = json.loads(text)
    return answers


def test_every_case_is_read_as_its_author_meant(written: Summary, read: Read) -> None:
    people = {row["id"] for row in read("people")}
    units = {row["id"] for row in read("units")}
    for answer in _expected(written):
        case, _ = load_case(written.folder / "cases" / str(answer["file"]))
        assert case.id == answer["case"]
        assert list(case.candidates) == [c["person"] for c in answer["candidates"]]
        assert {*case.candidates, *(p.person for p in case.parties if p.person)} <= people
        assert {p.unit for p in case.parties if p.unit} <= units


def test_a_dozen_cases_and_more_cover_every_verdict_and_matter(written: Summary) -> None:
    answers = _expected(written)
    verdicts = {c["verdict"] for answer in answers for c in answer["candidates"]}
    assert verdicts == {"must_recuse", "review", "unknown", "clear"}
    assert len(answers) == len(written.cases) >= 12
    assert all(c["why"] for answer in answers for c in answer["candidates"])
    folder = Path(written.folder / "cases")
    matters = {load_case(path)[0].matter for path in folder.glob("*.yaml")}
    assert {"supervision_case", "procurement", "appointment", "benefit_review"} <= matters


def test_only_cast_people_sit_on_the_committee_of_the_appointment(
    written: Summary, read: Read
) -> None:
    case, _ = load_case(written.folder / "cases" / "13.yaml")
    holders = [row["person"] for row in read("posts") if row["unit"] == case.unit]
    assert holders
    assert all(person.startswith("K") for person in holders)


def test_a_column_that_no_table_has_is_refused() -> None:
    with pytest.raises(KeyError, match=r"people\.nickname"):
        Sheets().add_rows("people", [{"id": "P1", "nickname": "x"}])
