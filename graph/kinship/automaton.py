"""Sets of shapes as a trie in small arrays, which the kernels walk together with the graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.circles import DOWN_LINE, UP_LINE, Shapes, class_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

STEPS = "UDS"
"""Step letters in the order of the kernels' step numbers."""
LINE_CODES = 64
"""Depths of a line that have a code of their own; deeper kin share the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Automaton:
    """The bounded shapes of a set as a trie, its unbounded lines apart.

    step: int16[states, 3], the next state by U, D, S, or -1; code: int16[states], the shape that
    ends there, or -1; rank: int16[codes], smaller is closer (class, then steps). Codes count the
    bounded shapes first, then `LINE_CODES` depths of U+, then as many of D+.
    """

    shapes: tuple[str, ...]
    step: NDArray[np.int16]
    code: NDArray[np.int16]
    rank: NDArray[np.int16]
    is_up: bool
    is_down: bool

    def shape_of(self, code: int) -> str:
        """Return the shape of a code; lines deeper than `LINE_CODES` come back cut."""
        if code < len(self.shapes):
            return self.shapes[code]
        line, depth = divmod(code - len(self.shapes), LINE_CODES)
        return STEPS[line] * (depth + 1)


@lru_cache(maxsize=256)
def automaton_of(shapes: Shapes) -> Automaton:
    """Compile a set of shapes; `U+` makes `U`, `UU` … part of the line."""
    is_up, is_down = UP_LINE in shapes, DOWN_LINE in shapes
    covered = {"U"} if is_up else set()
    covered |= {"D"} if is_down else set()
    bounded = tuple(
        sorted(
            (
                s
                for s in shapes - {UP_LINE, DOWN_LINE}
                if not (len(set(s)) == 1 and s[0] in covered)
            ),
            key=lambda s: (class_of(s), len(s), s),
        )
    )
    step, code = _trie(bounded)
    lines = [letter * depth for letter in "UD" for depth in range(1, LINE_CODES + 1)]
    rank = np.array([_rank(s) for s in (*bounded, *lines)], np.int16)
    return Automaton(shapes=bounded, step=step, code=code, rank=rank, is_up=is_up, is_down=is_down)


def _rank(shape: str) -> int:
    return class_of(shape) * (LINE_CODES + 1) + len(shape)


def _trie(shapes: Iterable[str]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    step, code = [[-1, -1, -1]], [-1]
    for number, shape in enumerate(shapes):
        state = 0
        for letter in shape:
            branch = STEPS.index(letter)
            if step[state][branch] < 0:
                step[state][branch] = len(step)
                step.append([-1, -1, -1])
                code.append(-1)
            state = step[state][branch]
        code[state] = number
    return np.array(step, np.int16), np.array(code, np.int16)
