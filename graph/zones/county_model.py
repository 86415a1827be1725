"""The best zones of one county for any number of zones, its possible zones listed once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from graph.zones.bounded import cut_zones, improve, pair_bound
from graph.zones.costs import BREACH_COST, BREACHES
from graph.zones.cover import cover, partition_of
from graph.zones.rules import LEAST, MOST, TOLERANCE
from graph.zones.stability import carried_on, labelled, moved_by
from graph.zones.subsets import connected_subsets, masks_of, members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graph.zones.clock import Clock
    from graph.zones.costs import Columns, Pricing
    from graph.zones.rules import Weights
    from graph.zones.stability import Previous

    Floats = NDArray[np.float64]
    Keep = Callable[[int], bool]

LIMIT = 600_000
"""Most sets of townships that are looked at; beyond, zones are improved step by step."""
_TIE = 1e-7
"""Most that the order of townships adds to a plan, so that of equal plans one is the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Zones of one county, as bit masks in the order of their first township.

    cost: the mean over the county's townships, moves from last year's zones included, with
    `BREACH_COST` for each of the `broken` rules; bound: what no other choice can go under.
    labels: the zone of last year that each carries on. columns: how many zones were weighed.
    """

    zones: tuple[int, ...]
    labels: tuple[int, ...]
    cost: float
    bound: float
    broken: int
    columns: int
    is_listed: bool
    """Whether every possible zone was among them."""

    @property
    def is_proven(self) -> bool:
        """Whether no better choice exists."""
        return self.cost - self.bound <= TOLERANCE

    @property
    def objective(self) -> float:
        """Return the cost without what broken rules add."""
        return self.cost - BREACH_COST * self.broken

    @property
    def lowest(self) -> tuple[int, float]:
        """Return the bound as rules broken at least, and the objective where no more are."""
        broken = int(self.bound // BREACH_COST)
        return broken, self.bound - BREACH_COST * broken


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    zones: int
    bounds: tuple[int, int]
    weights: Weights
    clock: Clock
    keep: Keep | None


@dataclass(slots=True, kw_only=True)
class CountyModel:
    """Everything needed to plan one county."""

    pricing: Pricing
    previous: Previous | None = None
    limit: int = LIMIT
    _listed: dict[tuple[int, int, bool], Columns | None] = field(default_factory=dict)
    _known: dict[tuple[int, int, Weights], Grouping | None] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Count the townships."""
        return self.pricing.n

    def bounds(self, zones: int, least: int) -> tuple[int, int]:
        """Return the smallest and largest size of a zone in a plan of so many.

        None is under half the average, nor larger than five or one above the average.
        """
        low = min(max(least, self.n // zones // 2), self.n)
        high = max(MOST, -(-self.n // zones) + 1)
        return low, max(low, min(high, self.n - low * (zones - 1)))

    def most_pairs(self) -> int:
        """Return how many connected zones of two townships or more there can be, at least 1.

        As many as a largest matching has pairs: whoever is left over joins a neighbour's.
        """
        graph = nx.from_numpy_array(self.pricing.neighbourhood.adjacent.astype(int))
        return max(len(nx.max_weight_matching(graph, maxcardinality=True)), 1)

    def most_zones(self, weights: Weights, clock: Clock) -> int:
        """Return how many connected zones of three townships or more there can be, at least 1."""
        highest = max(self.n // LEAST, 1)
        if self.best(highest, LEAST, weights, clock) is not None:
            return highest
        most = 1
        for size in (2 * LEAST - 1, 3 * LEAST, self.n):
            columns = self._columns(LEAST, min(size, self.n), is_near=False)
            if columns is None:
                cuts = range(highest, most, -1)
                return next((zones for zones in cuts if self._cut(zones, LEAST)), most)
            unit = -np.ones(len(columns))
            found = cover(partition_of(columns.masks, unit, self.n, None), clock)
            if found is not None and found.chosen is not None:
                most = max(most, len(found.chosen))
        return most

    def best(
        self,
        zones: int,
        least: int,
        weights: Weights,
        clock: Clock,
        keep: Keep | None = None,
    ) -> Grouping | None:
        """Return the cheapest zones, None if there are none; `keep` says which may be chosen.

        Sets within the longest way are tried first: a plan that keeps every rule is cheaper than
        any that breaks one.
        """
        key = (zones, least, weights)
        if keep is None and key in self._known:
            return self._known[key]
        found = self._best(zones, least, weights, clock, keep)
        if keep is None:
            self._known[key] = found
        return found

    def _best(
        self, zones: int, least: int, weights: Weights, clock: Clock, keep: Keep | None
    ) -> Grouping | None:
        if zones == 1:
            whole = self.evaluate(((1 << self.n) - 1,), weights)
            is_kept = keep is None or keep(whole.zones[0])
            return replace(whole, bound=whole.cost, is_listed=True) if is_kept else None
        low, high = self.bounds(zones, least)
        widest = max(high, self.n - least * (zones - 1))
        for bounds, is_near in (
            ((low, high), True),
            ((low, high), False),
            ((min(least, self.n), widest), False),
        ):
            if is_near and self.n > MOST * zones:
                continue
            columns = self._columns(*bounds, is_near=is_near)
            search = _Search(zones=zones, bounds=bounds, weights=weights, clock=clock, keep=keep)
            found = self._improved(search) if columns is None else self._chosen(columns, search)
            if found is not None and (not is_near or found.cost < BREACH_COST):
                return found
        return None

    def evaluate(self, zones: Sequence[int], weights: Weights) -> Grouping:
        """Return given zones with their cost; the bound is 0, for nothing is known of others."""
        zones = tuple(sorted(zones, key=members_of))
        columns = self.pricing.columns(zones)
        labels = carried_on(zones, self.previous)
        moved = moved_by(zones, labels, self.previous).bit_count()
        cost = float(self.price(columns, len(zones), weights).sum())
        return Grouping(
            zones=zones,
            labels=labels,
            cost=cost + weights.stability * moved / self.n,
            bound=0.0,
            broken=int(self.breaches(columns, len(zones)).sum()),
            columns=len(zones),
            is_listed=False,
        )

    def breaches(self, columns: Columns, zones: int) -> NDArray[np.bool_]:
        """Return which rules each zone breaks in a plan of so many; bool[m, 5] as `BREACHES`.

        The longest way is a rule for zones of the usual size: fewer zones must reach farther.
        """
        if self.n <= MOST * zones:
            return columns.breaches
        return np.asarray(columns.breaches & np.array([name != "far" for name in BREACHES]))

    def price(self, columns: Columns, zones: int, weights: Weights) -> Floats:
        """Return what each zone adds to the county's mean, rules broken included."""
        broken = self.breaches(columns, zones).sum(axis=1) * BREACH_COST
        return np.asarray(self.pricing.costs(columns, zones, weights) + broken)

    def _columns(self, least: int, most: int, *, is_near: bool) -> Columns | None:
        """Return every possible zone, None where there are too many."""
        hood = self.pricing.neighbourhood
        is_near = is_near and hood.limit is not None
        key = (least, most, is_near)
        if key not in self._listed:
            near = hood.travel <= (hood.limit or 0.0) * (1 + 1e-9) if is_near else None
            masks = connected_subsets(hood.adjacent, least, most, self.limit, near)
            self._listed[key] = self.pricing.columns(masks) if masks is not None else None
        return self._listed[key]

    def _chosen(self, columns: Columns, search: _Search) -> Grouping | None:
        tags = labelled(columns.masks, self.previous)
        cost = self.price(columns, search.zones, search.weights)[tags.of]
        cost = cost + search.weights.stability * tags.moved / self.n
        masks = [columns.masks[at] for at in tags.of.tolist()]
        allowed = [at for at, mask in enumerate(masks) if search.keep is None or search.keep(mask)]
        masks = [masks[at] for at in allowed]
        labels = tags.label[allowed].tolist() if self.previous is not None else None
        cost = cost[allowed] + _ties(masks, self.n)
        problem = partition_of(masks, cost, self.n, search.zones, labels)
        found = cover(problem, search.clock)
        if found is None:
            return None
        if found.chosen is not None:
            chosen = self.evaluate([masks[at] for at in found.chosen], search.weights)
        elif (rough := self._improved(search)) is not None:
            chosen = rough
        else:
            return None
        bound = min(max(found.bound - _TIE, 0.0), chosen.cost)
        return replace(chosen, bound=bound, columns=len(columns), is_listed=True)

    def _improved(self, search: _Search) -> Grouping | None:
        """Return zones cut out and made better step by step; none where some may not be chosen."""
        start = self._cut(search.zones, search.bounds[0]) if search.keep is None else None
        if start is None:
            return None

        def price(masks: Sequence[int]) -> list[float]:
            columns = self.pricing.columns(masks)
            return list(self.price(columns, search.zones, search.weights).tolist())

        beside = masks_of(self.pricing.neighbourhood.adjacent)
        better = improve(start, price, beside, search.bounds, search.clock)
        found = self.evaluate(better, search.weights)
        bound = pair_bound(self.pricing, search.weights, search.zones, search.bounds)
        return replace(found, bound=min(bound, found.cost))

    def _cut(self, zones: int, least: int) -> tuple[int, ...] | None:
        return cut_zones(self.pricing, zones, least)


def _ties(masks: Sequence[int], n: int) -> Floats:
    """Return what makes of equal plans the one whose townships stand closest in their order."""
    spread = [mask.bit_length() - (mask & -mask).bit_length() for mask in masks]
    sizes = [mask.bit_count() for mask in masks]
    return np.asarray(_TIE * np.array(spread, float) * np.array(sizes, float) / (n * n))
