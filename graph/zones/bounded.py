"""Good zones where there are too many possible ones to look at all: cut, then improve in turn.

What this finds is no proven optimum; `pair_bound` says how far from one it can be at most.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree

from graph.zones.rules import LEAST, PAIR
from graph.zones.subsets import is_connected, masks_of, members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.zones.clock import Clock
    from graph.zones.costs import Pricing
    from graph.zones.rules import Weights

    Price = Callable[[Sequence[int]], list[float]]
    _Change = tuple[float, int, int]

_GAIN = 1e-9
_GRID = 200


def cut_zones(pricing: Pricing, zones: int, least: int) -> tuple[int, ...] | None:
    """Return connected zones of even size, cut out of the shortest tree that joins all.

    None where no cut of that tree leaves every zone `least` townships.
    """
    travel, beside = pricing.neighbourhood.travel, pricing.neighbourhood.adjacent
    tree = minimum_spanning_tree(np.where(beside, travel + 1e-9, 0.0)).toarray() > 0
    twigs = masks_of(tree | tree.T)
    return _Cutter(twigs, least).cut((1 << len(twigs)) - 1, zones)


class _Cutter:
    """Cuts a tree in two and in two again, remembering what could not be cut."""

    def __init__(self, twigs: list[int], least: int) -> None:
        self._twigs = twigs
        self._least = least
        self._known: dict[tuple[int, int], tuple[int, ...] | None] = {}

    def cut(self, mask: int, zones: int) -> tuple[int, ...] | None:
        """Return the zones of one part of the tree."""
        key = (mask, zones)
        if key not in self._known:
            self._known[key] = self._halved(mask, zones)
        return self._known[key]

    def _halved(self, mask: int, zones: int) -> tuple[int, ...] | None:
        size, least = mask.bit_count(), self._least
        if zones == 1:
            return (mask,) if size >= least else None
        found = []
        for side in _sides(mask, self._twigs):
            part = side.bit_count()
            share = min(max(round(zones * part / size), 1), zones - 1)
            rest, other = size - part, zones - share
            if part >= least * share and rest >= least * other:
                even = size / zones
                found.append((abs(part / share - even) + abs(rest / other - even), side, share))
        for _, side, share in sorted(found):
            left = self.cut(side, share)
            right = self.cut(mask & ~side, zones - share) if left else None
            if left and right:
                return left + right
        return None


def _sides(mask: int, twigs: list[int]) -> Iterator[int]:
    """Yield one side of every single cut of a tree."""
    for one in members_of(mask):
        for other in members_of(twigs[one] & mask):
            if one < other:
                side = frontier = 1 << one
                while frontier:
                    bit = frontier & -frontier
                    frontier ^= bit
                    fresh = twigs[bit.bit_length() - 1] & mask & ~side
                    if bit == 1 << one:
                        fresh &= ~(1 << other)
                    side |= fresh
                    frontier |= fresh
                yield side


def improve(
    start: Sequence[int], price: Price, beside: list[int], bounds: tuple[int, int], clock: Clock
) -> tuple[int, ...]:
    """Return zones that no single move or exchange between two of them makes cheaper.

    The best change of each round is made, ties going to the lower sets. Cost: zones times the
    townships at their borders, a round.
    """
    zones = list(start)
    known: dict[tuple[int, int], _Change | None] = {}
    while clock.left > 0:
        found = []
        for a, b in combinations(range(len(zones)), 2):
            pair = (zones[a], zones[b])
            if pair not in known:
                known[pair] = _best_change(pair, price, beside, bounds)
            if (change := known[pair]) is not None:
                found.append((*change, a, b))
        if not found:
            break
        _, left, right, a, b = min(found)
        zones[a], zones[b] = left, right
    return tuple(sorted(zones, key=members_of))


def _best_change(
    pair: tuple[int, int], price: Price, beside: list[int], bounds: tuple[int, int]
) -> _Change | None:
    """Return what the cheapest change of two zones gains (below 0), and the zones after it."""
    if not any(beside[member] & pair[1] for member in members_of(pair[0])):
        return None
    changes = list(_changes(*pair, beside, bounds))
    costs = price([*pair, *(mask for change in changes for mask in change)])
    now = costs[0] + costs[1]
    gains = (
        (costs[2 * i] + costs[2 * i + 1] - now, *change) for i, change in enumerate(changes, 1)
    )
    best = min(gains, default=(0.0, 0, 0))
    return best if best[0] < -_GAIN else None


def _changes(
    one: int, other: int, beside: list[int], bounds: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield both zones after a township went over, or two went opposite ways."""
    least, most = bounds
    there = [1 << m for m in members_of(one) if beside[m] & other]
    back = [1 << m for m in members_of(other) if beside[m] & one]
    for out in (*there, 0):
        for into in (*back, 0):
            left, right = one & ~out | into, other & ~into | out
            if (
                (out or into)
                and least <= left.bit_count() <= most
                and least <= right.bit_count() <= most
                and is_connected(left, beside)
                and is_connected(right, beside)
            ):
                yield left, right


def pair_bound(pricing: Pricing, weights: Weights, zones: int, bounds: tuple[int, int]) -> float:
    """Return what no plan can go under: every township beside those nearest and least tied to it.

    A mean over a zone's other members is never under the mean of as many of the best, and the
    townships' zones hold n / zones of them on average at least: that is priced in by Lagrange's
    multiplier, of which the best of a grid is taken. Size and skills count as perfect.
    """
    n, (least, most) = pricing.n, bounds
    if n < PAIR:
        return 0.0
    sizes = np.arange(max(least, PAIR), max(most, PAIR) + 1)
    mean = _best_means(pricing, weights, sizes)
    multipliers = np.linspace(0.0, float(mean.max()) / 2, _GRID)
    eased = mean[None] - multipliers[:, None, None] * sizes[None, :, None]
    return float((eased.min(axis=1).mean(axis=1) + multipliers * n / zones).max())


def _best_means(pricing: Pricing, weights: Weights, sizes: np.ndarray[Any, Any]) -> Any:
    """Return the least that each township adds in a zone of each size; float64[sizes, n]."""
    travel, _, tied, _ = weights.shares
    apart = np.diag(np.full(pricing.n, np.inf))
    best = np.sort(travel * pricing.travel + tied * pricing.acquaintance + apart, axis=0)[:-1]
    means = np.cumsum(best, axis=0) / np.arange(1, len(best) + 1)[:, None]
    rows = means[np.minimum(sizes, pricing.n) - 2]
    outside = np.sort(pricing.travel + apart, axis=0)[: min(LEAST, pricing.n - 1)].mean(axis=0)
    return np.where((sizes < LEAST)[:, None], np.minimum(rows, travel * outside), rows)
