"""The store believes bytes only under the digest they are named by."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from graph.errors import SnapshotError
from graph.snapshot.objects import DamagedError, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(root=tmp_path / "x.snapshots", mode=0o640)
    made.prepare()
    return made


def unlock(path: Path) -> Path:
    path.chmod(0o600)
    return path


def test_an_array_comes_back_mapped_and_read_only(store: Store) -> None:
    array = np.arange(7, dtype=np.int32)
    found = store.array(store.put_array(array))
    assert found.tolist() == array.tolist()
    assert not found.flags.writeable
    assert type(found) is np.ndarray


@pytest.mark.parametrize("length", [0, 3])
def test_a_table_comes_back_mapped(store: Store, length: int) -> None:
    table = pa.table({"id": pa.array(["甲", None, "丙"][:length], pa.string())})
    assert store.table(store.put_table(table)).equals(table)


def test_equal_content_has_one_object(store: Store) -> None:
    names = {store.put_array(np.zeros(4, np.uint8)) for _ in range(3)}
    assert len(names) == 1
    assert [path.name for path in store.objects.iterdir()] == list(names)


def test_objects_are_never_more_readable_than_the_ledger(store: Store) -> None:
    path = store.path(store.put_array(np.zeros(4, np.uint8)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert stat.S_IMODE(store.root.stat().st_mode) == 0o750


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    unlock(path).write_bytes(content)


def cut(path: Path) -> None:
    os.truncate(unlock(path), path.stat().st_size - 1)


def empty(path: Path) -> None:
    os.truncate(unlock(path), 0)


@pytest.mark.parametrize("damage", [flip, cut, empty, Path.unlink])
@pytest.mark.parametrize("kind", ["array", "table"])
def test_damage_is_found_before_anything_is_read(store: Store, kind: str, damage) -> None:
    if kind == "array":
        name = store.put_array(np.arange(1000))
    else:
        name = store.put_table(pa.table({"id": ["a", "b"]}))
    damage(store.path(name))
    with pytest.raises(DamagedError) as caught:
        getattr(store, kind)(name)
    assert caught.value.name == name


def test_a_full_disk_is_said_and_leaves_nothing(store: Store, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SnapshotError, match=r"the disk is full.*free some space"):
        store.put_array(np.arange(5))
    assert list(store.objects.iterdir()) == []


def age(path: Path) -> None:
    os.utime(path, (0, 0))


def test_sweeping_spares_what_is_kept_and_what_is_young(store: Store) -> None:
    kept, young, old = (store.put_array(np.full(3, value)) for value in range(3))
    age(store.path(kept))
    age(store.path(old))
    assert store.sweep({kept}) == 1
    assert {path.name for path in store.objects.iterdir()} == {kept, young}


def test_sweeping_takes_what_a_killed_build_left(store: Store) -> None:
    (store.objects / "tmp-1-abc.npy").write_bytes(b"half")
    assert store.sweep(set()) == 1


def test_nothing_is_swept_while_somebody_builds(store: Store) -> None:
    age(store.path(store.put_array(np.arange(3))))
    with store.building():
        assert store.sweep(set()) == 0
    assert store.sweep(set()) == 1


def test_a_swept_object_stays_readable_to_whoever_mapped_it(store: Store) -> None:
    name = store.put_array(np.arange(3))
    mapped = store.array(name)
    age(store.path(name))
    store.sweep(set())
    assert not store.path(name).exists()
    assert mapped.tolist() == [0, 1, 2]


def test_touching_keeps_young_and_reports_what_is_gone(store: Store) -> None:
    name = store.put_array(np.arange(3))
    age(store.path(name))
    assert store.touch([name])
    assert store.sweep(set()) == 0
    assert not store.touch([name, "0" * 64 + ".npy"])


def test_quarantine_keeps_the_last_few(store: Store) -> None:
    for value in range(12):
        store.quarantine(store.path(store.put_array(np.full(2, value))))
    assert list(store.objects.iterdir()) == []
    store.sweep(set())
    assert len(list((store.root / "quarantine").iterdir())) == 8
