"""Why a zone has these townships: what it costs, who knows whom, and what else there might be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.acquaintance import PAIRS
from graph.zones.rules import TOLERANCE
from graph.zones.subsets import is_connected, mask_of, masks_of, members_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.zones.clock import Clock
    from graph.zones.county_model import Grouping
    from graph.zones.planned import Plan, PlannedCounty, PlannedZone
    from graph.zones.rules import Weights

Parts = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTies:
    """What joins the staff of one township to the people of another of the zone.

    `rate` counts ties per 10,000 pairs, None where nothing is recorded of one of them.
    """

    handler: str
    township: str
    way: float
    staff: int
    people: int
    ties: float
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The cheapest lawful way to take one township out of the zone, all else staying.

    more: what the county's mean cost gains, by part in the order of `PARTS`, already weighed;
    below 0 it would be cheaper. `exchanged` comes in its place. Without a way `to` is None.
    """

    township: str
    to: str | None = None
    exchanged: str | None = None
    more: float = 0.0
    parts: Parts = (0.0, 0.0, 0.0, 0.0)
    breaks: int = 0
    """Rules more (or fewer) that are broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One zone explained within its county's plan.

    weighed: each part times its weight. without: what the county's mean cost gains in the best
    plan that has this zone not, None where there is none; without_breaks: rules that one breaks
    more; `is_sure` says that it is the best.
    """

    zone: PlannedZone
    unit: str
    objective: float
    weighed: Parts
    pairs: tuple[PairTies, ...]
    alternatives: tuple[Alternative, ...]
    without: float | None
    without_breaks: int
    other_zones: tuple[tuple[str, ...], ...]
    """The townships of the zones that differ in that plan."""
    is_sure: bool


def explain(plan: Plan, zone: str, weights: Weights, clock: Clock) -> Explanation:
    """Explain one zone of a plan; KeyError if it has no such zone."""
    planned_zone = next((one for one in plan.zones if one.id == zone), None)
    if planned_zone is None:
        raise KeyError(zone)
    planned = next(one for one in plan.counties if one.county.id == planned_zone.county)
    own = mask_of(planned.county.index(township) for township in planned_zone.townships)
    best = planned.model.best(
        len(planned.grouping.zones), plan.least, weights, clock, lambda mask: mask != own
    )
    now = planned.grouping
    return Explanation(
        zone=planned_zone,
        unit=planned.pricing.neighbourhood.unit,
        objective=now.objective,
        weighed=_weighed(planned_zone.parts, weights),
        pairs=tuple(_pairs(planned, members_of(own))),
        alternatives=tuple(
            _alternative(planned, plan, own, member, weights) for member in members_of(own)
        ),
        without=best.objective - now.objective if best is not None else None,
        without_breaks=best.broken - now.broken if best is not None else 0,
        other_zones=_different(planned, now, best),
        is_sure=best is not None and best.is_proven,
    )


def _weighed(parts: Parts, weights: Weights) -> Parts:
    travel, size, tied, skills = (p * w for p, w in zip(parts, weights.shares, strict=True))
    return travel, size, tied, skills


def _different(
    planned: PlannedCounty, now: Grouping, best: Grouping | None
) -> tuple[tuple[str, ...], ...]:
    townships = planned.county.townships
    fresh = [zone for zone in best.zones if zone not in now.zones] if best is not None else []
    return tuple(tuple(townships[m].name for m in members_of(zone)) for zone in fresh)


def _pairs(planned: PlannedCounty, members: tuple[int, ...]) -> Iterator[PairTies]:
    measures, hood = planned.pricing.measures, planned.pricing.neighbourhood
    for handler in members:
        for township in members:
            if handler != township:
                known = bool(measures.staff[handler] and measures.people[township])
                yield PairTies(
                    handler=planned.county.townships[handler].id,
                    township=planned.county.townships[township].id,
                    way=float(hood.travel[handler, township]),
                    staff=int(measures.staff[handler]),
                    people=int(measures.people[township]),
                    ties=float(measures.ties[handler, township]),
                    rate=float(measures.rate[handler, township]) * PAIRS if known else None,
                )


def _alternative(
    planned: PlannedCounty, plan: Plan, own: int, member: int, weights: Weights
) -> Alternative:
    township = planned.county.townships[member].id
    before = planned.model.evaluate(planned.grouping.zones, weights)
    best: tuple[float, int, int, tuple[int, ...]] | None = None
    for other, swapped, zones in _changed(planned, plan.least, own, member):
        cost = planned.model.evaluate(zones, weights).cost
        if best is None or (cost, other, swapped) < best[:3]:
            best = (cost, other, swapped, zones)
    if best is None:
        return Alternative(township=township)
    _, other, swapped, zones = best
    after = planned.model.evaluate(zones, weights)
    change = _parts(planned, after, weights) - _parts(planned, before, weights)
    travel, size, tied, skills = change.tolist()
    return Alternative(
        township=township,
        to=_id_of(plan, planned, other),
        exchanged=planned.county.townships[swapped].id if swapped >= 0 else None,
        more=after.objective - before.objective,
        parts=(travel, size, tied, skills),
        breaks=after.broken - before.broken,
    )


def _changed(
    planned: PlannedCounty, least: int, own: int, member: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield (other zone, township exchanged or -1, all zones) for each way to take a member out."""
    beside = masks_of(planned.pricing.neighbourhood.adjacent)
    bit, zones = 1 << member, planned.grouping.zones
    for other in zones:
        if other == own:
            continue
        for swapped in (-1, *members_of(other)):
            back = 1 << swapped if swapped >= 0 else 0
            left, right = own & ~bit | back, other & ~back | bit
            if (
                min(left.bit_count(), right.bit_count()) >= min(least, own.bit_count())
                and is_connected(left, beside)
                and is_connected(right, beside)
            ):
                rest = tuple(zone for zone in zones if zone not in (own, other))
                yield other, swapped, (left, right, *rest)


def _parts(
    planned: PlannedCounty, grouping: Grouping, weights: Weights
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return what each part adds to the county's mean cost, weighed; float64[4]."""
    columns = planned.pricing.columns(grouping.zones)
    parts = planned.pricing.parts(columns, len(grouping.zones)) * np.array(weights.shares)
    return np.asarray((parts * columns.sizes[:, None]).sum(axis=0) / planned.model.n)


def _id_of(plan: Plan, planned: PlannedCounty, mask: int) -> str:
    first = planned.county.townships[members_of(mask)[0]].id
    return next(zone.id for zone in plan.zones if first in zone.townships)


def is_best(explanation: Explanation) -> bool:
    """Whether no plan without this zone is known that is better."""
    if explanation.without is None or explanation.without_breaks > 0:
        return True
    return explanation.without_breaks == 0 and explanation.without >= -TOLERANCE
