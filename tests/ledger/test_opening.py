import sqlite3
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from graph.errors import LedgerBusyError, LedgerError
from graph.ledger import Correction, Decision, connection, lock, open_ledger, schema
from graph.ledger.connection import open_database, require_safe_sqlite

CHILD = """
import sys, time
from pathlib import Path
from graph.ledger import open_ledger
with open_ledger(Path(sys.argv[1]), write=True) as ledger, ledger.load("child") as load:
    print("holding", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def child_loading(path):
    """Another process in the middle of a load."""
    open_ledger(path, create=True).close()
    arguments = [sys.executable, "-c", CHILD, str(path)]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "holding\n"
        yield child
        child.stdin.close()


def test_only_a_safe_sqlite_will_do():
    require_safe_sqlite("3.51.3")
    require_safe_sqlite(apsw.sqlite_lib_version())
    with pytest.raises(LedgerError, match=r"3\.51\.3 or later"):
        require_safe_sqlite("3.51.2")


def test_opening_refuses_an_unsafe_sqlite(path, monkeypatch):
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.40.1")
    with pytest.raises(LedgerError, match=r"3\.40\.1 can corrupt"):
        open_ledger(path, create=True)


def test_commits_are_durable(ledger):
    pragma = ledger._connection.execute
    assert pragma("PRAGMA journal_mode").get == "wal"
    assert pragma("PRAGMA synchronous").get == 2


@pytest.mark.parametrize("options", [{}, {"write": True}], ids=["read", "write"])
def test_what_is_not_a_ledger_is_refused_and_left_alone(tmp_path, options):
    text = tmp_path / "kin.csv"
    text.write_text("person,relation,relative\n" * 100)
    empty = tmp_path / "empty.db"
    empty.touch()
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    before = foreign.read_bytes()
    for path, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.db", "no ledger here"),
        (tmp_path / "none" / "huibi.db", "does not exist; make it first"),
        (text, "not a database"),
        (empty, "is empty"),
        (foreign, "another program"),
    ):
        with pytest.raises(LedgerError, match=said):
            open_ledger(path, **options)
    assert foreign.read_bytes() == before
    assert empty.stat().st_size == 0
    assert not (tmp_path / "none.db").exists()


def test_creating_spares_what_is_not_a_ledger(tmp_path):
    text = tmp_path / "kin.csv"
    text.write_text("person,relation,relative\n" * 100)
    with pytest.raises(LedgerError, match="not a database"):
        open_ledger(text, create=True)
    with pytest.raises(LedgerError, match="cannot be opened"):
        open_ledger(Path("/proc/huibi.db"), create=True)


def test_reading_needs_no_lock_and_cannot_write(path, ledger, person, load):
    load(ledger, "county", person("P1"))
    with open_ledger(path) as reader, ledger.load("county") as staged:
        staged.add([person("P2")])
        staged.flush()
        assert reader.read("people").num_rows == 1
        with pytest.raises(LedgerError, match="for reading only"):
            reader.load("county")
        with pytest.raises(LedgerError, match="may not be written"):
            reader.decisions.record(decision())


def decision():
    return Decision(case_text="{}", on="2026-01-01", sequence=0, packs=(), verdict="{}", author="a")


def test_a_newer_ledger_is_refused(path):
    open_ledger(path, create=True).close()
    raw = apsw.Connection(str(path))
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    for options in ({}, {"write": True}, {"create": True}):
        with pytest.raises(
            LedgerError,
            match=f"has version 99 and this program knows version {schema.LEDGER.version}",
        ):
            open_ledger(path, **options)


class _Longer(schema.Schema):
    scripts: dict[int, str] = {}  # noqa: RUF012

    def script(self, version):
        return self.scripts.get(version) or schema.LEDGER.script(version)


def longer(*scripts):
    made = _Longer(
        noun="ledger",
        application_id=schema.LEDGER.application_id,
        migrations=(*schema.LEDGER.migrations, *("later" for _ in scripts)),
    )
    _Longer.scripts = dict(enumerate(scripts, start=schema.LEDGER.version + 1))
    return made


def test_migrations_run_once_together_or_not_at_all(path, ledger, person, load):
    load(ledger, "county", person("P1"))
    ledger.close()
    with pytest.raises(LedgerError, match=f"older than the program's {schema.LEDGER.version + 1}"):
        open_database(path, longer("CREATE TABLE new (a)"), create=False, write=False)
    broken = longer("CREATE TABLE new (a)", "CREATE TABLE new (a)")
    with pytest.raises(LedgerError, match="already exists"):
        open_database(path, broken, create=False, write=True)
    with open_ledger(path) as old:
        assert old.read("people").num_rows == 1
    for _ in range(2):
        lifted = open_database(path, longer("CREATE TABLE new (a)"), create=False, write=True)
        assert lifted.execute("PRAGMA user_version").get == schema.LEDGER.version + 1
        assert lifted.execute("SELECT count(*) FROM new").get == 0
        lifted.close()


def test_every_migration_is_listed_numbered_and_packaged():
    folder = Path(schema.__file__).parent / "migrations"
    listed = [name for kind in schema.SCHEMAS for name in kind.migrations]
    assert sorted(listed) == sorted(file.name for file in folder.iterdir())
    for kind in schema.SCHEMAS:
        for number, name in enumerate(kind.migrations, start=1):
            assert f"{number:04d}_" in name
            assert kind.script(number)


def test_a_second_writing_process_is_told_who_writes(path, child_loading, monkeypatch, person):
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)
    with open_ledger(path, write=True) as ledger:
        said = rf"process {child_loading.pid} \(loading 'child', since .* run the command again"
        with pytest.raises(LedgerBusyError, match=said), ledger.load("county"):
            pass
        with pytest.raises(LedgerBusyError):
            ledger.correct(
                Correction(
                    table="people",
                    key="P1",
                    cells={"id": "P1", "name": "王芳"},
                    reason="r",
                    author="a",
                )
            )
        assert str(child_loading.pid) in ledger.writer()
        assert ledger.decisions.record(decision()) == "D-000001"
        child_loading.communicate("\n")
        assert ledger.writer() is None
        with ledger.load("county") as staged:
            staged.add([person("P1")])
            assert staged.commit() == 1


def test_a_writer_waits_for_a_short_load(path, child_loading, person):
    child_loading.stdin.write("\n")
    child_loading.stdin.flush()
    with open_ledger(path, write=True) as ledger, ledger.load("county") as staged:
        staged.add([person("P1")])
        assert staged.commit() == 1


def test_a_writing_open_never_sweeps_a_living_load(path, ledger, person):
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.flush()
        open_ledger(path, write=True).close()
        assert staged.commit() == 1
    assert ledger.read("people").num_rows == 1


def test_a_busy_database_is_told(path, ledger, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 50)
    holder = apsw.Connection(str(path))
    holder.execute("BEGIN IMMEDIATE")
    with open_ledger(path, write=True) as other, pytest.raises(LedgerBusyError, match="another"):
        other.decisions.record(decision())
    holder.close()
