"""Recorded verdicts as ties, and what keeps a case out of Neo4j altogether."""

import orjson
import pytest

from graph.ledger import Decision, DeskEvent, open_ledger
from tests.projection.county import COUNTY, ask, contents, ties_of

CASE = "id: {case}\nmatter: supervision_case\nparties:\n- {{person: P1, role: subject}}\n"
INFORMED = CASE + "- {{person: P4, role: {role}}}\n"


def decided(path, case, *, verdicts, text=CASE, role="informant"):
    candidates = [
        {
            "person": person,
            "verdict": verdict,
            "reasons": [
                {"rule": "SV-1", "verdict": verdict, "party": party, "ground": "kin", "cites": []}
                for party in parties
            ],
        }
        for person, verdict, parties in verdicts
    ]
    said = {"case": case, "on": "2026-03-01", "sequence": 3, "candidates": candidates}
    with open_ledger(path, write=True) as book:
        return book.decisions.record(
            Decision(
                case_text=text.format(case=case, role=role),
                on="2026-03-01",
                sequence=3,
                packs=(),
                verdict=orjson.dumps(said).decode(),
                author="tester",
            )
        )


def happened(path, case, kind, **body):
    with open_ledger(path, write=True) as book:
        book.desk.record([DeskEvent(kind=kind, about=case, body=body, author="tester")])


@pytest.fixture
def path(load, ledger_path):
    load(COUNTY)
    return ledger_path


def test_verdicts_lead_to_the_case_and_to_the_parties(graph, path, sync):
    id = decided(path, "K-1", verdicts=[("P2", "must_recuse", ["P1", "U1"]), ("P4", "clear", [])])
    sync(graph)
    found = ties_of(graph, "VERDICT")
    assert {pair: row["verdict"] for pair, row in found.items()} == {
        ("P2", "K-1"): "must_recuse", ("P2", "P1"): "must_recuse", ("P2", "U1"): "must_recuse",
        ("P4", "K-1"): "clear",
    }  # fmt: skip
    assert found["P2", "P1"].items() >= {
        "decision": id, "case": "K-1", "rule": "SV-1", "ground": "kin", "sequence": 3,
        "day": "2026-03-01",
    }.items()  # fmt: skip
    assert found["P2", "K-1"]["rules"] == ["SV-1"]


def test_the_last_verdict_on_a_candidate_stands(graph, path, sync):
    decided(path, "K-1", verdicts=[("P2", "must_recuse", ["P1"]), ("P4", "clear", [])])
    sync(graph)
    last = decided(path, "K-1", verdicts=[("P2", "clear", [])])
    done = sync(graph)
    found = ties_of(graph, "VERDICT")
    assert {pair: row["verdict"] for pair, row in found.items()} == {
        ("P2", "K-1"): "clear", ("P4", "K-1"): "clear",
    }  # fmt: skip
    assert found["P2", "K-1"]["decision"] == last
    assert done.gone == {"VERDICT": 1}


@pytest.mark.parametrize("role", ["informant", '"informant"', '"\\x69nformant"'])
def test_of_a_case_with_an_informant_nothing_is_there(graph, path, sync, role):
    sync(graph)
    before = contents(graph)
    decided(path, "K-2", verdicts=[("P2", "must_recuse", ["P1"])], text=INFORMED, role=role)
    sync(graph)
    assert contents(graph) == before
    everything = repr(contents(graph)) + repr(ask(graph, "MATCH (p:Projection) RETURN p"))
    assert "K-2" not in everything
    assert "informant" not in everything


def test_a_case_that_gets_an_informant_goes(graph, path, sync):
    decided(path, "K-1", verdicts=[("P2", "must_recuse", ["P1"])])
    decided(path, "K-3", verdicts=[("P4", "clear", [])])
    sync(graph)
    assert set(ties_of(graph, "VERDICT")) == {("P2", "K-1"), ("P2", "P1"), ("P4", "K-3")}
    decided(path, "K-1", verdicts=[("P2", "review", [])], text=INFORMED)
    assert sync(graph).gone == {"VERDICT": 2, "Case": 1}
    assert set(ties_of(graph, "VERDICT")) == {("P4", "K-3")}


@pytest.mark.parametrize(
    ("kind", "body"),
    [("sealed", {}), ("parties_changed", {"sealed": {"add": [{"person": "P4"}]}})],
)
def test_a_case_under_seal_goes(graph, path, sync, kind, body):
    decided(path, "K-1", verdicts=[("P2", "must_recuse", ["P1"])])
    sync(graph)
    happened(path, "K-1", kind, **body)
    sync(graph)
    assert ties_of(graph, "VERDICT") == {}
    assert ask(graph, "MATCH (c:Case) RETURN count(c) AS n") == [{"n": 0}]


def test_a_verdict_on_somebody_who_is_not_loaded_has_no_tie(graph, path, sync):
    decided(path, "K-1", verdicts=[("P99", "clear", []), ("P2", "review", ["P98"])])
    sync(graph)
    assert set(ties_of(graph, "VERDICT")) == {("P2", "K-1")}
