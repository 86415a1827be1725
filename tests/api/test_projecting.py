"""A load that brings Neo4j along, and one that cannot."""

import json

import pytest

from api.cli.workplace import settings
from tests.projection.county import ask, contents, emptied

CLOSED = "bolt://127.0.0.1:9"


def configure(monkeypatch, address, folder):
    """Let the settings name a server."""
    password = folder / "password-of-neo4j"
    password.write_text(address.password)
    password.chmod(0o600)
    monkeypatch.setenv("HUIBI_NEO4J_URI", address.uri)
    monkeypatch.setenv("HUIBI_NEO4J_PASSWORD_FILE", str(password))
    settings.cache_clear()


@pytest.fixture
def away(monkeypatch, work):
    """Settings that name a server where none answers."""
    password = work / "password"
    password.write_text("x" * 20)
    password.chmod(0o600)
    monkeypatch.setenv("HUIBI_NEO4J_URI", CLOSED)
    monkeypatch.setenv("HUIBI_NEO4J_PASSWORD_FILE", str(password))
    settings.cache_clear()


def test_without_neo4j_a_load_says_nothing_of_it(huibi, family):
    done = huibi("load", family)
    assert done.code == 0
    assert "Neo4j" not in done.out + done.err


def test_a_load_stands_though_neo4j_is_away(huibi, family, away):
    done = huibi("load", family)
    assert done.code == 0
    assert "Neo4j was not brought up to date" in done.err
    assert "huibi neo4j sync" in done.err
    assert "Neo4j" not in done.out
    assert huibi("status", "--json").json["sequence"] > 0


def test_a_recorded_run_stands_though_neo4j_is_away(huibi, ledger, away):
    done = huibi("patterns", "B1", "--record", "--json")
    assert done.code == 0, done.err
    assert "the run is recorded, but Neo4j was not brought up to date" in done.err
    assert "Neo4j" not in huibi("patterns", "B1", "--json").err


def test_the_report_of_a_load_stays_json(huibi, family, away):
    done = huibi("load", family, "--json")
    assert json.loads(done.out)["loaded"] is True
    assert "catch up" in done.err


def test_a_dry_run_leaves_neo4j_alone(huibi, family, away):
    assert "Neo4j" not in huibi("load", family, "--dry-run").err


def test_a_sync_that_reaches_nobody_is_an_error(huibi, ledger, away):
    done = huibi("neo4j", "sync")
    assert done.code == 2
    assert CLOSED in done.err


def test_a_load_brings_neo4j_along(huibi, family, work, monkeypatch, neo4j_graph):
    emptied(neo4j_graph)
    configure(monkeypatch, neo4j_graph.address, work)
    done = huibi("load", family)
    assert done.code == 0, done.err
    assert "Neo4j: 数据序号 sequence" in done.out
    people = ask(neo4j_graph, "MATCH (p:Person) RETURN count(p) AS n")[0]["n"]
    assert people > 0
    before = contents(neo4j_graph)
    again = huibi("neo4j", "sync")
    assert "已是最新" in again.out
    told = huibi("neo4j", "sync", "--json").json
    assert (told["set"], told["gone"], told["is_rebuilt"]) == ({}, {}, False)
    rebuilt = huibi("neo4j", "sync", "--rebuild", "--json").json
    assert rebuilt["is_rebuilt"] is True
    assert rebuilt["set"]["Person"] == people
    assert contents(neo4j_graph) == before
    standing = huibi("neo4j", "status", "--json").json
    assert standing["is_current"] is True
    recorded = huibi("patterns", "B1", "--record", "--json")
    assert "recorded as R-000001" in recorded.err
    assert "Neo4j: 数据序号 sequence" in recorded.err
    (shown,) = ask(neo4j_graph, "MATCH (p:Projection) RETURN p.runs AS runs")
    assert shown["runs"] == 1
