"""Many ids are found as one is, whatever their bytes."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import NotFoundError
from graph.kinship import text_search
from graph.kinship.nodes import nodes_of
from graph.snapshot import id_slots
from graph.snapshot.arrays import Persons
from graph.snapshot.persons import Texts


def persons(ids):
    none = np.zeros(len(ids), np.int32)
    days = dict.fromkeys(("born_first", "born_last", "died_first", "died_last"), none)
    return Persons(ids=ids, names=ids, sex=none.astype(np.uint8), **days)


def hashed(whole):
    slots = id_slots.id_slots(whole)
    slots.flags.writeable = False
    return Texts(whole, lambda: slots)


IDS = st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=30, unique=True).map(sorted)


@given(IDS, st.data())
@settings(deadline=None, max_examples=150)
def test_many_ids_are_found_as_one_is(ids, data):
    wanted = data.draw(st.lists(st.sampled_from(ids)))
    for kind in (pa.string(), pa.large_string()):
        whole = pa.array(["", *ids], kind)
        for known in (persons(Texts(whole[1:])), persons(hashed(whole[1:])), persons(ids)):
            found = nodes_of(known, wanted)
            assert found.dtype == np.int32
            assert found.tolist() == [known.index(person) for person in wanted]


@pytest.mark.parametrize("stranger", ["", "甲", "乙1", "癸", "A"])
def test_a_stranger_is_named(stranger):
    for texts in (Texts, hashed):
        known = persons(texts(pa.array(sorted(["B", "乙", "丙", "甲1"]))))
        with pytest.raises(NotFoundError, match=f"'{stranger}'"):
            nodes_of(known, ["B", stranger])


@given(st.integers(0, 400), st.integers(0, 2**32))
@settings(deadline=None, max_examples=40)
def test_every_id_stands_in_the_run_behind_its_home(count, seed):
    """No id is doubled or left out, and the search never runs past the end."""
    ids = pa.array(
        sorted({str(n) for n in np.random.default_rng(seed).integers(0, 999, count)}), pa.string()
    )
    slots = id_slots.id_slots(ids)
    assert sorted(slots[slots >= 0].tolist()) == list(range(len(ids)))
    assert slots[-1] == id_slots.EMPTY
    assert slots.dtype == np.int32
    assert slots.nbytes <= 8 * len(ids) + 4 * (len(ids) + 2)


def test_ids_chosen_to_collide_are_found_by_their_order():
    """A long run is not walked to its end: the order of the ids is used instead."""
    most = text_search._MOST_TRIES
    ids = pa.array([f"{n:04d}" for n in range(3 * most)])
    slots = np.zeros(2 * len(ids) + most + 1, np.int32)  # whoever is sought, 0000 is met
    slots.flags.writeable = False
    known = persons(Texts(ids, lambda: slots))
    assert nodes_of(known, ids.to_pylist()).tolist() == list(range(len(ids)))
    with pytest.raises(NotFoundError):
        nodes_of(known, ["9999"])
