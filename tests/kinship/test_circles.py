"""Circles as data: what they list, and what a bad list is told."""

import pytest

from graph.errors import PackError
from graph.kinship.circles import ALL_KIN, CIRCLES, define_circle, read_circles


def test_the_lines_list_any_depth() -> None:
    assert all(CIRCLES["K2"].lists(shape) for shape in ("U", "UUUUUUU", "DDD"))
    assert not CIRCLES["K2"].lists("UD")


def test_the_union_lists_both_directions() -> None:
    assert all(ALL_KIN.lists(shape) for shape in ("SUUD", "SUDD", "SUUDD"))
    assert not any(CIRCLES["K4"].lists(shape) for shape in ("SUUD", "SUDD", "SUUDD"))
    assert CIRCLES["NR-J"].shapes == ALL_KIN.shapes
    assert CIRCLES["FAM"].both().lists("SU")


@pytest.mark.parametrize("shape", ["", "UX", "u", "U++", "UD+", "U" * 13])
def test_a_shape_must_be_a_path(shape) -> None:
    with pytest.raises(PackError, match="not a path"):
        define_circle("X", [shape])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('- {code: "A", title: "t", shape: ["S"]}', "shape"),
        ('- {code: "A", title: "t"}\n- {code: "A", title: "t"}', "defined twice"),
        ('- {code: "A", code: "B", title: "t"}', "duplicate key"),
        ('- {code: "A", title: "t", includes: ["Z"]}', "includes 'Z'"),
        ("- {code: 1, title: t}", "code"),
        ("- [", "not a list of circles"),
    ],
)
def test_a_bad_file_is_refused(text, message) -> None:
    with pytest.raises(PackError, match=message):
        read_circles(text)
