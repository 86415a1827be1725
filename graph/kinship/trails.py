"""Compiled walks from one person that keep their trails: which ties lead to each relative.

A trail is a row of int32: node, row of the trail before it, position of the last tie (in the
parents' arrays for steps up and down, in the spouses' across), kind of step, code. Row 0 is the
person walked from.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.kinship.rows import ACROSS, DOWN, UP, slot_of, stands
from graph.snapshot.arrays import DISPUTED, INFERRED, STANDING_MASK, UNCERTAIN

NODE, BEFORE, POSITION, STEP, CODE, MARK = 0, 1, 2, 3, 4, 5
"""Columns of a trail; the last is the kernels' own: a trie state, or the legal mark of a line."""

_CONTESTED = UNCERTAIN | DISPUTED
_LESS_SURE = 1.0 - 1e-9  # an inferred tie loses against a stated one of equal confidence


@njit(cache=True, nogil=True)
def _mirror(parents, children, position, child, parent):
    """Return where the parents' arrays hold the segment at a position of the children's."""
    for place in range(parents.indptr[child], parents.indptr[child + 1]):
        if (
            parents.indices[place] == parent
            and parents.flags[place] == children.flags[position]
            and parents.start[place] == children.start[position]
            and parents.end[place] == children.end[position]
        ):
            return place
    return -1


@njit(cache=True, nogil=True, inline="always")
def _is_on(trails, item, node):
    place = item
    while place >= 0 and trails[place, NODE] != node:
        place = trails[place, BEFORE]
    return place >= 0


@njit(cache=True, nogil=True)
def _wider(trails):
    wider = np.empty((2 * len(trails), trails.shape[1]), trails.dtype)
    wider[: len(trails)] = trails
    return wider


@njit(cache=True, nogil=True)
def _start(ego):
    trails = np.full((256, 6), -1, np.int32)
    trails[0, NODE] = ego
    trails[0, MARK] = 0
    return trails


@njit(cache=True, nogil=True)
def bounded_trails(parents, children, spouses, trie, ego, target, real, day, allowed):
    """Return every simple path of the bounded shapes; those that end at a relative have a code.

    With a target (or -1), only paths that end there have one. Breadth first; neighbours ascend.
    """
    trails = _start(ego)
    head, tail = 0, 1
    while head < tail:
        node, state = trails[head, NODE], trails[head, MARK]
        for step in range(3):
            after = trie.step[state, step]
            if after < 0:
                continue
            goes_on = (
                trie.step[after, UP] >= 0
                or trie.step[after, DOWN] >= 0
                or trie.step[after, ACROSS] >= 0
            )
            rows = parents if step == UP else children if step == DOWN else spouses
            for position in range(rows.indptr[node], rows.indptr[node + 1]):
                other = rows.indices[position]
                ends = (target < 0 and other < real) or other == target
                code = trie.code[after] if ends else -1
                if code < 0 and not goes_on:
                    continue
                if not stands(rows.flags, rows.start, rows.end, position, day, allowed):
                    continue
                if _is_on(trails, head, other):
                    continue
                if tail == len(trails):
                    trails = _wider(trails)
                place = position
                if step == DOWN:
                    place = _mirror(parents, children, position, other, node)
                trails[tail, NODE], trails[tail, BEFORE] = other, head
                trails[tail, POSITION], trails[tail, STEP] = place, step
                trails[tail, CODE], trails[tail, MARK] = code, after
                tail += 1
        head += 1
    return trails[:tail]


@njit(cache=True, nogil=True, inline="always")
def _mark_of(mark, flag):
    """Add a tie to a line's legal mark: its first unlawful standing, and whether contested."""
    standing = mark & STANDING_MASK
    if standing == 0:
        standing = flag & STANDING_MASK
    return standing | ((mark | flag) & _CONTESTED)


