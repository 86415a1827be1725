"""From groups of positions to named zones with their figures, rotations and receivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.acquaintance import PAIRS
from graph.zones.costs import BREACHES
from graph.zones.planned import PlannedZone, Turn
from graph.zones.receivers import with_receivers
from graph.zones.rotation import rotation_of
from graph.zones.stability import NEW
from graph.zones.subsets import members_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.zones.planned import PlannedCounty
    from graph.zones.rules import Weights
    from graph.zones.subsets import Members


def assemble(counties: Sequence[PlannedCounty], weights: Weights) -> tuple[PlannedZone, ...]:
    """Return every county's zones in order, with rotations, and receivers for those without."""
    zones = tuple(zone for county in counties for zone in _zones_of(county, weights))
    return with_receivers(zones, counties)


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    name: str
    is_new: bool


def _names(planned: PlannedCounty) -> Iterator[_Name]:
    """Yield the names of zones: last year's where one is carried on, else the next number."""
    previous, county = planned.model.previous, planned.county
    taken = (
        {previous.ids[label] for label in planned.grouping.labels if label != NEW}
        if (previous is not None)
        else set()
    )
    number = 0
    for label in planned.grouping.labels:
        if previous is not None and label != NEW:
            yield _Name(previous.ids[label], previous.names[label], is_new=False)
            continue
        number += 1
        while f"Z{county.id}{number:02d}" in taken:
            number += 1
        yield _Name(f"Z{county.id}{number:02d}", f"{county.name}第{number}片区", is_new=True)


def _zones_of(planned: PlannedCounty, weights: Weights) -> Iterator[PlannedZone]:
    pricing, grouping, county = planned.pricing, planned.grouping, planned.county
    columns = pricing.columns(grouping.zones)
    parts = pricing.parts(columns, len(grouping.zones))
    cost = parts @ np.array(weights.shares)
    broken: list[list[bool]] = planned.model.breaches(columns, len(grouping.zones)).tolist()
    for at, name in enumerate(_names(planned)):
        members = members_of(grouping.zones[at])
        rotation = _turns(planned, members)
        yield PlannedZone(
            id=name.id,
            name=name.name or name.id,
            county=county.id,
            townships=tuple(county.townships[m].id for m in members),
            names=tuple(county.townships[m].name for m in members),
            seat=county.townships[_seat(planned, members)].id,
            parts=tuple(parts[at].tolist()),
            cost=float(cost[at]),
            mean_way=_mean_way(planned, members),
            longest_way=float(pricing.neighbourhood.travel[np.ix_(members, members)].max()),
            load=float(columns.load[at]),
            staff=int(columns.staff[at]),
            missing_skills=_missing(planned, members),
            rate=rate_within(planned, members),
            breaches=tuple(
                b for b, hit in zip(BREACHES, broken[at], strict=True) if hit and b != "pair"
            ),
            rotates=rotation is not None,
            turns=rotation or (),
            is_new=name.is_new,
        )


def _turns(planned: PlannedCounty, members: Members) -> tuple[Turn, ...] | None:
    pricing = planned.pricing
    staffed = pricing.measures.staff > 0
    if not pricing.measures.knows_staff:
        staffed = np.ones(pricing.n, bool)
    found = rotation_of(members, pricing.acquaintance, pricing.travel, staffed)
    if found is None:
        return None
    return tuple(turn_of(planned, township, handler) for township, handler in found)


def turn_of(planned: PlannedCounty, township: int, handler: int) -> Turn:
    """Return one turn within a county, by positions."""
    measures, townships = planned.pricing.measures, planned.county.townships
    known = measures.staff[handler] and measures.people[township]
    return Turn(
        township=townships[township].id,
        handler=townships[handler].id,
        rate=float(measures.rate[handler, township]) * PAIRS if known else None,
    )


def _seat(planned: PlannedCounty, members: Members) -> int:
    ways = planned.pricing.neighbourhood.travel[np.ix_(members, members)].sum(axis=1)
    return members[int(ways.argmin())]


def _mean_way(planned: PlannedCounty, members: Members) -> float:
    pairs = len(members) * (len(members) - 1)
    ways = planned.pricing.neighbourhood.travel[np.ix_(members, members)]
    return float(ways.sum() / pairs) if pairs else 0.0


def rate_within(planned: PlannedCounty, members: Members) -> float | None:
    """Return the ties per 10,000 pairs between each township's staff and the others' people."""
    measures, pairs = planned.pricing.measures, len(members) * (len(members) - 1)
    if not measures.knows_ties or not pairs:
        return None
    return float(measures.rate[np.ix_(members, members)].sum()) / pairs * PAIRS


def _missing(planned: PlannedCounty, members: Members) -> tuple[str, ...]:
    measures = planned.pricing.measures
    held = np.asarray(measures.skills[list(members)].any(axis=0), bool)
    unknown = set(planned.pricing.rules.skills) - set(measures.skill_names)
    lacking = {name for name, has in zip(measures.skill_names, held, strict=True) if not has}
    return tuple(sorted(lacking | unknown)) if measures.has_handlers else ()
