"""The difference between two states of one shape."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.projection.frames import Frame, Shape, deltas, difference, keys_of, tie_table
from graph.projection.model import Label, Type

PERSON = Shape(label=Label.PERSON)
FRIEND = Shape(type=Type.FRIEND, source=Label.PERSON, target=Label.PERSON)


def people(*rows, fingerprint=""):
    schema = pa.schema(
        [("id", pa.string()), ("name", pa.string()), ("declared", pa.list_(pa.string()))]
    )
    lists = [{"id": id, "name": name, "declared": said} for id, name, said in rows]
    return Frame(PERSON, fingerprint or repr(rows), lambda: pa.Table.from_pylist(lists, schema))


def friends(*rows):
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Frame(
        FRIEND,
        repr(rows),
        lambda: tie_table(
            pa.array(columns[0], pa.string()),
            pa.array(columns[1], pa.string()),
            pa.array(columns[2], pa.int64()),
            {"kind": pa.array(columns[3], pa.string())},
        ),
    )


def test_what_is_new_changed_and_gone():
    old = people(("A", "甲", None), ("B", "乙", ["all"]), ("C", None, None))
    new = people(("A", "甲", None), ("B", "乙", ["all", "spouse"]), ("D", None, None))
    delta = difference(old, new)
    assert delta.gone == ("C",)
    assert sorted(delta.set["id"].to_pylist()) == ["B", "D"]


def test_equal_fingerprints_are_not_looked_at():
    def never():
        raise AssertionError

    assert difference(Frame(PERSON, "x", never), Frame(PERSON, "x", never)) is None


def test_equal_rows_make_no_difference_whatever_their_order():
    old = people(("A", None, None), ("B", "乙", []), fingerprint="1")
    new = people(("B", "乙", []), ("A", None, None), fingerprint="2")
    assert difference(old, new) is None


def test_a_shape_that_one_side_lacks_comes_or_goes_whole():
    frame = friends(("A", "B", 1, "friend"))
    [come] = deltas((), (frame,))
    [gone] = deltas((frame,), ())
    assert come.set["key"].to_pylist() == list(gone.gone)


def test_a_changed_tie_is_taken_away_and_set_again():
    delta = difference(friends(("A", "B", 1, "friend")), friends(("A", "B", 1, "old friend")))
    assert delta.gone == tuple(delta.set["key"].to_pylist())
    assert delta.changed == 1
    assert delta.set["kind"].to_pylist() == ["old friend"]


def test_keys_tell_shapes_ends_and_rows_apart():
    table = friends(("A", "B", 1, None), ("A", "B", 2, None), ("A", "B1", 1, None)).table
    other = Shape(type=Type.ENMITY, source=Label.PERSON, target=Label.PERSON)
    keys = [*keys_of(FRIEND, table), *keys_of(other, table)]
    assert len(set(keys)) == 6
    assert all(len(key) == 20 for key in keys)


ROWS = st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from(["甲", "乙", None]))


@given(ROWS, ROWS)
@settings(deadline=None, max_examples=40)
def test_applying_a_difference_gives_the_new_state(old, new):
    delta = difference(
        people(*((id, name, None) for id, name in old.items())),
        people(*((id, name, None) for id, name in new.items())),
    )
    state = dict(old)
    if delta is not None:
        for id in delta.gone:
            del state[id]
        state |= dict(zip(delta.set["id"].to_pylist(), delta.set["name"].to_pylist(), strict=True))
    assert state == new


def test_a_frame_is_made_once():
    made = []
    frame = Frame(PERSON, "", lambda: made.append(1) or people().table)
    assert frame.table is frame.table
    assert made == [1]


@pytest.mark.parametrize("shape", [PERSON, FRIEND])
def test_a_shape_tells_what_it_is(shape):
    assert shape.is_node == (shape is PERSON)
