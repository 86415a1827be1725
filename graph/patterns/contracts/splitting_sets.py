"""Sets of small contracts that together reach the line in time, and how often chance makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def linked_groups(one: Sequence[int], other: Sequence[int], count: int) -> Iterator[Ints]:
    """Yield the rows linked by pairs, directly or through others; groups of two and more."""
    edges = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
    total, labels = connected_components(edges, directed=False)
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels, minlength=total)
    for rows in np.split(order, np.cumsum(sizes)[:-1]):
        if len(rows) > 1:
            yield rows


def reaching_sets(days: Ints, prices: Ints, line: int, within: int) -> list[Ints]:
    """Return the rows of each set: windows of `within` days that reach the line, overlaps joined.

    days, prices: of one group, any order. Rows are returned by day.
    """
    order = np.lexsort((np.arange(len(days)), days))
    day, total = days[order], np.concatenate([[0], np.cumsum(prices[order])])
    last = np.searchsorted(day, day + within, side="right")
    sums = total[last] - total[: len(day)]
    sets: list[list[int]] = []
    end = 0
    for start in np.flatnonzero((sums >= line) & (last - np.arange(len(day)) > 1)).tolist():
        if sets and start < end:
            sets[-1] = list(range(sets[-1][0], int(last[start])))
        else:
            sets.append(list(range(start, int(last[start]))))
        end = int(last[start])
    return [order[rows] for rows in sets]


def largest_sums(days: Ints, prices: Ints, within: int) -> NDArray[np.float64]:
    """Return the largest sum in any window of `within` days of each row.

    days: shape (draws, n); prices: shape (n,).
    """
    order = np.argsort(days, axis=1, kind="stable")
    day = np.take_along_axis(days, order, axis=1)
    paid = prices[order].astype(np.float64)
    total = np.concatenate([np.zeros((len(day), 1)), np.cumsum(paid, axis=1)], axis=1)
    best = np.zeros(len(day))
    for end in range(day.shape[1]):
        start = (day < day[:, end : end + 1] - within).sum(axis=1)
        reached = total[:, end + 1] - np.take_along_axis(total, start[:, None], axis=1)[:, 0]
        best = np.maximum(best, reached)
    return best


def by_chance(
    family: Ints, calendar: Ints, line: int, within: int, draws: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return p and the mean largest sum when the family's dates are dealt from the year's.

    family: prices of the contracts that could have been one; calendar: the days of all contracts
    of the buyer that year, theirs among them. p is the share of deals in which they reach the line
    within the days, the data one of them.
    """
    deals = rng.permuted(np.broadcast_to(calendar, (draws, len(calendar))), axis=1)
    largest = largest_sums(deals[:, : len(family)], family, within)
    return float((1 + np.count_nonzero(largest >= line)) / (draws + 1)), float(largest.mean())
