"""Compiled breadth-first search from both ends: how many ties lie between, hubs or not."""

from __future__ import annotations

import numpy as np

from graph.kinship.rows import slot_of
from graph.paths.kernels import entry, inner
from graph.paths.kernels.memory import (
    address_of,
    byte_at,
    column_of,
    first_of,
    int_at,
    long_at,
    neighbour,
)
from graph.paths.kernels.rows import is_named, is_person, owner_of, person_of
from graph.paths.layout import (
    ACROSS,
    END,
    FLAGS,
    INTO,
    KIND,
    NONE,
    OUT,
    ROW,
    ROW_START,
    START,
    TIMED,
    UP,
)
from graph.snapshot.arrays import DATED

ANY_DAY = -(2**62)
"""A day that leaves dates out of account."""
NO_ROOM = -2
"""Told where more nodes were reached than there was room for."""
_MET = -1
_NOBODY = -1


@inner
def _place_of(seen, node, is_sparse):
    """Return the place of a node: its number, or in a table of fewer places the next free one."""
    if not is_sparse:
        return node
    mask = len(seen) - 1
    place = slot_of(node, mask)
    while seen[place] >= 0 and seen[place] >> 1 != node:
        place = (place + 1) & mask
    return place


@inner
def _enter(seen, queue, tail, node, side, is_sparse):
    """Mark a node as reached from a side; return the new tail, less than 0 where that ends it."""
    place = _place_of(seen, node, is_sparse)
    if seen[place] >= 0:
        return tail if seen[place] & 1 == side else _MET
    if tail >= len(queue):
        return NO_ROOM
    seen[place] = node * 2 + side
    queue[tail] = node
    return tail + 1


@inner
def _spread(g, kinds, day, node, seen, queue, tail, side, is_sparse):
    """Reach the neighbours of a node; return the new tail, less than 0 where that ends it."""
    if is_person(g, node):
        owner = owner_of(g, node)
        for where in range(UP, ACROSS + 1):
            for position in range(first_of(g, where, owner), first_of(g, where, owner + 1)):
                is_dated = byte_at(column_of(g, where, FLAGS), position) & DATED
                if is_dated and day != ANY_DAY:
                    start = int_at(column_of(g, where, START), position)
                    if day < start or day >= int_at(column_of(g, where, END), position):
                        continue
                if kinds[0] == NONE:
                    continue
                other = person_of(g, neighbour(g, where, position))
                tail = _enter(seen, queue, tail, other, side, is_sparse)
                if tail < 0:
                    return tail
    if is_named(g, node):
        for where in range(OUT, INTO + 1):
            for position in range(first_of(g, where, node), first_of(g, where, node + 1)):
                kind = byte_at(column_of(g, where, KIND), position)
                if kind == 0 or kinds[kind] == NONE:
                    continue
                if day != ANY_DAY:
                    row = int_at(column_of(g, where, ROW), position) + long_at(g, TIMED + kind)
                    if int_at(long_at(g, ROW_START), row) > day:
                        continue
                tail = _enter(seen, queue, tail, neighbour(g, where, position), side, is_sparse)
                if tail < 0:
                    return tail
    return tail


@entry
def hops_between(slots, kinds, starts, goals, nodes, room, day, most, stop):
    """Return the fewest ties from any start to any goal, -1 if there are not within `most`.

    kinds: which EdgeKinds to walk, NONE for those that are not; of KIN stands for the steps of
    kinship. nodes: how many there are; room: how many either side may reach, else NO_ROOM is told.
    The smaller side is spread first.
    """
    g, is_sparse, size = address_of(slots), room < nodes, nodes
    if is_sparse:
        size = 64
        while size < 4 * room:
            size *= 2
    seen, queues = np.full(size, _NOBODY, np.int64), np.empty((2, room), np.int32)
    heads, tails = np.zeros(2, np.int64), np.zeros(2, np.int64)
    for side, ends in enumerate((starts, goals)):
        for node in ends:
            tail = _enter(seen, queues[side], tails[side], node, side, is_sparse)
            if tail < 0:
                return 0 if tail == _MET else tail
            tails[side] = tail
    hops = 0
    while hops < most and heads[0] < tails[0] and heads[1] < tails[1]:
        side = 0 if tails[0] - heads[0] <= tails[1] - heads[1] else 1
        hops += 1
        last = tails[side]
        for place in range(heads[side], last):
            if stop[0]:
                return -1
            node, tail = np.int64(queues[side, place]), tails[side]
            tail = _spread(g, kinds, day, node, seen, queues[side], tail, side, is_sparse)
            if tail < 0:
                return hops if tail == _MET else tail
            tails[side] = tail
        heads[side] = last
    return -1 + 0 * slots[0]
