"""The real places under the example county: division codes and names of Tongren."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError

PLACES = Path(__file__).parents[2] / "examples" / "tongren" / "places.csv"
"""Lies in the checkout from which the application runs."""
OUTLINES = PLACES.with_name("counties.geojson")
"""The real outlines of the ten counties."""
DEFAULT_COUNTY = "520621"
"""江口县, the county that the example takes when none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """One division: its code, name, level (as in the table `places`) and the code above it."""

    code: str
    name: str
    level: str
    parent: str


def read_divisions(path: Path = PLACES) -> tuple[Division, ...]:
    """Return every division of the file, in its order: from the province down to the villages.

    Raises:
        InputError: the file is not where the checkout keeps it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror}; the example county stands on these places: "
            "run from a checkout that has examples/tongren"
        ) from error
    return tuple(
        Division(code=row["id"], name=row["name"], level=row["level"], parent=row["parent"])
        for row in csv.DictReader(text.splitlines())
    )
