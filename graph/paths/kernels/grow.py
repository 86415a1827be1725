"""Compiled growth of half-paths: every simple way on from the nodes that a level has reached."""

from __future__ import annotations

import math

import numpy as np

from graph.model import ALWAYS, EVER
from graph.paths import layout
from graph.paths.kernels import inner
from graph.paths.kernels.halves import (
    BEFORE,
    CELLS,
    KIN,
    LEFT,
    NODE,
    SHARE,
    VALUE,
    cell,
    number,
    put,
    put_number,
    put_tie,
)
from graph.paths.kernels.memory import (
    address_of,
    byte_at,
    column_of,
    double_at,
    first_of,
    long_at,
    neighbour,
    put_double,
    put_long,
    whole_entry_of,
)
from graph.paths.kernels.passage import passage
from graph.paths.kernels.rows import (
    bundle,
    degree,
    is_followed,
    is_named,
    is_person,
    kin_degree,
    kin_strength,
    owner_of,
    person_of,
    run_end,
)
from graph.paths.kernels.sharing import known
from graph.paths.layout import ACROSS, INTO, KIND, OUT, SOURCE, TARGET, UP

MINE, MINE_COUNT, THEIRS, THEIRS_COUNT = range(4)
"""Slots of the ends of a side: address and count of its own nodes and of the other side's."""
SIZES, CUTS, BOUNDS, STOP = range(4)
"""Slots of what both sides share: sizes remembered, hubs cut and their bounds, the stop flag."""
FIRST, LAST, LOOKED_AT, HUBS, IS_FULL, DEPTH = range(6)
"""Tallies of a side: the bounds of its last level, ties looked at, hubs met, whether full."""
MOST_CUTS = 256
_ENDS, _END_WIDTH = layout.WAY_ENDS, layout.END_COLUMNS


