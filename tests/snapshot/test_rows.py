"""Indexed tables and lasting sizes find what scans find."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.snapshot.rows import ColumnIndex, IndexedTables, is_held, rows_where
from graph.ties.find import TieFinder
from graph.ties.lasting_sizes import LastingSizes
from graph.ties.lives import lives_of
from graph.ties.sizes import Sizes
from tests.ties.test_find import Rows, people, term
from tests.ties.test_marks import HOME, ON, TABLES

CELLS = st.lists(st.none() | st.sampled_from(["", "1", "12", "2", "张", "person:1"]), max_size=8)
PLACED = [{"id": "1", "name": "东风村", "population": "70"}, {"id": "2", "name": None}]
STAFFED = [
    {"id": "1", "name": "经管站", "staff": "30"},
    {"id": "2", "name": "农业站", "staff": None},
]


@given(CELLS, st.sets(st.sampled_from(["", "1", "12", "2", "张", "x"])))
@settings(deadline=None)
def test_an_index_gives_the_rows_of_a_scan_in_their_order(cells, values):
    class Tables:
        def table(self, _name):
            return pa.table({"cell": pa.array(cells, pa.string()), "row": range(len(cells))})

    plain = rows_where(Tables(), "t", "cell", values)
    assert rows_where(IndexedTables(Tables()), "t", "cell", values).equals(plain)
    for value in values:
        held = is_held(Tables(), "t", "cell", value)
        assert is_held(IndexedTables(Tables()), "t", "cell", value) == held == (value in cells)
    assert len(ColumnIndex(Tables().table("t")["cell"]).rows(None)) == 0


@given(TABLES, st.tuples(HOME, HOME, HOME))
@settings(deadline=None, max_examples=100)
def test_ties_are_the_same_from_indexed_tables(tables, homes):
    everyone = [{"id": i, "name": i} | home for i, home in zip("ABC", homes, strict=True)]
    sent = [{"id": str(n), "from": "A", "to": "B", "date": f"2026-0{n}-01"} for n in (1, 2, 3)]
    plain = Rows(people=everyone, transfers=sent, places=PLACED, units=STAFFED, **tables)
    indexed = IndexedTables(plain)
    assert lives_of(indexed, "ABC") == lives_of(plain, "ABC")
    finder, kept = TieFinder(plain, "ABC"), LastingSizes(indexed)
    other = TieFinder(indexed, "ABC", sizes=kept)
    for _again in range(2):
        for pair in ("AB", "BC", "CA"):
            assert other.between(*pair, ON) == finder.between(*pair, ON)


@pytest.mark.parametrize(
    ("key", "size"),
    [(("village", "1"), 70), (("posts.unit", "1"), 30), (("posts.unit", "2"), 2),
     (("group", "1", "3"), 2), (("household", "H"), 3), (("phone", "none"), 2)],
)  # fmt: skip
def test_published_sizes_count_where_they_are_larger(key, size):
    rows = Rows(
        people=people("A", "B", "C", village="1", household="H")
        + people("D", "E", village="1", group="3"),
        posts=[term("A", "1"), term("A", "1"), term("B", "1"), term("A", "2"), term("B", "2")],
        places=PLACED,
        units=STAFFED,
    )
    assert LastingSizes(IndexedTables(rows)).of(*key) == size
    assert Sizes(rows, lives_of(rows, "ABCDE").values()).of(*key) == size


def test_names_are_those_of_places_before_those_of_units():
    sizes = LastingSizes(IndexedTables(Rows(places=PLACED, units=STAFFED)))
    assert [sizes.name(one) for one in ("1", "2", "X", "")] == ["东风村", "2", "X", ""]
