"""Placebo sets: how the observed count ranks among counts of like sets that decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FLOOR = 0.3


def excess_z(observed: Floats, expected: Floats) -> Floats:
    """Return (T - E) / sqrt(E + 0.3), steady where little is expected."""
    return np.asarray((observed - expected) / np.sqrt(expected + _FLOOR), np.float64)


def placebo_p(
    z: Floats, expected: Floats, placebo_z: Floats, placebo_expected: Floats, sets: int = 1000
) -> Floats:
    """Return (1 + #{placebo Z >= Z}) / (1 + m) among the m placebo sets of nearest expected count.

    m is `sets`, or all there are. NaN where there is none. Cost: O(log) and m a unit.
    """
    order = np.argsort(placebo_expected, kind="stable")
    nearest, scores = placebo_expected[order], placebo_z[order]
    count = min(sets, len(order))
    found = np.full(len(z), np.nan)
    if not count:
        return found
    for at, (value, centre) in enumerate(zip(z.tolist(), expected.tolist(), strict=True)):
        first = _window(nearest, centre, count)
        found[at] = (1 + int((scores[first : first + count] >= value).sum())) / (1 + count)
    return found


def _window(ordered: Floats, centre: float, count: int) -> int:
    """Return where the `count` values nearest to the centre begin, among ascending values."""
    low, high = 0, len(ordered) - count
    while low < high:
        middle = (low + high) // 2
        if centre - ordered[middle] > ordered[middle + count] - centre:
            low = middle + 1
        else:
            high = middle
    return low
