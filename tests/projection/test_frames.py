"""The difference between two states of one shape."""

from dataclasses import replace
from hashlib import blake2b

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.projection.frames import Frame, Shape, deltas, difference, keys_of, tie_table
from graph.projection.model import Label, Type
from graph.projection.tie_keys import tie_keys

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
    assert list(delta.gone) == delta.set["key"].to_pylist()
    assert delta.changed == 1
    assert delta.set["kind"].to_pylist() == ["old friend"]


def test_keys_tell_shapes_ends_and_rows_apart():
    frame = friends(
        ("A", "B", 1, None), ("A", "B", 2, None), ("A", "B1", 1, None), ("AB", "", 1, None)
    )
    other = Shape(type=Type.ENMITY, source=Label.PERSON, target=Label.PERSON)
    frames = (frame, replace(frame, shape=other), replace(frame, secret=b"another"))
    keys = [key for one in frames for key in keys_of(one, frame.table).tolist()]
    assert len(set(keys)) == 12
    assert keys_of(frame, frame.table.slice(1)).tolist() == keys[1:4]


def siphash(k0, k1, data):
    """SipHash-1-3 as its authors write it."""
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261]
    v.append(k1 ^ 0x7465646279746573)

    def turn(which, bits):
        v[which] = (v[which] << bits | v[which] >> (64 - bits)) & MASK

    def rounds(many):
        for _ in range(many):
            for one, other, bits, is_half in ((0, 1, 13, True), (2, 3, 16, False)):
                v[one] = (v[one] + v[other]) & MASK
                turn(other, bits)
                v[other] ^= v[one]
                if is_half:
                    turn(one, 32)
            for one, other, bits, is_half in ((0, 3, 21, False), (2, 1, 17, True)):
                v[one] = (v[one] + v[other]) & MASK
                turn(other, bits)
                v[other] ^= v[one]
                if is_half:
                    turn(one, 32)

    last = len(data) // 8 * 8
    words = [int.from_bytes(data[at : at + 8], "little") for at in range(0, last, 8)]
    for word in [*words, int.from_bytes(data[last:], "little") | (len(data) & 255) << 56]:
        v[3] ^= word
        rounds(1)
        v[0] ^= word
    v[2] ^= 255
    rounds(3)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


@given(
    st.lists(st.tuples(st.text(max_size=20), st.integers(-(2**63), 2**63 - 1)), min_size=1),
    st.binary(max_size=40),
)
@settings(deadline=None, max_examples=60)
def test_a_key_is_the_siphash_of_the_hashes_of_its_parts(rows, secret):
    digest = blake2b(secret, digest_size=16, person=b"huibi tie").digest()
    k0, k1 = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")
    texts, numbers = zip(*rows, strict=True)
    keys = tie_keys("T", [pa.array(texts), pa.array(numbers, pa.int64())], secret).tolist()
    for text, number, key in zip(texts, numbers, keys, strict=True):
        parts = [siphash(k0, k1, b"T"), siphash(k0, k1, text.encode()), number & MASK]
        whole = b"".join(part.to_bytes(8, "little") for part in parts)
        assert key & MASK == siphash(k0, k1, whole)


MASK = 2**64 - 1
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
