"""A real server that is killed, halted and started again; nothing committed is lost."""

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from functools import partial

import pytest

from api.cli import run
from api.cli.workplace import settings
from graph.errors import Neo4jDownError, Neo4jError
from graph.neo4j.home import Home
from graph.neo4j.launch import Wish
from graph.neo4j.server import Server
from graph.neo4j.session import connect
from graph.neo4j.texts import Part, joined
from tests.neo4j.canary import LOOPBACK, listening, write_plugin
from tests.neo4j.fixtures import QUICK

pytestmark = pytest.mark.slow


class Text(Part):
    """Texts for these tests."""

    ADD = "UNWIND range(1, $n) AS i MERGE (n:Person {id: 'P' + i})"
    COUNT = "MATCH (n) RETURN count(n) AS n"
    CANARY = "RETURN canary.answer() AS said"
    KEY = "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE"


def query(text):
    return joined(text.name.lower(), [text])


def later(seconds, act):
    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


def require_closed_page(state):
    """The page is Neo4j Browser, speaks to this machine only, and nothing else is served."""
    found = listening(state.pid)
    assert len(found) == 2
    assert {address for address, _ in found} <= LOOPBACK
    base = state.browser.removesuffix("browser/")
    with urllib.request.urlopen(base, timeout=30) as said:
        assert json.loads(said.read())["bolt_direct"] == state.uri
    with urllib.request.urlopen(state.browser, timeout=30) as said:
        assert b"<title>Neo4j Browser</title>" in said.read()
        policy = said.headers["Content-Security-Policy"]
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    here = {"http://127.0.0.1:*", "ws://127.0.0.1:*", "data:"}
    assert sources - here == {"'self'", "'none'", "'unsafe-inline'"}
    for path in ("db/neo4j/tx/commit", "db/neo4j/query/v2"):
        asked = urllib.request.Request(base + path, data=b"{}", method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=30)
        assert refused.value.code == 404
        refused.value.close()


@pytest.fixture
def huibi(monkeypatch, capsys, neo4j_jars):
    """Run a command in this process; a server that it starts ends with the process."""
    bound = partial(Wish, jvm=QUICK, until_end_of=os.getpid())
    monkeypatch.setattr("api.cli.neo4j.Wish", bound)
    monkeypatch.setenv("HUIBI_NEO4J_JARS", str(neo4j_jars))
    settings.cache_clear()

    def command(*words):
        capsys.readouterr()
        code = run(list(words))
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    yield command
    settings.cache_clear()


def test_a_server_that_is_killed_halted_and_started_again(
    huibi, neo4j_of_ones_own, neo4j_jars, tmp_path, monkeypatch
):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)
    home = Home(tmp_path / "台账 甲.db.neo4j")
    home.make()
    write_plugin(home.path / "plugins", neo4j_jars, tmp_path / "scratch")
    where = ("--ledger", "台账 甲.db")
    said = huibi("neo4j", "start", "--browser", "--heap", "512", "--page-cache", "64", *where)
    server = Server(home.path, neo4j_jars)
    try:
        state = server.state()
        assert state.uri in said
        assert state.browser in said
        assert str(home.password_file) in said
        assert home.password() not in said
        require_closed_page(state)
        assert huibi("neo4j", "start", *where).splitlines()[0] == said.splitlines()[0]
        require_nothing_lost(huibi, server, neo4j_of_ones_own, where)
    finally:
        server.stop()
    assert "未运行 not running" in huibi("neo4j", "status", *where)


def require_nothing_lost(huibi, server, start_again, where):
    """Halt and kill the server while a connection is open; what was committed stays."""
    pid = server.state().pid
    with connect(server.address(), patience=60) as graph:
        graph.run_alone(query(Text.KEY))
        graph.write(query(Text.ADD), {"n": 500})
        with pytest.raises(Neo4jError, match="refuses this query"):
            graph.read(query(Text.CANARY))  # the plugin lies there and is not loaded

        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(Neo4jDownError):
            connect(server.address(), patience=0.5)
        waking = later(3, lambda: os.kill(pid, signal.SIGCONT))
        assert graph.read(query(Text.COUNT)) == [{"n": 500}]  # waits for it
        waking.join()

        os.kill(pid, signal.SIGKILL)
        while server.state().is_running:
            time.sleep(0.01)
        assert json.loads(huibi("neo4j", "status", "--json", *where))["is_running"] is False
        with pytest.raises(Neo4jDownError, match="not running"):
            server.address()
        starting = later(0.5, lambda: start_again(server.home.path))
        graph.write(query(Text.ADD), {"n": 600})  # tried again until it is back, at its old port
        starting.join()
        assert graph.read(query(Text.COUNT)) == [{"n": 600}]
    assert json.loads(huibi("neo4j", "status", "--json", *where))["is_answering"] is True
    assert server.state().pid != pid
