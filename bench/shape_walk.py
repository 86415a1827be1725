"""Legal kin the plain way, on any graph library: walk every shape step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.model import Standing
from graph.snapshot.arrays import DATED, STANDING_MASK, Adjacency, KinGraph

Pairs = NDArray[np.int32]
Step = Mapping[str, Callable[[int], Iterable[int]]]
"""Neighbours by letter: U parents, D children, S spouses."""
_DEEPEST = 12


@dataclass(slots=True)
class Trie:
    """Shapes by their letters, so that shapes with a common beginning are walked once."""

    is_shape: bool = False
    after: dict[str, Trie] = field(default_factory=dict)


def trie_of(shapes: Iterable[str]) -> Trie:
    """Return the shapes as a trie; U+ and D+ are lines of up to twelve steps."""
    root = Trie()
    for shape in shapes:
        lines = range(1, _DEEPEST + 1) if shape.endswith("+") else ()
        for word in [shape[0] * length for length in lines] or [shape]:
            node = root
            for letter in word:
                node = node.after.setdefault(letter, Trie())
            node.is_shape = True
    return root


def legal_kin(ego: int, step: Step, shapes: Trie) -> set[int]:
    """Return everybody reached by a shape along a path that visits nobody twice."""
    found: set[int] = set()
    stack: list[tuple[tuple[int, ...], Trie]] = [((ego,), shapes)]
    while stack:
        path, node = stack.pop()
        for letter, after in node.after.items():
            for other in step[letter](path[-1]):
                if other not in path:
                    if after.is_shape:
                        found.add(other)
                    if after.after:
                        stack.append(((*path, other), after))
    return found


def lawful_ties(kin: KinGraph, on: int) -> tuple[Pairs, Pairs]:
    """Return the parent ties (child, parent) and the couples that are lawful on a day."""
    parents, spouses = _in_force(kin.parents, on), _in_force(kin.spouses, on)
    return parents, spouses[spouses[:, 0] < spouses[:, 1]]


def _in_force(ties: Adjacency, on: int) -> Pairs:
    rows = np.repeat(np.arange(len(ties.indptr) - 1, dtype=np.int32), np.diff(ties.indptr))
    lawful = (ties.flags & STANDING_MASK) == Standing.LAWFUL
    undated = (ties.flags & DATED) == 0
    counts = lawful & (undated | ((ties.start <= on) & (on < ties.end)))
    return np.stack([rows[counts], np.asarray(ties.indices)[counts]], axis=1)
