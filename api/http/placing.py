"""Where places lie on the map of people: recorded, else made from the township they are part of."""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

from api.http.zone_sites import ground_of
from api.zone_picture import outlines_for
from graph.errors import NotFoundError
from graph.zones.known_zones import loaded_zones
from graph.zones.townships import PlaceTree, counties_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

_GOLDEN = pi * (3 - sqrt(5))
"""The angle that spreads points evenly around a middle (Vogel 1979)."""
_STEP = 0.011
"""Degrees between neighbouring villages whose position is on no file; about a kilometre."""
_DIGITS = 5
_kept: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {}


def places_of(snapshot: Snapshot) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return counties as features, and townships and villages with longitude and latitude.

    A village without a position stands near its township, and is said to be made. Kept for the
    last snapshot asked about.
    """
    if snapshot.digest not in _kept:
        made = _places_of(PlaceTree(snapshot.table("places").to_pylist()))
        _kept.clear()
        _kept[snapshot.digest] = made
    return _kept[snapshot.digest]


def zones_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return the zones that are loaded, each with its places."""
    found: dict[str, dict[str, Any]] = {}
    for row in loaded_zones(snapshot):
        zone = found.setdefault(row.zone, {"zone": row.zone, "name": row.name, "places": []})
        zone["places"].append(row.place)
    return list(found.values())


def _places_of(tree: PlaceTree) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    try:
        ground = ground_of(counties_of(tree), outlines_for(None))
    except NotFoundError:
        return [], []
    found = [
        {"id": one["id"], "name": one["name"], "level": "township", "parent": one["county"],
         "lon": one["lon"], "lat": one["lat"], "made": one["made"]}
        for one in ground["townships"]
    ]  # fmt: skip
    middle = {one["id"]: (one["lon"], one["lat"]) for one in found}
    counted: dict[str, int] = {}
    for id in sorted(tree.rows):
        row = tree.rows[id]
        township = tree.township_of(id)
        if row["level"] != "village" or township is None or township not in middle:
            continue
        counted[township] = number = counted.get(township, 0) + 1
        is_made = row["lat"] is None or row["lon"] is None
        lon, lat = _around(*middle[township], number) if is_made else (row["lon"], row["lat"])
        found.append(
            {"id": id, "name": tree.name(id), "level": "village", "parent": township,
             "lon": round(float(lon), _DIGITS), "lat": round(float(lat), _DIGITS), "made": is_made}
        )  # fmt: skip
    return ground["features"], found


def _around(lon: float, lat: float, number: int) -> tuple[float, float]:
    """Return the place of the nth point around a middle."""
    far, turn = _STEP * sqrt(number), number * _GOLDEN
    return lon + far * cos(turn) / cos(radians(lat)), lat + far * sin(turn)
