"""Where handlers sit and matters arise: township, zone, county, and the way between two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from graph.desk.assignment.rules import AssumedKilometres

_EARTH_KM = 6371.0088
_DEEPEST = 12
"""Levels above a place that are followed; from a group up to the country are seven."""
LEVELS = ("group", "village", "township", "county", "city", "province")
_SEATED = LEVELS.index("township")


class Tables(Protocol):
    """What seats need of a snapshot."""

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A township, or a higher division where an organ of that level sits; ids, blank if unknown."""

    place: str = ""
    level: str = ""
    zone: str = ""
    township: str = ""
    county: str = ""
    city: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the place is on record."""
        return bool(self.place)


UNKNOWN = Seat()


class Gazetteer:
    """The places of a snapshot, read once: seats by place, and kilometres between seats."""

    def __init__(self, data: Tables) -> None:
        rows = data.table("places").select(["id", "level", "parent", "lat", "lon"]).to_pylist()
        self._places: dict[str, dict[str, Any]] = {row["id"]: row for row in rows}
        self._zones = _zones(data.table("zones").select(["zone", "place"]).to_pylist())
        self._units = {
            row["id"]: _bare(row["place"])
            for row in data.table("units").select(["id", "place"]).to_pylist()
        }

    def seat(self, place: str | None) -> Seat:
        """Return the seat of a place; of a village or group, its township's."""
        chain = list(self._upward(_bare(place)))
        above = {row["level"]: row["id"] for row in reversed(chain)}
        for row in chain:
            if row["level"] in LEVELS[_SEATED:]:
                return Seat(
                    place=row["id"],
                    level=row["level"],
                    zone=self._zones.get(row["id"], ""),
                    township=above.get("township", ""),
                    county=above.get("county", ""),
                    city=above.get("city", ""),
                )
        return UNKNOWN

    def seat_of_unit(self, unit: str | None) -> Seat:
        """Return the seat of a unit, by its own place."""
        return self.seat(self._units.get(_bare(unit)))

    def is_above(self, high: Seat, low: Seat) -> bool:
        """Whether one seat's division contains the other's."""
        return high.place != low.place and any(
            row["id"] == high.place for row in self._upward(low.place)
        )

    def hectometres(self, one: Seat, other: Seat, assumed: AssumedKilometres) -> int:
        """Return the distance of two seats in units of 100 m, assumed where it cannot be measured.

        Great circle (haversine) where both places have coordinates.
        """
        points = self._point(one.place), self._point(other.place)
        if points[0] is not None and points[1] is not None:
            return round(10 * _kilometres(points[0], points[1]))
        if one.is_known and one.place == other.place:
            return 10 * assumed.place
        if one.zone and one.zone == other.zone:
            return 10 * assumed.zone
        if one.county and one.county == other.county:
            return 10 * assumed.county
        return 10 * assumed.beyond

    def has_coordinates(self, seats: Iterable[Seat]) -> bool:
        """Whether every known seat can be measured."""
        return all(self._point(seat.place) is not None for seat in seats if seat.is_known)

    def _point(self, place: str) -> tuple[float, float] | None:
        row = self._places.get(place)
        if row is None or not row["lat"] or not row["lon"]:
            return None
        return math.radians(float(row["lat"])), math.radians(float(row["lon"]))

    def _upward(self, place: str) -> Iterable[dict[str, Any]]:
        for _ in range(_DEEPEST):
            row = self._places.get(place)
            if row is None:
                return
            yield row
            place = _bare(row["parent"])


def _zones(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return the zone of each township; the first by id where two claim it."""
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row["zone"]):
        found.setdefault(_bare(row["place"]), row["zone"])
    return found


def _bare(identifier: str | None) -> str:
    return (identifier or "").removeprefix("place:").removeprefix("unit:")


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    half = (
        math.sin((other[0] - one[0]) / 2) ** 2
        + math.cos(one[0]) * math.cos(other[0]) * math.sin((other[1] - one[1]) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
