"""Which townships of a county lie beside each other, and how far it is between any two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import Delaunay, QhullError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.zones.rules import Rules
    from graph.zones.townships import County

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

EARTH_KM = 6371.0088
"""Mean radius (IUGG 1980)."""
_BETWEEN = -0.5
"""Cosine of 120 degrees: who sees two townships at more stands between them."""
_STEPS = 4.0
"""Steps across the longest chain of five townships: as far as one hour where only steps count."""

Links = Mapping[tuple[str, str], float | None]
"""A list of neighbours: minutes by pair of township ids, None where the list gives none."""


class Origin(StrEnum):
    """What a neighbourhood was taken from."""

    COORDINATES = "coordinates"
    LIST = "list"
    CODES = "codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """Neighbours and ways within one county; arrays follow its townships.

    adjacent: bool[n, n], symmetric, connected. travel: float64[n, n], symmetric, in `unit`.
    `scale` is the way that counts as 1 in a cost. `joined` are links that no source has: they tie
    an island to the township nearest to it.
    """

    adjacent: Bools
    travel: Floats
    unit: str
    scale: float
    origin: Origin
    joined: tuple[tuple[int, int], ...] = ()

    @property
    def limit(self) -> float | None:
        """The longest way allowed within a zone; None where ways are only counted in steps."""
        return self.scale if self.unit == "min" else None

    @property
    def is_made(self) -> bool:
        """Whether it follows the order of codes, a convenience and no geography."""
        return self.origin is Origin.CODES


def neighbourhood_of(county: County, rules: Rules, links: Links | None = None) -> Neighbourhood:
    """Return the neighbourhood by a list of links, else by coordinates, else by order of codes.

    A list is used where it names a township of the county.
    """
    if links is not None and any(
        township.id in pair for township in county.townships for pair in links
    ):
        return _by_list(county, rules, links)
    if len(county) > 1 and all(township.has_position for township in county.townships):
        adjacent = beside_each_other(_plane(county))
        return _joined(adjacent, _minutes(county, rules), "min", rules.minutes, Origin.COORDINATES)
    return _by_codes(county)


def distances_km(county: County) -> Floats:
    """Return great-circle distances by the haversine formula; float64[n, n]."""
    lat, lon = _radians(county)
    high = np.sin((lat[:, None] - lat) / 2) ** 2
    wide = np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(high + wide, 0.0, 1.0))))


def beside_each_other(points: Floats) -> Bools:
    """Return who are neighbours: their ground meets, and no third lies between them.

    points: float64[n, 2]; the result is bool[n, n], connected, and planar but for points that
    coincide: Delaunay's triangles without the sides that a third point sees at over 120 degrees,
    such as the long ones along the rim, and with every pair that Gabriel and Sokal (1969) join,
    whom no third sees at over 90. Cost: n³.
    """
    return (_triangles(points) & _unparted(points, _BETWEEN)) | _unparted(points, 0.0)


def _triangles(points: Floats) -> Bools:
    beside = np.zeros((len(points), len(points)), bool)
    try:
        corners = Delaunay(points).simplices
    except (QhullError, ValueError):  # fewer than three, or all in one line
        return beside
    for a, b in ((0, 1), (1, 2), (0, 2)):
        beside[corners[:, a], corners[:, b]] = beside[corners[:, b], corners[:, a]] = True
    return beside


def _unparted(points: Floats, cosine: float) -> Bools:
    """Return the pairs that no third point sees at a wider angle than that of this cosine."""
    square = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    beside = ~np.eye(len(points), dtype=bool)
    for third in range(len(points)):
        legs = square[third]
        product = 2 * cosine * np.sqrt(legs[:, None] * legs)
        parts = legs[:, None] + legs - product < square * (1 - 1e-12)
        parts[third], parts[:, third] = False, False
        beside &= ~parts
    return beside


def _radians(county: County) -> tuple[Floats, Floats]:
    places = [(township.lat or 0.0, township.lon or 0.0) for township in county.townships]
    lat, lon = np.radians(np.array(places, float).reshape(-1, 2)).T
    return lat, lon


def _plane(county: County) -> Floats:
    """Return positions on a plane that is true enough across one county."""
    lat, lon = _radians(county)
    return np.column_stack([lon * np.cos(lat.mean()), lat]) * EARTH_KM


def _minutes(county: County, rules: Rules) -> Floats:
    return distances_km(county) * rules.detour / rules.speed_kmh * 60.0


def _by_codes(county: County) -> Neighbourhood:
    order = np.arange(len(county), dtype=float)
    steps = np.abs(order[:, None] - order)
    return _joined(steps == 1, steps, "step", _STEPS, Origin.CODES)


def _by_list(county: County, rules: Rules, links: Links) -> Neighbourhood:
    """Return what the list says; a way it does not time is reckoned from positions or the mean."""
    place = {township.id: position for position, township in enumerate(county.townships)}
    n, known = len(county), [m for m in links.values() if m is not None]
    has_positions = all(township.has_position for township in county.townships)
    is_timed = has_positions or bool(known)
    guess = _minutes(county, rules) if has_positions else np.full((n, n), _mean(known))
    adjacent, length = np.zeros((n, n), bool), np.full((n, n), np.inf)
    for (one, other), minutes in links.items():
        if one in place and other in place and one != other:
            a, b = place[one], place[other]
            adjacent[a, b] = adjacent[b, a] = True
            way = max(minutes if minutes is not None else guess[a, b], 1e-6) if is_timed else 1.0
            length[a, b] = length[b, a] = min(way, length[a, b])
    order = np.arange(n, dtype=float)
    nearness = guess if has_positions else np.abs(order[:, None] - order)
    pairs = _bridges(adjacent, nearness)
    longest = float(np.max(length, where=adjacent, initial=1.0))
    for a, b in pairs:
        adjacent[a, b] = adjacent[b, a] = True
        length[a, b] = length[b, a] = guess[a, b] if has_positions else longest
    travel = shortest_path(np.where(adjacent, length, 0.0), directed=False)
    unit, scale = ("min", rules.minutes) if is_timed else ("step", _STEPS)
    return Neighbourhood(
        adjacent=adjacent, travel=travel, unit=unit, scale=scale, origin=Origin.LIST, joined=pairs
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _joined(
    adjacent: Bools, travel: Floats, unit: str, scale: float, origin: Origin
) -> Neighbourhood:
    pairs = _bridges(adjacent, travel)
    for a, b in pairs:
        adjacent[a, b] = adjacent[b, a] = True
    return Neighbourhood(
        adjacent=adjacent, travel=travel, unit=unit, scale=scale, origin=origin, joined=pairs
    )


def _bridges(adjacent: Bools, nearness: Floats) -> tuple[tuple[int, int], ...]:
    """Return the shortest links that make the neighbourhood one piece, the nearest first."""
    beside = adjacent.copy()
    pairs: list[tuple[int, int]] = []
    while True:
        pieces, piece = connected_components(beside, directed=False)
        if pieces <= 1:
            return tuple(pairs)
        apart = np.where(piece[:, None] != piece, nearness, np.inf)
        a, b = (int(at) for at in np.unravel_index(int(apart.argmin()), apart.shape))
        beside[a, b] = beside[b, a] = True
        pairs.append((min(a, b), max(a, b)))
