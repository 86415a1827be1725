"""Two clerks do the same work at once and are killed at any moment: nothing is lost or doubled."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.checking import past_cases, replay_decision
from graph.desk.docket import docket
from graph.ledger import open_ledger
from tests.desk.offices import SKETCH, build

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from api.desk import cases, recusals
from graph.errors import LedgerBusyError
from tests.desk.offices import case, sit

desk = sit(Path(sys.argv[1]))

def work(n):
    id = f"K-{n}"
    cases.register(desk, case(id=id, parties="甲:subject 线:informant"), name="x")
    cases.change_team(desk, id, add=[("堂兄", "reviewer")], request=f"{n}/team")
    recusals.apply(desk, id, "承", role="other", reason="x", request=f"{n}/apply")
    recusals.order(desk, id, "堂兄", reason="x", by="局长", request=f"{n}/order")

print("begun", flush=True)
for n in range(int(sys.argv[2]), 1000):
    while True:
        try:
            work(n)
            break
        except LedgerBusyError:  # the other clerk was faster: look again
            continue
    print(n, flush=True)
"""
WHOLE = ["registered", "checked", "team_changed", "checked", "applied", "ordered", "checked"]


def clerk(path, first):
    arguments = [sys.executable, "-c", CHILD, str(path), str(first)]
    return subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_two_clerks_killed_at_any_moment_leave_every_step_whole_and_once(tmp_path):
    path = tmp_path / "huibi.db"
    open_ledger(path, create=True).close()
    dice = random.Random(104)
    told = {-1}
    for _ in range(2):
        both = [clerk(path, max(told) + 1) for _ in range(2)]
        for child in both:
            assert child.stdout.readline() == "begun\n", child.stderr.read()
        for _ in range(dice.randint(1, 4)):
            told.add(int(both[0].stdout.readline()))
        time.sleep(dice.uniform(0.0, 0.2))
        for child in both:
            child.kill()
        for child in both:
            said, wrong = child.communicate()
            assert wrong == ""
            told |= {int(line) for line in said.split("\n")[:-1] if line.isdigit()}
        with open_ledger(path) as ledger:
            files = docket(ledger)
            for file in files.values():
                kinds = [event.kind for event in file.history]
                assert kinds == WHOLE[: len(kinds)]
                assert not kinds or kinds[-1] in ("checked", "applied")
                assert file.anomalies == ()
            assert all(len(files[f"K-{n}"].history) == len(WHOLE) for n in told - {-1})
            checks = [event.decision for event in ledger.desk.list(kinds=["checked"])]
            assert checks == [each.id for each in ledger.decisions.list()]
    assert len(told) > 2
    with open_ledger(path) as ledger:
        world = build(SKETCH)
        for decision in ledger.decisions.list():
            assert replay_decision(decision, world, past_cases(ledger, decision.id)) == ()
