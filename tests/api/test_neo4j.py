"""`huibi neo4j`: what is said at start, stop and in between."""

import json
import socket

import pytest

from api.cli.workplace import settings
from api.neo4j_server import jars_folder
from graph.ledger import open_ledger
from graph.neo4j.texts import Part, joined


class Text(Part):
    """Texts for these tests."""

    APPLIED = "CREATE (p:Projection {name: 'huibi'}) SET p += $told"


@pytest.fixture
def elsewhere(neo4j_server, neo4j_empty, monkeypatch):
    """Let the settings name the shared server."""
    monkeypatch.setenv("HUIBI_NEO4J_URI", neo4j_server.state().uri)
    monkeypatch.setenv("HUIBI_NEO4J_PASSWORD_FILE", str(neo4j_server.home.password_file))
    settings.cache_clear()
    return neo4j_empty


def status(huibi):
    return json.loads(huibi("neo4j", "status", "--json").out)


def test_a_ledger_without_neo4j(huibi, ledger):
    done = huibi("neo4j", "status")
    assert done.code == 0
    assert "未设置 not set up" in done.out
    assert "huibi neo4j start" in done.out
    found = status(huibi)
    assert (found["is_configured"], found["is_running"], found["head"]) == (False, False, 23)
    assert huibi("neo4j", "stop").out == "Neo4j 未在运行 was not running\n"
    assert json.loads(huibi("neo4j", "stop", "--json").out)["was_running"] is False
    assert not list(ledger.parent.glob("*.neo4j"))  # asking makes nothing


def test_without_java_the_start_says_what_to_install(huibi, ledger, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = huibi("neo4j", "start")
    assert done.code == 2
    assert done.out == ""
    assert "apt-get install openjdk-17-jdk-headless" in done.err


def test_without_maven_the_start_says_what_to_install(huibi, ledger, monkeypatch, tmp_path):
    from tests.neo4j.false_java import write_java

    write_java(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HUIBI_NEO4J_JARS", str(tmp_path / "jars"))
    settings.cache_clear()
    done = huibi("neo4j", "start")
    assert done.code == 2
    assert "apt-get install maven" in done.err


def test_a_local_server_is_not_started_beside_another_that_is_named(huibi, ledger, monkeypatch):
    monkeypatch.setenv("HUIBI_NEO4J_URI", "bolt://127.0.0.1:7687")
    settings.cache_clear()
    done = huibi("neo4j", "start")
    assert done.code == 2
    assert "HUIBI_NEO4J_URI" in done.err


def test_a_ledger_in_no_folder_starts_nothing(huibi, work):
    done = huibi("neo4j", "start", "--ledger", work / "missing" / "huibi.db")
    assert done.code == 2
    assert "does not exist" in done.err


def test_a_named_server_that_is_away_is_told(huibi, ledger, monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("HUIBI_NEO4J_URI", f"bolt://127.0.0.1:{port}")
    settings.cache_clear()
    assert "HUIBI_NEO4J_PASSWORD_FILE" in huibi("neo4j", "status").err
    (tmp_path / "password").write_text("x\n")
    monkeypatch.setenv("HUIBI_NEO4J_PASSWORD_FILE", str(tmp_path / "password"))
    settings.cache_clear()
    done = huibi("neo4j", "status")
    assert done.code == 0
    assert "无应答 not answering" in done.out
    assert "no Neo4j answers there" in done.err


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (None, "无 none yet"),
        ({"applied_seq": 23, "mark": "this"}, "数据序号 sequence 23，最新 current"),
        ({"applied_seq": 20, "mark": "this"}, "落后于台账 not what the ledger says (23)"),
        ({"applied_seq": 23, "mark": "another"}, "落后于台账 not what the ledger says (23)"),
        (
            {"applied_seq": 20, "mark": "this", "applying_seq": 23},
            "正在更新至 on its way to 23",
        ),
    ],
)
def test_status_says_what_neo4j_holds(huibi, ledger, elsewhere, told, said):
    if told is not None:
        with open_ledger(ledger) as book:
            marks = {"this": book.mark(), "another": "another"}
        told = told | {"mark": marks[told["mark"]]}
        elsewhere.write(joined("applied", [Text.APPLIED]), {"told": told})
    done = huibi("neo4j", "status")
    assert done.err == ""
    assert "运行中 running" in done.out
    assert said in done.out
    found = status(huibi)
    assert found["applied"] == (told or {}).get("applied_seq")
    assert found["is_current"] is ("最新 current" in said)
    assert found["version"].startswith("5.26.")


def test_a_wrong_password_is_told(huibi, ledger, elsewhere, monkeypatch, tmp_path):
    (tmp_path / "password").write_text("wrong-one\n")
    monkeypatch.setenv("HUIBI_NEO4J_PASSWORD_FILE", str(tmp_path / "password"))
    settings.cache_clear()
    done = huibi("neo4j", "status")
    assert "无应答 not answering" in done.out
    assert "does not take user 'neo4j'" in done.err
    assert "wrong-one" not in done.err + done.out


def test_jars_lie_in_the_users_cache_or_where_the_settings_say(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert jars_folder(None).parent == tmp_path / "huibi"
    assert jars_folder(str(tmp_path / "here")) == tmp_path / "here"
