"""The drawing of a map of zones with matplotlib: sheet, ground, borders, points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from viz.fonts import chinese_families
from viz.zone_colours import INKS, MARKERS, colours_of, tint
from viz.zone_directory import list_zones
from viz.zone_ground import beside_each_other
from viz.zone_words import INK, PAPER, Words, look_for

if TYPE_CHECKING:
    from pathlib import Path

    from viz.zone_ground import Ground
    from viz.zone_map import Area, ZoneMap

_QUIET, _BORDER = "#6B7280", "#374151"
_DPI = 170
_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT = 15.0, 8.4, 12.5
_MAP = (0.022, 0.065, 0.665, 0.835)
_LIST = (0.699, 0.055, 0.29, 0.845)
_FILL = 0.34
_SALT = "huibi"
_UNDATED = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}


def draw(picture: ZoneMap, path: Path, replaced: dict[int, str]) -> None:
    """Draw the picture to a file; `replaced` maps characters without a glyph.

    Equal pictures give equal files on one machine.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    grounds = picture.grounds()
    families = [*chinese_families(), "DejaVu Sans"]
    with rc_context({"font.family": families, "svg.hashsalt": _SALT}):
        figure = Figure(figsize=(_WIDTH, _height(grounds)), dpi=_DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        colours = _colours(picture, grounds)
        _Canvas(picture, grounds, figure.add_axes(_MAP), colours, replaced).draw()
        _head(figure, picture, replaced)
        list_zones(figure.add_axes(_LIST), picture, [INKS[c] for c in colours], replaced)
        figure.savefig(path, dpi=_DPI, facecolor=PAPER, metadata=_UNDATED[path.suffix.lower()])


def _height(grounds: list[Ground]) -> float:
    """Return inches so that the ground fills the map's part of the sheet."""
    corners = np.vstack([ring for ground in grounds for ring in ground.rings])
    wide, high = np.maximum(np.ptp(corners, axis=0), 1e-9)
    wanted = _WIDTH * _MAP[2] * high / wide / _MAP[3]
    return float(min(max(wanted, _LEAST_HEIGHT), _MOST_HEIGHT))


def _head(figure: Any, picture: ZoneMap, replaced: dict[int, str]) -> None:
    def write(y: float, text: str, size: float, colour: str, **more: Any) -> None:
        figure.text(0.026, y, text.translate(replaced), fontsize=size, color=colour, **more)

    write(0.962, picture.title, 21, INK, weight="bold", va="center")
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
        self,
        picture: ZoneMap,
        grounds: list[Ground],
        axes: Any,
        colours: list[int],
        replaced: dict[int, str],
    ) -> None:
        self._zones, self._axes, self._colour = picture.zones, axes, colours
        self._counties = list(zip(picture.areas, grounds, strict=True))
        self._look = look_for(len(picture.areas))
        self._words = Words(axes, self._look, replaced)

    def draw(self) -> None:
        """Draw everything, the ground first and words last."""
        low, high = self._frame()
        for area, ground in self._counties:
            self._draw_ground(area, ground)
        for area, ground in self._counties:
            self._draw_sites(area, ground)
        for area, ground in self._counties:
            if self._look.area_name:
                self._words.area_name(area, ground)
        for area, ground in self._counties:
            if self._look.name:
                self._words.names(area, ground)
        self._draw_scale(low, high)

    def _frame(self) -> tuple[Any, Any]:
        corners = np.vstack([ring for _, ground in self._counties for ring in ground.rings])
        low, high = corners.min(axis=0), corners.max(axis=0)
        pad = 0.02 * (high - low)
        self._axes.set_aspect("equal")
        self._axes.axis("off")
        self._axes.set_xlim(low[0] - pad[0], high[0] + pad[0])
        self._axes.set_ylim(low[1] - pad[1], high[1] + pad[1])
        self._axes.apply_aspect()  # so that words are measured where they will stand
        return low, high

    def _draw_ground(self, area: Area, ground: Ground) -> None:
        from matplotlib.collections import LineCollection
        from matplotlib.patches import PathPatch, Polygon
        from matplotlib.path import Path as Outline

        border = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in ground.rings))
        clip = PathPatch(border, facecolor="none", edgecolor="none")
        self._axes.add_patch(clip)
        for site, cell in zip(area.sites, ground.cells, strict=True):
            fill = tint(INKS[self._colour[site.zone]], _FILL)
            patch = Polygon(cell, facecolor=fill, edgecolor=fill, linewidth=0.4, zorder=1)
            if self._zones[site.zone].is_sent_on:
                patch.set(hatch="////", edgecolor=PAPER, linewidth=0.0)
            self._axes.add_patch(patch)
            patch.set_clip_path(clip)
        inner = [seam for a, b, seam in ground.seams if area.sites[a].zone == area.sites[b].zone]
        outer = [seam for a, b, seam in ground.seams if area.sites[a].zone != area.sites[b].zone]
        for seams, width, alpha in ((inner, 0.7, 0.75), (outer, 3.2, 1.0)):
            lines = LineCollection(
                seams, colors=PAPER, linewidths=width, alpha=alpha, capstyle="round", zorder=2
            )
            self._axes.add_collection(lines, autolim=False)
            lines.set_clip_path(clip)
        edge = PathPatch(border, facecolor="none", edgecolor=_BORDER, linewidth=1.1, zorder=3)
        self._axes.add_patch(edge)

    def _draw_sites(self, area: Area, ground: Ground) -> None:
        """Draw each township's point; that of a zone's seat is the zone's number."""
        for site, (x, y) in zip(area.sites, ground.sites.tolist(), strict=True):
            colour = self._colour[site.zone]
            if site.is_seat:
                self._words.number(self._zones[site.zone].number, INKS[colour], x, y)
                continue
            self._axes.scatter(
                [x], [y], s=self._look.point, marker=MARKERS[colour], color=INKS[colour],
                edgecolors=PAPER, linewidths=0.9, zorder=5,
            )  # fmt: skip
            self._words.spare(x, y)

    def _draw_scale(self, low: Any, high: Any) -> None:
        """Draw a bar of a round number of kilometres."""
        wanted = float(high[0] - low[0]) / 6
        km = max((n for n in (1, 2, 5, 10, 20, 50, 100, 200) if n <= wanted), default=1)
        x, y = float(low[0]), float(low[1])
        self._axes.plot([x, x + km], [y, y], color=INK, linewidth=2.2, solid_capstyle="butt")
        self._axes.annotate(
            f"{km} km", (x + km / 2, y), xytext=(0, 4), textcoords="offset points",
            fontsize=8, color=_QUIET, ha="center", va="bottom",
        )  # fmt: skip
