"""Compiled walks over the kin arrays: every lawful relative of many people at once.

The kernels release the GIL and are run by ordinary threads; numba's own threads are not used,
since their default layer must not be entered by two threads of one server.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.kinship.automaton import LINE_CODES
from graph.kinship.prefetch import prefetch
from graph.kinship.rows import ACROSS, DOWN, UP, slot_of, stands

_AHEAD = 3  # partial paths between asking for a row and reading it
_QUEUE_FULL, _OUTPUT_FULL, _ENTANGLED = -1, -2, -3
_NODE, _BEFORE, _STATE, _TWIN = 0, 1, 2, 3


@njit(cache=True, nogil=True, inline="always")
def _keep(out, table, rank, first, count, node, code):
    """Store a relative unless a closer reading stands; return the new count.

    `table` holds places of `out`; a place below the ego's first is a leftover of another ego.
    """
    mask = len(table) - 1
    slot = slot_of(node, mask)
    while True:
        place = table[slot]
        if place < first:
            table[slot] = count
            out[count, 0] = node
            out[count, 1] = code
            count += 1
            break
        if out[place, 0] == node:
            if rank[code] < rank[out[place, 1]]:
                out[place, 1] = code
            break
        slot = (slot + 1) & mask
    return count


@njit(cache=True, nogil=True)
def _is_queued(queue, tail, out, table, first, line, real, node):
    """Whether a line has been at this node: real ones are among its relatives from `line` on."""
    mask = len(table) - 1
    slot = slot_of(node, mask)
    place = table[slot]
    while place >= first and out[place, 0] != node:
        slot = (slot + 1) & mask
        place = table[slot]
    if node < real and place < first:
        return False
    is_queued = place >= line
    for earlier in range(0 if is_queued else tail):  # virtual, or met on the other line: rare
        is_queued |= queue[earlier, _NODE] == node
    return is_queued


@njit(cache=True, nogil=True)
def _line(rows, queue, out, table, rank, base, ego, real, day, allowed, first, count):
    """Collect everyone on one unbounded line, nearest depth first; return the new count.

    A person reached twice is expanded once, so cycles end and pedigree collapse costs nothing.
    """
    indptr, indices, flags, start, end = rows
    line = count
    queue[0, _NODE], queue[0, _STATE] = ego, 0
    head, tail = 0, 1
    while head < tail:
        node, depth = queue[head, _NODE], queue[head, _STATE]
        head += 1
        first_tie, last_tie = indptr[node], indptr[node + 1]
        ties = last_tie - first_tie
        if tail + ties > len(queue):
            return _QUEUE_FULL
        if count + ties > len(out) or (count - first + ties) * 2 > len(table):
            return _OUTPUT_FULL
        for position in range(first_tie, last_tie):
            if not stands(flags, start, end, position, day, allowed):
                continue
            other = indices[position]
            if other == ego or _is_queued(queue, tail, out, table, first, line, real, other):
                continue
            prefetch(indptr, other)
            queue[tail, _NODE], queue[tail, _STATE] = other, depth + 1
            tail += 1
            if other < real:
                code = base + min(depth, LINE_CODES - 1)
                count = _keep(out, table, rank, first, count, other, code)
    return count


@njit(cache=True, nogil=True, inline="always")
def _meets(queue, item, node):
    """Whether a node stands on a partial path: 0 no, 1 yes, 2 on one of two merged paths only."""
    met, twin, place = 0, -1, item
    while place >= 0 and met == 0:
        if queue[place, _NODE] == node:
            met = 1 if twin < 0 else 2
        elif twin == node:
            met = 2
        twin = queue[place, _TWIN]
        place = queue[place, _BEFORE]
    return met


@njit(cache=True, nogil=True)
def _branch(
    rows, next_up, next_down, next_across, queue, out, table, trie, item, tail, state, span,
    real, day, allowed, first, count,
):  # fmt: skip
    """Follow one kind of step from a partial path; return the new tail and count.

    `span` holds the paths that the other parent of a couple has just opened to the same state: a
    child found among them is one person on two paths, followed once with both parents noted.
    """
    indptr, indices, flags, start, end = rows
    node = queue[item, _NODE]
    first_tie, last_tie = indptr[node], indptr[node + 1]
    ties = last_tie - first_tie
    if tail + ties > len(queue):
        return tail, _QUEUE_FULL
    if count + ties > len(out) or (count - first + ties) * 2 > len(table):
        return tail, _OUTPUT_FULL
    code = trie.code[state]
    up, down, across = trie.step[state, 0] >= 0, trie.step[state, 1] >= 0, trie.step[state, 2] >= 0
    for position in range(first_tie, last_tie):
        if not stands(flags, start, end, position, day, allowed):
            continue
        other = indices[position]
        met = _meets(queue, item, other)
        if met == 1:
            continue
        if met == 2:
            return tail, _ENTANGLED
        if up or down or across:
            same = span[0]
            while same < span[1] and (queue[same, _NODE] != other or queue[same, _TWIN] >= 0):
                same += 1
            if same < span[1]:
                queue[same, _TWIN] = node
                continue
            if up:
                prefetch(next_up, other)
            if down:
                prefetch(next_down, other)
            if across:
                prefetch(next_across, other)
            queue[tail, _NODE], queue[tail, _BEFORE] = other, item
            queue[tail, _STATE], queue[tail, _TWIN] = state, -1
            tail += 1
        if code >= 0 and other < real:
            count = _keep(out, table, trie.rank, first, count, other, code)
    return tail, count


@njit(cache=True, nogil=True, inline="always")
def _ask(rows, node):
    """Ask for the ties of a node whose `indptr` is at hand."""
    prefetch(rows.indices, rows.indptr[node])
    prefetch(rows.flags, rows.indptr[node])


@njit(cache=True, nogil=True)
def _bounded(
    parents, children, spouses, trie, queue, out, table, ego, real, day, allowed, first, count,
    merge,
):  # fmt: skip
    """Emit the relatives of the bounded shapes, breadth first; return the new count."""
    to_up, to_down, to_across = parents.indptr, children.indptr, spouses.indptr
    step = trie.step
    queue[0, _NODE], queue[0, _BEFORE], queue[0, _STATE], queue[0, _TWIN] = ego, -1, 0, -1
    head, tail, opened, closed = 0, 1, 0, 0
    while head < tail and count >= 0:
        state = queue[head, _STATE]
        if head + _AHEAD < tail:
            coming, then = queue[head + _AHEAD, _NODE], queue[head + _AHEAD, _STATE]
            if step[then, UP] >= 0:
                _ask(parents, coming)
            if step[then, DOWN] >= 0:
                _ask(children, coming)
            if step[then, ACROSS] >= 0:
                _ask(spouses, coming)
        if step[state, UP] >= 0:
            tail, count = _branch(
                parents, to_up, to_down, to_across, queue, out, table, trie, head, tail,
                step[state, UP], (0, 0), real, day, allowed, first, count,
            )  # fmt: skip
        if step[state, DOWN] >= 0 and count >= 0:
            is_couple = (
                merge
                and head > 0
                and queue[head - 1, _BEFORE] == queue[head, _BEFORE]
                and queue[head - 1, _STATE] == state
            )
            span = (opened, closed) if is_couple else (0, 0)
            opened = tail
            tail, count = _branch(
                children, to_up, to_down, to_across, queue, out, table, trie, head, tail,
                step[state, DOWN], span, real, day, allowed, first, count,
            )  # fmt: skip
            closed = tail
        if step[state, ACROSS] >= 0 and count >= 0:
            tail, count = _branch(
                spouses, to_up, to_down, to_across, queue, out, table, trie, head, tail,
                step[state, ACROSS], (0, 0), real, day, allowed, first, count,
            )  # fmt: skip
        head += 1
    return count


@njit(cache=True, nogil=True)
def _kin_of_one(
    parents, children, spouses, trie, queue, out, table, ego, real, day, allowed, first, merge
):
    """Emit one ego's relatives behind `first`; return the new count, or why it stopped."""
    count = first
    if trie.is_up:
        count = _line(
            parents, queue, out, table, trie.rank, trie.shapes, ego, real, day, allowed,
            first, count,
        )  # fmt: skip
    if trie.is_down and count >= 0:
        count = _line(
            children, queue, out, table, trie.rank, trie.shapes + LINE_CODES, ego, real, day,
            allowed, first, count,
        )  # fmt: skip
    if count >= 0 and trie.shapes:
        count = _bounded(
            parents, children, spouses, trie, queue, out, table, ego, real, day, allowed,
            first, count, merge,
        )  # fmt: skip
    return count


