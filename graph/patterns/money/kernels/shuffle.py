"""Compiled shuffles of transfers within their month, one place at a time."""

from __future__ import annotations

import numpy as np

from graph.patterns.money.kernels import inner

_ROUNDS = 4
_FEWEST_BITS = 4
"""Halves below this make permutations that are visibly uneven."""


@inner
def mixed(value):
    """Return the bits of a 64-bit number well mixed (splitmix64, Steele, Lea and Flood 2014)."""
    value = np.uint64(value) + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@inner
def shuffled(place, size, key):
    """Return where one of `size` places goes in the permutation of this key.

    A Feistel network of four rounds on an even power of two, walked until it is back within the
    size (Black and Rogaway 2002): no permutation is ever written down.
    """
    if size < 2:
        return place
    key = mixed(key)
    half = np.uint64(_FEWEST_BITS)
    while (np.int64(1) << np.int64(np.uint64(2) * half)) < size:
        half += np.uint64(1)
    mask = (np.uint64(1) << half) - np.uint64(1)
    current = np.uint64(place)
    while True:
        left, right = current >> half, current & mask
        for turn in range(_ROUNDS):
            noise = mixed(right + mixed(key + np.uint64(turn)))
            left, right = right, (left ^ noise) & mask
        current = (left << half) | right
        if current < np.uint64(size):
            return np.int64(current)


@inner
def month_at(months, event):
    """Return the month of an event: the last that begins at or before it."""
    low, high = 0, len(months) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if months[middle] <= event:
            low = middle
        else:
            high = middle
    return low


@inner
def moved(months, event, key):
    """Return the place in time that an event takes when its month is shuffled."""
    month = month_at(months, event)
    begin = months[month]
    key = mixed(np.uint64(key) + mixed(np.uint64(month)))
    return begin + shuffled(event - begin, months[month + 1] - begin, key)
