"""Compiled search for many parties paying, or being paid by, one in a few days."""

from __future__ import annotations

import numpy as np

from graph.patterns.money.kernels import entry, inner


@inner
def _most_alike(events, other, amount, ratio):
    """Return (distinct others, first, behind the last, events by amount) of the fullest band."""
    ordered = events[np.argsort(amount[events], kind="mergesort")]
    names = np.unique(other[ordered])
    times = np.zeros(len(names), np.int64)
    best, best_first, best_last, distinct, first = 0, 0, 0, 0, 0
    for last in range(len(ordered)):
        name = np.searchsorted(names, other[ordered[last]])
        distinct += times[name] == 0
        times[name] += 1
        while amount[ordered[last]] > ratio * amount[ordered[first]]:
            name = np.searchsorted(names, other[ordered[first]])
            times[name] -= 1
            distinct -= times[name] == 0
            first += 1
        if distinct > best:
            best, best_first, best_last = distinct, first, last + 1
    return best, best_first, best_last, ordered


@inner
def _best_window(own, other, time, amount, window, least, hub, ratio):
    """Return (distinct others, their events, whether cut) of an account's fullest window."""
    best, chosen, is_cut = 0, own[:0].copy(), False
    end = reached = 0
    for begin in range(len(own)):
        while end < len(own) and time[own[end]] <= time[own[begin]] + window:
            end += 1
        if end == reached or end - begin < least:
            continue
        reached, start = end, begin
        if end - begin > hub:
            start, is_cut = end - hub, True
        found, first, last, ordered = _most_alike(own[start:end], other, amount, ratio)
        if found > best:
            best, chosen = found, ordered[first:last]
    return best, chosen, is_cut


@entry
def fans(rows, other, time, amount, skip, is_asked, limits, ratio):
    """Return (fans int32[n, 4], events, accounts tested, hubs).

    A fan is a node, its distinct others, and the places of its events, first and behind the last,
    in rising time. limits: seconds, least others, most events of a window. Amounts of a fan differ
    by at most `ratio`. One fan a node: the window with the most others.
    """
    window, least, hub = limits
    found, told = np.empty((64, 4), np.int32), np.empty(256, np.int32)
    hubs = np.zeros(len(rows[0]) - 1, np.bool_)
    count = size = tested = 0
    for node in range(len(rows[0]) - 1):
        first, last = rows[0][node], rows[0][node + 1]
        if not is_asked[node] or last == first:
            continue
        tested += 1
        if last - first < least:
            continue
        own = np.empty(last - first, np.int32)
        length = 0
        for place in range(first, last):
            if not skip[rows[1][place]]:
                own[length] = rows[1][place]
                length += 1
        best, chosen, is_cut = _best_window(
            own[:length], other, time, amount, window, least, hub, ratio
        )
        hubs[node] = is_cut
        if best < least:
            continue
        while size + len(chosen) > len(told):
            told = np.concatenate((told, np.empty(len(told), np.int32)))
        if count == len(found):
            found = np.concatenate((found, np.empty((count, 4), np.int32)))
        told[size : size + len(chosen)] = np.sort(chosen)
        found[count, 0], found[count, 1] = node, best
        found[count, 2], found[count, 3] = size, size + len(chosen)
        count, size = count + 1, size + len(chosen)
    return found[:count], told[:size], tested, hubs
