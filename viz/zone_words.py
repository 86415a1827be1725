"""Numbers and names on a map of zones, each where it covers least of what is there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.zones.sites import is_inside

if TYPE_CHECKING:
    from viz.zone_ground import Ground
    from viz.zone_map import Area

INK, PAPER = "#1F2933", "#FFFFFF"
_NUMBER_WORTH = 20
"""How much worse it is to cover a number than a point."""
_PER_STEP = 0.5
"""Covered ground, in square pixels, that a name's next farther spot is worth."""
_SHORT, _LONG_NAME = 6, 0.85
_SPOTS = (
    (0, -7, "center", "top"),
    (0, 7, "center", "bottom"),
    (8, 0, "left", "center"),
    (-8, 0, "right", "center"),
    (7, -6, "left", "top"),
    (-7, -6, "right", "top"),
    (7, 6, "left", "bottom"),
    (-7, 6, "right", "bottom"),
    (0, -16, "center", "top"),
    (0, 16, "center", "bottom"),
)
"""Where a name may stand beside its point, in points, the best first."""
_POINT = 7.5
"""Points of type that `_SPOTS` keep clear of; a number is larger."""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points; 0 leaves the words out. `point` is an area."""

    point: float
    name: float
    number: float
    area_name: float


LOOKS = (
    Look(point=62, name=11.0, number=15.0, area_name=0),
    Look(point=34, name=8.0, number=11.0, area_name=15.0),
    Look(point=34, name=7.5, number=10.0, area_name=14.0),
    Look(point=15, name=0, number=8.0, area_name=11.0),
)
"""For one county, two, three, and more."""


def look_for(areas: int) -> Look:
    """Return the sizes for a map of so many counties."""
    return LOOKS[min(areas, len(LOOKS)) - 1]


class Words:
    """The words of one map; `replaced` maps characters without a glyph."""

    def __init__(self, axes: Any, look: Look, replaced: dict[int, str]) -> None:
        self._axes, self._look, self._replaced = axes, look, replaced
        self._placed: list[Any] = []
        self._numbers: list[Any] = []

    def spare(self, x: float, y: float) -> None:
        """Let no word cover the point drawn here."""
        from matplotlib.transforms import Bbox

        across, up = self._axes.transData.transform((x, y))
        half = 0.6 * np.sqrt(self._look.point) * self._axes.figure.dpi / 72
        self._placed.append(Bbox([[across - half, up - half], [across + half, up + half]]))

    def number(self, text: str, ink: str, x: float, y: float) -> None:
        """Write a zone's number in a disc."""
        disc = self._axes.text(
            x, y, text.translate(self._replaced), fontsize=self._look.number, weight="bold",
            color=PAPER, ha="center", va="center_baseline", zorder=7,
            bbox={"boxstyle": "circle,pad=0.24", "fc": ink, "ec": PAPER},
        )  # fmt: skip
        self._numbers.append(self._box(disc))
        self._placed.append(self._numbers[-1])

    def names(self, area: Area, ground: Ground) -> None:
        """Write every township's name beside its point."""
        for site, at in zip(area.sites, ground.sites.tolist(), strict=True):
            far = self._look.number / _POINT if site.is_seat else 1.0
            costs = []
            for spot in range(len(_SPOTS)):
                label = self._name(site.name, at, spot, far)
                costs.append((round(self._covered(self._box(label)), 6), spot))
                label.remove()
                if costs[-1][0] == 0:
                    break
            self._placed.append(self._box(self._name(site.name, at, min(costs)[1], far)))

    def area_name(self, area: Area, ground: Ground) -> None:
        """Write the county's name where it covers least, the nearest such spot to its middle."""
        corners = np.vstack(ground.rings)
        low, high = corners.min(axis=0), corners.max(axis=0)
        share = np.linspace(0.05, 0.95, 21)
        spots = np.stack(np.meshgrid(*(low + (high - low) * share[:, None]).T), -1).reshape(-1, 2)
        spots = spots[is_inside(spots, ground.rings)]
        spots = spots[np.argsort(((spots - (low + high) / 2) ** 2).sum(axis=1), kind="stable")]
        size = self._look.area_name * (_LONG_NAME if len(area.name) > _SHORT else 1.0)
        label = self._axes.text(
            0, 0, area.name.translate(self._replaced), fontsize=size, weight="bold", color=INK,
            ha="center", va="center", zorder=8, path_effects=_halo(3.2),
        )  # fmt: skip
        costs = []
        for at, spot in enumerate(spots.tolist()):
            label.set_position(spot)
            box = self._box(label)
            hidden = sum(_overlap(box, number) for number in self._numbers)
            costs.append((self._covered(box) + _NUMBER_WORTH * hidden + at * _PER_STEP, at))
        label.set_position(spots[min(costs)[1]] if costs else (low + high) / 2)
        self._placed.append(self._box(label))

    def _name(self, text: str, at: tuple[float, float], spot: int, far: float) -> Any:
        dx, dy, ha, va = _SPOTS[spot]
        return self._axes.annotate(
            text.translate(self._replaced), at, xytext=(dx * far, dy * far),
            textcoords="offset points", fontsize=self._look.name, color=INK, ha=ha, va=va,
            zorder=6, path_effects=_halo(2.6),
        )  # fmt: skip

    def _covered(self, box: Any) -> float:
        return sum(_overlap(box, other) for other in self._placed)

    def _box(self, text: Any) -> Any:
        return text.get_window_extent(self._axes.figure.canvas.get_renderer())


def _halo(width: float) -> list[Any]:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground=PAPER)]


def _overlap(one: Any, other: Any) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(max(wide, 0.0) * max(high, 0.0))
