"""Where counties and townships stand on a map: recorded positions, else made ones, said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.zones.sites import made_sites
from loaders.outlines import outline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.zones.townships import County
    from loaders.outlines import Outline

    Floats = NDArray[np.float64]

_DIGITS = 4
_RADIUS, _SIDES = 0.2, 48


def ground_of(counties: Sequence[County], outlines: Sequence[Outline]) -> dict[str, Any]:
    """Return counties as GeoJSON, and every township with longitude, latitude and whether made.

    A county without outline and positions becomes a disc beside the others, as on `zones --map`.
    """
    features: list[dict[str, Any]] = []
    townships: list[dict[str, Any]] = []
    corner = _corner(outlines)
    for county in counties:
        outline = outline_of(outlines, county.id, county.name)
        rings = outline.rings if outline is not None else ()
        is_made = not all(one.has_position for one in county.townships)
        if is_made and not rings:
            rings = (_disc(corner),)
            corner = (corner[0] + 2.3 * _RADIUS, corner[1])
        sites = (
            made_sites(rings, len(county)).tolist()
            if is_made
            else [(one.lon, one.lat) for one in county.townships]
        )
        features.append(_feature(county, rings, has_outline=outline is not None))
        townships += [
            {
                "id": one.id,
                "name": one.name,
                "county": county.id,
                "population": one.population,
                "villages": one.villages,
                "lon": round(lon, _DIGITS),
                "lat": round(lat, _DIGITS),
                "made": is_made,
            }
            for one, (lon, lat) in zip(county.townships, sites, strict=True)
        ]
    return {"type": "FeatureCollection", "features": features, "townships": townships}


def _corner(outlines: Sequence[Outline]) -> tuple[float, float]:
    rings = [ring for one in outlines for ring in one.rings]
    if not rings:
        return 0.0, 0.0
    east, north = np.vstack(rings).max(axis=0) + 2 * _RADIUS
    return float(east), float(north)


def _disc(middle: tuple[float, float]) -> Floats:
    turn = np.linspace(0, 2 * np.pi, _SIDES, endpoint=False)
    return np.asarray(np.array(middle) + _RADIUS * np.column_stack([np.cos(turn), np.sin(turn)]))


def _feature(county: County, rings: Sequence[Floats], *, has_outline: bool) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"id": county.id, "name": county.name, "outline": has_outline},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[ring.round(_DIGITS).tolist()] for ring in rings],
        },
    }
