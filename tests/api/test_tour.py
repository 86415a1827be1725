"""What the demo tells to try is what its county holds."""

import json

import pytest

from api.cli.tour import tour
from api.http.demo_users import on_cases
from api.http.roles import Role
from api.patterns.feedback import record_run
from api.patterns.finding import Asked, find
from graph.model import day_of
from graph.snapshot import open_snapshot
from tests.web.e2e.served import make_county


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tour")
    return make_county(folder, patterns=()), folder / "county"


def test_the_tour_names_a_case_of_the_investigator_and_somebody_forbidden(county):
    ledger, files = county
    told = "\n".join(tour(ledger, files))
    key = json.loads((files / "cases" / "expected.json").read_text(encoding="utf-8"))
    case = told.split("Cases → ")[1].split(".")[0]
    forbidden = {
        person["person"]
        for one in key
        if one["case"] == case
        for person in one["candidates"]
        if person["verdict"] == "must_recuse"
    }
    assert any(f"({person})" in told for person in forbidden)
    assert Role.INVESTIGATOR in on_cases(ledger)


def test_an_award_is_asked_about_once_leads_are_recorded(county):
    ledger, files = county
    assert [line[0] for line in tour(ledger, files) if line[0] != " "] == ["1", "2"]
    asked = Asked(codes=("C1",), settings={})
    found = find(open_snapshot(ledger), asked, day_of("2026-11-02"), progress=lambda *_: None)
    record_run(ledger, found, {}, "demo")
    told = "\n".join(tour(ledger, files)).split("C1 → ")[1].split(".")[0]
    assert told in {one["id"] for one in found["findings"]}
