"""The neighbour zone that takes the cases of a zone too small to rotate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.acquaintance import PAIRS
from graph.zones.planned import Turn
from graph.zones.rules import LEAST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.zones.planned import PlannedCounty, PlannedZone


def with_receivers(
    zones: Sequence[PlannedZone], counties: Sequence[PlannedCounty]
) -> tuple[PlannedZone, ...]:
    """Return the zones, each that cannot rotate with a receiver, so that no two take each other's.

    A zone that rotates comes first: a neighbour, then the one with the fewest cases taken on, the
    fewest ties and the shortest way; of another county only where the own has none. Where no
    zone rotates, three or more pass their cases round in a ring; fewer have no receiver.
    """
    by_id = {planned.county.id: planned for planned in counties}
    rotating = [zone for zone in zones if zone.rotates]
    stuck = [zone for zone in zones if not zone.rotates]
    given: Counter[str] = Counter()
    settled: dict[str, PlannedZone] = {}
    for at, zone in enumerate(stuck):
        receiver: PlannedZone | None = None
        if rotating:
            receiver = min(rotating, key=lambda other: _rank(zone, other, by_id, given))
        elif len(stuck) >= LEAST:
            receiver = stuck[(at + 1) % len(stuck)]
        if receiver is not None:
            given[receiver.id] += 1
            turns = tuple(_turn(zone, township, receiver, by_id) for township in zone.townships)
            settled[zone.id] = replace(zone, receiver=receiver.id, turns=turns)
    return tuple(settled.get(zone.id, zone) for zone in zones)


def _rank(
    zone: PlannedZone,
    other: PlannedZone,
    by_id: Mapping[str, PlannedCounty],
    given: Counter[str],
) -> tuple[bool, bool, int, float, str]:
    if zone.county != other.county:
        return (True, True, given[other.id], _apart(zone, other, by_id), other.id)
    planned = by_id[zone.county]
    own, theirs = _positions(planned, zone), _positions(planned, other)
    hood, pricing = planned.pricing.neighbourhood, planned.pricing
    touches = bool(hood.adjacent[np.ix_(own, theirs)].any())
    strain = pricing.travel[np.ix_(theirs, own)] + pricing.acquaintance[np.ix_(theirs, own)]
    return (False, not touches, given[other.id], float(strain.mean()), other.id)


def _apart(zone: PlannedZone, other: PlannedZone, by_id: Mapping[str, PlannedCounty]) -> float:
    """Return how far zones of two counties are apart: degrees, else places in the order of ids."""
    ends = []
    for one in (zone, other):
        county = by_id[one.county].county
        listed = [township for township in county.townships if township.id in one.townships]
        if not all(township.has_position for township in listed):
            order = sorted(by_id)
            return 1e3 + abs(order.index(zone.county) - order.index(other.county))
        ends.append(np.mean([(t.lat or 0.0, t.lon or 0.0) for t in listed], axis=0))
    return float(np.linalg.norm(ends[0] - ends[1]))


def _positions(planned: PlannedCounty, zone: PlannedZone) -> list[int]:
    return [planned.county.index(township) for township in zone.townships]


def _turn(
    zone: PlannedZone, township: str, receiver: PlannedZone, by_id: Mapping[str, PlannedCounty]
) -> Turn:
    """Return the township of the receiver that handles one township, with its ties if known."""
    planned = by_id[zone.county]
    if receiver.county != zone.county:
        return Turn(township=township, handler=receiver.seat, rate=None, zone=receiver.id)
    pricing, at = planned.pricing, planned.county.index(township)
    measures, theirs = pricing.measures, _positions(planned, receiver)
    able = [one for one in theirs if measures.staff[one]] or theirs
    strain = pricing.acquaintance[able, at] + pricing.travel[able, at]
    handler = able[int(strain.argmin())]
    known = measures.staff[handler] and measures.people[at]
    return Turn(
        township=township,
        handler=planned.county.townships[handler].id,
        rate=float(measures.rate[handler, at]) * PAIRS if known else None,
        zone=receiver.id,
    )
