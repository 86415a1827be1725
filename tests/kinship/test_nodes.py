"""Many ids are found as one is, whatever their bytes."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import NotFoundError
from graph.kinship.nodes import nodes_of
from graph.snapshot.arrays import Persons
from graph.snapshot.persons import Texts


def persons(ids):
    none = np.zeros(len(ids), np.int32)
    days = dict.fromkeys(("born_first", "born_last", "died_first", "died_last"), none)
    return Persons(ids=ids, names=ids, sex=none.astype(np.uint8), **days)


IDS = st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=30, unique=True).map(sorted)


@given(IDS, st.data())
@settings(deadline=None, max_examples=150)
def test_many_ids_are_found_as_one_is(ids, data):
    wanted = data.draw(st.lists(st.sampled_from(ids)))
    for kind in (pa.string(), pa.large_string()):
        whole = pa.array(["", *ids], kind)
        for known in (persons(Texts(whole[1:])), persons(ids)):
            found = nodes_of(known, wanted)
            assert found.dtype == np.int32
            assert found.tolist() == [known.index(person) for person in wanted]


@pytest.mark.parametrize("stranger", ["", "甲", "乙1", "癸", "A"])
def test_a_stranger_is_named(stranger):
    known = persons(Texts(pa.array(sorted(["B", "乙", "丙", "甲1"]))))
    with pytest.raises(NotFoundError, match=f"'{stranger}'"):
        nodes_of(known, ["B", stranger])
