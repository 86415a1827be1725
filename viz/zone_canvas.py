"""The drawing of a map of zones with matplotlib: ground, borders, points, names, directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.zones.sites import is_inside
from viz.fonts import chinese_families
from viz.zone_colours import INKS, MARKERS, colours_of, tint
from viz.zone_directory import list_zones
from viz.zone_ground import beside_each_other

if TYPE_CHECKING:
    from pathlib import Path

    from viz.zone_ground import Ground
    from viz.zone_map import Area, ZoneMap

_PAPER, _TEXT, _QUIET, _BORDER = "#FFFFFF", "#1F2933", "#6B7280", "#374151"
_DPI = 170
_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT = 15.0, 8.4, 12.5
_MAP_SHARE = 0.665
_FILL = 0.34
_SALT = "huibi"


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes in points; 0 leaves the words out. `point` is an area."""

    point: float
    name: float
    number: float
    area_name: float


_LOOKS = (
    _Look(point=62, name=11.0, number=15.0, area_name=0),
    _Look(point=34, name=8.0, number=11.0, area_name=15.0),
    _Look(point=34, name=7.5, number=10.0, area_name=14.0),
    _Look(point=15, name=0, number=8.0, area_name=11.0),
)
"""For one county, two, three, and more."""
_MANY = len(_LOOKS)
_NUMBER_WORTH = 20
"""How much worse it is to cover a number than a point."""
_SHORT, _LONG_NAME = 6, 0.85
_PER_STEP = 0.5
"""Covered ground, in square pixels, that a name's next farther spot is worth."""


def draw(picture: ZoneMap, path: Path, replaced: dict[int, str]) -> None:
    """Draw the picture to a file; `replaced` maps characters without a glyph.

    Equal pictures give equal files on one machine.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    grounds = picture.grounds()
    families = [*chinese_families(), "DejaVu Sans"]
    with rc_context({"font.family": families, "svg.hashsalt": _SALT, "axes.unicode_minus": False}):
        figure = Figure(figsize=(_WIDTH, _height(grounds)), facecolor=_PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.022, 0.065, _MAP_SHARE, 0.835))
        _Canvas(picture, grounds, axes, replaced).draw()
        _head(figure, picture, replaced)
        panel = figure.add_axes((0.022 + _MAP_SHARE + 0.012, 0.055, 0.29, 0.845))
        colour = _colours(picture, grounds)
        list_zones(panel, picture, [INKS[c] for c in colour], replaced)
        metadata = {"Software": None} if path.suffix == ".png" else {"Date": None}
        metadata = {"CreationDate": None} if path.suffix == ".pdf" else metadata
        figure.savefig(path, dpi=_DPI, facecolor=_PAPER, metadata=metadata)


def _height(grounds: list[Ground]) -> float:
    """Return inches so that the ground fills the map's part of the sheet."""
    corners = np.vstack([ring for ground in grounds for ring in ground.rings])
    wide, high = np.maximum(np.ptp(corners, axis=0), 1e-9)
    wanted = _WIDTH * _MAP_SHARE * high / wide / 0.835
    return float(min(max(wanted, _LEAST_HEIGHT), _MOST_HEIGHT))


def _head(figure: Any, picture: ZoneMap, replaced: dict[int, str]) -> None:
    def write(y: float, text: str, size: float, colour: str, **more: Any) -> None:
        figure.text(0.026, y, text.translate(replaced), fontsize=size, color=colour, **more)

    write(0.962, picture.title, 21, _TEXT, weight="bold", va="center")
    write(0.925, picture.subtitle, 11, _QUIET, va="center")
    notes = "\n".join("　".join(words) for words in zip(*picture.notes, strict=True))
    write(0.016, notes, 7.6, _QUIET, va="bottom", linespacing=1.6)


def _colours(picture: ZoneMap, grounds: list[Ground]) -> list[int]:
    """Return each zone's colour: other than what it touches, and across a border if it can be."""
    touching = {
        (min(one, other), max(one, other))
        for area, ground in zip(picture.areas, grounds, strict=True)
        for a, b, _ in ground.seams
        if (one := area.sites[a].zone) != (other := area.sites[b].zone)
    }
    zone = [site.zone for area in picture.areas for site in area.sites]
    sites = np.vstack([ground.sites for ground in grounds])
    near = {
        (min(zone[a], zone[b]), max(zone[a], zone[b]))
        for a, b in beside_each_other(sites)
        if zone[a] != zone[b]
    }
    return list(colours_of(len(picture.zones), sorted(touching), sorted(near - touching)).tolist())


