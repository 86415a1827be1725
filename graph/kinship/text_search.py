"""A compiled search for many texts at once among ascending ones that lie in one buffer."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.kinship.prefetch import prefetch
from graph.snapshot.id_slots import EMPTY, MIX, PRIME, SEED, SLOTS_EACH

_MOST_TRIES = 64
"""Slots looked at before the order of the texts is used: somebody may choose ids that collide."""
_SEED, _PRIME, _MIX = np.uint64(SEED), np.uint64(PRIME), np.uint64(MIX)
_HALF = np.uint64(32)


@njit(cache=True, nogil=True)
def _order(starts, content, at, sought_starts, sought, which):
    """Compare a sorted text with a sought one: below, at or above zero; bytes as code points."""
    one, other = starts[at], sought_starts[which]
    while one < starts[at + 1] and other < sought_starts[which + 1]:
        if content[one] != sought[other]:
            return np.int64(content[one]) - np.int64(sought[other])
        one += 1
        other += 1
    return (starts[at + 1] - one) - (sought_starts[which + 1] - other)


@njit(cache=True, nogil=True)
def _halved(starts, content, sought_starts, sought, which):
    """Return the place of a sought text by halving; -1 where there is none."""
    low, high = 0, len(starts) - 1
    while low < high:
        middle = (low + high) // 2
        if _order(starts, content, middle, sought_starts, sought, which) < 0:
            low = middle + 1
        else:
            high = middle
    if low < len(starts) - 1 and not _order(starts, content, low, sought_starts, sought, which):
        return low
    return -1


@njit(cache=True, nogil=True)
def _home(sought_starts, sought, which, capacity):
    """Return the slot at which a text is looked for first, as `id_slots` places it."""
    found = _SEED
    for at in range(sought_starts[which], sought_starts[which + 1]):
        found = (found ^ np.uint64(sought[at])) * _PRIME
    found = (found ^ (found >> _HALF)) * _MIX
    return np.int64(((found >> _HALF) * np.uint64(capacity)) >> _HALF)


@njit(cache=True, nogil=True)
def find_texts(starts, content, slots, sought_starts, sought):
    """Return int64 places of the sought texts among the ascending ones, -1 where there is none.

    A text of each buffer is the bytes from its start to the next; UTF-8 sorts by code point.
    `slots` is the `id_slots` of the ascending ones; empty, they are halved instead.
    """
    many = len(sought_starts) - 1
    found = np.full(many, -1, np.int64)
    if len(slots) == 0:
        for which in range(many):
            found[which] = _halved(starts, content, sought_starts, sought, which)
        return found
    capacity = SLOTS_EACH * (len(starts) - 1)
    homes = np.empty(many, np.int64)
    for which in range(many):  # all are asked of the memory before the first is waited for
        homes[which] = _home(sought_starts, sought, which, capacity)
        prefetch(slots, homes[which])
    for which in range(many):
        prefetch(starts, max(slots[homes[which]], 0))
    for which in range(many):
        prefetch(content, starts[max(slots[homes[which]], 0)])
    for which in range(many):
        slot, tries = homes[which], 0
        while slots[slot] != EMPTY and tries < _MOST_TRIES:
            if not _order(starts, content, slots[slot], sought_starts, sought, which):
                found[which] = slots[slot]
                break
            slot += 1
            tries += 1
        if tries == _MOST_TRIES:
            found[which] = _halved(starts, content, sought_starts, sought, which)
    return found
