"""The index of names answers as reading every name would."""

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from api.http.searching import KINDS, SHORT, SearchIndex
from graph.projection.spelling import pinyin_of

WORDS = st.text("张建国王小李a bP1", max_size=5)
ROWS = st.dictionaries(st.text("P12张", min_size=1, max_size=3), st.none() | WORDS, max_size=12)


class Tables:
    """Tables of ids and names, ids ascending as snapshots keep them."""

    def __init__(self, **rows):
        self.rows = rows

    def table(self, name):
        column = next(column for _, table, column in KINDS if table == name)
        found = self.rows.get(name, {})
        ids = pa.array(sorted(found), pa.string())
        return pa.table(
            {"id": ids, column: pa.array([found[one] for one in sorted(found)], pa.string())}
        )


def everything(**rows):
    return {kind: np.ones(len(rows.get(table, {})), np.bool_) for kind, table, _ in KINDS}


def read_through(rows, text, seen):
    """Every row read, one after another: its id, its name, and whether it answers."""
    text = " ".join(text.split())
    letters = text.replace(" ", "").lower()
    found = []
    for row, id in enumerate(sorted(rows)):
        name = rows[id] or ""
        answers = text in name
        if text.isascii():
            answers = answers or id.startswith(text)
            if len(letters) > 1 and letters.isalpha():
                words = (pinyin_of(name) or "").split(" ")
                answers = answers or any(word.startswith(letters) for word in words)
        if text and answers and seen[row]:
            close = 0 if id == text else 1 if name == text else 2 if name.startswith(text) else 3
            found.append((close, name, row))
    return [row for _, _, row in sorted(found)]


@settings(deadline=None, max_examples=200)
@given(ROWS, st.text("张建国王小李a bP1 ", max_size=4), st.data())
def test_it_answers_as_reading_every_name_would(people, text, data):
    index = SearchIndex(Tables(people=people))
    seen = everything(people=people)
    hidden = data.draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people)))
    seen["person"] = ~np.array(hidden, np.bool_)
    found = index.search(text, seen, kind="person", limit=100)
    assert [row for _, row in found.items] == read_through(people, text, seen["person"])
    assert found.total == len(found.items)


def test_pages_go_through_the_kinds_in_order():
    rows = {
        "people": {"P1": "张伟", "P2": "张伟明"},
        "units": {"U1": "张伟工程公司"},
        "contracts": {"C1": "与张伟工程公司的合同", "C2": "张伟工程公司修路"},
    }
    index, seen = SearchIndex(Tables(**rows)), everything(**rows)
    whole = index.search("张伟", seen)
    assert whole.total == 5
    assert whole.items == (
        ("person", 0), ("person", 1), ("unit", 0), ("contract", 1), ("contract", 0),
    )  # fmt: skip
    pages = [index.search("张伟", seen, limit=2, after=after) for after in range(7)]
    assert [page.items for page in pages] == [whole.items[at : at + 2] for at in range(7)]
    assert {page.total for page in pages} == {5}


def test_a_wide_character_is_wide_among_what_is_seen_alone():
    people = {f"P{number:04}": "张" for number in range(SHORT + 1)}
    index, seen = SearchIndex(Tables(people=people)), everything(people=people)
    assert index.search("张", seen).is_too_wide
    seen["person"][0] = False
    assert index.search("张", seen).total == SHORT


def test_what_is_hidden_is_answered_as_what_is_absent():
    people = {"P1": "张伟", "P2": "王芳"}
    index, seen = SearchIndex(Tables(people=people)), everything(people=people)
    seen["person"][:] = [False, True]
    hidden, absent = (index.search(text, seen) for text in ("张伟", "赵云"))
    assert hidden == absent
