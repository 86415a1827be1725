"""Starting, finding again and stopping, with a process that only pretends to be Neo4j."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from graph.errors import Neo4jDownError, Neo4jError
from graph.neo4j import server as server_module
from graph.neo4j.home import Ports
from graph.neo4j.launch import Wish
from graph.neo4j.machine import Memory
from graph.neo4j.server import Server
from tests.neo4j.false_java import write_java

SMALL = Memory(heap=300, page_cache=20)


@pytest.fixture
def jars(tmp_path, monkeypatch):
    """A folder that passes for Neo4j's jars."""
    monkeypatch.setattr(server_module, "require_jars", lambda folder, _progress=None: folder)
    return tmp_path / "jars"


@pytest.fixture
def java(tmp_path, monkeypatch):
    """Put a pretended java first on the path: `java(behaviour=…)`."""

    def put(**kind):
        write_java(tmp_path / "bin", **kind)

    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    put()
    return put


@pytest.fixture
def server(tmp_path, jars, java):
    made = Server(tmp_path / "huibi.db.neo4j", jars)
    yield made
    made.stop(seconds=0.2)


def starts(server):
    return (server.home.path / "starts").read_text().split()


def test_it_runs_on_after_the_start_and_stops_when_told(server):
    assert not server.state().is_running
    state = server.start()
    assert state.is_ready
    assert state.uri.startswith("bolt://127.0.0.1:")
    assert os.getsid(state.pid) == state.pid  # not of our terminal
    assert server.state() == state
    assert server.stop() is True
    assert not server.state().is_running
    assert (server.home.path / "ends").read_text() == "asked\n"


def test_starting_and_stopping_twice_changes_nothing(server):
    first, second = server.start(), server.start()
    assert first == second
    assert len(starts(server)) == 1
    assert [server.stop(), server.stop()] == [True, False]


def test_it_outlives_the_process_that_started_it(server, tmp_path):
    code = (
        "import sys, pathlib; from graph.neo4j import server as s; s.require_jars = print;"
        "home, jars = map(pathlib.Path, sys.argv[1:]); s.Server(home, jars).start()"
    )
    words = [sys.executable, "-c", code, str(server.home.path), str(tmp_path)]
    subprocess.run(words, check=True, timeout=30)
    assert server.state().is_ready
    assert server.stop()


def test_processes_that_start_at_once_start_one_server(server, java, tmp_path):
    java(delay=0.5)
    code = (
        "import sys, pathlib; from graph.neo4j import server as s; s.require_jars = print;"
        "home, jars = map(pathlib.Path, sys.argv[1:]); print(s.Server(home, jars).start().uri)"
    )
    words = [sys.executable, "-c", code, str(server.home.path), str(tmp_path)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {process.communicate(timeout=60)[0].split()[-1] for process in both}
    assert said == {server.state().uri}
    assert len(starts(server)) == 1


def test_a_number_given_to_another_process_is_not_taken_for_the_server(server):
    server.home.make()
    server.home.state.write_text(f"ready {os.getpid()} 7687 0\n")
    server.home.lock.touch()
    assert not server.state().is_running
    assert server.stop() is False  # and this test's own process lives on
    assert server.start().pid != os.getpid()


def test_a_killed_server_is_found_dead_and_started_again_at_the_same_port(server):
    first = server.start()
    os.kill(first.pid, signal.SIGKILL)
    while server.state().is_running:
        time.sleep(0.01)
    again = server.start()
    assert again.pid != first.pid
    assert again.uri == first.uri


@pytest.mark.parametrize("text", ["", "x", "7687", "1 2 3", "²3 0", "ready"])
def test_a_damaged_note_of_the_last_ports_is_no_hindrance(server, text):
    server.home.make()
    server.home.ports_file.write_text(text)
    assert server.home.last_ports() == Ports()


def test_a_port_that_is_taken_is_refused_when_asked_for(server):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Neo4jError, match=f"port {port} .* used by another program"):
            server.start(Wish(port=port))
    assert server.start(Wish(port=port)).uri == f"bolt://127.0.0.1:{port}"


