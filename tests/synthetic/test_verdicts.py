"""The county taken through load, snapshot and check: what was planted is what is found."""

import json
from pathlib import Path

import pytest

from graph.cases import load_case, resolve_case
from graph.ledger import open_ledger
from graph.recusal.engine import check
from graph.recusal.evidence import persons_asked
from graph.recusal.pack import load_pack
from graph.recusal.unit_ties import UnitTies
from graph.recusal.verdict import CaseVerdict
from graph.snapshot import Snapshot, open_snapshot
from graph.ties.find import TieFinder
from loaders import read_source
from loaders.synthetic import Summary


@pytest.fixture(scope="module")
def snapshot(written: Summary, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    path = tmp_path_factory.mktemp("ledger") / "county.db"
    reading = read_source(written.folder)
    with open_ledger(path, create=True, write=True) as book, book.load("made") as load:
        load.add(reading.facts())
        load.commit()
    assert reading.errors == []
    return open_snapshot(path)


def _judged(path: Path, snapshot: Snapshot) -> CaseVerdict:
    case = resolve_case(load_case(path)[0], snapshot)
    packs = [load_pack(name) for name in case.packs]
    asked = persons_asked(case, UnitTies(snapshot))
    return check(case, packs, snapshot, ties=TieFinder(snapshot, asked, []))


def test_a_made_county_contradicts_nothing_but_mistyped_numbers(
    snapshot: Snapshot, written: Summary
) -> None:
    key = json.loads((written.folder / "truth" / "patterns.json").read_text(encoding="utf-8"))
    mistyped = next(one for one in key["confounders"] if one["name"] == "id_noise")["subjects"]
    found = list(snapshot.contradictions())
    assert {one.code for one in found} == {"id_checksum"}
    assert sorted(person for one in found for person in one.persons) == mistyped


def test_every_candidate_gets_the_verdict_planted_for_him(
    written: Summary, snapshot: Snapshot
) -> None:
    folder = written.folder / "cases"
    for answer in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        verdict = _judged(folder / answer["file"], snapshot)
        found = {one.person: one.verdict.name.lower() for one in verdict.candidates}
        assert found == {one["person"]: one["verdict"] for one in answer["candidates"]}, answer
        duties = {one.person: [duty.do for duty in one.duties] for one in verdict.candidates}
        assert duties == {one["person"]: one.get("duties", []) for one in answer["candidates"]}
