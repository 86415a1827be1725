"""Compiled stations: what tells one path from another; see `paths.distinct`."""

from __future__ import annotations

import numpy as np

from graph.ontology.kinds import NodeKind
from graph.paths import layout
from graph.paths.kernels import inner
from graph.paths.kernels.halves import BEFORE, CODE, NODE, cell
from graph.paths.kernels.memory import entry_of, first_of, long_at, neighbour
from graph.paths.kernels.rows import is_named, kin_strength, kind_of
from graph.paths.layout import ACROSS, PERSONS, STEP, UP

EVERY_PATH, DISTINCT = 0, 1
"""Whether paths are told apart by all their nodes in order, or by the stations they pass."""
LONGEST = 16
"""Room for the stations of one path."""
MERELY_SHARED = (
    NodeKind.PLACE,
    NodeKind.HOUSEHOLD,
    NodeKind.GROUP,
    NodeKind.COHORT,
    NodeKind.PHONE,
    NodeKind.ADDRESS,
)
"""Kinds of things that are ways of being tied, no stations."""
_SHARED_BITS = sum(1 << int(kind) for kind in MERELY_SHARED)
_STANDINGS, _WIDTH = layout.STANDINGS, layout.STANDING_COLUMNS


@inner
def _is_shared(g, node):
    return is_named(g, node) and (_SHARED_BITS >> kind_of(g, node)) & 1 == 1


@inner
def _is_station(g, node, code, beside):
    """Whether a path that comes to a node by one tie and leaves by another stops there."""
    if not is_named(g, node) or ((code & 7) >= UP and (beside & 7) >= UP):
        return False
    return not _is_shared(g, node)


@inner
def _along(g, mode, half, item, spots, count, is_end_told):
    """Write the stations of one half-path before its last node, nearest first; return the count."""
    while cell(half, item, BEFORE) >= 0:
        code, item = cell(half, item, CODE), cell(half, item, BEFORE)
        node, is_end = cell(half, item, NODE), cell(half, item, BEFORE) < 0
        if (is_end and is_end_told) or (
            not is_end
            and (mode == EVERY_PATH or _is_station(g, node, cell(half, item, CODE), code))
        ):
            spots[count] = node
            count += 1
    return count


@inner
def stations(g, mode, told, fore, item, back, other, spots):
    """Write the stations of a path, or all the nodes between its ends, in order; return the count.

    told: whether the ends of either side count too, as they do in sets of several.
    """
    count = _along(g, mode, fore, item, spots, len(spots) - LONGEST, told[0])
    for place in range(count // 2):
        spots[place], spots[count - 1 - place] = spots[count - 1 - place], spots[place]
    if cell(back, other, BEFORE) < 0:
        if told[1]:
            spots[count] = cell(back, other, NODE)
            count += 1
        return count
    middle = cell(fore, item, NODE)
    codes = cell(fore, item, CODE), cell(back, other, CODE)
    if mode == EVERY_PATH or _is_station(g, middle, codes[0], codes[1]):
        spots[count] = middle
        count += 1
    return _along(g, mode, back, other, spots, count, told[1])


@inner
def _mixed(value):
    """Return a number whose bits depend on all of another's (splitmix64, Steele 2014)."""
    value = np.uint64(value) + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@inner
def key_of(mode, spots, count):
    """Return a number that tells paths apart: by order, or by the set of stations."""
    key = np.uint64(count)
    for place in range(count):
        if mode == EVERY_PATH:
            key = _mixed(key * np.uint64(0x100000001B3) + np.uint64(spots[place]))
        else:
            key += _mixed(spots[place])
    return key


@inner
def _are_all_among(some, count, others, length):
    """Whether each of the first `count` numbers is among the first `length` others."""
    for place in range(count):
        other = 0
        while other < length and others[other] != some[place]:
            other += 1
        if other == length:
            return False
    return True


@inner
def is_like_one(spots, count, kept, lengths):
    """Whether a path is like one that is kept.

    kept[one, 0] are its stations and kept[one, 1] all its nodes, lengths how many: like it is a
    path that passes all its stations, or none that do not lie on it.
    """
    for one in range(len(lengths)):
        length = lengths[one, 0]
        if count == 0:
            if length == 0:
                return True
            continue
        if length > 0 and _are_all_among(kept[one, 0], length, spots, count):
            return True
        if _are_all_among(spots, count, kept[one, 1], lengths[one, 1]):
            return True
    return False


@inner
def _are_close(g, w, one, other, day):
    """Whether two nodes are persons and kin by one step, or by two through one other."""
    persons = long_at(g, PERSONS)
    if one >= persons or other >= persons:
        return False
    for where in range(UP, ACROSS + 1):
        for position in range(first_of(g, where, one), first_of(g, where, one + 1)):
            if kin_strength(g, w, where, position, one, day) == 0.0:
                continue
            between = neighbour(g, where, position)
            if between == other or _is_next(g, w, between, other, day):
                return True
    return False


@inner
def _is_next(g, w, one, other, day):
    """Whether one step of kinship leads from one number of the kin arrays to another."""
    for where in range(UP, ACROSS + 1):
        for position in range(first_of(g, where, one), first_of(g, where, one + 1)):
            is_other = neighbour(g, where, position) == other
            if is_other and kin_strength(g, w, where, position, one, day) > 0.0:
                return True
    return False


@inner
def _has_close(g, w, half, item, day):
    """Whether a half-path passes something merely shared between two who are close kin."""
    while cell(half, item, BEFORE) >= 0:
        behind, item = cell(half, item, NODE), cell(half, item, BEFORE)
        before = cell(half, item, BEFORE)
        is_between = before >= 0 and _is_shared(g, cell(half, item, NODE))
        if is_between and _are_close(g, w, behind, cell(half, before, NODE), day):
            return True
    return False


@inner
def is_roundabout(g, w, fore, item, back, other, day):
    """Whether a path ties close kin by something they merely share, where kinship is stronger."""
    if entry_of(w, _STANDINGS, _WIDTH, 0, STEP) == 0.0:
        return False
    ahead, behind = cell(fore, item, BEFORE), cell(back, other, BEFORE)
    is_between = behind >= 0 and _is_shared(g, cell(fore, item, NODE))
    if is_between and _are_close(g, w, cell(fore, ahead, NODE), cell(back, behind, NODE), day):
        return True
    return _has_close(g, w, fore, item, day) or _has_close(g, w, back, other, day)
