"""Compiled search for chains of transfers that come back, in time order and within a band."""

from __future__ import annotations

import numpy as np

from graph.patterns.money.kernels import entry, inner
from graph.patterns.money.kernels.rows import first_from
from graph.patterns.money.kernels.shuffle import month_at, moved

STEPS, FEWEST, WINDOW, HUB, BUDGET, MOST, IS_RISING, IS_ROUGH = range(8)
"""Slots of the limits: most and fewest steps, seconds, rows looked at, edges a seed, chains kept
a seed, whether times must rise, whether a seed paid straight to a closing party counts as found."""
CLOSED, CUT_SHORT, DIRECT = 1, 2, 4
"""Bits of what became of a seed."""


@inner
def _fits(amounts, band, event, before):
    """Whether an event's amount is within the band of the one before."""
    amount = amounts[event]
    return amount >= band[0] * amounts[before] and amount <= band[1] * amounts[before]


@inner
def _passes(payer, path, length, node):
    """Whether a chain has been at a node already."""
    place = 0
    while place < length and payer[path[place]] != node:
        place += 1
    return place < length


@inner
def _opened(flows, rows, limits, path, length, bound, hubs, begin, end):
    """Set where the next step's events lie among those of the party reached."""
    node = flows[1][path[length - 1]]
    before = path[length - 1] if limits[IS_RISING] else path[0]
    first, last = rows[0][node], rows[0][node + 1]
    low = first_from(rows[1], first, last, before + 1)
    high = first_from(rows[1], low, last, bound)
    if high - low > limits[HUB]:
        hubs[node] = True
        low = high - limits[HUB]
    begin[length], end[length] = low, high


@inner
def _search(flows, rows, seed, stamp, marks, contract, skip, band, limits, hubs, out, count):
    """Write the closing chains of one seed into `out`; return (out, count, what became of it)."""
    payer, payee, time, amount = flows
    most = limits[STEPS]
    path = np.empty(most + 1, np.int32)
    begin, end = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    bound = np.searchsorted(time, time[seed] + limits[WINDOW], side="right")
    path[0], length, looked, kept, state = seed, 1, 0, 0, 0
    _opened(flows, rows, limits, path, length, bound, hubs, begin, end)
    while length > 0:
        if begin[length] == end[length]:
            length -= 1
            continue
        event = rows[1][begin[length]]
        begin[length] += 1
        looked += 1
        if looked > limits[BUDGET]:
            return out, count, state | CUT_SHORT
        before, node = path[length - 1], payee[event]
        if skip[event] or not _fits(amount, band, event, before):
            continue
        if limits[IS_RISING] and time[event] <= time[before]:
            continue
        if node == payer[seed] or (stamp > 0 and marks[node] == stamp):
            is_refund = node == payer[seed] and contract[seed] >= 0
            if is_refund and contract[event] == contract[seed]:
                continue
            if length + 1 < limits[FEWEST]:
                continue
            if count == len(out):
                wider = np.empty((2 * count + 16, out.shape[1]), np.int32)
                wider[:count] = out
                out = wider
            out[count, 0], out[count, 1] = length + 1, event
            out[count, 2 : 2 + length] = path[:length]
            count, kept, state = count + 1, kept + 1, state | CLOSED
            if kept >= limits[MOST]:
                return out, count, state
        elif length + 1 < most and not _passes(payer, path, length, node):
            if node == payee[before]:
                continue
            path[length] = event
            length += 1
            _opened(flows, rows, limits, path, length, bound, hubs, begin, end)
    return out, count, state