@njit(cache=True, nogil=True)
def _place_of(trails, table, level, node, mark):
    """Return the hash slot of a (node, mark) among the trails of the level being opened."""
    mask = len(table) - 1
    slot = slot_of(node * 64 + mark, mask)
    while table[slot] >= level:
        place = table[slot]
        if trails[place, NODE] == node and trails[place, MARK] == mark:
            break
        slot = (slot + 1) & mask
    return slot


@njit(cache=True, nogil=True)
def _rehashed(trails, level, tail):
    table = np.full(4 * len(trails), -1, np.int32)
    for place in range(level, tail):
        slot = _place_of(trails, table, level, trails[place, NODE], trails[place, MARK])
        table[slot] = place
    return table


@njit(cache=True, nogil=True)
def line_trails(parents, children, confidence, step, ego, day, allowed):
    """Return the best path to everyone on a line, for each depth and legal mark of the path.

    Best is the greatest product of confidences (float32, aligned with the parents). `code` is the
    depth. Exact where no one is his own ancestor; on a cycle a path never turns back on itself.
    """
    rows = parents if step == UP else children
    trails = _start(ego)
    score = np.ones(len(trails), np.float64)
    table = _rehashed(trails, 1, 1)
    head, tail, level, depth = 0, 1, 1, 1
    while head < tail:
        if head == level:
            level, depth = tail, depth + 1
        node = trails[head, NODE]
        for position in range(rows.indptr[node], rows.indptr[node + 1]):
            other = rows.indices[position]
            if not stands(rows.flags, rows.start, rows.end, position, day, allowed):
                continue
            if _is_on(trails, head, other):
                continue
            place = position if step == UP else _mirror(parents, children, position, other, node)
            flag = rows.flags[position]
            mark = _mark_of(trails[head, MARK], flag)
            worth = score[head] * confidence[place]
            if flag & INFERRED:
                worth *= _LESS_SURE
            slot = _place_of(trails, table, level, other, mark)
            found = table[slot]
            if found < level:
                if tail == len(trails):
                    trails = _wider(trails)
                    score = np.concatenate((score, np.ones(len(score), np.float64)))
                    table = _rehashed(trails, level, tail)
                    slot = _place_of(trails, table, level, other, mark)
                found, tail = tail, tail + 1
                table[slot] = found
            elif worth <= score[found]:
                continue
            score[found] = worth
            trails[found, NODE], trails[found, BEFORE] = other, head
            trails[found, POSITION], trails[found, STEP] = place, step
            trails[found, CODE], trails[found, MARK] = depth, mark
        head += 1
    return trails[:tail]


@njit(cache=True, nogil=True)
def radius_trails(parents, children, spouses, ego, steps, day, allowed):
    """Return one shortest path to everyone within some steps of any kind; `code` counts them."""
    trails = _start(ego)
    seen = np.full(1024, -1, np.int32)
    seen[_place_of(trails, seen, 0, ego, 0)] = 0
    trails[0, CODE] = 0
    head, tail = 0, 1
    while head < tail and trails[head, CODE] < steps:
        node = trails[head, NODE]
        for step in (UP, DOWN, ACROSS):
            rows = parents if step == UP else children if step == DOWN else spouses
            for position in range(rows.indptr[node], rows.indptr[node + 1]):
                other = rows.indices[position]
                if not stands(rows.flags, rows.start, rows.end, position, day, allowed):
                    continue
                slot = _place_of(trails, seen, 0, other, 0)
                if seen[slot] >= 0:
                    continue
                if tail == len(trails):
                    trails = _wider(trails)
                if 2 * tail > len(seen):
                    seen = _rehashed(trails, 0, tail)
                    slot = _place_of(trails, seen, 0, other, 0)
                seen[slot] = tail
                place = position
                if step == DOWN:
                    place = _mirror(parents, children, position, other, node)
                trails[tail, NODE], trails[tail, BEFORE] = other, head
                trails[tail, POSITION], trails[tail, STEP] = place, step
                trails[tail, CODE], trails[tail, MARK] = trails[head, CODE] + 1, 0
                tail += 1
        head += 1
    return trails[:tail]
