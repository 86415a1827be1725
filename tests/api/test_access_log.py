import subprocess
import sys

import apsw
import pytest

from api.access_log import START, LogHead, access_log_path, open_access_log
from graph.errors import LedgerError

CHILD = """
import sys
from pathlib import Path
from api.access_log import open_access_log
with open_access_log(Path(sys.argv[1])) as log:
    for n in range(30):
        log.append(who="a", action="kin", subject=str(n))
"""


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "huibi.db"


def fill(ledger, entries):
    with open_access_log(ledger) as log:
        return [
            log.append(who="王", action="unseal", subject=f"2026-{n:03}", detail="检举人")
            for n in range(entries)
        ]


def tamper(ledger, statement):
    connection = apsw.Connection(str(access_log_path(ledger)))
    connection.execute("DROP TRIGGER entry_is_kept; DROP TRIGGER entry_is_fixed;")
    connection.execute(statement)
    connection.close()


def test_entries_come_back_in_order_and_the_chain_holds(ledger):
    heads = fill(ledger, 3)
    with open_access_log(ledger) as log:
        assert [entry.subject for entry in log.entries()] == ["2026-000", "2026-001", "2026-002"]
        assert [entry.sequence for entry in log.entries()] == [1, 2, 3]
        assert log.verify() == log.head() == heads[-1]
        assert log.verify(anchor=heads[0]) == heads[-1]


def test_an_empty_log_verifies(ledger):
    with open_access_log(ledger) as log:
        assert log.verify() == LogHead(sequence=0, digest=START)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE entry SET text = replace(text, '王', '李')", id="edited"),
        pytest.param("DELETE FROM entry WHERE sequence = 2", id="removed"),
        pytest.param("DELETE FROM entry WHERE sequence = 1", id="beginning-cut"),
        pytest.param(
            "UPDATE entry SET sequence = 9 WHERE sequence = 2;"
            "UPDATE entry SET sequence = 2 WHERE sequence = 3;"
            "UPDATE entry SET sequence = 3 WHERE sequence = 9;",
            id="reordered",
        ),
        pytest.param("INSERT INTO entry VALUES (4, '{}', 'x', 'y')", id="added"),
    ],
)
def test_tampering_is_found(ledger, statement):
    fill(ledger, 3)
    tamper(ledger, statement)
    with open_access_log(ledger) as log, pytest.raises(LedgerError, match="chain breaks after"):
        log.verify()


def test_a_cut_end_is_found_by_the_anchor(ledger):
    heads = fill(ledger, 3)
    tamper(ledger, "DELETE FROM entry WHERE sequence = 3")
    with open_access_log(ledger) as log:
        log.verify(anchor=heads[1])
        with pytest.raises(LedgerError, match="entry 3, seen earlier"):
            log.verify(anchor=heads[2])


def test_entries_cannot_be_changed_by_a_plain_statement(ledger):
    fill(ledger, 1)
    connection = apsw.Connection(str(access_log_path(ledger)))
    for statement in ("DELETE FROM entry", "UPDATE entry SET text = ''"):
        with pytest.raises(apsw.ConstraintError, match="an entry is never"):
            connection.execute(statement)
    connection.close()


def test_what_cannot_be_written_is_an_error(ledger, tmp_path):
    with pytest.raises(LedgerError, match="does not exist"):
        open_access_log(tmp_path / "absent" / "huibi.db")
    with open_access_log(ledger) as log:
        log.append(who="a", action="kin", subject="P1")
        pages = log._connection.execute("PRAGMA page_count").get
        log._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerError, match="disk is full"):
            log.append(who="a", action="kin", subject="P2", detail="x" * 100_000)
        assert log.verify().sequence == 1
        log._connection.execute("PRAGMA max_page_count = 100000")
        assert log.append(who="a", action="kin", subject="P3").sequence == 2


def test_processes_append_to_one_chain(ledger):
    fill(ledger, 0)
    children = [subprocess.Popen([sys.executable, "-c", CHILD, str(ledger)]) for _ in range(2)]
    assert [child.wait(timeout=120) for child in children] == [0, 0]
    with open_access_log(ledger) as log:
        assert log.verify().sequence == 60


def test_an_entry_is_on_disk_before_append_returns(ledger):
    with open_access_log(ledger) as log:
        assert log._connection.execute("PRAGMA synchronous").get == 2
        log.append(who="a", action="kin", subject="P1")
        with open_access_log(ledger) as other:
            assert other.head().sequence == 1
