"""Kin arrays as the kernels take them, and what every kernel asks of a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from graph.snapshot.arrays import DATED, STANDING_MASK, Int32, UInt8

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kinship.automaton import Automaton
    from graph.snapshot.arrays import Adjacency

UP, DOWN, ACROSS = 0, 1, 2
"""Kinds of step, in the order of the automaton's columns."""

_PLAIN = DATED | STANDING_MASK


class Rows(NamedTuple):
    """The arrays of one Adjacency, as the kernels take them."""

    indptr: Int32
    indices: Int32
    flags: UInt8
    start: Int32
    end: Int32


class Trie(NamedTuple):
    """The arrays of an Automaton, as the kernels take them."""

    step: NDArray[np.int16]
    code: NDArray[np.int16]
    rank: NDArray[np.int16]
    shapes: int
    is_up: bool
    is_down: bool


@njit(cache=True, nogil=True, inline="always")
def stands(flags, start, end, position, day, allowed):
    """Whether a tie counts: its standing among the allowed bits and in force on the day."""
    flag = flags[position]
    if flag & _PLAIN == 0:
        return allowed & 1 != 0
    if (allowed >> (flag & STANDING_MASK)) & 1 == 0:
        return False
    return flag & DATED == 0 or (start[position] <= day and day < end[position])


@njit(cache=True, nogil=True, inline="always")
def slot_of(node, mask):
    """Return the first place of a node in a hash table of mask + 1 places."""
    return np.int64((np.uint32(node) * np.uint32(2654435769)) >> np.uint32(11)) & mask


def rows_of(adjacency: Adjacency) -> Rows:
    """Return one direction's arrays, mapped or not, in the one form that kernels compile for."""
    return Rows(
        indptr=_plain(adjacency.indptr),
        indices=_plain(adjacency.indices),
        flags=_plain(adjacency.flags),
        start=_plain(adjacency.start),
        end=_plain(adjacency.end),
    )


def trie_of(automaton: Automaton) -> Trie:
    """Return an automaton's arrays."""
    return Trie(
        step=automaton.step,
        code=automaton.code,
        rank=automaton.rank,
        shapes=len(automaton.shapes),
        is_up=automaton.is_up,
        is_down=automaton.is_down,
    )


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """Return a read-only view without the memory map's class, which numba would compile anew."""
    view = np.asarray(array).view(np.ndarray)
    view.flags.writeable = False
    return view