def test_a_taken_port_of_the_last_start_is_replaced_and_said(server):
    server.home.make()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        server.home.ports_file.write_text(f"{port} 0\n")
        state = server.start()
    assert f"port {port} is now used" in state.note
    assert not state.uri.endswith(f":{port}")


def test_another_port_than_that_of_the_running_server_is_refused(server):
    state = server.start()
    with pytest.raises(Neo4jError, match="already runs at") as caught:
        server.start(Wish(port=int(state.uri.rpartition(":")[2]) ^ 1))
    assert "huibi neo4j stop" in str(caught.value)


@pytest.mark.parametrize(
    ("why", "todo"),
    [
        ("IOException: No space left on device", "make room"),
        ("BindException: Address already in use", "start again"),
        ("StoreException: odd", "read that"),
    ],
)
def test_a_failure_is_told_with_what_to_do(server, java, why, todo):
    java(behaviour="fail", why=why)
    with pytest.raises(Neo4jError, match=todo) as caught:
        server.start()
    assert why in str(caught.value)
    assert not server.state().is_running


def test_a_process_that_dies_at_once_is_told_by_its_last_words(server, java):
    java(behaviour="die")
    with pytest.raises(Neo4jError, match="something fell over"):
        server.start()


def test_a_start_that_takes_too_long_is_ended(server, java):
    java(behaviour="silent")
    with pytest.raises(Neo4jDownError, match="did not start in time"):
        server.start(seconds=0.5)
    assert not server.state().is_running


def test_a_server_that_does_not_listen_is_made_to_end(server, java):
    java(behaviour="deaf")
    server.start()
    assert server.stop(seconds=0.2)
    assert not server.state().is_running
    assert "asked" in (server.home.path / "ends").read_text()


def test_a_halted_server_is_stopped(server):
    state = server.start()
    os.kill(state.pid, signal.SIGSTOP)
    assert server.stop(seconds=5)


def test_only_the_owner_may_read_what_it_keeps(server):
    server.start(Wish(memory=SMALL))
    home = server.home
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    for path in (home.password_file, home.conf, home.lock):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert len(home.password()) >= 40
    assert home.password() not in home.conf.read_text()
    command = f"/proc/{server.state().pid}/cmdline"
    with open(command, "rb") as file:
        assert home.password().encode() not in file.read()


def test_the_password_stays_from_start_to_start(server):
    server.start()
    password = server.home.password()
    server.stop()
    server.start()
    assert server.home.password() == password


def test_data_without_their_password_are_not_started(server):
    (server.home.data / "databases" / "system").mkdir(parents=True)
    with pytest.raises(Neo4jError, match="password is gone") as caught:
        server.start()
    assert "sync again" in str(caught.value)


def test_an_unready_server_has_no_address(server, java):
    with pytest.raises(Neo4jDownError, match=r"not running.*huibi neo4j start"):
        server.address()
    server.start()
    assert server.address().password == server.home.password()
    assert server.home.password() not in repr(server.address())


def test_a_command_on_the_files_waits_for_no_server(server):
    server.start()
    with pytest.raises(Neo4jError, match="stop it first"):
        server.administer("database", "info", "neo4j")


@pytest.mark.parametrize("name", ["huibi.db.neo4j", "folder/huibi.db.neo4j"])
def test_a_place_that_cannot_be_written_is_told(tmp_path, jars, java, name):
    (tmp_path / "huibi.db.neo4j").write_text("a file where the folder should be")
    (tmp_path / "folder").write_text("")
    with pytest.raises(Neo4jError, match="allow it or make room"):
        Server(tmp_path / name, jars).start()


def test_a_full_disk_is_told(server, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Neo4jError, match=r"No space left on device.*make room"):
        server.start()
    assert not server.state().is_running


def test_the_end_of_the_process_is_handed_on(server):
    server.start(Wish(until_end_of=4711, memory=SMALL, jvm=("-Dx=y",)))
    with open(f"/proc/{server.state().pid}/cmdline", "rb") as file:
        words = file.read().decode().split("\0")
    assert words[-3:-1] == [str(server.home.path), "4711"]
    assert "-Xmx300m" in words
    assert "-Dx=y" in words
    assert "server.memory.pagecache.size=20m" in server.home.conf.read_text()
