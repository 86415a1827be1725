"""How many zones each county gets, so that all together are as many as asked and cost least."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.costs import BREACH_COST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.zones.clock import Clock
    from graph.zones.county_model import CountyModel, Grouping
    from graph.zones.rules import Weights

_AROUND = 1
"""Zones that a county may have beyond its share by townships, or under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """The zones of every county, their cost and its bound.

    Both are means over all townships, and hold `BREACH_COST` for every rule broken.
    """

    groupings: tuple[Grouping, ...]
    cost: float
    bound: float


def allocate(
    models: Sequence[CountyModel],
    most: Sequence[int],
    total: int,
    least: int,
    weights: Weights,
    clock: Clock,
) -> Allocated | None:
    """Return the cheapest zones, `total` in all; None if counties cannot have so many.

    Every county gets its share by townships, one more or one fewer, as far as there can be so
    many; wider shares are tried only where those fail.
    """
    for around in (_AROUND, max(most)):
        ranges = _ranges([model.n for model in models], most, total, around)
        if ranges is None:
            continue
        options = [
            {k: found for k in ks if (found := model.best(k, least, weights, clock)) is not None}
            for model, ks in zip(models, ranges, strict=True)
        ]
        chosen = _cheapest(models, options, total, of_bound=False)
        if chosen is not None:
            groupings = tuple(one[k] for one, k in zip(options, chosen, strict=True))
            lowest = _cheapest(models, options, total, of_bound=True) or chosen
            bounds = [one[k].lowest for one, k in zip(options, lowest, strict=True)]
            return Allocated(
                groupings=groupings,
                cost=_mean(models, [(g.broken, g.objective) for g in groupings]),
                bound=_mean(models, bounds),
            )
    return None


def _ranges(
    sizes: Sequence[int], most: Sequence[int], total: int, around: int
) -> list[range] | None:
    """Return the numbers of zones each county may have, cut to what the others leave it."""
    if not len(sizes) <= total <= sum(most):
        return None
    everyone = sum(sizes)
    low, high = [], []
    for size, limit in zip(sizes, most, strict=True):
        share = total * size / everyone
        low.append(min(max(int(share) - around, 1), limit))
        high.append(min(max(-int(-share // 1) + around, 1), limit))
    if not sum(low) <= total <= sum(high):
        return None
    least, greatest = sum(low), sum(high)
    return [
        range(max(a, total - (greatest - b)), min(b, total - (least - a)) + 1)
        for a, b in zip(low, high, strict=True)
    ]


def _cheapest(
    models: Sequence[CountyModel],
    options: Sequence[dict[int, Grouping]],
    total: int,
    *,
    of_bound: bool,
) -> list[int] | None:
    """Return how many zones each county gets: fewest rules broken, then least cost.

    Dynamic programming over the counties.
    """
    best: dict[int, _Path] = {0: (0, 0.0, ())}
    for model, of_county in zip(models, options, strict=True):
        further: dict[int, _Path] = {}
        for used, (broken, cost, path) in best.items():
            for k, grouping in of_county.items():
                more, price = grouping.lowest if of_bound else (grouping.broken, grouping.objective)
                option = (broken + more, cost + model.n * price, (*path, k))
                if used + k <= total and option < further.get(used + k, _WORST):
                    further[used + k] = option
        best = further
    return list(best[total][2]) if total in best else None


_Path = tuple[int, float, tuple[int, ...]]
_WORST: _Path = (10**9, float("inf"), ())


def _mean(models: Sequence[CountyModel], values: Sequence[tuple[int, float]]) -> float:
    townships = [model.n for model in models]
    objective = float(np.dot(townships, [value for _, value in values]) / sum(townships))
    return objective + BREACH_COST * sum(broken for broken, _ in values)
