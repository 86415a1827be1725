"""The exact permutation test of a sum of whole numbers drawn without replacement, by strata.

In each stratum k of n households are drawn; every choice is equally likely under the null. The law
of the drawn sum is the coefficient at size k of a product over the distinct values v, held by m
households each: sum over j of C(m, j) x^j z^(j v), as in Pagano and Tritchler (J. Am. Stat. Assoc.
78, 1983). C(m, j) is tilted by the odds k / (n - k) and scaled to one at its greatest, which
cancels and keeps every figure within reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


def sum_p(strata: Sequence[tuple[Ints, int]], observed: int) -> float:
    """Return P(sum >= observed), where k values are drawn from each stratum's.

    strata: (values, k), values int64 of any sign. Cost: k² x distinct values x width of the sum,
    a stratum; most households sharing one value, about a millisecond.
    """
    base, law = 0, np.ones(1)
    for values, size in strata:
        if not 0 < size <= len(values):
            continue
        least, one = _law_of(values, size)
        base += least
        law = np.convolve(law, one)
    at = observed - base
    if at <= 0:
        return 1.0
    return min(1.0, float(law[at:].sum())) if at < len(law) else 0.0


def _law_of(values: Ints, size: int) -> tuple[int, Floats]:
    """Return the least sum of `size` of the values and the probabilities of it and what follows."""
    distinct, held = np.unique(values, return_counts=True)
    shift = int(distinct[0])
    law = _drawn(distinct - shift, held.astype(np.int64), size, size / len(values))
    kept = np.flatnonzero(law > 0)
    return shift * size + int(kept[0]), law[kept[0] : kept[-1] + 1] / law.sum()


def _draw(value: Ints, held: Ints, size: int, share: float) -> Floats:
    """Return weights of the sum of `size` draws, values from 0 upward."""
    width = size * value[-1] + 1
    table = np.zeros((size + 1, width))
    table[0, 0] = 1.0
    taken, reach = 0, 0
    odds = share / (1.0 - share) if share < 1.0 else 0.0
    for i in range(len(value)):
        most = min(held[i], size)
        weight = np.zeros(most + 1)
        if share < 1.0:
            for j in range(most):
                weight[j + 1] = weight[j] + np.log(odds * (held[i] - j) / (j + 1.0))
            weight = np.exp(weight - weight.max())
        else:
            weight[most] = 1.0
        for count in range(min(taken, size), -1, -1):
            for total in range(reach, -1, -1):
                there = table[count, total]
                if there == 0.0:
                    continue
                for j in range(1, min(most, size - count) + 1):
                    table[count + j, total + j * value[i]] += there * weight[j]
                table[count, total] = there * weight[0]
        taken = min(size, taken + most)
        reach = min(width - 1, reach + most * value[i])
    law: Floats = table[size]
    return law


_drawn: Any = njit(cache=True, nogil=True)(_draw)
