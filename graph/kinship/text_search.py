"""A compiled binary search over sorted texts that lie in one buffer."""

from __future__ import annotations

import numpy as np
from numba import njit


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
def find_texts(starts, content, sought_starts, sought):
    """Return int64 places of the sought texts among the ascending ones, -1 where there is none.

    A text of each buffer is the bytes from its start to the next; UTF-8 sorts by code point.
    """
    found = np.full(len(sought_starts) - 1, -1, np.int64)
    for which in range(len(found)):
        low, high = 0, len(starts) - 1
        while low < high:
            middle = (low + high) // 2
            if _order(starts, content, middle, sought_starts, sought, which) < 0:
                low = middle + 1
            else:
                high = middle
        if low < len(starts) - 1 and not _order(starts, content, low, sought_starts, sought, which):
            found[which] = low
    return found
