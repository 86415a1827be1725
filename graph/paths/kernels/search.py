"""Compiled search: half-paths grown from both ends, level by level, and met in the middle."""

from __future__ import annotations

import numpy as np

from graph.paths.kernels import entry, inner
from graph.paths.kernels.grow import DEPTH, HUBS, IS_FULL, LAST, LOOKED_AT, MOST_CUTS, begin, grow
from graph.paths.kernels.halves import BEFORE, CODE, NODE, cell
from graph.paths.kernels.meet import (
    ANYWHERE,
    COUNT,
    MOST_TRIED,
    TRIED,
    least_of,
    meet,
    new_pool,
    table_of,
)
from graph.paths.kernels.memory import address_of
from graph.paths.kernels.sharing import REMEMBERED, forget

HALF_PATHS, TIES, PAIRS, FULL = range(4)
"""What a search tells of its work."""


@inner
def _unrolled(fore_block, back_block, pool, longest):
    """Return the nodes and ties of the pool's paths, -1 behind the last, and their strengths.

    A tie is its code, or -2 - code where it stands in the row of the node after it.
    """
    fore, back = address_of(fore_block), address_of(back_block)
    pairs, count = pool[2], pool[3][COUNT]
    nodes, codes = np.full((count, longest + 1), -1, np.int64), np.full((count, longest), -1)
    for place in range(count):
        item, length = pairs[place, 0], 0
        while cell(fore, item, BEFORE) >= 0:
            length += 1
            item = cell(fore, item, BEFORE)
        nodes[place, 0], item = cell(fore, item, NODE), pairs[place, 0]
        for at in range(length, 0, -1):
            nodes[place, at] = cell(fore, item, NODE)
            codes[place, at - 1] = cell(fore, item, CODE)
            item = cell(fore, item, BEFORE)
        item = pairs[place, 1]
        while cell(back, item, BEFORE) >= 0:
            codes[place, length] = -2 - cell(back, item, CODE)
            item = cell(back, item, BEFORE)
            length += 1
            nodes[place, length] = cell(back, item, NODE)
    return nodes, codes, pool[1][:count]


@inner
def _levels(tally, reach):
    """Return where the levels of one side begin."""
    levels = np.zeros(reach + 2, np.int64)
    levels[1] = tally[LAST]
    return levels


@inner
def _grown(g, w, common, block, tally, levels, ends, day, depth, limits, pool):
    """Grow one side to a depth; return its block."""
    while tally[DEPTH] < depth:
        block = grow(g, w, common, block, tally, ends, day, limits, least_of(pool))
        levels[tally[DEPTH] + 1] = tally[LAST]
    return block


@inner
def _meet_levels(
    g, w, common, fore, f_levels, back, b_levels, total, limits, ends, mode, told, kept, lengths,
    pool, day,
):  # fmt: skip
    """Find the paths of a number of hops; beyond the most hops, those whose halves meet at hubs."""
    hops, hub = limits[0], limits[1]
    reach, is_last = (hops + 1) // 2, total > hops
    for behind in range(1 if is_last else total // 2, (reach if is_last else total // 2) + 1):
        table = table_of(back, b_levels[behind], b_levels[behind + 1])
        first = 1 if is_last else total - behind
        for ahead in range(first, (min(reach, hops - behind) if is_last else first) + 1):
            if is_last and (ahead == behind or ahead == behind + 1):
                continue
            meet(
                g, w, common, fore, (f_levels[ahead], f_levels[ahead + 1]), back,
                b_levels[behind], table, ends, mode, told, kept, lengths, pool,
                hub if is_last else ANYWHERE, day,
            )  # fmt: skip


@entry
def search(slots, ways, starts, goals, day, limits, mode, told, kept, lengths, stop):
    """Return the best paths between two ascending sets of nodes: nodes, ties, strengths; the cuts.

    slots, ways: tables of `layout`. limits: hops, ties of a hub, most half-paths of a side, paths
    wanted, most pairs of half-paths. told: whether the ends of either side count as stations.
    kept, lengths: the paths that none may be like, as `stations.is_like_one` takes them. Each path
    is found once: without hubs by halves of equal hops, or the first one longer; through a hub,
    which is never passed, by halves that meet at it.
    """
    g, w, hops = address_of(slots), address_of(ways), limits[0]
    reach, pool = (hops + 1) // 2, new_pool(limits[3], limits[4])
    sizes, cuts, bounds = (
        np.empty(REMEMBERED, np.int64),
        np.full(MOST_CUTS, -1),
        np.zeros(MOST_CUTS),
    )
    forget(address_of(sizes))
    held = np.array([address_of(sizes), address_of(cuts), address_of(bounds), address_of(stop)])
    common = address_of(held)
    ours = np.array([address_of(starts), len(starts), address_of(goals), len(goals)], np.int64)
    theirs = np.array([address_of(goals), len(goals), address_of(starts), len(starts)], np.int64)
    fore, f_tally = begin(starts)
    back, b_tally = begin(goals)
    f_levels, b_levels = _levels(f_tally, reach), _levels(b_tally, reach)
    for total in range(1, hops + 2):
        is_last = total > hops
        if is_last and f_tally[HUBS] + b_tally[HUBS] == 0:
            break
        ahead, behind = (reach, reach) if is_last else ((total + 1) // 2, total // 2)
        fore = _grown(
            g, w, common, fore, f_tally, f_levels, address_of(ours), day, ahead, limits, pool
        )
        back = _grown(
            g, w, common, back, b_tally, b_levels, address_of(theirs), day, behind, limits, pool
        )
        _meet_levels(
            g, w, common, address_of(fore), f_levels, address_of(back), b_levels, total, limits,
            address_of(ours), mode, told, kept, lengths, pool, day,
        )  # fmt: skip
    nodes, codes, strengths = _unrolled(fore, back, pool, hops)
    work = np.zeros(4, np.int64)
    for tally in (f_tally, b_tally):
        work[HALF_PATHS] += tally[LAST]
        work[TIES] += tally[LOOKED_AT]
        work[FULL] += tally[IS_FULL]
    work[PAIRS], work[FULL] = pool[3][TRIED], work[FULL] + stop[0]
    work[FULL] += pool[3][TRIED] > pool[3][MOST_TRIED]
    # What only its address was used of must outlive the last use of it.
    work[PAIRS] += 0 * (sizes[0] + held[0] + ours[0] + theirs[0] + slots[0] + ways[0])
    return nodes, codes, strengths, cuts, bounds, work


@entry
def search_many(
    slots, ways, starts, goals, where, day, limits, mode, told, kept, lengths, best, stop
):  # fmt: skip
    """Write the strength of the best path of each pair of sets; 0 where there is none.

    where: int64[pairs+1, 2], where each pair's sets begin in `starts` and `goals`, each ascending.
    The others are as `search` takes them.
    """
    for pair in range(len(best)):
        if stop[0]:
            break
        _, _, strengths, _, _, _ = search(
            slots, ways, starts[where[pair, 0] : where[pair + 1, 0]],
            goals[where[pair, 1] : where[pair + 1, 1]], day, limits, mode, told, kept, lengths,
            stop,
        )  # fmt: skip
        best[pair] = strengths[0] if len(strengths) else 0.0
