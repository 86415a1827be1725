import pytest

from graph.errors import LedgerBusyError, LedgerError
from graph.ledger import lock, open_ledger, restore


@pytest.fixture
def backup(ledger, tmp_path, person, load):
    load(ledger, "county", *(person(f"P{n}", "王芳" * 30) for n in range(2000)))
    dest = tmp_path / "copy.db"
    ledger.backup(dest)
    return dest


def damage(path):
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(data)


def test_a_backup_is_one_file_with_everything(ledger, backup, tmp_path):
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.db"]
    with open_ledger(backup) as copy:
        assert copy.read("people").equals(ledger.read("people"))
        assert copy.mark() == ledger.mark()


def test_a_backup_never_overwrites(ledger, backup, tmp_path):
    before = backup.read_bytes()
    with pytest.raises(LedgerError, match="never overwrites"):
        ledger.backup(backup)
    with pytest.raises(LedgerError, match="does not exist"):
        ledger.backup(tmp_path / "none" / "copy.db")
    assert backup.read_bytes() == before


def test_a_backup_in_the_middle_of_a_load_holds_what_is_committed(ledger, tmp_path, person, load):
    load(ledger, "county", person("P1"))
    with ledger.load("county") as staged:
        staged.add([person("P2")])
        staged.flush()
        ledger.backup(tmp_path / "copy.db")
        staged.commit()
    with open_ledger(tmp_path / "copy.db", write=True) as copy:
        assert copy.read("people")["key"].to_pylist() == ["P1"]
        assert load(copy, "county", person("P3")) == 2


def test_restoring_makes_a_ledger_that_goes_on(ledger, backup, tmp_path, person, load):
    dest = tmp_path / "new.db"
    assert restore(backup, dest) is None
    with open_ledger(dest, write=True) as again:
        assert again.read("people").equals(ledger.read("people"))
        assert load(again, "county", person("Q1")) == 2001
        load(ledger, "county", person("Q2"))
        assert again.head == ledger.head
        assert again.mark() != ledger.mark()


def test_restoring_over_a_ledger_needs_force_and_keeps_the_old_one(
    ledger, path, backup, person, load
):
    load(ledger, "county", person("Q1"))
    with pytest.raises(LedgerError, match="--force"):
        restore(backup, path)
    assert ledger.head == 2001
    # The writer is still open, so the last load lies in the write-ahead log alone.
    aside = restore(backup, path, force=True)
    with open_ledger(path) as restored, open_ledger(aside) as old:
        assert (restored.head, old.head) == (2000, 2001)


def test_a_damaged_backup_is_refused_and_nothing_is_touched(ledger, path, backup, tmp_path):
    damage(backup)
    with pytest.raises(LedgerError, match="damaged"):
        restore(backup, path, force=True)
    assert ledger.head == 2000
    with pytest.raises(LedgerError, match="no ledger here"):
        restore(tmp_path / "none.db", path, force=True)
    text = tmp_path / "text.db"
    text.write_text("not a database " * 100)
    with pytest.raises(LedgerError, match="not a database"):
        restore(text, path, force=True)
    assert not list(tmp_path.glob("*.restoring*"))
    with open_ledger(path) as untouched:
        assert untouched.read("people").num_rows == 2000


def test_a_damaged_ledger_gives_no_backup(ledger, path, backup, tmp_path):
    ledger.close()
    damage(path)
    with open_ledger(path) as damaged, pytest.raises(LedgerError, match="damaged"):
        damaged.backup(tmp_path / "second.db")
    assert not list(tmp_path.glob("second*"))


def test_a_damaged_ledger_can_be_replaced(ledger, path, backup):
    ledger.close()
    path.write_bytes(b"ruined")
    restore(backup, path, force=True)
    with open_ledger(path) as restored:
        assert restored.head == 2000


def test_a_log_left_behind_is_not_replayed_into_the_restored_ledger(backup, tmp_path):
    dest = tmp_path / "new.db"
    (tmp_path / "new.db-wal").write_bytes(b"left by another ledger")
    restore(backup, dest)
    with open_ledger(dest) as restored:
        assert restored.head == 2000


def test_nobody_restores_under_a_load(ledger, path, backup, monkeypatch):
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    with ledger.load("county"), pytest.raises(LedgerBusyError, match="is writing"):
        restore(backup, path, force=True)
    assert ledger.head == 2000


def test_a_backup_is_not_restored_onto_itself(backup):
    with pytest.raises(LedgerError, match="the backup itself"):
        restore(backup, backup, force=True)
