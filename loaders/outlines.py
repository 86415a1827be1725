"""Outlines of counties from GeoJSON: for maps and for made positions, never for a verdict."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

_CODES = ("id", "code", "adcode", "gb")
_COUNTRY = "156"
"""China's number in ISO 3166, which the national standard of places puts before a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One county's border: rings of float64[m, 2], longitude and latitude, holes among them."""

    code: str
    name: str
    rings: tuple[NDArray[np.float64], ...]

    def is_of(self, code: str, name: str) -> bool:
        """Whether this is the county's border, by its code, else by its name."""
        return self.code == code if self.code else self.name == name


def read_outlines(path: Path) -> tuple[Outline, ...]:
    """Return the outlines of a GeoJSON file, in its order; features without an area are left out.

    Raises:
        InputError: the file cannot be read or is no GeoJSON.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
        features = given["features"]
        return tuple(outline for one in features if (outline := _outline(one)) is not None)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; name a GeoJSON file of outlines") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(
            f"{path}: no GeoJSON of areas ({error}); the map needs a FeatureCollection of"
            " Polygon or MultiPolygon with a code or name for each"
        ) from error


def outline_of(outlines: Iterable[Outline], code: str, name: str) -> Outline | None:
    """Return the outline of a county, or None."""
    return next((outline for outline in outlines if outline.is_of(code, name)), None)


def _outline(feature: dict[str, Any]) -> Outline | None:
    told = feature.get("properties") or {}
    shape = feature.get("geometry") or {}
    if shape.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    corners = shape["coordinates"]
    pieces = [corners] if shape["type"] == "Polygon" else corners
    code = next((str(told[name]) for name in _CODES if told.get(name)), "")
    if len(code) == len(_COUNTRY) + 6 and code.startswith(_COUNTRY):
        code = code.removeprefix(_COUNTRY)
    rings = tuple(
        np.asarray([corner[:2] for corner in ring], float) for piece in pieces for ring in piece
    )
    return Outline(code=code, name=str(told.get("name") or ""), rings=rings)
