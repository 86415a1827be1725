"""Texts read out of a mapped column are those that were put in."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.snapshot.arrays import Persons
from graph.snapshot.persons import Texts, one_array

_TEXTS = st.lists(st.none() | st.text(max_size=4), max_size=8)


@settings(deadline=None)
@given(_TEXTS, st.sampled_from([pa.string(), pa.large_string()]), st.integers(-9, 9))
def test_texts_are_a_sequence(texts: list[str | None], kind: pa.DataType, at: int) -> None:
    plain = [text or "" for text in texts]
    found = Texts(pa.array(texts, kind))
    assert list(found) == plain
    assert [found[place] for place in range(len(found))] == plain
    assert list(found[1:-1]) == plain[1:-1]
    assert [found[1:][place] for place in range(len(plain[1:]))] == plain[1:]
    if -len(plain) <= at < len(plain):
        assert found[at] == plain[at]
    else:
        with pytest.raises(IndexError):
            found[at]


@pytest.mark.parametrize("chunks", [[], [["a"]], [["a"], ["b", None]]])
def test_a_column_becomes_one_array(chunks: list[list[str | None]]) -> None:
    column = pa.chunked_array(chunks, pa.string())
    assert one_array(column).to_pylist() == column.to_pylist()


@settings(deadline=None)
@given(st.sets(st.text(min_size=1, max_size=3), min_size=1, max_size=20))
def test_every_id_is_found_in_code_point_order(ids: set[str]) -> None:
    column = pa.array(sorted(ids), pa.string())
    none = pa.array([0] * len(ids)).to_numpy()
    persons = Persons(
        ids=Texts(column),
        names=Texts(column),
        sex=none,
        born_first=none,
        born_last=none,
        died_first=none,
        died_last=none,
    )
    for place, person in enumerate(sorted(ids)):
        assert persons.index(person) == place
