"""A made county: planted cases and made-up ones, all at once and one by one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench import checks
from graph.cases import load_case, resolve_case
from graph.ledger import open_ledger
from graph.recusal.bulk import check_many, check_own
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.recusal.verdict import Verdict
from graph.snapshot import open_snapshot
from graph.ties.lives import PastCase
from loaders import read_source
from loaders.synthetic import write_county


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    summary = write_county(folder / "made", 3_000, 7)
    with open_ledger(folder / "c.db", create=True, write=True) as book, book.load("made") as load:
        load.add(read_source(summary.folder).facts())
        load.commit()
    return summary.folder, open_snapshot(folder / "c.db")


def packs_of(case):
    return [load_pack(name) for name in case.packs]


def test_planted_candidates_get_the_verdicts_planted_for_them(county):
    folder, snapshot = county
    answers = json.loads((folder / "cases" / "expected.json").read_text(encoding="utf-8"))
    cases = [
        resolve_case(load_case(folder / "cases" / answer["file"])[0], snapshot)
        for answer in answers
    ]
    found = check_own(cases, packs_of, snapshot)
    for answer, verdicts in zip(answers, found, strict=True):
        planted = {one["person"]: one["verdict"] for one in answer["candidates"]}
        assert {person: verdict.label for person, verdict in verdicts.items()} == planted, answer


def test_a_county_is_judged_as_the_engine_judges_it(county):
    _, snapshot = county
    office = checks.office_of(snapshot)
    people = office.handlers[:60]
    cases = [
        replace(case, unit=office.companies[at % 7] if at % 3 else None)
        for at, case in enumerate(checks.made_cases(office, 24, people))
    ]
    past = [
        PastCase(case=case.id, handler=people[at], party=party.person, on="2025", decision="D")
        for at, case in enumerate(cases)
        for party in case.parties
        if party.person is not None
    ]
    matrix = check_many(cases, packs_of, people, snapshot, past_cases=past)
    for row, case in enumerate(cases):
        others = [one for one in past if one.case != case.id]
        verdict = check(case, packs_of(case), snapshot, past_cases=others)
        assert matrix.verdict[row].tolist() == [one.verdict for one in verdict.candidates], case.id
    assert set(matrix.verdict.ravel().tolist()) == set(Verdict)
    assert 0 < (matrix.strength > 0).mean() < 1
