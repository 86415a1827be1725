"""A map of zones: the ground nearest to each township, coloured by zone, numbered and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import InputError
from viz.fonts import chinese_families, without_glyph
from viz.whole import whole
from viz.zone_ground import ground_of, on_plane

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from viz.zone_ground import Ground

    Floats = NDArray[np.float64]

SUFFIXES = (".png", ".svg", ".pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One township: where it lies, in degrees, and its zone by position in the map's zones."""

    name: str
    lon: float
    lat: float
    zone: int
    is_seat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One county: rings of float64[m, 2] in degrees, none where no outline is known."""

    name: str
    rings: tuple[Floats, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedZone:
    """One zone: its number on the map, its name, and what the list beside the map says of it.

    The detail is left out where many counties are listed.
    """

    number: str
    name: str
    line: str
    detail: str
    area: int
    is_sent_on: bool = False
    """Whether its cases go to another zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneMap:
    """Everything on the picture, as words and degrees."""

    title: str
    subtitle: str
    areas: tuple[Area, ...]
    zones: tuple[MappedZone, ...]
    notes: tuple[tuple[str, str], ...] = ()
    """Chinese and English of each."""

    def texts(self) -> Iterator[str]:
        """Yield every text of the picture."""
        yield from (self.title, self.subtitle, *(words for note in self.notes for words in note))
        for area in self.areas:
            yield from (area.name, *(site.name for site in area.sites))
        for zone in self.zones:
            yield from (zone.number, zone.name, zone.line, zone.detail)

    def grounds(self) -> list[Ground]:
        """Return the counties on one plane."""
        corners = [np.array([(site.lon, site.lat) for site in area.sites]) for area in self.areas]
        every = np.vstack([*corners, *(ring for area in self.areas for ring in area.rings)])
        middle = (every.min(axis=0) + every.max(axis=0)) / 2
        return [
            ground_of([on_plane(ring, middle) for ring in area.rings], on_plane(sites, middle))
            for area, sites in zip(self.areas, corners, strict=True)
        ]


def require_drawable(path: Path) -> None:
    """Make sure, before any work, that a map can be drawn to this file.

    Raises:
        InputError: the file's kind is not drawn, or no typeface has Chinese characters.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"--map {path}: maps are drawn as {', '.join(SUFFIXES)}; give the file such an ending"
        )
    chinese_families()


def draw_map(picture: ZoneMap, path: Path) -> str:
    """Draw the map; return the characters that no typeface of the machine has, shown as '?'.

    Raises:
        InputError: nothing can be drawn, or the file cannot be written.
    """
    from viz.zone_canvas import draw

    require_drawable(path)
    lacking = without_glyph(picture.texts())
    try:
        with whole(path) as part:
            draw(picture, part, str.maketrans(dict.fromkeys(lacking, "?")))
    except OSError as error:
        raise InputError(f"--map {path}: cannot be written ({error.strerror})") from error
    return lacking
