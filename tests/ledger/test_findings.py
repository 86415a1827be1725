"""Runs of patterns and the feedback on what they found."""

import shutil
from pathlib import Path

import apsw
import pytest

from graph.errors import InputError, LedgerError, NotFoundError
from graph.ledger import Feedback, FindingRun, open_ledger

RUN = FindingRun(codes=("B2",), on="2026-09-30", sequence=7, author="a", settings={"B2": {}})
FOUND = {"id": "B2-1", "code": "B2", "subject": "P1", "claim": "x"}


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "huibi.db", create=True) as opened:
        yield opened


def said(outcome="confirmed", **more):
    return Feedback(finding="B2-1", outcome=outcome, author="b", **more)


def test_a_finding_keeps_its_history_over_runs(ledger):
    first = ledger.findings.record(RUN, [FOUND])
    ledger.findings.record(RUN, [])
    ledger.findings.record(
        FindingRun(codes=("C1",), on="2026-10-01", sequence=9, author="a", settings={}), []
    )
    assert first.id == "R-000001"
    assert [(one.run, one.is_found) for one in ledger.findings.history("B2-1")] == [
        (1, True),
        (2, False),
    ]
    assert ledger.findings.of_run(1) == (FOUND,)
    assert ledger.findings.last("B2-1") == FOUND
    assert ledger.head == 0


def test_a_run_sent_twice_is_one_run(ledger):
    run = FindingRun(codes=("B2",), on="2026", sequence=1, author="a", settings={}, request="r")
    assert ledger.findings.record(run, [FOUND]).number == 1
    assert ledger.findings.record(run, [FOUND]).number == 1
    assert len(ledger.findings.runs()) == 1


def test_the_last_word_counts_in_the_hit_rate(ledger):
    ledger.findings.record(RUN, [FOUND])
    ledger.findings.answer(said())
    ledger.findings.answer(said("innocent", because="need", note="低保户"))
    assert [one.outcome for one in ledger.findings.feedback_of("B2-1")] == ["confirmed", "innocent"]
    assert ledger.findings.hit_rates() == {"B2": {"innocent": 1}}


def test_feedback_sent_twice_is_one_and_other_content_is_refused(ledger):
    ledger.findings.record(RUN, [FOUND])
    one = ledger.findings.answer(said(request="r"))
    assert ledger.findings.answer(said(request="r")).number == one.number
    with pytest.raises(InputError, match="other content"):
        ledger.findings.answer(said("open", request="r"))


@pytest.mark.parametrize(
    ("feedback", "why"),
    [
        (said("guilty"), "no outcome"),
        (said("innocent"), "says why"),
        (said("innocent", because="mood"), "no reason"),
        (said("confirmed", because="need"), "says why"),
        (Feedback(finding="B2-1", outcome="open", author=" "), "who looked"),
    ],
)
def test_feedback_that_says_too_little_is_refused(ledger, feedback, why):
    ledger.findings.record(RUN, [FOUND])
    with pytest.raises(InputError, match=why):
        ledger.findings.answer(feedback)
    assert ledger.findings.feedback_of("B2-1") == ()


def test_what_no_run_recorded_is_unknown(ledger):
    with pytest.raises(NotFoundError, match="--record"):
        ledger.findings.answer(said())


@pytest.mark.parametrize("table", ["finding", "finding_run", "finding_feedback"])
def test_nothing_is_changed_or_deleted(ledger, table):
    ledger.findings.record(RUN, [FOUND])
    ledger.findings.answer(said())
    raw = apsw.Connection(str(ledger.path))
    with pytest.raises(apsw.ConstraintError):
        raw.execute(f"DELETE FROM {table}")
    with pytest.raises(apsw.ConstraintError):
        raw.execute(f"UPDATE {table} SET rowid = rowid" if table != "finding" else
                    "UPDATE finding SET code = 'X'")  # fmt: skip
    raw.close()


def test_a_ledger_of_version_2_is_lifted_and_keeps_its_cases(tmp_path):
    path = tmp_path / "old.db"
    shutil.copy(Path(__file__).with_name("version_2.db"), path)
    with pytest.raises(LedgerError, match="has version 2, older"):
        open_ledger(path)
    with open_ledger(path, write=True) as ledger:
        assert [event.kind for event in ledger.desk.list()] == ["registered"]
        assert ledger.findings.record(RUN, [FOUND]).number == 1
