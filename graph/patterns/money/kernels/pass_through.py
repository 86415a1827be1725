"""Compiled search for money that leaves an account as fast as it came."""

from __future__ import annotations

import numpy as np

from graph.patterns.money.kernels import entry, inner

WINDOW, LEAST, HUB = range(3)
"""Slots of the limits: seconds, fen that must come in, events looked at from one on."""
LOW, HIGH, KEPT = range(3)
"""Slots of the shares: the least and most of out to in, the most kept of what came in."""


@inner
def _merged(into, out, node, time, skip):
    """Return an account's events in order of time, those that came in first, and which those are.

    into, out: rows by target and by source.
    """
    most = into[0][node + 1] - into[0][node] + out[0][node + 1] - out[0][node]
    events, is_in = np.empty(most, np.int32), np.empty(most, np.bool_)
    left, right, count = into[0][node], out[0][node], 0
    while left < into[0][node + 1] or right < out[0][node + 1]:
        take_in = left < into[0][node + 1]
        if take_in and right < out[0][node + 1]:
            take_in = time[into[1][left]] <= time[out[1][right]]
        event = into[1][left] if take_in else out[1][right]
        left, right = left + take_in, right + (not take_in)
        if not skip[event]:
            events[count], is_in[count] = event, take_in
            count += 1
    return events[:count], is_in[:count]


@inner
def _last_fit(events, is_in, balance, first, time, amount, limits, shares):
    """Return the last place at which what came in since `first` has gone, or -1; if cut short."""
    came = gone = 0
    found, place = -1, first
    bound = time[events[first]] + limits[WINDOW]
    while place < len(events) and time[events[place]] <= bound:
        if place - first >= limits[HUB]:
            return found, True
        if is_in[place]:
            came += amount[events[place]]
        else:
            gone += amount[events[place]]
            fits = gone >= shares[LOW] * came and gone <= shares[HIGH] * came
            if fits and came >= limits[LEAST] and balance[place] < shares[KEPT] * came:
                found = place
        place += 1
    return found, False


@entry
def passed_through(time, amount, into, out, skip, is_asked, limits, shares):
    """Return (episodes int32[n, 3], events, whether each came in, accounts tested, hubs).

    An episode is a node and the places of its events, first and behind the last; those of one node
    do not overlap. The balance kept is what the records show: nothing before the first of them.
    """
    episodes = np.empty((64, 3), np.int32)
    told, told_in = np.empty(256, np.int32), np.empty(256, np.bool_)
    hubs = np.zeros(len(into[0]) - 1, np.bool_)
    count = size = tested = 0
    for node in range(len(into[0]) - 1):
        is_one_way = into[0][node] == into[0][node + 1] or out[0][node] == out[0][node + 1]
        if is_one_way or not is_asked[node]:
            continue
        tested += 1
        events, is_in = _merged(into, out, node, time, skip)
        balance, held = np.empty(len(events), np.int64), 0
        for place in range(len(events)):
            change = amount[events[place]]
            held = max(0, held + (change if is_in[place] else -change))
            balance[place] = held
        place = 0
        while place < len(events):
            last = -1
            if is_in[place]:
                last, is_cut = _last_fit(
                    events, is_in, balance, place, time, amount, limits, shares
                )
                hubs[node] |= is_cut
            if last < 0:
                place += 1
                continue
            length = last + 1 - place
            while size + length > len(told):
                told = np.concatenate((told, np.empty(len(told), np.int32)))
                told_in = np.concatenate((told_in, np.empty(len(told_in), np.bool_)))
            if count == len(episodes):
                episodes = np.concatenate((episodes, np.empty((count, 3), np.int32)))
            told[size : size + length] = events[place : last + 1]
            told_in[size : size + length] = is_in[place : last + 1]
            episodes[count, 0], episodes[count, 1] = node, size
            episodes[count, 2] = size + length
            count, size, place = count + 1, size + length, last + 1
    return episodes[:count], told[:size], told_in[:size], tested, hubs
