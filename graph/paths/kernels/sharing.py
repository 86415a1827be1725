"""Compiled sizes: how many share a thing, and what part of them one can know."""

from __future__ import annotations

import numpy as np

from graph.ontology.kinds import NodeKind
from graph.paths import layout
from graph.paths.kernels import inner
from graph.paths.kernels.memory import (
    byte_at,
    column_of,
    entry_of,
    first_of,
    int_at,
    long_at,
    neighbour,
    put_long,
    whole_entry_of,
)
from graph.paths.layout import CIRCLE, EDGE_TIMES, HUB, INTO, IS_PUBLISHED, KIND, NONE, OUT, ROW

_BITS = 12
REMEMBERED = 2 << _BITS
"""Integers that `sharers` remembers sizes in."""
_SHARES, _WIDTH = layout.SHARES, layout.SHARE_COLUMNS
_MASKS, _FIRST, _PUBLISHED = layout.MASKS, layout.FIRST, layout.PUBLISHED
_EDGES, _EDGE_WIDTH = layout.EDGES, layout.EDGE_COLUMNS
_ROW_START, _TIMED = layout.ROW_START, layout.TIMED
_UNIT, _PLACE = int(NodeKind.UNIT), int(NodeKind.PLACE)


@inner
def forget(sizes):
    """Make the memory of `sharers` empty."""
    for slot in range(1 << _BITS):
        put_long(sizes, 2 * slot, -1)


@inner
def _collect(g, w, where, node, mask, day, found, count):
    """Write the neighbours by ties of the kinds in a mask behind `count`; return the new count.

    Those whose tie began after the day are not seen.
    """
    before = -1
    for position in range(first_of(g, where, node), first_of(g, where, node + 1)):
        kind = byte_at(column_of(g, where, KIND), position)
        if (mask >> kind) & 1 == 0:
            continue
        other = neighbour(g, where, position)
        if other == before:
            continue
        if whole_entry_of(w, _EDGES, _EDGE_WIDTH, kind, EDGE_TIMES) != NONE:
            row = int_at(column_of(g, where, ROW), position)
            if int_at(long_at(g, _ROW_START), long_at(g, _TIMED + kind) + row) > day:
                continue
        found[count] = before = other
        count += 1
    return count


@inner
def _sort(numbers, count):
    """Sort the first numbers in place (Shell 1959), at once where they are in order."""
    gap = 0
    for place in range(1, count):
        if numbers[place] < numbers[place - 1]:
            gap = 1
    while 0 < gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for place in range(gap, count):
            number, at = numbers[place], place
            while at >= gap and numbers[at - gap] > number:
                numbers[at] = numbers[at - gap]
                at -= gap
            numbers[at] = number
        gap //= 3


@inner
def _count(g, w, node, share, day):
    """Count the different nodes that share a thing."""
    masks, room = long_at(w, _MASKS), 0
    for where in range(OUT, INTO + 1):
        if long_at(masks, share * 2 + where):
            room += first_of(g, where, node + 1) - first_of(g, where, node)
    found, count = np.empty(room, np.int32), room - room
    for where in range(OUT, INTO + 1):
        mask = long_at(masks, share * 2 + where)
        if mask:
            count = _collect(g, w, where, node, mask, day, found, count)
    _sort(found, count)
    size = min(count, 1)
    for place in range(1, count):
        size += found[place] != found[place - 1]
    return size


@inner
def sharers(g, w, sizes, node, share, day):
    """Return how many different nodes share a thing by a day, at least two; `sizes` remembers."""
    key = node * 64 + share
    slot = 2 * np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _BITS))
    if long_at(sizes, slot) != key:
        size = max(2, _count(g, w, node, share, day))
        if entry_of(w, _SHARES, _WIDTH, share, IS_PUBLISHED):
            first = long_at(g, _FIRST + _UNIT)
            if first <= node < long_at(g, _FIRST + _PLACE + 1):
                size = max(size, int_at(long_at(g, _PUBLISHED), node - first))
        put_long(sizes, slot, key)
        put_long(sizes, slot + 1, size)
    return long_at(sizes, slot + 1)


@inner
def known(g, w, sizes, node, share, day):
    """Return the part of a share's members that one of them can know; 0 for a hub."""
    if share == 0:
        return 1.0
    circle = entry_of(w, _SHARES, _WIDTH, share, CIRCLE)
    hub = entry_of(w, _SHARES, _WIDTH, share, HUB)
    if circle == 0.0 and hub == 0.0:
        return 1.0
    size = sharers(g, w, sizes, node, share, day)
    if 0.0 < hub < size:
        return 0.0
    return min(1.0, circle / (size - 1)) if circle > 0.0 else 1.0
