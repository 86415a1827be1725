"""Compiled meeting of half-paths: where both sides stand at one node, a path is found."""

from __future__ import annotations

import math

import numpy as np

from graph.kinship.rows import slot_of
from graph.paths.kernels import inner
from graph.paths.kernels.grow import SIZES, STOP, THEIRS, THEIRS_COUNT, is_in
from graph.paths.kernels.halves import BEFORE, LEFT, NODE, VALUE, cell, number
from graph.paths.kernels.memory import long_at
from graph.paths.kernels.passage import passage
from graph.paths.kernels.rows import degree
from graph.paths.kernels.stations import (
    DISTINCT,
    LONGEST,
    is_like_one,
    is_roundabout,
    key_of,
    stations,
)

COUNT, TRIED, MOST_TRIED = range(3)
"""Tallies of a pool: paths in it, pairs of half-paths tried and after how many to give up."""
ANYWHERE = -1
"""Meetings at any node, not only at hubs."""


@inner
def table_of(half, first, last):
    """Return a hash table of the nodes of one level: heads, and the next of each."""
    size = 64
    while size < 2 * (last - first):
        size *= 2
    heads, follow = np.full(size, -1, np.int32), np.empty(last - first, np.int32)
    for item in range(first, last):
        slot = slot_of(cell(half, item, NODE), size - 1)
        follow[item - first] = heads[slot]
        heads[slot] = item - first
    return heads, follow


@inner
def new_pool(most, most_tried):
    """Return an empty pool: keys, strengths, half-paths of each, and tallies."""
    keys, strengths, tally = np.zeros(most, np.uint64), np.zeros(most), np.zeros(3, np.int64)
    tally[MOST_TRIED] = most_tried
    return keys, strengths, np.zeros((most, 2), np.int64), tally


@inner
def _weakest(strengths):
    """Return the place of the least, the last of equals."""
    place = 0
    for other in range(1, len(strengths)):
        if strengths[other] <= strengths[place]:
            place = other
    return place


@inner
def least_of(pool):
    """Return the strength that a new path must exceed."""
    strengths, tally = pool[1], pool[3]
    return strengths[_weakest(strengths)] if tally[COUNT] == len(strengths) else 0.0


@inner
def _offer(pool, key, strength, item, other):
    """Put a path into the pool: in place of its like if stronger, else of the weakest."""
    keys, strengths, pairs, tally = pool
    place = 0
    while place < tally[COUNT] and keys[place] != key:
        place += 1
    if place < tally[COUNT]:
        if strength <= strengths[place]:
            return
    elif place < len(keys):
        tally[COUNT] += 1
    else:
        place = _weakest(strengths)
        if strength <= strengths[place]:
            return
    keys[place], strengths[place] = key, strength
    pairs[place, 0], pairs[place, 1] = item, other


@inner
def _are_apart(fore, item, back, other):
    """Whether two half-paths that end at one node share no other."""
    item, other = cell(fore, item, BEFORE), cell(back, other, BEFORE)
    while item >= 0:
        place = other
        while place >= 0:
            if cell(fore, item, NODE) == cell(back, place, NODE):
                return False
            place = cell(back, place, BEFORE)
        item = cell(fore, item, BEFORE)
    return True


@inner
def _strength(g, w, sizes, fore, item, back, other, day):
    """Return the strength of the path of two half-paths; 0 where it is none."""
    if not _are_apart(fore, item, back, other):
        return 0.0
    both = number(fore, item, VALUE) * number(back, other, VALUE)
    if cell(back, other, BEFORE) < 0:
        return both * math.sqrt(number(fore, item, LEFT))
    return both * passage(g, w, sizes, cell(fore, item, NODE), fore, item, back, other, day)


@inner
def meet(
    g, w, common, fore, level, back, first, table, ends, mode, told, kept, lengths, pool, hub, day
):  # fmt: skip
    """Offer the pool every path of a half-path of one level and one of the other side's.

    level: bounds in `fore`; first: where the level of `back` begins that `table` was made of. hub:
    meet only at nodes of more ties than that, unless ANYWHERE. Order: as the half-paths lie.
    """
    heads, follow = table
    spots, sizes, least = np.empty(LONGEST, np.int64), long_at(common, SIZES), least_of(pool)
    tally = pool[3]
    tried = tally[TRIED]
    for item in range(level[0], level[1]):
        if long_at(long_at(common, STOP), 0) or tried > tally[MOST_TRIED]:
            break
        node, value = cell(fore, item, NODE), number(fore, item, VALUE)
        if hub != ANYWHERE and (
            degree(g, node) <= hub
            or is_in(long_at(ends, THEIRS), long_at(ends, THEIRS_COUNT), node)
        ):
            continue
        place = heads[slot_of(node, len(heads) - 1)]
        while place >= 0:
            other = first + place
            place = follow[place]
            if cell(back, other, NODE) != node:
                continue
            tried += 1
            if value * number(back, other, VALUE) <= least:
                continue
            strength = _strength(g, w, sizes, fore, item, back, other, day)
            if strength <= least:
                continue
            count = stations(g, mode, told, fore, item, back, other, spots)
            if mode == DISTINCT and (
                is_like_one(spots, count, kept, lengths)
                or is_roundabout(g, w, fore, item, back, other, day)
            ):
                continue
            _offer(pool, key_of(mode, spots, count), strength, item, other)
            least = least_of(pool)
    tally[TRIED] = tried
