"""A ledger of version 1, as that version wrote it, copied, restored, lifted and gone on with."""

import shutil
from pathlib import Path

import apsw
import pytest

from api.checking import past_cases, replay_decision
from graph.errors import LedgerError
from graph.ledger import DeskEvent, backup, holdings, open_ledger, restore
from graph.snapshot import open_snapshot

VERSION_1 = Path(__file__).with_name("version_1.db")


@pytest.fixture
def old(path):
    shutil.copy(VERSION_1, path)
    return path


def version(path):
    raw = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return raw.execute("PRAGMA user_version").get
    finally:
        raw.close()


def test_it_is_lifted_by_the_first_writer_and_nothing_of_it_is_lost(old):
    assert version(old) == 1
    with open_ledger(old, write=True) as ledger:
        assert (ledger.head, ledger.desk.head, ledger.desk.list()) == (23, 0, ())
        assert ledger.read("people").num_rows == 8
        assert [each.id for each in ledger.decisions.list()] == ["D-000001", "D-000002"]
        assert len(ledger.corrections()) == 1
        event = DeskEvent(kind="registered", about="K", body={}, author="a")
        assert ledger.desk.record([event], expected={"K": 0})[0].number == 1
    assert version(old) == 3


def test_its_decisions_replay_after_the_lift(old):
    open_ledger(old, write=True).close()
    with open_ledger(old) as ledger:
        for decision in ledger.decisions.list():
            snapshot = open_snapshot(old, at=decision.sequence)
            earlier = past_cases(ledger, decision.id)
            assert replay_decision(decision, snapshot, earlier) == ()


def test_a_reader_leaves_it_as_it_is_and_says_what_to_do(old):
    with pytest.raises(LedgerError, match=r"has version 1, older.*huibi backup.*huibi load"):
        open_ledger(old)
    assert version(old) == 1


def test_it_is_copied_and_restored_without_being_lifted(old, tmp_path):
    held = backup(old, tmp_path / "copy.db")
    assert (held.head, held.cases, held.decisions) == (23, 0, 2)
    assert version(old) == version(tmp_path / "copy.db") == 1
    restore(tmp_path / "copy.db", tmp_path / "new.db")
    assert version(tmp_path / "new.db") == 1
    with open_ledger(tmp_path / "new.db", write=True) as ledger:
        assert ledger.head == 23


def test_a_copy_counts_the_cases(old, tmp_path):
    with open_ledger(old, write=True) as ledger:
        for id in ("K", "L"):
            ledger.desk.record([DeskEvent(kind="registered", about=id, body={}, author="a")])
    backup(old, tmp_path / "copy.db")
    assert holdings(tmp_path / "copy.db").cases == 2
