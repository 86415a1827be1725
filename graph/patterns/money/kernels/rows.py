"""Compiled grouping of transfers by party, and the marking of groups with many others in them."""

from __future__ import annotations

import numpy as np

from graph.patterns.money.kernels import entry, inner


@entry
def grouped(nodes, count):
    """Return (indptr int32[count+1], events int32): each node's events, ascending."""
    indptr = np.zeros(count + 1, np.int32)
    for node in nodes:
        indptr[node + 1] += 1
    for node in range(count):
        indptr[node + 1] += indptr[node]
    events = np.empty(len(nodes), np.int32)
    free = indptr[:-1].copy()
    for event in range(len(nodes)):
        node = nodes[event]
        events[free[node]] = event
        free[node] += 1
    return indptr, events


@inner
def first_from(events, low, high, bound):
    """Return the first position of ascending events[low:high] that holds at least `bound`."""
    while low < high:
        middle = (low + high) // 2
        if events[middle] < bound:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def _mark(own, key, other, order, first, last, least, marked):
    """Mark the events of one group if at least `least` different others are among them."""
    others = np.empty(last - first, np.int64)
    for place in range(first, last):
        others[place - first] = other[own[order[place]]]
    others.sort()
    distinct = 1
    for place in range(1, len(others)):
        distinct += others[place] != others[place - 1]
    if distinct >= least:
        for place in range(first, last):
            marked[own[order[place]]] = True


@entry
def in_company(indptr, events, key, other, least):
    """Mark events whose node and key stand together with `least` different others; bool[events].

    key: int64, negative leaves an event out; other: int32 or int64. Cost: a sort of each row.
    """
    marked = np.zeros(len(key), np.bool_)
    for node in range(len(indptr) - 1):
        if indptr[node + 1] - indptr[node] < least:
            continue
        own = events[indptr[node] : indptr[node + 1]]
        keys = key[own]
        order = np.argsort(keys)
        first = 0
        for place in range(1, len(own) + 1):
            if place < len(own) and keys[order[place]] == keys[order[first]]:
                continue
            if keys[order[first]] >= 0 and place - first >= least:
                _mark(own, key, other, order, first, place, least, marked)
            first = place
    return marked
