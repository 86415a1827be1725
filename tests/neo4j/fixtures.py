"""One real Neo4j for the whole run, shared by all workers; one module at a time has its graph."""

import fcntl
import os
from contextlib import contextmanager

import neo4j
import pytest

from api.neo4j_server import jars_folder
from graph.neo4j.launch import Wish
from graph.neo4j.machine import Memory
from graph.neo4j.server import Server
from graph.neo4j.session import connect

SMALL = Memory(heap=512, page_cache=64)
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Half the processor time of a start."""


def shared_folder(config, tmp_path_factory):
    """The base folder of the process that started the run, whichever worker asks."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(config, "workerinput") else base


def first_process(config):
    return os.getppid() if hasattr(config, "workerinput") else os.getpid()


@pytest.fixture(scope="session")
def neo4j_jars(pytestconfig):
    """The jars, fetched once for all runs by the same code as `huibi neo4j start`."""
    return jars_folder(os.environ.get("HUIBI_NEO4J_JARS", ""))


@pytest.fixture(scope="session")
def neo4j_server(pytestconfig, tmp_path_factory, neo4j_jars):
    """The shared server, running; do not stop it and do not use it without `neo4j_graph`."""
    home = shared_folder(pytestconfig, tmp_path_factory) / "neo4j-server"
    server = Server(home, neo4j_jars)
    server.start(Wish(memory=SMALL, jvm=QUICK, until_end_of=first_process(pytestconfig)))
    return server


@pytest.fixture(scope="module")
def neo4j_graph(neo4j_server):
    """An open Graph on the shared server, empty at first and this module's alone."""
    with alone(neo4j_server), connect(neo4j_server.address()) as graph:
        empty(graph)
        yield graph


@pytest.fixture
def neo4j_empty(neo4j_graph):
    """The module's Graph, emptied before this test: data, constraints and indexes."""
    empty(neo4j_graph)
    return neo4j_graph


@pytest.fixture
def neo4j_of_ones_own(tmp_path, neo4j_jars, pytestconfig):
    """Make servers that a test may stop, kill and halt: `make(home=None, **wish)`."""
    made = []

    def make(home=None, **wished):
        server = Server(home or tmp_path / "neo4j-own", neo4j_jars)
        made.append(server)
        usual = {"memory": SMALL, "jvm": QUICK, "until_end_of": first_process(pytestconfig)}
        server.start(Wish(**(usual | wished)))
        return server

    yield make
    for server in made:
        server.stop(seconds=10)


@contextmanager
def alone(server):
    """Hold the shared server's graph against the other workers."""
    with (server.home.path / "in-use").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def empty(graph):
    """Take everything out of a graph, its schema too."""
    address = graph.address
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
    with driver, driver.session() as session:
        for kind in ("CONSTRAINT", "INDEX"):
            for found in session.run(f"SHOW {kind}ES" if kind == "INDEX" else "SHOW CONSTRAINTS"):
                if found["type"] != "LOOKUP":
                    session.run(f"DROP {kind} `{found['name']}` IF EXISTS").consume()
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
