"""From source tables through ledger and snapshot to verdicts whose answers are known."""

from __future__ import annotations

import json

import pytest

from graph.cases import load_case, parse_case, resolve_case
from graph.ledger import open_ledger
from graph.recusal.decisions import decision_of, replay
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.recusal.report import as_json
from graph.snapshot import open_snapshot
from loaders import read_source

pytestmark = pytest.mark.real_input


@pytest.fixture
def ledger_path(shared, tmp_path):
    path = tmp_path / "huibi.db"
    reading = read_source(shared / "examples/tiny")
    with (
        open_ledger(path, create=True, write=True) as ledger,
        ledger.load(reading.name) as load,
    ):
        load.add(reading.facts())
        assert reading.errors == []
        load.commit()
    return path


def answers(snapshot, text):
    case = resolve_case(parse_case(text), snapshot)
    verdict = check(case, [load_pack(name) for name in case.packs], snapshot)
    return {found.person: found.verdict.label for found in verdict.candidates}


def test_the_tiny_family_gets_its_known_verdicts(shared, ledger_path):
    folder = shared / "examples/tiny"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    _, text = load_case(folder / "case.yaml")
    snapshot = open_snapshot(ledger_path)
    assert answers(snapshot, text) == expected["supervision_case"]
    duty = text.replace("supervision_case", "civil_service_duty").replace("subject", "interested")
    wanted = expected["civil_service_duty (same parties, role interested)"]
    assert answers(snapshot, duty) == wanted


def test_a_recorded_decision_replays_from_its_own_sequence(shared, ledger_path):
    _, text = load_case(shared / "examples/tiny/case.yaml")
    snapshot = open_snapshot(ledger_path)
    case = resolve_case(parse_case(text), snapshot)
    packs = [load_pack("supervision")]
    verdict = check(case, packs, snapshot)
    decision = decision_of(verdict, case_text=text, packs=packs, author="tester")
    with open_ledger(ledger_path, write=True) as ledger:
        kept = ledger.decisions.get(ledger.decisions.record(decision))
    assert replay(kept, lambda at: open_snapshot(ledger_path, at=at)) == ()
    assert json.loads(kept.verdict) == json.loads(json.dumps(as_json(verdict)))
