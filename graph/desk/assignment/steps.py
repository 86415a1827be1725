"""At which step of the lawful order a handler can be had for a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.desk.assignment.rules import Step
from graph.desk.assignment.seats import UNKNOWN, Gazetteer, Seat

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Where a case belongs: the organ in charge and its seat, and where the matter arose."""

    organ: str | None = None
    seat: Seat = UNKNOWN
    """Of the organ in charge; of the place where none is named."""
    arose: Seat = UNKNOWN


def matter_of(gazetteer: Gazetteer, unit: str | None, place: str | None) -> Matter:
    """Return where a case belongs; without a place of its own it arose where its organ sits."""
    arose = gazetteer.seat(place)
    organ = gazetteer.seat_of_unit(unit) if unit else UNKNOWN
    return Matter(
        organ=unit,
        seat=organ if organ.is_known or unit else arose,
        arose=arose if arose.is_known else organ,
    )


def step_of(
    matter: Matter,
    handler: Seat,
    units: Collection[str],
    gazetteer: Gazetteer,
    *,
    across_counties: bool = False,
) -> Step | None:
    """Return the step at which a handler would take a case, None where no step reaches him.

    Own organ (or another of its place) → another township of the zone → another zone of the
    county → a higher organ. People of the township where the matter arose are left out unless
    their organ is in charge. A handler without a known place comes with the other zones.
    """
    if matter.organ is not None and matter.organ in units:
        return Step.OWN
    if handler.is_known and handler.place == matter.seat.place:
        return Step.OWN
    if not matter.arose.is_known:
        return Step.CROSS_ZONE if matter.organ is not None else Step.OWN
    if not handler.is_known:
        return Step.CROSS_ZONE
    if handler.place == matter.arose.place:
        return None
    if gazetteer.is_above(handler, matter.arose):
        # An organ between the place and the organ in charge stands lower than the latter.
        return None if gazetteer.is_above(matter.seat, handler) else Step.ELEVATED
    if matter.arose.county and handler.county == matter.arose.county:
        is_near = not matter.arose.township or (
            bool(handler.zone) and handler.zone == matter.arose.zone
        )
        return Step.ZONE if is_near else Step.CROSS_ZONE
    return Step.CROSS_ZONE if across_counties else None
