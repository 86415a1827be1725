"""A desk killed at any moment: what it acknowledged is there once, what it had not is there whole
or not at all, and a step repeated with its request is not a second one."""

import random
import subprocess
import sys
import time

import pytest

from graph.ledger import open_ledger

CHILD = """
import sys
from pathlib import Path
from graph.ledger import Decision, DeskEvent, open_ledger
first = int(sys.argv[2])
with open_ledger(Path(sys.argv[1]), write=True) as ledger:
    print("begun", flush=True)
    for n in range(first, first + 2000):
        about = f"K-{n}"
        decision = Decision(case_text="c" * 500, on="2026-01-01", sequence=0, packs=(),
                            verdict="v" * 500, author="a", request=f"{n}/check")
        events = [DeskEvent(kind="registered", about=about, body={"n": n}, author="a",
                            request=str(n)),
                  DeskEvent(kind="checked", about=about, body={"n": n}, author="a",
                            decision=f"{n}/check")]
        ledger.desk.record(events, [decision], {about: 0})
        print(n, flush=True)
"""


@pytest.mark.slow
def test_no_event_and_no_decision_is_lost_or_doubled(path):
    open_ledger(path, create=True).close()
    dice = random.Random(67)
    told: set[int] = set()
    for _ in range(6):
        # Some steps are repeated: those after the last one that was acknowledged.
        arguments = [sys.executable, "-c", CHILD, str(path), str(max(told, default=0))]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "begun\n"
            time.sleep(dice.uniform(0.0, 0.15))
            child.kill()
            lines = child.stdout.read().split("\n")
        told |= {int(line) for line in lines[:-1] if line.isdigit()}
        with open_ledger(path) as ledger:
            events = ledger.desk.list()
            decisions = ledger.decisions.list()
        stored = [event.body["n"] for event in events if event.kind == "registered"]
        assert told <= set(stored)
        assert len(stored) == len(set(stored))
        assert [event.number for event in events] == list(range(1, len(events) + 1))
        assert [event.kind for event in events] == ["registered", "checked"] * len(stored)
        assert [event.decision for event in events[1::2]] == [each.id for each in decisions]
        assert len({each.request for each in decisions}) == len(decisions) == len(stored)
    assert len(told) > 5
    with open_ledger(path, write=True) as ledger:
        assert ledger._connection.execute("PRAGMA integrity_check").get == "ok"