class _Canvas:
    """One map being drawn on its axes; distances in kilometres."""

    def __init__(
        self, picture: ZoneMap, grounds: list[Ground], axes: Any, replaced: dict[int, str]
    ) -> None:
        self._picture, self._grounds, self._axes = picture, grounds, axes
        self._replaced = replaced
        self._colour = _colours(picture, grounds)
        self._look = _LOOKS[min(len(picture.areas), _MANY) - 1]
        self._placed: list[Any] = []
        self._numbers: list[Any] = []
        self._inks = [INKS[c] for c in self._colour]

    def draw(self) -> None:
        """Draw everything, the ground first and words last."""
        axes = self._axes
        axes.set_aspect("equal")
        axes.axis("off")
        corners = np.vstack([ring for ground in self._grounds for ring in ground.rings])
        low, high = corners.min(axis=0), corners.max(axis=0)
        pad = 0.02 * (high - low)
        axes.set_xlim(low[0] - pad[0], high[0] + pad[0])
        axes.set_ylim(low[1] - pad[1], high[1] + pad[1])
        for area, ground in zip(self._picture.areas, self._grounds, strict=True):
            self._draw_ground(area, ground)
        for area, ground in zip(self._picture.areas, self._grounds, strict=True):
            self._draw_sites(area, ground)
        for area, ground in zip(self._picture.areas, self._grounds, strict=True):
            if self._look.area_name:
                self._draw_area_name(area, ground)
        for area, ground in zip(self._picture.areas, self._grounds, strict=True):
            if self._look.name:
                self._draw_names(area, ground)
        self._draw_scale(low, high)

    def _draw_ground(self, area: Area, ground: Ground) -> None:
        from matplotlib.collections import LineCollection
        from matplotlib.patches import PathPatch, Polygon
        from matplotlib.path import Path as Outline

        border = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in ground.rings))
        clip = PathPatch(border, facecolor="none", edgecolor="none")
        self._axes.add_patch(clip)
        for site, cell in zip(area.sites, ground.cells, strict=True):
            fill = tint(self._inks[site.zone], _FILL)
            patch = Polygon(cell, facecolor=fill, edgecolor=fill, linewidth=0.4, zorder=1)
            hatch = "////" if self._picture.zones[site.zone].is_sent_on else None
            if hatch:
                patch.set(hatch=hatch, edgecolor="#FFFFFF", linewidth=0.0)
            self._axes.add_patch(patch)
            patch.set_clip_path(clip)
        inner = [seam for a, b, seam in ground.seams if area.sites[a].zone == area.sites[b].zone]
        outer = [seam for a, b, seam in ground.seams if area.sites[a].zone != area.sites[b].zone]
        for seams, width, alpha in ((inner, 0.7, 0.75), (outer, 3.2, 1.0)):
            lines = LineCollection(
                seams, colors="#FFFFFF", linewidths=width, alpha=alpha, capstyle="round", zorder=2
            )
            self._axes.add_collection(lines, autolim=False)
            lines.set_clip_path(clip)
        edge = PathPatch(border, facecolor="none", edgecolor=_BORDER, linewidth=1.1, zorder=3)
        self._axes.add_patch(edge)

    def _draw_sites(self, area: Area, ground: Ground) -> None:
        """Draw each township's point; that of a zone's seat is the zone's number."""
        for site, (x, y) in zip(area.sites, ground.sites.tolist(), strict=True):
            if site.is_seat:
                self._draw_number(site.zone, x, y)
                continue
            self._axes.scatter(
                [x],
                [y],
                s=self._look.point,
                marker=MARKERS[self._colour[site.zone]],
                color=self._inks[site.zone],
                edgecolors="#FFFFFF",
                linewidths=0.9,
                zorder=5,
            )
            self._placed.append(self._around((x, y)))

    def _draw_number(self, zone: int, x: float, y: float) -> None:
        chip = self._axes.text(
            x,
            y,
            self._picture.zones[zone].number.translate(self._replaced),
            fontsize=self._look.number,
            weight="bold",
            color="#FFFFFF",
            ha="center",
            va="center_baseline",
            zorder=7,
            bbox={"boxstyle": "circle,pad=0.24", "fc": self._inks[zone], "ec": "#FFFFFF"},
        )
        self._numbers.append(self._box(chip))
        self._placed.append(self._numbers[-1])

    def _draw_names(self, area: Area, ground: Ground) -> None:
        size = self._look.name
        for site, (x, y) in zip(area.sites, ground.sites.tolist(), strict=True):
            best: tuple[float, int] | None = None
            far = self._look.number / 7.5 if site.is_seat else 1.0
            spots = [(dx * far, dy * far, ha, va) for dx, dy, ha, va in _SPOTS]
            for at, (dx, dy, ha, va) in enumerate(spots):
                label = self._label(site.name, (x, y), (dx, dy), size, ha, va)
                box = self._box(label)
                over = sum(_overlap(box, other) for other in self._placed)
                label.remove()
                if best is None or over < best[0] - 1e-9:
                    best = (over, at)
                if over == 0:
                    break
            dx, dy, ha, va = spots[best[1] if best else 0]
            label = self._label(site.name, (x, y), (dx, dy), size, ha, va)
            self._placed.append(self._box(label))

    def _label(
        self,
        text: str,
        at: tuple[float, float],
        off: tuple[float, float],
        size: float,
        ha: str,
        va: str,
    ) -> Any:
        from matplotlib.patheffects import withStroke

        return self._axes.annotate(
            text.translate(self._replaced),
            at,
            xytext=off,
            textcoords="offset points",
            fontsize=size,
            color=_TEXT,
            ha=ha,
            va=va,
            zorder=6,
            path_effects=[withStroke(linewidth=2.6, foreground="#FFFFFF")],
        )

    def _draw_area_name(self, area: Area, ground: Ground) -> None:
        """Write the county's name where it covers least, the nearest such spot to its middle."""
        corners = np.vstack(ground.rings)
        low, high = corners.min(axis=0), corners.max(axis=0)
        share = np.linspace(0.05, 0.95, 21)
        spots = np.stack(np.meshgrid(*(low + (high - low) * share[:, None]).T), -1).reshape(-1, 2)
        spots = spots[is_inside(spots, ground.rings)]
        spots = spots[np.argsort(((spots - (low + high) / 2) ** 2).sum(axis=1), kind="stable")]
        size = self._look.area_name * (_LONG_NAME if len(area.name) > _SHORT else 1.0)
        label = self._words(area.name, size)
        costs = []
        for at, spot in enumerate(spots.tolist()):
            label.set_position(spot)
            box = self._box(label)
            covered = sum(_overlap(box, other) for other in self._placed)
            covered += _NUMBER_WORTH * sum(_overlap(box, other) for other in self._numbers)
            costs.append((covered + at * _PER_STEP, at))
        label.set_position(spots[min(costs)[1]] if costs else (low + high) / 2)
        self._placed.append(self._box(label))

    def _words(self, text: str, size: float) -> Any:
        from matplotlib.patheffects import withStroke

        return self._axes.text(
            0, 0, text.translate(self._replaced), fontsize=size, weight="bold", color=_TEXT,
            ha="center", va="center", zorder=8,
            path_effects=[withStroke(linewidth=3.2, foreground="#FFFFFF")],
        )  # fmt: skip

    def _around(self, point: Any) -> Any:
        from matplotlib.transforms import Bbox

        x, y = self._axes.transData.transform(point)
        half = 0.6 * np.sqrt(self._look.point) * _DPI / 72
        return Bbox([[x - half, y - half], [x + half, y + half]])

    def _draw_scale(self, low: Any, high: Any) -> None:
        """Draw a bar of a round number of kilometres."""
        wanted = float(high[0] - low[0]) / 6
        km = max((n for n in (1, 2, 5, 10, 20, 50, 100, 200) if n <= wanted), default=1)
        x, y = float(low[0]), float(low[1])
        self._axes.plot([x, x + km], [y, y], color=_TEXT, linewidth=2.2, solid_capstyle="butt")
        self._axes.annotate(
            f"{km} km", (x + km / 2, y), xytext=(0, 4), textcoords="offset points",
            fontsize=8, color=_QUIET, ha="center", va="bottom",
        )  # fmt: skip

    def _box(self, text: Any) -> Any:
        return text.get_window_extent(self._axes.figure.canvas.get_renderer())


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


def _overlap(one: Any, other: Any) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(max(wide, 0.0) * max(high, 0.0))
