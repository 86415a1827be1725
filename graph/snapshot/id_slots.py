"""A hash table of person ids, made with a snapshot: from an id's bytes to the node of that id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.snapshot.persons import bytes_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32

SLOTS_EACH = 2
"""Slots for each id: half of them stay empty, so that most ids stand where they are looked for."""
SEED, PRIME, MIX = 14695981039346656037, 1099511628211, 0xFF51AFD7ED558CCD
"""FNV-1a over the bytes, then a half of MurmurHash3's finalizer; `home` is its upper 32 bits."""
EMPTY = -1


def id_slots(ids: pa.Array) -> Int32:
    """Return the table of ascending ids: nodes where their hashes point or behind, -1 where none.

    int32, twice as many as there are ids and what the last ones need: 8 bytes an id. An id whose
    home is taken stands in the next free slot behind; the last slot is empty.
    """
    homes = _homes(*bytes_of(ids), SLOTS_EACH * len(ids))
    order = np.argsort(homes, kind="stable")
    nth = np.arange(len(order))
    places = np.maximum.accumulate(homes[order] - nth) + nth
    last = int(places[-1]) if len(places) else 0
    slots = np.full(max(SLOTS_EACH * len(ids), last + 1) + 1, EMPTY, np.int32)
    slots[places] = order
    return slots


def _homes(starts: NDArray[Any], content: NDArray[np.uint8], capacity: int) -> NDArray[np.int64]:
    """Return the slot at which each id is looked for first."""
    first, length = starts[:-1].astype(np.int64), np.diff(starts)
    hashes = np.full(len(first), SEED, np.uint64)
    prime, mix, half = np.uint64(PRIME), np.uint64(MIX), np.uint64(32)
    for at in range(int(length.max(initial=0))):
        longer = np.flatnonzero(length > at)
        hashes[longer] = (hashes[longer] ^ content[first[longer] + at]) * prime
    hashes ^= hashes >> half
    hashes *= mix
    return ((hashes >> half) * np.uint64(capacity) >> half).astype(np.int64)
