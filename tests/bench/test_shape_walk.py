"""The plain walk that the bench sets beside the engine, on a family small enough to know."""

import pytest

from bench.shape_walk import Step, legal_kin, trie_of

# 1 + 2 -> 3, 4; 3 + 5 -> 6; 5 + 7 -> 8 (a former marriage of 5: no tie to 7)
_UP = {3: [1, 2], 4: [1, 2], 6: [3, 5], 8: [5, 7]}
_SIDE = {1: [2], 2: [1], 3: [5], 5: [3]}


def _step() -> Step:
    down: dict[int, list[int]] = {}
    for child, parents in _UP.items():
        for parent in parents:
            down.setdefault(parent, []).append(child)
    return {
        "U": lambda one: _UP.get(one, []),
        "D": lambda one: down.get(one, []),
        "S": lambda one: _SIDE.get(one, []),
    }


@pytest.mark.parametrize(
    ("ego", "shapes", "kin"),
    [
        pytest.param(6, ["U+"], {1, 2, 3, 5}, id="line"),
        pytest.param(4, ["UD", "UDD"], {3, 6}, id="sibling-and-nephew"),
        pytest.param(6, ["UUD"], {4}, id="uncle-but-not-the-father"),
        pytest.param(4, ["UDS"], {5}, id="brothers-wife"),
        pytest.param(6, ["UD"], {8}, id="half-sibling"),
        pytest.param(3, ["SUDD", "SD"], {6, 8}, id="step-child-only-where-asked-for"),
    ],
)
def test_walks_visit_nobody_twice(ego: int, shapes: list[str], kin: set[int]) -> None:
    assert legal_kin(ego, _step(), trie_of(shapes)) == kin
