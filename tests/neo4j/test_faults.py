"""A real server that is killed, halted and started again; nothing committed is lost."""

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request

import pytest

from graph.errors import Neo4jDownError
from graph.neo4j.home import Home
from graph.neo4j.session import connect
from graph.neo4j.texts import Part, joined, named
from tests.neo4j.canary import LOOPBACK, listening, write_plugin

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


def test_a_server_that_is_killed_halted_and_started_again(neo4j_of_ones_own, neo4j_jars, tmp_path):
    home = Home(tmp_path / "own")
    home.make()
    write_plugin(home.path / "plugins", neo4j_jars, tmp_path / "scratch")
    server = neo4j_of_ones_own(home.path, has_browser=True)
    require_closed_page(server.state())
    pid = server.state().pid
    with connect(server.address(), patience=60) as graph:
        graph.run_alone(query(Text.KEY))
        graph.write(query(Text.ADD), {"n": 500})

        with pytest.raises(Exception, match="refuses this query"):
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
        with pytest.raises(Neo4jDownError, match="not running"):
            server.address()
        starting = later(0.5, lambda: neo4j_of_ones_own(home.path))
        graph.write(query(Text.ADD), {"n": 600})  # tried again until it is back, at its old port
        starting.join()
        assert graph.read(query(Text.COUNT)) == [{"n": 600}]
        assert graph.read(named("ping")) == [{"answer": 1}]
    assert server.state().pid != pid
