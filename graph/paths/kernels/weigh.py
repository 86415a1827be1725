"""Compiled weighing of one path that is known: each tie, and what each passage keeps."""

from __future__ import annotations

import math

import numpy as np

from graph.model import ALWAYS, EVER
from graph.paths import layout
from graph.paths.kernels import entry, inner
from graph.paths.kernels.halves import (
    CELLS,
    KIN,
    LEFT,
    SHARE,
    VALUE,
    number,
    put,
    put_number,
    put_tie,
)
from graph.paths.kernels.memory import address_of, first_of, whole_entry_of
from graph.paths.kernels.passage import passage
from graph.paths.kernels.rows import bundle, kin_strength, owner_of, run_end, run_start
from graph.paths.kernels.sharing import REMEMBERED, forget, sharers
from graph.paths.layout import OUT, SOURCE, TARGET, UP

STRENGTH, REST, KEPT, SIZE = range(4)
"""A tie's numbers: its strength, what is left of it, what the node behind it keeps of the path, and
how many share that node where both ties share it in one way, else 0."""
_ENDS, _END_WIDTH = layout.WAY_ENDS, layout.END_COLUMNS


@inner
def _read(g, w, code, node, day, half, at):
    """Write the tie of a code that stands in a node's row; return its shares near and far."""
    where, position = code & 7, code >> 3
    if where >= UP:
        strength = kin_strength(g, w, where, position, owner_of(g, node), day)
        put_tie(half, at, code, KIN, EVER, ALWAYS, 1.0)
        put_number(half, at, VALUE, strength)
        return 0, 0
    first = run_start(g, w, where, position, first_of(g, where, node))
    last = run_end(g, w, where, first, first_of(g, where, node + 1))
    best, way, strength, left, start, end = bundle(g, w, where, first, last, day)
    put_tie(half, at, best * 8 + where if best >= 0 else code, way, start, end, left)
    put_number(half, at, VALUE, strength)
    near, far = (SOURCE, TARGET) if where == OUT else (TARGET, SOURCE)
    return (
        whole_entry_of(w, _ENDS, _END_WIDTH, way, near),
        whole_entry_of(w, _ENDS, _END_WIDTH, way, far),
    )


@entry
def weigh(slots, ways, nodes, codes, day):
    """Return the ties of a path as half-paths are kept, and their numbers, float64[hops, 4].

    codes: as `search` gives them; of rows that count together the best one's is returned. The
    product of strengths and of what is kept, and the root of what is left of the first tie, is the
    strength of the path.
    """
    g, w, hops = address_of(slots), address_of(ways), len(codes)
    sizes, block = np.empty(REMEMBERED, np.int64), np.zeros(hops * CELLS, np.int64)
    forget(address_of(sizes))
    half, told = address_of(block), np.zeros((hops, 4))
    shares = np.zeros((hops, 2), np.int64)
    for at in range(hops):
        if codes[at] >= 0:
            shares[at, 0], shares[at, 1] = _read(g, w, codes[at], nodes[at], day, half, at)
        else:
            shares[at, 1], shares[at, 0] = _read(g, w, -2 - codes[at], nodes[at + 1], day, half, at)
        told[at, STRENGTH], told[at, REST] = number(half, at, VALUE), number(half, at, LEFT)
    for at in range(hops - 1):
        node, share = nodes[at + 1], shares[at, 1]
        put(half, at, SHARE, share)
        put(half, at + 1, SHARE, shares[at + 1, 0])
        told[at, KEPT] = passage(g, w, address_of(sizes), node, half, at, half, at + 1, day)
        if share > 0 and share == shares[at + 1, 0]:
            told[at, SIZE] = sharers(g, w, address_of(sizes), node, share, day)
    told[hops - 1, KEPT] = math.sqrt(told[hops - 1, REST])
    told[0, SIZE] += 0 * (sizes[0] + slots[0] + ways[0])  # held until here
    return block.reshape((hops, CELLS)), told
