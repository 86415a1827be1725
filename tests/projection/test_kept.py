"""Derived tables kept in a folder."""

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.projection.frames import Frame, Shape
from graph.projection.kept import Kept
from graph.projection.model import Label


@pytest.fixture
def made():
    return []


@pytest.fixture
def frame(made):
    def make():
        made.append(1)
        return pa.table({"id": ["A"], "declared": [["all"]]})

    return Frame(Shape(label=Label.PERSON), "f1", make)


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "derived", "recipe")


def test_a_table_is_derived_once(kept, frame, made):
    first, again = kept.frame(frame).table, kept.frame(frame).table
    assert first.equals(again)
    assert made == [1]


def test_another_fingerprint_or_recipe_is_another_table(kept, frame, made):
    kept.frame(frame).table  # noqa: B018
    kept.frame(replace(frame, fingerprint="f2")).table  # noqa: B018
    Kept(kept.folder, "other").frame(frame).table  # noqa: B018
    assert made == [1, 1, 1]


def test_a_damaged_table_is_derived_again(kept, frame, made):
    kept.frame(frame).table  # noqa: B018
    [path] = kept.folder.glob("*.arrow")
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    assert kept.frame(frame).table.to_pylist() == [{"id": "A", "declared": ["all"]}]
    assert made == [1, 1]


def test_only_two_stay_and_only_their_owner_may_read_them(kept, frame):
    for number in range(4):
        kept.frame(replace(frame, fingerprint=str(number))).table  # noqa: B018
    left = list(kept.folder.iterdir())
    assert len(left) == 2
    assert {path.stat().st_mode & 0o777 for path in left} == {0o600}


def test_without_a_place_it_is_derived_each_time(tmp_path, frame, made):
    (tmp_path / "file").write_text("")
    nowhere = Kept(tmp_path / "file", "recipe")
    assert len(nowhere.frame(frame).table) == len(nowhere.frame(frame).table) == 1
    assert made == [1, 1]
