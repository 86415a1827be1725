"""Compiled laws of a sum of Fisher's non-central hypergeometric counts.

Fisher's law: of n households k are kin and b got the benefit; the number of kin among those who
got it is t with weight C(k, t) C(n-k, b-t) gamma^t. Neighbouring weights have a plain ratio, so
each law is walked outward from its mode and scaled to one: no factorial is ever formed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_NEGLIGIBLE = 1e-30
"""Weight beside the mode's below which a law is cut."""


def _law(n: int, b: int, k: int, gamma: float) -> Any:
    """Return the least count of a law, and its probabilities from there on."""
    low, high = max(0, b + k - n), min(b, k)
    first = int(np.floor((k + 1.0) * (b + 1.0) / (n + 2.0)))
    mode = min(max(first, low), high)
    while mode < high and gamma * (k - mode) * (b - mode) > (mode + 1.0) * (n - k - b + mode + 1.0):
        mode += 1
    while mode > low and gamma * (k - mode + 1.0) * (b - mode + 1.0) < mode * (
        n - k - b + float(mode)
    ):
        mode -= 1
    weight = np.zeros(high - low + 1)
    weight[mode - low] = 1.0
    last = mode
    for t in range(mode, high):
        ratio = gamma * (k - t) * (b - t) / ((t + 1.0) * (n - k - b + t + 1.0))
        weight[t + 1 - low] = weight[t - low] * ratio
        last = t + 1
        if weight[last - low] < _NEGLIGIBLE:
            break
    least = mode
    for t in range(mode, low, -1):
        ratio = t * (n - k - b + float(t)) / (gamma * (k - t + 1.0) * (b - t + 1.0))
        weight[t - 1 - low] = weight[t - low] * ratio
        least = t - 1
        if weight[least - low] < _NEGLIGIBLE:
            break
    kept = weight[least - low : last - low + 1]
    return least, kept / kept.sum()


law: Any = njit(cache=True, nogil=True)(_law)


def _sum_law(n: Ints, b: Ints, k: Ints, gamma: float) -> Any:
    """Return the least sum of the counts of some strata, and the probabilities from there on."""
    base = 0
    total = np.ones(1)
    for s in range(len(n)):
        least, one = law(n[s], b[s], k[s], gamma)
        base += least
        if len(one) > 1:
            total = np.convolve(total, one)
            kept = np.flatnonzero(total > _NEGLIGIBLE)
            base += kept[0]
            total = total[kept[0] : kept[-1] + 1]
    return base, total


sum_law: Any = njit(cache=True, nogil=True)(_sum_law)


def _tail(n: Ints, b: Ints, k: Ints, observed: int, gamma: float) -> float:
    """Return P(sum >= observed)."""
    base, total = sum_law(n, b, k, gamma)
    at = observed - base
    if at <= 0:
        return 1.0
    if at >= len(total):
        return 0.0
    return min(1.0, float(total[at:].sum()))


tail: Any = njit(cache=True, nogil=True)(_tail)


def _tails(
    first: Ints, n: Ints, b: Ints, k: Ints, observed: Ints, gamma: float, found: Floats
) -> None:
    """Write P(sum >= observed) of every unit; unit u has the strata first[u] to first[u + 1]."""
    for u in range(len(first) - 1):
        s, e = first[u], first[u + 1]
        found[u] = tail(n[s:e], b[s:e], k[s:e], observed[u], gamma)


tails: Any = njit(cache=True, nogil=True)(_tails)


def _best_tails(first: Ints, n: Ints, b: Ints, k: Ints, found: Floats) -> None:
    """Write the least p-value each unit could reach: every stratum at its greatest count."""
    for u in range(len(first) - 1):
        log = 0.0
        for s in range(first[u], first[u + 1]):
            small, large = min(b[s], k[s]), max(b[s], k[s])
            for i in range(small):
                log += np.log((large - i) / float(n[s] - i))
        found[u] = np.exp(log)


best_tails: Any = njit(cache=True, nogil=True)(_best_tails)


def _bounds(
    first: Ints, n: Ints, b: Ints, k: Ints, observed: Ints, level: float, most: float, found: Floats
) -> None:
    """Write the greatest gamma up to `most` at which each unit's tail stays within the level."""
    for u in range(len(first) - 1):
        s, e = first[u], first[u + 1]
        low, high = -np.log(most), np.log(most)
        if tail(n[s:e], b[s:e], k[s:e], observed[u], most) <= level:
            found[u] = most
            continue
        while high - low > 1e-4:
            middle = (low + high) / 2.0
            if tail(n[s:e], b[s:e], k[s:e], observed[u], np.exp(middle)) <= level:
                low = middle
            else:
                high = middle
        found[u] = np.exp(low)


bounds: Any = njit(cache=True, nogil=True)(_bounds)
