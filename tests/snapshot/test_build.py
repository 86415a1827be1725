"""Snapshots are reused where nothing moved, rebuilt where damaged, and never half there."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import uuid
from pathlib import Path

import numpy as np
import pytest

from graph.errors import LedgerError, NotFoundError, SnapshotError
from graph.kinship.nodes import nodes_of
from graph.ledger import open_ledger
from graph.ontology.tables import TABLES
from graph.snapshot import Snapshot, manifest, objects, open_snapshot
from graph.snapshot.build import RECIPES
from graph.snapshot.id_slots import EMPTY, id_slots
from graph.snapshot.objects import Store
from graph.snapshot.opening import folder_of

ROOT = Path(__file__).parents[2]


def parts(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    return {name: dict(part.objects) for name, part in snapshot.manifest.parts.items()}


def map_all(snapshot: Snapshot) -> None:
    assert snapshot.persons.n == len(snapshot.persons.ids)
    assert len(snapshot.kin.parents.indptr) == snapshot.persons.n_all + 1
    assert snapshot.ties.n >= snapshot.persons.n
    for name in snapshot.files():
        assert len(snapshot.table(name)) >= 0
        assert snapshot.file(name).exists()


def test_an_empty_ledger_gives_a_working_snapshot(ledger_path) -> None:
    with open_ledger(ledger_path, create=True):
        pass
    snapshot = open_snapshot(ledger_path)
    map_all(snapshot)
    assert snapshot.sequence == 0
    assert snapshot.persons.n == snapshot.ties.n == 0
    with pytest.raises(NotFoundError):
        snapshot.to_networkx(["P1"])


def test_no_ledger_is_the_ledgers_error(ledger_path) -> None:
    with pytest.raises(LedgerError):
        open_snapshot(ledger_path)
    assert not folder_of(ledger_path).exists()


def test_every_table_is_there_as_arrow_and_parquet(load, ledger_path, family) -> None:
    load(family)
    snapshot = open_snapshot(ledger_path)
    map_all(snapshot)
    assert {table.name for table in TABLES} <= set(snapshot.files())
    assert snapshot.table("posts").column("title").to_pylist() == ["主任"]
    with pytest.raises(NotFoundError, match=r"one of .*people"):
        snapshot.table("poeple")


def test_persons_are_sorted_and_searched(load, ledger_path, family) -> None:
    load(family)
    persons = open_snapshot(ledger_path).persons
    assert list(persons.ids) == ["P1", "P10", "P2", "P3"]
    assert [persons.index(person) for person in persons.ids] == [0, 1, 2, 3]
    assert persons.name(2) == "张建国"
    with pytest.raises(NotFoundError):
        persons.index("P4")


def test_a_snapshot_brings_the_hash_table_of_its_ids(load, ledger_path, family) -> None:
    load(family)
    snapshot = open_snapshot(ledger_path)
    slots = snapshot.persons.ids.slots
    assert slots is snapshot.ties.person_ids.slots
    assert sorted(slots[slots != EMPTY].tolist()) == [0, 1, 2, 3]
    assert slots.tolist() == id_slots(snapshot.persons.ids.arrow).tolist()
    assert nodes_of(snapshot.persons, ["P3", "P1"]).tolist() == [3, 0]


def test_opening_again_reuses_the_snapshot(load, ledger_path, family) -> None:
    load(family)
    first = open_snapshot(ledger_path)
    said: list[str] = []
    again = open_snapshot(ledger_path, progress=lambda *step: said.append(step[2]))
    assert again.digest == first.digest
    assert said == []


def test_only_parts_whose_tables_moved_are_made_again(load, ledger_path, family) -> None:
    load(family)
    before = parts(open_snapshot(ledger_path))
    said: list[str] = []
    load({"posts": [{"person": "P3", "unit": "C1", "title": "会计"}]}, "other")
    snapshot = open_snapshot(ledger_path, progress=lambda *step: said.append(step[2]))
    after = parts(snapshot)
    assert {name for name in after if after[name] != before[name]} == {"posts", "links"}
    assert said == ["posts", "links", ""]
    assert len(snapshot.ties.out.of_kind(snapshot.ties.index("C1"), 0)) == 0


def test_an_earlier_sequence_can_be_shown_again(load, ledger_path, family) -> None:
    load(family)
    early = open_snapshot(ledger_path)
    load({"people": [{"id": "P0", "name": "新来"}]}, "other")
    late = open_snapshot(ledger_path)
    assert (early.persons.n, late.persons.n) == (4, 5)
    shutil.rmtree(folder_of(ledger_path))
    again = open_snapshot(ledger_path, at=early.sequence)
    assert (again.sequence, again.digest) == (early.sequence, early.digest)
    assert list(again.persons.ids) == list(early.persons.ids)


@pytest.mark.parametrize("at", [-1, 1000])
def test_a_sequence_the_ledger_does_not_have_is_refused(load, ledger_path, family, at) -> None:
    load(family)
    with pytest.raises(SnapshotError, match="the ledger ends at sequence"):
        open_snapshot(ledger_path, at=at)


def test_a_ledger_with_another_history_is_not_shown_the_old_snapshot(
    load, ledger_path, family
) -> None:
    load(family)
    former = open_snapshot(ledger_path)
    for path in ledger_path.parent.glob("huibi.db*"):
        if path.is_file():
            path.unlink()
    renamed = dict(family, people=[{**row, "name": "换人"} for row in family["people"]])
    load(renamed)
    snapshot = open_snapshot(ledger_path)
    assert snapshot.sequence == former.sequence
    assert set(snapshot.persons.names) == {"换人"}


def test_code_that_derives_otherwise_does_not_reuse(load, ledger_path, family, monkeypatch) -> None:
    load(family)
    open_snapshot(ledger_path)
    monkeypatch.setattr("graph.snapshot.reuse.recipe_digest", lambda: "other")
    said: list[str] = []
    open_snapshot(ledger_path, progress=lambda *step: said.append(step[2]))
    assert len(said) == len(RECIPES) + 1


def test_the_order_of_loading_does_not_change_the_arrays(
    load, ledger_path, family, tmp_path
) -> None:
    load(family)
    one = open_snapshot(ledger_path)
    turned = {table: rows[::-1] for table, rows in reversed(family.items())}
    other_path = tmp_path / "other" / "huibi.db"
    other_path.parent.mkdir()
    ledger_path.rename(tmp_path / "first.db")
    for path in ledger_path.parent.glob("huibi.db-*"):
        path.unlink()
    load(turned)
    two = open_snapshot(ledger_path)
    assert list(one.persons.ids) == list(two.persons.ids)
    assert list(one.ties.other_ids) == list(two.ties.other_ids)
    for name in ("indptr", "indices", "kind"):
        assert np.array_equal(getattr(one.ties.out, name), getattr(two.ties.out, name))
    for direction in ("parents", "children", "spouses"):
        for name in ("indptr", "indices", "flags", "start", "end"):
            before = getattr(getattr(one.kin, direction), name)
            assert np.array_equal(before, getattr(getattr(two.kin, direction), name))


def test_contradictions_mark_their_rows_and_are_kept(load, ledger_path) -> None:
    load(
        {
            "people": [
                {"id": "P1", "name": "甲", "born": "1950"},
                {"id": "P2", "name": "乙", "sex": "M", "born": "1970"},
                {"id": "P3", "name": "丙", "id_number": "522123198001011230"},
            ],
            "kin": [
                {"person": "P1", "relation": "father", "relative": "P2"},
                {"person": "P3", "relation": "father", "relative": "P1", "supported": "true"},
            ],
        }
    )
    snapshot = open_snapshot(ledger_path)
    assert snapshot.table("kin").column("disputed").to_pylist() == [True, False]
    assert snapshot.table("people").column("disputed").to_pylist() == [False, False, True]
    assert {found.code: found.persons[0] for found in snapshot.contradictions()} == {
        "child_older_than_parent": "P1",
        "id_checksum": "P3",
    }
    assert snapshot.kin.parents.indices.tolist() == [1, 0]
    assert snapshot.kin.parent_facts.proof_of(0) == [0]
    assert snapshot.table("parent_edges").column("disputed").to_pylist() == [True, False]
    assert len(snapshot.table("supported_pairs")) == 2
    assert len(snapshot.table("spouse_edges")) == 0


def test_an_implied_person_has_a_node_but_no_id(load, ledger_path) -> None:
    load(
        {
            "people": [{"id": "P1", "name": "甲"}, {"id": "P2", "name": "乙"}],
            "kin": [{"person": "P1", "relation": "half_sibling", "relative": "P2"}],
        }
    )
    snapshot = open_snapshot(ledger_path)
    assert (snapshot.persons.n, snapshot.persons.n_all) == (2, 3)
    assert len(snapshot.persons.born_first) == len(snapshot.kin.spouses.indptr) - 1 == 3
    assert len(snapshot.ties.nodes(0)) == 2


# immutability


def test_what_is_written_can_only_be_read(load, ledger_path, family) -> None:
    load(family)
    snapshot = open_snapshot(ledger_path)
    files = [path for path in folder_of(ledger_path).rglob("*") if path.is_file()]
    assert files
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o222 == 0 for path in files)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.ties.out.indptr[0] = 1


# damage


def writable(path: Path) -> Path:
    path.chmod(0o600)
    return path


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    writable(path).write_bytes(content)


def cut(path: Path) -> None:
    os.truncate(writable(path), path.stat().st_size // 2)


DAMAGES = [flip, cut, Path.unlink]


def one_of_each(snapshot: Snapshot) -> list[str]:
    """Return one object of each form from the parts that differ in how they are made."""
    found = {
        (part, Path(name).suffix): name
        for part in ("posts", "persons", "kin", "links")
        for name in parts(snapshot)[part].values()
    }
    return sorted(set(found.values()))


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damaged_object_is_made_again(load, ledger_path, family, damage) -> None:
    load(family)
    sound = open_snapshot(ledger_path)
    for name in one_of_each(sound):
        damage(folder_of(ledger_path) / "objects" / name)
        snapshot = open_snapshot(ledger_path)
        map_all(snapshot)
        assert snapshot.digest == sound.digest
    assert {path.name for path in (folder_of(ledger_path) / "objects").iterdir()} == (
        sound.manifest.objects()
    )


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_under_an_open_snapshot_is_found_when_mapped(
    load, ledger_path, family, damage
) -> None:
    load(family)
    sound = open_snapshot(ledger_path)
    snapshot = open_snapshot(ledger_path)
    for name in sorted(sound.manifest.objects()):
        damage(folder_of(ledger_path) / "objects" / name)
    map_all(snapshot)
    assert list(snapshot.persons.ids) == list(sound.persons.ids)
    assert snapshot.digest == sound.digest


def test_an_object_damaged_while_it_is_built_from_is_made_again(load, ledger_path, family) -> None:
    load(family)
    before = open_snapshot(ledger_path)
    load({"posts": [{"person": "P3", "unit": "C1"}]}, "other")
    ids = before.manifest.parts["persons"].objects["persons.ids"]
    flip(folder_of(ledger_path) / "objects" / ids)
    assert list(open_snapshot(ledger_path).ties.person_ids) == ["P1", "P10", "P2", "P3"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00garbage", None])
def test_a_garbage_manifest_is_put_aside(load, ledger_path, family, content) -> None:
    load(family)
    sound = open_snapshot(ledger_path)
    (path,) = folder_of(ledger_path).glob("*.json")
    if content is None:
        flip(path)
    else:
        writable(path).write_bytes(content)
    (folder_of(ledger_path) / "notes.json").write_text("[]")
    assert open_snapshot(ledger_path).digest == sound.digest
    quarantined = (folder_of(ledger_path) / "quarantine").iterdir()
    assert {name.name.partition("-")[2] for name in quarantined} == {path.name, "notes.json"}


def test_a_disk_that_damages_everything_is_told_not_served(
    load, ledger_path, family, monkeypatch
) -> None:
    load(family)
    snapshot = open_snapshot(ledger_path)
    monkeypatch.setattr(objects, "digest_of", lambda _: uuid.uuid4().hex * 2)
    with pytest.raises(SnapshotError, match="check the disk"):
        _ = snapshot.persons


# folders that cannot be written


def test_a_read_only_folder_gets_a_temporary_snapshot(
    load, ledger_path, family, monkeypatch
) -> None:
    load(family)

    def refuse(self: Store) -> None:
        if self.root == folder_of(ledger_path):
            raise OSError(errno.EROFS, "Read-only file system")
        prepare(self)

    prepare = Store.prepare
    monkeypatch.setattr(Store, "prepare", refuse)
    snapshot = open_snapshot(ledger_path)
    map_all(snapshot)
    assert len(snapshot.notes) == 1
    assert "temporary" in snapshot.notes[0]
    root = snapshot.file("people").parents[1]
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert not folder_of(ledger_path).exists()
    del snapshot
    assert not root.exists()


def test_a_file_in_the_place_of_the_folder_does_not_stop_a_check(load, ledger_path, family) -> None:
    load(family)
    folder_of(ledger_path).write_text("not a folder")
    snapshot = open_snapshot(ledger_path)
    assert snapshot.persons.n == 4
    assert snapshot.notes


def test_damage_in_a_read_only_folder_is_not_served(load, ledger_path, family, monkeypatch) -> None:
    load(family)
    snapshot = open_snapshot(ledger_path)
    flip(snapshot.file("posts"))

    def refuse(self: Store, path: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self.root / path.name))

    monkeypatch.setattr(Store, "quarantine", refuse)
    found = snapshot.file("posts")
    assert found.parents[1] != folder_of(ledger_path)
    assert len(snapshot.notes) == 1
    assert snapshot.table("posts").num_rows == 1


def test_no_place_at_all_is_said(load, ledger_path, family, monkeypatch) -> None:
    load(family)

    def refuse(self: Store) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self.root))

    monkeypatch.setattr(Store, "prepare", refuse)
    with pytest.raises(SnapshotError, match="no snapshot can be kept"):
        open_snapshot(ledger_path)


def test_a_full_disk_is_said(load, ledger_path, family, monkeypatch) -> None:
    load(family)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SnapshotError, match="free some space"):
        open_snapshot(ledger_path)
    assert list(folder_of(ledger_path).glob("*.json")) == []
    monkeypatch.undo()
    map_all(open_snapshot(ledger_path))


# pruning


def test_old_snapshots_go_and_their_objects_with_them(
    load, ledger_path, family, monkeypatch
) -> None:
    monkeypatch.setattr(objects, "_AGE_SECONDS", -1)
    load(family)
    first = open_snapshot(ledger_path)
    for number in range(manifest.KEPT):
        load({"people": [{"id": f"N{number}", "name": "新"}]}, f"s{number}")
        last = open_snapshot(ledger_path)
    root = folder_of(ledger_path)
    assert len(list(root.glob("*.json"))) == manifest.KEPT
    kept = {path.name for path in (root / "objects").iterdir()}
    assert last.manifest.objects() <= kept
    assert not set(parts(first)["persons"].values()) <= kept
    assert first.persons.n == 4
    assert first.digest


def test_a_snapshot_in_use_is_not_the_first_to_go(load, ledger_path, family) -> None:
    load(family)
    first = open_snapshot(ledger_path)
    for number in range(manifest.KEPT + 2):
        load({"people": [{"id": f"N{number}", "name": "新"}]}, f"s{number}")
        open_snapshot(ledger_path)
        open_snapshot(ledger_path, at=first.sequence)
    sequences = {path.name.partition("-")[0] for path in folder_of(ledger_path).glob("*.json")}
    assert str(first.sequence) in sequences


# several processes


def _open(path: Path, digests: multiprocessing.Queue) -> None:
    snapshot = open_snapshot(path)
    map_all(snapshot)
    digests.put(snapshot.digest)


def test_two_processes_may_build_at_once(load, ledger_path, family) -> None:
    load(family)
    spawn = multiprocessing.get_context("spawn")
    digests = spawn.Queue()
    workers = [spawn.Process(target=_open, args=(ledger_path, digests)) for _ in range(2)]
    for worker in workers:
        worker.start()
    found = {digests.get(timeout=60) for _ in workers}
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert found == {open_snapshot(ledger_path).digest}
    assert len(list(folder_of(ledger_path).glob("*.json"))) == 1
    assert not list(folder_of(ledger_path).rglob("tmp-*"))


_KILLED = """
import os, sys
from pathlib import Path
from graph.snapshot import open_snapshot
left = int(sys.argv[2])
sync = os.fsync
def counted(handle):
    global left
    left -= 1
    if left < 0:
        print("here", flush=True)
        os.kill(os.getpid(), 9)
    sync(handle)
os.fsync = counted
open_snapshot(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("writes", [0, 1, 30, 70])
def test_a_build_killed_at_any_write_leaves_no_half_snapshot(
    load, ledger_path, family, writes: int
) -> None:
    load(family)
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(ledger_path), str(writes)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert killed.stdout.startswith("here")
    root = folder_of(ledger_path)
    assert list(root.glob("*.json")) == []
    began = time.monotonic()
    map_all(open_snapshot(ledger_path))
    assert time.monotonic() - began < 30
    assert not list(root.rglob("tmp-*"))


def test_a_manifest_says_what_each_part_was_built_from(load, ledger_path, family) -> None:
    head = load(family)
    open_snapshot(ledger_path)
    (path,) = folder_of(ledger_path).glob(f"{head}-*.json")
    found = json.loads(path.read_text())
    with open_ledger(ledger_path) as ledger:
        heads = ledger.table_heads()
    assert found["parts"]["posts"]["heads"] == {"posts": heads["posts"]}
    assert set(found["parts"]["kin"]["heads"]) == {"people", "kin", "ties"}
