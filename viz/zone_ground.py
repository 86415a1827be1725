"""The ground of a map of zones: which part of a county lies nearest to each township."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import ConvexHull, Delaunay, QhullError, Voronoi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CORNERS = 64
_MARGIN = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One county on the plane, in kilometres east and north of the map's middle.

    rings: its border, each ending where it began; sites: float64[n, 2]; cells: the ground nearest
    to each site, reaching beyond the border; seams: (site, site, float64[2, 2]), where two meet.
    """

    rings: tuple[Floats, ...]
    sites: Floats
    cells: tuple[Floats, ...]
    seams: tuple[tuple[int, int, Floats], ...]


def ground_of(rings: Sequence[Floats], sites: Floats) -> Ground:
    """Return the ground of one county; without rings, a border drawn around its sites."""
    sites = _spread(np.asarray(sites, float))
    drawn = tuple(_closed(ring) for ring in rings) or (_closed(_around(sites)),)
    corners = np.vstack(drawn)
    middle, reach = corners.mean(axis=0), 8 * float(np.ptp(corners, axis=0).max()) + 1.0
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False) + 0.1
    far = middle + reach * np.column_stack([np.cos(turn), np.sin(turn)])
    found = Voronoi(np.vstack([sites, far]))
    cells = [found.vertices[found.regions[found.point_region[at]]] for at in range(len(sites))]
    seams = [
        (int(a), int(b), found.vertices[list(ends)])
        for (a, b), ends in zip(found.ridge_points, found.ridge_vertices, strict=True)
        if max(a, b) < len(sites) and -1 not in ends
    ]
    return Ground(rings=drawn, sites=sites, cells=tuple(map(_ordered, cells)), seams=tuple(seams))


def beside_each_other(sites: Floats) -> list[tuple[int, int]]:
    """Return the pairs of sites whose ground meets, borders apart."""
    try:
        found = Delaunay(sites)
    except (QhullError, ValueError):  # fewer than three, or all in one line
        return []
    pairs = {
        tuple(sorted((a, b))) for s in found.simplices.tolist() for a in s for b in s if a != b
    }
    return [(a, b) for a, b in sorted(pairs)]


def on_plane(degrees: Floats, middle: Floats) -> Floats:
    """Return longitude and latitude as kilometres from the middle; float64[n, 2]."""
    km = 111.195
    east = (degrees[:, 0] - middle[0]) * km * np.cos(np.radians(middle[1]))
    return np.column_stack([east, (degrees[:, 1] - middle[1]) * km])


def _spread(sites: Floats) -> Floats:
    """Move townships that lie on one spot a little apart, so that each has its ground."""
    seen: dict[tuple[float, float], int] = {}
    moved = sites.copy()
    for at, (x, y) in enumerate(np.round(sites, 6).tolist()):
        again = seen.get((x, y), 0)
        seen[x, y] = again + 1
        moved[at] += again * 0.4 * np.array([np.cos(2.4 * again), np.sin(2.4 * again)])
    return moved


def _around(sites: Floats) -> Floats:
    """Return a rounded border that keeps a distance from the sites."""
    span = float(np.ptp(sites, axis=0).max())
    radius = max(span * _MARGIN, 2.0)
    turn = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    circle = radius * np.column_stack([np.cos(turn), np.sin(turn)])
    cloud = (sites[:, None] + circle).reshape(-1, 2)
    try:
        return np.asarray(cloud[ConvexHull(cloud).vertices])
    except QhullError:
        return np.asarray(circle + sites.mean(axis=0))


def _closed(ring: Floats) -> Floats:
    return ring if np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])


def _ordered(cell: Floats) -> Floats:
    around = cell - cell.mean(axis=0)
    order = np.argsort(np.arctan2(around[:, 1], around[:, 0]), kind="stable")
    return np.asarray(cell[order])
