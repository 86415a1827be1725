"""Findings of recorded runs as ties: which stand, where they lead, and when they go."""

import pytest

from graph.findings import Evidence, Finding, as_json
from graph.ledger import FindingRun, open_ledger
from graph.model import Words
from tests.projection.county import COUNTY, PHONE, ask, contents, ties_of


def found(code, subject, *objects, officials=(), place="", ends=("", ""), **told):
    """A finding as it is recorded."""
    return as_json(
        Finding(
            code=code,
            subject=subject,
            objects=objects,
            officials=officials,
            place=place,
            claim=Words(f"{subject} 需核实", f"{subject}: to be checked"),
            **({"measure": 3.0, "unit": "awards"} | told),
            evidence=(Evidence(source=ends[0], edge="granted", target=ends[1], origin="b.csv:2"),),
            check_first=(Words("核对", "check"),),
        )
    )


@pytest.fixture
def path(load, ledger_path):
    load(COUNTY)
    return ledger_path


def recorded(path, codes, *findings, sequence=3):
    with open_ledger(path, write=True) as book:
        run = FindingRun(codes=codes, on="2026-03-01", sequence=sequence, author="t", settings={})
        return book.findings.record(run, findings)


def roles(graph, code=None):
    return {
        (row["a"], row["b"]): row["role"]
        for row in ask(
            graph,
            "MATCH (a)-[f:FINDING]->(b) WHERE f.code = $code OR $code IS NULL"
            " RETURN a.id AS a, b.id AS b, f.role AS role",
            code=code,
        )
    }


def test_a_finding_leads_to_what_it_names(graph, path, sync):
    lead = found("B1", "P2", "H1", "C1", "HT1", "A1", "nobody", officials=("P2", "P4"),
                 place="V1", expected=0.5, q=0.01)  # fmt: skip
    run = recorded(path, ("B1",), lead)
    sync(graph)
    assert roles(graph) == {
        ("P2", "H1"): "object", ("P2", "C1"): "object", ("P2", "HT1"): "object",
        ("P2", "A1"): "object", ("P2", "P4"): "official", ("P2", "V1"): "place",
    }  # fmt: skip
    cells = ties_of(graph, "FINDING")["P2", "H1"]
    assert cells.pop("key")
    assert cells == {
        "code": "B1", "id": lead["id"], "subject": "P2", "role": "object", "claim": "P2 需核实",
        "measure": 3.0, "unit": "awards", "expected": 0.5, "q": 0.01, "sequence": 3,
        "run": run.id,
    }  # fmt: skip
    assert not sync(graph).is_changed


def test_what_a_later_run_of_the_pattern_no_longer_finds_goes(graph, path, sync):
    stays, goes = found("B1", "P2", "H1"), found("B1", "P4", "H1")
    recorded(path, ("B1", "C1"), stays, goes, found("C1", "HT1", "C1"))
    sync(graph)
    assert set(roles(graph)) == {("P2", "H1"), ("P4", "H1"), ("HT1", "C1")}
    later = recorded(path, ("B1",), stays)
    assert sync(graph).gone == {"FINDING": 1}
    ties = ties_of(graph, "FINDING")
    assert set(ties) == {("P2", "H1"), ("HT1", "C1")}
    assert ties["P2", "H1"]["run"] == later.id != ties["HT1", "C1"]["run"]
    recorded(path, ("C1",))
    recorded(path, ("B1",))
    sync(graph)
    assert ties_of(graph, "FINDING") == {}


def test_a_rebuild_holds_the_same(graph, path, sync):
    recorded(path, ("B1", "C1"), found("B1", "P2", "H1", place="V1"), found("C1", "HT1", "C1"))
    recorded(path, ("B1",), found("B1", "P2", "H1", "C1"))
    sync(graph)
    before = contents(graph)
    assert sync(graph, rebuild=True).is_rebuilt
    assert contents(graph) == before


def test_a_finding_goes_with_the_rows_that_made_its_ends(graph, load, path, sync):
    recorded(path, ("C1",), found("C1", "HT1", "C1", "U1"))
    sync(graph)
    load(COUNTY | {"contracts": []}, replace=True)
    sync(graph)
    assert "HT1" not in repr(contents(graph)[1])


ENDS = {
    "M1": (found("M1", "B1", "B1", place="V1", officials=("P2",)), {("P2", "V1"): "place"}),
    "M2": (found("M2", "B1", "B1", ends=("A1", "P2")), {("A1", "P2"): "evidence"}),
    "M3": (found("M3", "A1", "B1"), {("A1", "A1"): "subject"}),
    "M4": (found("M4", "A1", "A1", "A1"), {("A1", "A1"): "subject"}),
    "no-node": (found("no-node", "B1", "X9", ends=("X8", "X7")), {}),
    "a-transfer": (found("a-transfer", "A1", "T1"), {("A1", "A1"): "subject"}),
    "a-place": (
        found("a-place", "A1", "H1", place="T1"),
        {("A1", "H1"): "object", ("A1", "T1"): "place"},
    ),
    "prefix": (found("prefix", "person:P2", "unit:U1"), {("P2", "U1"): "object"}),
}
"""Findings by code, and the ties that each becomes; B1 is a payment, T1 a transfer and a place."""


def test_ends_that_are_no_nodes_are_left_out(graph, path, sync):
    recorded(path, tuple(ENDS), *(lead for lead, _ in ENDS.values()))
    sync(graph)
    for code, (_, expected) in ENDS.items():
        assert roles(graph, code) == expected, code


@pytest.mark.parametrize("number", [PHONE, "13999999999"])
def test_a_telephone_is_a_digest_in_sentences_too(graph, path, sync, number):
    recorded(path, ("B6",), found("B6", number, "H1", "P4"))
    sync(graph)
    assert number not in repr(contents(graph)) + repr(ask(graph, "MATCH (p:Projection) RETURN p"))
    (cells, *_) = ties_of(graph, "FINDING").values()
    assert cells["claim"] == f"{cells['subject']} 需核实"
    phones = ask(graph, "MATCH (p:Phone)-[:FINDING]->(b) RETURN p.id AS id, b.id AS b ORDER BY b")
    if number == PHONE:
        assert [row["b"] for row in phones] == ["H1", "P4"]
        assert {row["id"] for row in phones} == {cells["subject"]}
    else:
        assert roles(graph) == {("H1", "P4"): "object"}


def test_a_finding_without_figures_has_none(graph, path, sync):
    recorded(path, ("B1",), found("B1", "P2", "H1"))
    sync(graph)
    assert {"expected", "q"}.isdisjoint(ties_of(graph, "FINDING")["P2", "H1"])