@njit(cache=True, nogil=True)
def kin_of_many(parents, children, spouses, trie, egos, real, day, allowed):
    """Return relatives as int32[k, 2] (node, code), and int64[egos+1], where each ego's begin.

    Each pair once, with its closest code, in order of discovery. An ego that overflows a buffer
    is walked again with twice the room; one whose merged paths touch each other, unmerged.
    """
    queue = np.empty((512, 4), np.int32)
    out = np.empty((64 + 96 * len(egos), 2), np.int32)
    table = np.full(1024, -1, np.int32)
    begins = np.zeros(len(egos) + 1, np.int64)
    done, merge = 0, True
    while done < len(egos):
        first = begins[done]
        if done + 1 < len(egos):
            prefetch(parents.indptr, egos[done + 1])
            prefetch(children.indptr, egos[done + 1])
            prefetch(spouses.indptr, egos[done + 1])
        count = _kin_of_one(
            parents, children, spouses, trie, queue, out, table, egos[done], real, day, allowed,
            first, merge,
        )  # fmt: skip
        if count >= 0:
            done += 1
            begins[done] = count
            merge = True
            continue
        if count == _ENTANGLED:
            merge = False
        elif count == _QUEUE_FULL:
            queue = np.empty((2 * len(queue), 4), np.int32)
        else:
            wider = np.empty((2 * len(out), 2), np.int32)
            wider[:first] = out[:first]
            out, table = wider, np.empty(2 * len(table), np.int32)
        table[:] = -1
    return out[: begins[done]], begins
