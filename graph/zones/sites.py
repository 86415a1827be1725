"""Made-up positions inside an outline, for places whose true position is on no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_POINTS_A_SITE = 80
_ROUNDS = 20
_SHORTER = 1e-12
_CURVE = 10
"""Bits of the curve that orders the ground: 1024 cells a side."""


def made_sites(rings: Sequence[Floats], count: int) -> Floats:
    """Return `count` positions spread evenly inside an outline, neighbours in order near by.

    rings: closed or open rings of float64[m, 2], longitude and latitude, holes by the even-odd
    rule; the result is float64[count, 2]. The sites follow a Hilbert curve and are then moved to
    the middle of what is nearest to them (Lloyd 1982), and their order to a short path through
    all (2-opt, Croes 1958). Equal input gives equal sites.
    """
    ground = _ground(rings, count * _POINTS_A_SITE)
    order = np.argsort(_along_curve(ground), kind="stable")
    ground = ground[order]
    sites = ground[((np.arange(count) + 0.5) * len(ground) / count).astype(int)]
    scale = np.array([np.cos(np.radians(ground[:, 1].mean())), 1.0])
    for _ in range(_ROUNDS):
        apart = ((ground[:, None] - sites[None]) * scale) ** 2
        nearest = apart.sum(axis=2).argmin(axis=1)
        counts = np.maximum(np.bincount(nearest, minlength=count), 1)
        sums = [np.bincount(nearest, weights=ground[:, d], minlength=count) for d in (0, 1)]
        sites = np.where(
            (np.bincount(nearest, minlength=count) > 0)[:, None],
            np.column_stack(sums) / counts[:, None],
            sites,
        )
    return np.asarray(sites[_short_path(sites * scale)])


def is_inside(points: Floats, rings: Sequence[Floats]) -> NDArray[np.bool_]:
    """Return which points lie inside an odd number of rings; bool[n]."""
    inside = np.zeros(len(points), bool)
    x, y = points[:, 0, None], points[:, 1, None]
    for ring in rings:
        x1, y1 = ring.T
        x2, y2 = np.roll(ring, -1, axis=0).T
        crosses = (y1 > y) != (y2 > y)
        at = np.divide((x2 - x1) * (y - y1), y2 - y1, out=np.zeros_like(y * y1), where=crosses)
        inside ^= (crosses & (x < x1 + at)).sum(axis=1) % 2 == 1
    return inside


def _short_path(points: Floats) -> list[int]:
    """Return an order of the points that no turning round of a part makes shorter."""
    path, apart = list(range(len(points))), np.linalg.norm(points[:, None] - points, axis=2)
    way = apart.tolist()
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for i in range(len(path) - 1):
            for j in range(i + 1, len(path)):
                before = way[path[i - 1]][path[i]] if i else 0.0
                after = way[path[j]][path[j + 1]] if j + 1 < len(path) else 0.0
                turned = (way[path[i - 1]][path[j]] if i else 0.0) + (
                    way[path[i]][path[j + 1]] if j + 1 < len(path) else 0.0
                )
                if turned < before + after - _SHORTER:
                    path[i : j + 1] = path[i : j + 1][::-1]
                    is_shorter = True
    return path


def _ground(rings: Sequence[Floats], wanted: int) -> Floats:
    """Return at least `wanted` points of an even grid inside the rings."""
    corners = np.vstack(rings)
    low, high = corners.min(axis=0), corners.max(axis=0)
    side = 16
    while True:
        axes = [np.linspace(a, b, side + 2)[1:-1] for a, b in zip(low, high, strict=True)]
        grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
        grid = grid[is_inside(grid, rings)]
        if len(grid) >= wanted:
            return grid
        side *= 2


def _along_curve(points: Floats) -> NDArray[np.int64]:
    """Return each point's place along a Hilbert curve over their bounding box."""
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    cells = 1 << _CURVE
    x, y = ((points - low) / np.where(span > 0, span, 1.0) * (cells - 1)).astype(np.int64).T
    along = np.zeros(len(points), np.int64)
    half = cells >> 1
    while half:
        right, top = (x & half) > 0, (y & half) > 0
        along += half * half * ((3 * right) ^ top)
        flip = ~top & right
        x, y = np.where(flip, cells - 1 - x, x), np.where(flip, cells - 1 - y, y)
        x, y = np.where(top, x, y), np.where(top, y, x)
        half >>= 1
    return along
