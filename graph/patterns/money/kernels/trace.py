"""Compiled tracing of grants: each transfer on carries its share of what its payer then holds."""

from __future__ import annotations

import numpy as np

from graph.patterns.money.kernels import entry, inner
from graph.patterns.money.kernels.rows import first_from

MOST_PARTIES = 256
MOST_STEPS = 4


@entry
def balances(payer, payee, amount, nodes):
    """Return what each event's payer held just before it, as recorded, never below 0; int64 fen."""
    held, before = np.zeros(nodes, np.int64), np.empty(len(payer), np.int64)
    for event in range(len(payer)):
        one, other = payer[event], payee[event]
        before[event] = held[one]
        if one != other:
            held[one] = max(0, held[one] - amount[event])
            held[other] += amount[event]
    return before


@inner
def _next(parties, count, position, end, events):
    """Return the party whose next event comes first, or -1."""
    best = -1
    for party in range(count):
        if position[party] < end[party] and (
            best < 0 or events[position[party]] < events[position[best]]
        ):
            best = party
    return best


@inner
def _joined(parties, count, node, share, depth, position, end, held, rows, low, high, hub, hubs):
    """Add a share that reached a party at a depth; return the new count of parties."""
    place = 0
    while place < count and parties[place] != node:
        place += 1
    if place == MOST_PARTIES:
        hubs[node] = True
        return count
    if place == count:
        first, last = rows[0][node], rows[0][node + 1]
        parties[place] = node
        position[place] = first_from(rows[1], first, last, low)
        end[place] = first_from(rows[1], position[place], last, high)
        if end[place] - position[place] > hub:
            position[place] = end[place] - hub
            hubs[node] = True
        held[place] = 0.0
        count += 1
    held[place, depth] += share
    return count


@inner
def _trace(flows, rows, before, grant, marks, stamp, stops, skip, limits, least, hubs, moved, out):
    """Return (share of a grant that reaches marked parties, transfers it moved by).

    out: float64[transfers, 2], event and share moved; `moved` counts those written.
    """
    payer, payee, time, amount = flows
    steps, window, hub = limits[0], limits[1], limits[2]
    parties, held = np.empty(MOST_PARTIES, np.int32), np.empty((MOST_PARTIES, MOST_STEPS))
    position, end = np.empty(MOST_PARTIES, np.int64), np.empty(MOST_PARTIES, np.int64)
    high = np.searchsorted(time, time[grant] + window, side="right")
    node = payee[grant]
    if marks[node] == stamp:
        return 1.0, moved
    low = np.searchsorted(time, time[grant])
    count = _joined(parties, 0, node, 1.0, 1, position, end, held, rows, low, high, hub, hubs)
    reached = 0.0
    while True:
        party = _next(parties, count, position, end, rows[1])
        if party < 0:
            return reached, moved
        event = rows[1][position[party]]
        position[party] += 1
        node, whole = payee[event], held[party].sum()
        if event == grant or node == payer[event] or whole <= 0:
            continue
        part = min(1.0, amount[event] / max(before[event], whole * amount[grant]))
        is_sink, sent = marks[node] == stamp, 0.0
        for depth in range(1, steps):
            share = held[party, depth] * part
            held[party, depth] -= share
            if skip[event] or share == 0:
                continue
            sent += share
            if is_sink:
                reached += share
            elif depth + 1 < steps and share >= least and not stops[node]:
                low = np.searchsorted(time, time[event])
                count = _joined(
                    parties, count, node, share, depth + 1, position, end, held, rows, low,
                    high, hub, hubs,
                )  # fmt: skip
        if sent > 0 and moved < len(out):
            out[moved, 0], out[moved, 1] = event, sent
            moved += 1


@entry
def traced(flows, rows, before, grants, groups, closing, stops, skip, limits, least, out):
    """Return (share reached by each grant, where its transfers end in `out`, hubs).

    flows: payer, payee, time, amount; closing: indptr and nodes by group, groups ascending where
    not -1; stops: bool[nodes], where tracing ends; limits: transfers, seconds, events of a party.
    Shares below `least` of a grant are not followed. `out` may have no room: then none are kept.
    """
    marks = np.zeros(len(rows[0]) - 1, np.int32)
    hubs = np.zeros(len(rows[0]) - 1, np.bool_)
    reached, ends = np.zeros(len(grants)), np.zeros(len(grants), np.int64)
    marked, moved = -1, 0
    for place in range(len(grants)):
        group = groups[place]
        if group >= 0 and group != marked:
            for position in range(closing[0][group], closing[0][group + 1]):
                marks[closing[1][position]] = group + 1
            marked = group
        if group >= 0:
            reached[place], moved = _trace(
                flows, rows, before, grants[place], marks, group + 1, stops, skip, limits, least,
                hubs, moved, out,
            )  # fmt: skip
        ends[place] = moved
    return reached, ends, hubs
