"""Cases looked up in the data: ids, unique names, who is checked and in which order."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from graph.cases import parse_case, resolve_case
from graph.errors import AmbiguousError, CaseError
from graph.model import day_of, iso_of


class Tables:
    def __init__(self, handlers=("P3", "P2")):
        people = [("P1", "张三"), ("P2", "李四"), ("P3", "王五"), ("P4", "张三"), ("李四", "怪人")]
        self._tables = {
            "people": pa.table(
                {
                    "id": [id for id, _ in people],
                    "name": [name for _, name in people],
                    "sex": ["M", None, "F", None, "M"],
                    "born": ["1970", None, None, "1980-01-01", None],
                    "village": pa.array([None] * 5, pa.string()),
                }
            ),
            "units": pa.table(
                {
                    "id": ["U1", "U2", "U3"],
                    "kind": ["public_body", "village_committee", "other"],
                    "parent": [None, None, "U2"],
                }
            ),
            "places": pa.table({"id": ["520602"]}),
            "handlers": pa.table({"person": pa.array(list(handlers), pa.string())}),
        }

    def table(self, name):
        return self._tables[name]


def resolved(text="", *, tables=None, **more):
    base = "id: a\nmatter: supervision_case\nparties: [{person: P1, role: subject}]\n"
    return resolve_case(parse_case(base + text), tables or Tables(), **more)


def test_the_team_comes_first_and_nobody_twice():
    case = resolved("team: [{person: P3}]\ncandidates: [P2, P3, P2, 王五]")
    assert case.candidates == ("P3", "P2")
    assert case.team == ("P3",)


def test_without_candidates_all_handlers_are_taken():
    assert resolved().candidates == ("P2", "P3")
    assert resolved("team: [{person: P4}]").candidates == ("P4", "P2", "P3")


def test_candidates_of_the_command_stand_in_for_the_file():
    assert resolved("candidates: [P2]", candidates=["P3"]).candidates == ("P3",)


def test_nobody_to_check_is_said():
    with pytest.raises(CaseError, match="no handlers are loaded"):
        resolved(tables=Tables(handlers=()))
    case = resolved("team: [{person: P4}]", tables=Tables(handlers=()))
    assert case.candidates == ("P4",)


def test_an_id_wins_over_a_name_and_a_unique_name_will_do():
    assert resolved("candidates: [李四, 王五]").candidates == ("李四", "P3")


def test_an_ambiguous_name_lists_who_bears_it():
    with pytest.raises(AmbiguousError) as caught:
        resolved("candidates: [张三]")
    assert caught.value.candidates == ("P1 张三 M 1970", "P4 张三 1980-01-01")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("candidates: [P9]", "'candidates.0': no person 'P9' is loaded"),
        ("team: [{person: P9}]", "'team.0.person': no person 'P9'"),
        ("unit: U9", "'unit': 'U9' is not loaded in units"),
        ("place: 1", "'place': '1' is not loaded in places"),
    ],
)
def test_what_is_not_loaded_is_named(text, said):
    with pytest.raises(CaseError, match=said):
        resolved(text)


def test_unknown_parties_are_named():
    text = "id: a\nmatter: tender\nparties: [{unit: U9, role: tenderer}]"
    with pytest.raises(CaseError, match=r"'parties.0.unit': 'U9'"):
        resolve_case(parse_case(text), Tables())


def test_the_day_is_asked_then_received_then_today():
    day = dt.date(2025, 1, 2)
    assert iso_of(resolved("received: 2026-03-02", on=day).on) == "2025-01-02"
    assert resolved("received: 2026-03-02", today=day).on == day_of("2026-03-02")
    assert iso_of(resolved(today=day).on) == "2025-01-02"
    assert abs(resolved().on - day_of(dt.datetime.now(tz=dt.UTC).date().isoformat())) <= 1


@pytest.mark.parametrize(
    ("unit", "pack"), [("U1", "civil_service"), ("U2", "village"), ("U3", "village")]
)
def test_an_appointment_follows_its_unit(unit, pack):
    text = (
        f"id: a\nmatter: appointment\nunit: {unit}\nparties: [{{unit: {unit}, role: interested}}]"
    )
    assert resolve_case(parse_case(text), Tables()).packs == (pack,)


def test_an_appointment_needs_a_unit():
    text = "id: a\nmatter: appointment\nparties: [{unit: U1, role: interested}]"
    with pytest.raises(CaseError, match="the body to sit in"):
        resolve_case(parse_case(text), Tables())


def test_ids_may_carry_their_kind():
    text = "id: a\nmatter: tender\nunit: unit:U1\nparties: [{unit: unit:U2, role: tenderer}]"
    case = resolve_case(parse_case(text), Tables(), candidates=["person:P3"])
    assert (case.unit, case.parties[0].id, case.candidates) == ("U1", "U2", ("P3",))


def test_a_place_is_looked_up_where_places_are_loaded():
    tables = Tables()
    tables._tables["places"] = pa.table({"id": pa.array([], pa.string())})
    assert resolved("place: 1", tables=tables).place == "1"


def test_the_body_to_sit_in_is_no_side_of_its_appointment():
    parties = "[{unit: U2, role: interested}, {person: P1, role: subject}]"
    text = f"id: a\nmatter: appointment\nunit: U2\nparties: {parties}"
    case = resolve_case(parse_case(text), Tables())
    assert [party.id for party in case.sides] == ["P1"]
