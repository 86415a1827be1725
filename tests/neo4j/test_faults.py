"""A real server that is killed, halted and started again; nothing committed is lost."""

import os
import signal
import threading
import time

import pytest

from graph.errors import Neo4jDownError
from graph.neo4j.home import Home
from graph.neo4j.session import connect
from graph.neo4j.texts import Part, joined, named
from tests.neo4j.canary import write_plugin

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


def test_a_server_that_is_killed_halted_and_started_again(neo4j_of_ones_own, neo4j_jars, tmp_path):
    home = Home(tmp_path / "own")
    home.make()
    write_plugin(home.path / "plugins", neo4j_jars, tmp_path / "scratch")
    server = neo4j_of_ones_own(home.path)
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
