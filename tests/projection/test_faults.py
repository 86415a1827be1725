"""The server or the sync killed, halted or restarted at any moment: nothing twice or missing."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from api.loading import Request, load_sources
from graph.ledger import open_ledger
from graph.model import day_of
from graph.neo4j.session import connect
from graph.projection import batches
from graph.projection.desired import Desired
from graph.projection.offline import Offline
from graph.projection.place import Place
from graph.projection.state import applied_state
from graph.projection.sync import Sync
from loaders.synthetic import write_county
from tests.projection.county import TODAY, stands_exactly
from tests.projection.test_sync import withdraw

pytestmark = pytest.mark.slow
HALT_SECONDS = 3.0
RECOVERED_SECONDS = 30.0
BACK = 300.0
"""A server takes its time to start on a machine that has much else to do."""


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    write_county(folder / "county", 2000, 1)
    ledger = folder / "county.db"
    done = load_sources(ledger, Request(paths=[folder / "county"]), lambda _: None, lambda _: None)
    assert not done.errors
    return ledger


@pytest.fixture
def ledger(county, tmp_path):
    copy = tmp_path / "huibi.db"
    with open_ledger(county) as book:
        book.backup(copy)
    return copy


class Chaos(threading.Thread):
    """Kills, halts and restarts a server while somebody works with it."""

    def __init__(self, server, start, acts, seed):
        super().__init__()
        self.server, self.start_again, self.acts = server, start, acts
        self.rng, self.calm_at = random.Random(seed), 0.0

    def run(self):
        for act in self.acts:
            time.sleep(self.rng.uniform(0.5, 2.5))
            pid = self.server.state().pid
            if act == "kill":
                os.kill(pid, signal.SIGKILL)
                while self.server.state().is_running:
                    time.sleep(0.01)
                self.start_again(self.server.home.path)
            elif act == "halt":
                os.kill(pid, signal.SIGSTOP)
                time.sleep(HALT_SECONDS)
                os.kill(pid, signal.SIGCONT)
            else:
                self.server.stop()
                self.start_again(self.server.home.path)
        self.calm_at = time.monotonic()


class Watch:
    """When rows were last written, as the progress of a sync tells."""

    def __init__(self):
        self.written = []

    def __call__(self, stage, made, _all):
        if stage == "write":
            self.written.append(time.monotonic())

    def first_after(self, moment):
        return next((at for at in self.written if at >= moment), moment)


def test_a_server_that_comes_and_goes(neo4j_of_ones_own, ledger, tmp_path, monkeypatch):
    for name in ("ROWS", "PACKED_ROWS"):
        monkeypatch.setattr(batches, name, 400)
    server = neo4j_of_ones_own(tmp_path / "own")
    place, day, watch = Place(ledger), day_of(TODAY), Watch()
    options = {"place": place, "day": day, "back_seconds": BACK}
    chaos = Chaos(server, neo4j_of_ones_own, ("kill", "halt", "restart"), seed=1)
    with connect(server.address(), patience=5) as graph:
        chaos.start()
        done = Sync(graph=graph, progress=watch, **options).run()
        chaos.join()
        assert watch.first_after(chaos.calm_at) - chaos.calm_at < RECOVERED_SECONDS
        assert done.set["Person"] == 2000
        assert stands_exactly(graph, place, day)
        assert not Sync(graph=graph, **options).run().is_changed

        with open_ledger(ledger) as book:
            rows = book.read("kin").to_pylist()[::3]
        for row in rows[:200]:
            keys = ("person", "relation", "relative", "kind", "from")
            withdraw(ledger, "kin", **{name: row[name] for name in keys if row[name]})
        killed = Chaos(server, neo4j_of_ones_own, ("kill",), seed=2)
        killed.start()
        Sync(graph=graph, **options).run()
        killed.join()
        assert stands_exactly(graph, place, day)


def test_a_sync_that_is_killed_goes_on(neo4j_of_ones_own, neo4j_jars, ledger):
    server = neo4j_of_ones_own(ledger.with_name(ledger.name + ".neo4j"))
    environment = os.environ | {"HUIBI_NEO4J_JARS": str(neo4j_jars), "HUIBI_LEDGER": str(ledger)}
    command = [sys.executable, "-m", "tests.projection.run_sync", str(ledger), "300"]
    rng = random.Random(3)
    for _ in range(3):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            steps = rng.randrange(2, 20)
            while steps and (line := process.stdout.readline()):
                steps -= line.startswith(b"write")
            process.kill()
    place, day, watch = Place(ledger), day_of(TODAY), Watch()
    with connect(server.address(), patience=30) as graph:
        assert applied_state(graph).applying_seq is not None
        begin = time.monotonic()
        done = Sync(graph=graph, place=place, day=day, progress=watch).run()
        assert watch.first_after(begin) - begin < RECOVERED_SECONDS
        assert done.is_resumed
        assert stands_exactly(graph, place, day)


def test_a_first_load_by_the_importer_equals_one_by_transactions(
    neo4j_of_ones_own, neo4j_jars, ledger, tmp_path
):
    server = neo4j_of_ones_own(tmp_path / "own")
    place, day = Place(ledger), day_of(TODAY)
    offline = Offline(server=server, jars=neo4j_jars, fewest_rows=1)
    with connect(server.address(), patience=60) as graph:
        done = Sync(graph=graph, place=place, day=day, offline=offline).run()
        assert done.set["Person"] == 2000
        assert stands_exactly(graph, place, day, cells=True)
        assert not Sync(graph=graph, place=place, day=day, offline=offline).run().is_changed
        made = applied_state(graph)

        begun = []

        def fail(stage, _made, _all):
            begun.append(stage)
            if stage == "import":
                raise KeyboardInterrupt

        stopped = Sync(graph=graph, place=place, day=day, offline=offline, progress=fail)
        with pytest.raises(KeyboardInterrupt):
            stopped.run(rebuild=True)
        assert "import" in begun
        assert applied_state(graph) == made  # the old store is in place
        assert stands_exactly(graph, place, day)
        assert not (server.home.path / "next").exists()
    assert Desired(place, made.applied).digest == made.digest