@entry
def chains(flows, rows, seeds, groups, closing, contract, skip, band, limits):
    """Return (chains, seed place of each, what became of each seed, hubs).

    flows: payer, payee, time, amount; rows: indptr and events by payer; closing: indptr and nodes
    by group; groups: int32[seeds], ascending where not -1; a chain is its length, its closing
    event, then the events before it from the seed on: int32[chains, steps + 2].
    """
    payer, payee = flows[0], flows[1]
    marks = np.zeros(len(rows[0]) - 1, np.int32)
    hubs = np.zeros(len(rows[0]) - 1, np.bool_)
    states = np.zeros(len(seeds), np.uint8)
    out = np.empty((64, limits[STEPS] + 2), np.int32)
    owners = np.empty(64, np.int32)
    count, marked = 0, -1
    for place in range(len(seeds)):
        group, seed = groups[place], seeds[place]
        if group >= 0 and group != marked:
            for position in range(closing[0][group], closing[0][group + 1]):
                marks[closing[1][position]] = group + 1
            marked = group
        if payer[seed] == payee[seed]:
            continue
        if group >= 0 and marks[payee[seed]] == group + 1:
            states[place] = DIRECT
            if not limits[IS_ROUGH]:
                continue
        before = count
        out, count, state = _search(
            flows, rows, seed, group + 1, marks, contract, skip, band, limits, hubs, out, count
        )
        states[place] |= state
        if count > len(owners):
            wider = np.empty(2 * count, np.int32)
            wider[:before] = owners[:before]
            owners = wider
        owners[before:count] = place
    return out[:count], owners[:count], states, hubs


@inner
def _draw(flows, rows, months, seed, stamp, marks, contract, skip, band, limits, key, budget):
    """Return (chains that close, seconds of the fastest or -1, edges looked at) in one shuffle."""
    payer, payee, time, amount = flows
    most = limits[STEPS]
    path, when = np.empty(most + 1, np.int32), np.empty(most + 1, np.int64)
    begin, end = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    path[0], when[0], length, looked, closed, fastest = seed, moved(months, seed, key), 1, 0, 0, -1
    origin = time[when[0]]
    bound = np.searchsorted(time, origin + limits[WINDOW], side="right")
    low = months[month_at(months, when[0])]
    high = months[month_at(months, bound - 1) + 1]
    is_open = True
    while length > 0 and looked < budget and closed < limits[MOST]:
        if is_open:
            node = payee[path[length - 1]]
            first, last = rows[0][node], rows[0][node + 1]
            begin[length] = first_from(rows[1], first, last, low)
            end[length] = first_from(rows[1], begin[length], last, high)
            begin[length] = max(begin[length], end[length] - 2 * limits[HUB])
            is_open = False
        if begin[length] == end[length]:
            length -= 1
            continue
        event, before = rows[1][begin[length]], path[length - 1]
        begin[length] += 1
        looked += 1
        if skip[event] or event == seed or not _fits(amount, band, event, before):
            continue
        place, node = moved(months, event, key), payee[event]
        if place >= bound or place <= when[0] or time[place] < origin:
            continue
        if limits[IS_RISING] and time[place] <= time[when[length - 1]]:
            continue
        if node == payer[seed] or (stamp > 0 and marks[node] == stamp):
            is_refund = node == payer[seed] and contract[seed] >= 0
            if is_refund and contract[event] == contract[seed]:
                continue
            if length + 1 < limits[FEWEST]:
                continue
            span = time[place] - origin
            for other in range(1, length):
                span = max(span, time[when[other]] - origin)
            closed += 1
            fastest = span if fastest < 0 else min(fastest, span)
        elif length + 1 < most and not _passes(payer, path, length, node):
            if node == payee[before]:
                continue
            path[length], when[length] = event, place
            length, is_open = length + 1, True
    return closed, fastest, looked


@entry
def against_shuffles(
    flows, rows, months, seeds, groups, closing, contract, skip, band, limits, spans, plan
):
    """Return (shuffles made, those with a chain as fast, chains in all) of each seed; int64[n, 3].

    spans: seconds of each seed's fastest chain. plan: shuffles, after how many as fast to stop
    (Besag and Clifford 1991), and the random seed.
    """
    marks = np.zeros(len(rows[0]) - 1, np.int32)
    result = np.zeros((len(seeds), 3), np.int64)
    for place in range(len(seeds)):
        group = groups[place]
        if group >= 0:
            for position in range(closing[0][group], closing[0][group + 1]):
                marks[closing[1][position]] = group + 1
        budget = limits[BUDGET]
        for draw in range(plan[0]):
            closed, fastest, looked = _draw(
                flows, rows, months, seeds[place], group + 1, marks, contract, skip, band, limits,
                plan[2] + draw, budget,
            )  # fmt: skip
            budget -= looked
            result[place, 0] += 1
            result[place, 1] += fastest >= 0 and fastest <= spans[place]
            result[place, 2] += closed
            if result[place, 1] >= plan[1] or budget <= 0:
                break
    return result
