"""A load killed at any moment leaves the old state whole."""

import random
import subprocess
import sys
import time

import apsw
import pytest

from graph.ledger import open_ledger

CHILD = """
import sys
from pathlib import Path
from graph.ledger import load as module, open_ledger
from graph.model import Fact
module.BATCH_ROWS = 500
def facts():
    for n in range(20_000):
        cells = {"id": f"P{n}", "name": sys.argv[2]}
        yield Fact(table="people", key=f"P{n}", cells=cells, file="people.csv", row=n + 2)
with open_ledger(Path(sys.argv[1]), write=True) as ledger, ledger.load("county") as load:
    print("begun", flush=True)
    load.add(facts())
    load.commit(replace=True)
    print("committed", flush=True)
"""


def staged_facts(path):
    raw = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return raw.execute(
            "SELECT count(*) FROM fact WHERE sequence > (SELECT max(sequence) FROM change)"
        ).get
    finally:
        raw.close()


@pytest.mark.slow
def test_a_killed_load_leaves_the_old_state_and_is_swept(path, person, load):
    rows = [person(f"P{n}", "old") for n in range(3000)]
    with open_ledger(path, create=True) as ledger:
        head = load(ledger, "county", *rows)
        mark = ledger.mark()
    dice = random.Random(1045)
    swept = 0
    for trial in range(8):
        arguments = [sys.executable, "-c", CHILD, str(path), f"new{trial}"]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "begun\n"
            time.sleep(dice.uniform(0.0, 0.25))
            child.kill()
            is_committed = "committed" in child.stdout.read()
        with open_ledger(path) as reader:
            if is_committed or reader.mark() != mark:
                assert set(reader.read("people")["name"].to_pylist()) == {f"new{trial}"}
                head, mark = reader.head, reader.mark()
            assert reader.head == head
            before = reader.read("people")
        left = staged_facts(path)
        swept += left > 0
        with open_ledger(path, write=True) as ledger:
            assert staged_facts(path) == 0
            assert ledger._connection.execute("PRAGMA integrity_check").get == "ok"
            assert ledger.read("people").equals(before)
            assert ledger.head == head
            assert ledger.writer() is None
    assert swept > 0
    with open_ledger(path, write=True) as ledger:
        load(ledger, "county", *rows, replace=True)
        assert ledger.read("people").num_rows == 3000
