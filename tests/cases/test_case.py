"""Case files: what is read, and clear words for what is not."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.cases import MATTERS, load_case, packs_for, parse_case
from graph.errors import CaseError

GOOD = """
id: 2026-017
matter: supervision_case
received: 2026-03-02
place: 052060210100
unit: 007
parties:
  - {person: P12, role: subject}
  - {unit: C44, role: interested}
team: [{person: P7, role: leader}]
candidates: [P5, 06]
"""


def test_a_case_is_read_as_written():
    case = parse_case(GOOD)
    assert (case.id, case.place, case.unit) == ("2026-017", "052060210100", "007")
    assert case.received == dt.date(2026, 3, 2)
    assert [party.unit or party.person for party in case.parties] == ["P12", "C44"]
    assert case.candidates == ("P5", "06")
    assert not case.has_informant


@pytest.mark.parametrize("written", ['"2026-03-02"', "2026年3月2日", "20260302"])
def test_a_date_may_be_written_in_several_ways(written):
    case = parse_case(GOOD.replace("received: 2026-03-02", f"received: {written}"))
    assert case.received == dt.date(2026, 3, 2)


def test_an_informant_is_noticed():
    assert parse_case(GOOD.replace("role: interested", "role: informant")).has_informant


def test_blank_optional_keys_are_as_absent():
    text = "id: a\nmatter: tender\nreceived:\nteam:\ncandidates: ~\nplace:\nunit: null\n"
    case = parse_case(text + "parties: [{unit: U, person: ~, role: tenderer}]")
    assert (case.received, case.team, case.candidates) == (None, (), ())
    assert (case.place, case.unit, case.parties[0].person) == (None, None, None)


HEAD = "id: a\nmatter: tender\n"
PARTY = "parties: [{person: P, role: subject}]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "the file is empty", id="empty"),
        pytest.param("# only a comment\n", "the file is empty", id="comment"),
        pytest.param("- a", "not a list", id="list"),
        pytest.param("text", "not a single value", id="scalar"),
        pytest.param("a: [", "not YAML: line 1", id="not-yaml"),
        pytest.param("id: a\n\tb: c", "not YAML", id="tab"),
        pytest.param("[" * 50_000, "nested too deeply", id="deep"),
        pytest.param("a" * 1_000_001, "larger than 1,000,000 bytes", id="large"),
        pytest.param(b"id: \xff\xfe", "not UTF-8 at byte 4", id="encoding"),
        pytest.param("id: a\nid: b\n", 'line 2: found duplicate key "id"', id="twice"),
        pytest.param(HEAD, "'parties': missing; a case needs id, matter", id="no-party"),
        pytest.param(HEAD + "parties: []", "'parties': empty; name at least one", id="no-parties"),
        pytest.param(HEAD + "parties:", "'parties': empty; name at least one", id="blank-parties"),
        pytest.param(PARTY + "id: a", "'matter': missing", id="no-matter"),
        pytest.param(PARTY + HEAD + "candidate: [P]", "did you mean 'candidates'?", id="typo"),
        pytest.param(
            PARTY + "id: a\nmatter: tendr",
            "unknown matter 'tendr': did you mean 'tender'?",
            id="matter",
        ),
        pytest.param(
            HEAD + "parties: [{person: P, role: subjct}]", "did you mean 'subject'?", id="role"
        ),
        pytest.param(
            HEAD + "parties: [{persn: P, role: subject}]", "did you mean 'person'?", id="party-key"
        ),
        pytest.param(
            HEAD + "parties: [{person: P, unit: U, role: subject}]", "exactly one", id="both"
        ),
        pytest.param(HEAD + "parties: [{role: subject}]", "exactly one", id="neither"),
        pytest.param(HEAD + PARTY + "received: 2026-02-30", "does not exist", id="impossible"),
        pytest.param(HEAD + PARTY + "received: 2026-02", "not a full date", id="partial"),
        pytest.param(HEAD + PARTY + "received: tomorrow", "not a full date", id="no-date"),
        pytest.param(HEAD + PARTY + "candidates: P1", "a list is expected", id="no-list"),
        pytest.param(HEAD + PARTY + "candidates: ['']", "empty; fill it in", id="blank-candidate"),
        pytest.param("id: {a: b}\nmatter: tender\n" + PARTY, "a single value", id="no-value"),
        pytest.param(
            "id: " + "a" * 201 + "\nmatter: tender\n" + PARTY, "longer than 200", id="long-value"
        ),
    ],
)
def test_what_is_no_case_is_refused_in_words(text, said):
    with pytest.raises(CaseError) as caught:
        parse_case(text, name="case.yaml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("case.yaml")


def test_every_fault_is_named_at_once():
    with pytest.raises(CaseError) as caught:
        parse_case("matter: x\nparties: [{role: y}]")
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_comes_back_with_its_text(tmp_path):
    path = tmp_path / "案件.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    case, text = load_case(path)
    assert case.id == "2026-017"
    assert text == GOOD
    with pytest.raises(CaseError, match="cannot be read"):
        load_case(tmp_path / "none.yaml")


def test_every_matter_has_packs():
    assert {packs_for(matter) for matter in MATTERS} >= {("supervision",), ("civil_service",)}
    assert packs_for("appointment", "village_committee") == ("village",)
    assert packs_for("appointment", "cooperative") == ("collective",)
    assert packs_for("appointment", "other", "village_committee") == ("village",)
    assert packs_for("appointment", "public_body", "public_body") == ("civil_service",)
    assert packs_for("complaint") == ("supervision", "discipline")
