"""A server killed or halted in the middle of a check: no wrong verdict, and well again after."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from api.cli import run
from graph.neo4j.session import connect
from graph.projection.engine import reading
from tests.engine_neo4j.projected import project
from tests.engine_neo4j.test_doubts import CASE, SKETCH, WHOLE, add_person
from tests.engine_neo4j.worlds import write_world

pytestmark = pytest.mark.slow

BLIND = dict.fromkeys(WHOLE, "unknown") | {"甲": "must_recuse"}
RECOVERY_SECONDS = 30


@pytest.fixture
def place(tmp_path, neo4j_of_ones_own, monkeypatch):
    """A ledger with a server of its own, projected, and a case file; the server may be hurt."""
    path = write_world(tmp_path / "huibi.db", SKETCH)
    server = neo4j_of_ones_own(home=tmp_path / "huibi.db.neo4j")
    with connect(server.address()) as graph:
        project(graph, path)
    case = tmp_path / "case.yaml"
    case.write_text(json.dumps(CASE, ensure_ascii=False), "utf-8")
    monkeypatch.chdir(tmp_path)
    return server, path, case


@pytest.fixture
def checked(place, capsys):
    """Run `huibi check --engine neo4j` and return its exit code and verdicts."""
    _, path, case = place

    def check(*options):
        capsys.readouterr()
        arguments = ["check", str(case), "--engine", "neo4j", "--ledger", str(path), "--json"]
        code = run([*arguments, *options])
        told = capsys.readouterr()
        found = json.loads(told.out)["candidates"] if told.out else []
        return code, {each["person"]: each["verdict"] for each in found}, told.err

    return check


def in_the_middle(monkeypatch, act):
    """Let something happen once, after the check has read units and people."""
    find = reading.find_kin
    done = []

    def act_and_find(*arguments, **options):
        if not done:
            done.append(act())
        return find(*arguments, **options)

    monkeypatch.setattr(reading, "find_kin", act_and_find)


def until_whole(checked):
    """Check again and again until the answer is whole; return how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < 2 * RECOVERY_SECONDS:
        code, verdicts, _ = checked()
        assert "clear" not in set(verdicts.values()) or verdicts == WHOLE
        if (code, verdicts) == (0, WHOLE):
            break
    return time.monotonic() - began


def test_a_server_halted_and_then_killed_in_the_middle_makes_nobody_clear(
    place, checked, monkeypatch, neo4j_of_ones_own
) -> None:
    server, path, _ = place
    pid = server.state().pid
    assert checked()[:2] == (0, WHOLE)
    with monkeypatch.context() as halting:
        in_the_middle(halting, lambda: os.kill(pid, signal.SIGSTOP))
        try:
            assert checked()[:2] == (0, BLIND)
        finally:
            os.kill(pid, signal.SIGCONT)
    assert until_whole(checked) < RECOVERY_SECONDS
    with monkeypatch.context() as killing:
        in_the_middle(killing, lambda: os.kill(pid, signal.SIGKILL))
        assert checked()[:2] == (0, BLIND)
    code, verdicts, told = checked()
    assert (code, verdicts) == (2, {}), "nothing answers before the check began"
    assert "huibi neo4j start" in told
    neo4j_of_ones_own(home=path.with_name("huibi.db.neo4j"))
    assert until_whole(checked) < RECOVERY_SECONDS
    assert checked("--record")[:2] == (0, WHOLE)
    add_person(path, "己")
    code, verdicts, told = checked("--record")
    assert (code, verdicts) == (2, {}), "an incomplete verdict is not recorded"
    assert "huibi neo4j sync" in told
