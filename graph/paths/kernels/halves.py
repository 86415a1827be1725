"""Half-paths in memory: each ends at a node by a tie, behind the half-path that it goes on from.

One takes CELLS cells of eight bytes behind the address of its side's block.
"""

from __future__ import annotations

from graph.paths.kernels import inner
from graph.paths.kernels.memory import double_at, long_at, put_double, put_long

NODE, BEFORE, CODE, WAY, SHARE, START, END = range(7)
"""Cells of integers: the node reached, the half-path before it (-1 for none), and its last tie.

The tie's code is its position * 8 + its direction; its share is the one at the node reached; its
days are half-open.
"""
VALUE, LEFT = 7, 8
"""Cells of numbers: the half-path's strength, and what is left of its tie since that ended."""
CELLS = 9
KIN = -1
"""The way of a step of kinship."""


@inner
def cell(block, item, column):
    """Return an integer of a half-path."""
    return long_at(block, item * CELLS + column)


@inner
def number(block, item, column):
    """Return a number of a half-path."""
    return double_at(block, item * CELLS + column)


@inner
def put(block, item, column, value):
    """Set an integer of a half-path."""
    put_long(block, item * CELLS + column, value)


@inner
def put_number(block, item, column, value):
    """Set a number of a half-path."""
    put_double(block, item * CELLS + column, value)


@inner
def put_tie(block, item, code, way, start, end, left):
    """Set a half-path's last tie, without its share."""
    put(block, item, CODE, code)
    put(block, item, WAY, way)
    put(block, item, START, start)
    put(block, item, END, end)
    put_number(block, item, LEFT, left)