@inner
def is_in(nodes, count, node):
    """Whether ascending nodes hold one."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if long_at(nodes, middle) < node:
            low = middle + 1
        else:
            high = middle
    return low < count and long_at(nodes, low) == node


@inner
def begin(nodes):
    """Return the half-paths of no hops with room for more, and the tallies of their side."""
    block = np.empty((1024 + 2 * len(nodes)) * CELLS, np.int64)
    half = address_of(block)
    for place in range(len(nodes)):
        put(half, place, NODE, nodes[place])
        put(half, place, BEFORE, -1)
        put(half, place, SHARE, 0)
        put_tie(half, place, -1, KIN, EVER, ALWAYS, 1.0)
        put_number(half, place, VALUE, 1.0)
    tally = np.zeros(6, np.int64)
    tally[LAST] = len(nodes)
    return block, tally


@inner
def _may_enter(half, item, node, ends, is_first):
    """Whether a half-path may go on to a node: not one it has been at, nor past an end."""
    if is_in(long_at(ends, MINE), long_at(ends, MINE_COUNT), node):
        return False
    if not is_first and is_in(long_at(ends, THEIRS), long_at(ends, THEIRS_COUNT), node):
        return False
    while item >= 0:
        if cell(half, item, NODE) == node:
            return False
        item = cell(half, item, BEFORE)
    return True


@inner
def _is_kept(g, w, sizes, half, item, at, strength, day, least):
    """Weigh the half-path written at `at`; return whether it is worth keeping."""
    if cell(half, item, BEFORE) < 0:
        kept = math.sqrt(number(half, at, LEFT))
    else:
        kept = passage(g, w, sizes, cell(half, item, NODE), half, item, half, at, day)
    value = number(half, item, VALUE) * strength * kept
    put_number(half, at, VALUE, value)
    return value > least


@inner
def _by_rows(g, w, sizes, half, count, item, where, ends, day, least):
    """Go on by the ties of rows in one direction; return the new count."""
    near, far = (SOURCE, TARGET) if where == OUT else (TARGET, SOURCE)
    node, is_first = cell(half, item, NODE), cell(half, item, BEFORE) < 0
    position, stop = first_of(g, where, node), first_of(g, where, node + 1)
    while position < stop:
        first = position
        if not is_followed(w, byte_at(column_of(g, where, KIND), first)):
            position += 1
            continue
        position = run_end(g, w, where, first, stop)
        other = neighbour(g, where, first)
        if not _may_enter(half, item, other, ends, is_first):
            continue
        best, way, strength, left, start, end = bundle(g, w, where, first, position, day)
        if best < 0:
            continue
        put(half, count, NODE, other)
        put(half, count, BEFORE, item)
        put(half, count, SHARE, whole_entry_of(w, _ENDS, _END_WIDTH, way, near))
        put_tie(half, count, best * 8 + where, way, start, end, left)
        if _is_kept(g, w, sizes, half, item, count, strength, day, least):
            put(half, count, SHARE, whole_entry_of(w, _ENDS, _END_WIDTH, way, far))
            count += 1
    return count


@inner
def _by_kin(g, w, sizes, half, count, item, where, ends, day, least):
    """Go on by one kind of step of kinship; return the new count."""
    node, is_first = cell(half, item, NODE), cell(half, item, BEFORE) < 0
    owner = owner_of(g, node)
    for position in range(first_of(g, where, owner), first_of(g, where, owner + 1)):
        other = person_of(g, neighbour(g, where, position))
        if not _may_enter(half, item, other, ends, is_first):
            continue
        strength = kin_strength(g, w, where, position, owner, day)
        if strength > 0.0:
            put(half, count, NODE, other)
            put(half, count, BEFORE, item)
            put(half, count, SHARE, 0)
            put_tie(half, count, position * 8 + where, KIN, EVER, ALWAYS, 1.0)
            count += _is_kept(g, w, sizes, half, item, count, strength, day, least)
    return count


@inner
def _cut(g, w, common, half, item, day):
    """Remember a hub that was not passed, and the most that any path through it can be."""
    node, share = cell(half, item, NODE), cell(half, item, SHARE)
    value = number(half, item, VALUE) * known(g, w, long_at(common, SIZES), node, share, day)
    cuts, bounds, place = long_at(common, CUTS), long_at(common, BOUNDS), 0
    while place < MOST_CUTS and long_at(cuts, place) >= 0 and long_at(cuts, place) != node:
        place += 1
    if place < MOST_CUTS:
        put_long(cuts, place, node)
        put_double(bounds, place, max(value, double_at(bounds, place)))


@inner
def _with_room(block, count, more):
    """Return the block, a larger one where `more` half-paths would not fit."""
    if (count + more + 1) * CELLS <= len(block):
        return block
    wider = np.empty(2 * (count + more + 1) * CELLS, np.int64)
    for place in range(count * CELLS):
        wider[place] = block[place]
    return wider


@inner
def grow(g, w, common, block, tally, ends, day, limits, least):
    """Add the next level of half-paths, those of at most `least` left out; return the block.

    limits: hops, ties above which a node is a hub, most half-paths, paths wanted. A hub is not
    passed: paths through two of them are lost, and those that the other side cannot reach it by.
    """
    hub, most = limits[1], limits[2]
    sizes, count = long_at(common, SIZES), tally[LAST]
    for item in range(tally[FIRST], tally[LAST]):
        if long_at(long_at(common, STOP), 0) or count > most:
            tally[IS_FULL] = 1
            break
        half = address_of(block)
        node, is_first = cell(half, item, NODE), cell(half, item, BEFORE) < 0
        is_end = is_in(long_at(ends, THEIRS), long_at(ends, THEIRS_COUNT), node)
        if number(half, item, VALUE) <= least or (is_end and not is_first):
            continue
        rows = degree(g, node)
        if rows > hub and not is_first:
            tally[HUBS] += 1
            _cut(g, w, common, half, item, day)
            continue
        if is_person(g, node):
            rows += kin_degree(g, node)
        tally[LOOKED_AT] += rows
        block = _with_room(block, count, rows)
        half = address_of(block)
        if is_person(g, node):
            for where in range(UP, ACROSS + 1):
                count = _by_kin(g, w, sizes, half, count, item, where, ends, day, least)
        if is_named(g, node):
            for where in range(OUT, INTO + 1):
                count = _by_rows(g, w, sizes, half, count, item, where, ends, day, least)
    tally[FIRST], tally[LAST] = tally[LAST], count
    tally[DEPTH] += 1
    return block
