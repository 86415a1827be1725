"""The townships that zones are made of, by county, read from the table of places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
_COLUMNS = ("id", "name", "level", "parent", "lat", "lon", "population", "note")
_DEEPEST = 12
"""More levels than any country has: a chain of parents this long goes round in a circle."""
NO_COUNTY = "-"
"""Stands for the county of townships that name none."""


class ZoneRow(NamedTuple):
    """One township of one zone, as a table of zones has it; `place` is its id."""

    zone: str
    place: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """One township as the register of places has it; what is not recorded is None or 0."""

    id: str
    name: str
    villages: int = 0
    population: int | None = None
    """Of the township itself, else the sum of its villages where every one has it."""
    lat: float | None = None
    lon: float | None = None
    note: str = ""
    """What the register remarks on it, such as that its position is made up."""

    @property
    def has_position(self) -> bool:
        """Whether it is known where the township lies."""
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A county and its townships in ascending order of id."""

    id: str
    name: str
    townships: tuple[Township, ...]

    def __len__(self) -> int:
        return len(self.townships)

    def index(self, township: str) -> int:
        """Return the position of a township; KeyError if it is not of this county."""
        for position, one in enumerate(self.townships):
            if one.id == township:
                return position
        raise KeyError(township)


class PlaceTree:
    """Places by id, and the township and county that each lies in."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.rows: dict[str, Row] = {
            row["id"]: {name: row.get(name) for name in _COLUMNS} for row in rows
        }

    def above(self, place: str | None, level: str) -> str | None:
        """Return the place itself or the nearest above it that has this level, or None."""
        for _ in range(_DEEPEST):
            row = self.rows.get(place or "")
            if row is None:
                return None
            if row["level"] == level:
                return str(row["id"])
            place = row["parent"]
        return None

    def township_of(self, place: str | None) -> str | None:
        """Return the township that a place is or lies in, or None."""
        return self.above(place, "township")

    def county_of(self, township: str) -> str:
        """Return the county of a township; its parent where no county is recorded above it."""
        return self.above(township, "county") or str(self.rows[township]["parent"] or NO_COUNTY)

    def name(self, place: str) -> str:
        """Return a place's name, or its id where it has none."""
        row = self.rows.get(place)
        return str(row["name"] or place) if row else place


def counties_of(tree: PlaceTree, wanted: Sequence[str] = ()) -> tuple[County, ...]:
    """Return the counties that have townships, ascending by id; those named by id or name alone.

    Raises:
        NotFoundError: no townships are loaded, or none of a county that is wanted.
        InputError: several counties have the name.
    """
    below: dict[str, list[Row]] = defaultdict(list)
    members: dict[str, list[Row]] = defaultdict(list)
    for row in tree.rows.values():
        if row["level"] == "township":
            members[tree.county_of(row["id"])].append(row)
        elif row["level"] == "village" and row["parent"]:
            below[row["parent"]].append(row)
    if not members:
        raise NotFoundError(
            "no townships are loaded, and zones are made of them: load places.csv with rows of"
            " level township and their county as parent"
        )
    chosen = _chosen(tree, sorted(members), wanted)
    return tuple(
        County(
            id=county,
            name=tree.name(county),
            townships=tuple(
                _township(row, below[row["id"]])
                for row in sorted(members[county], key=lambda row: str(row["id"]))
            ),
        )
        for county in chosen
    )


def _chosen(tree: PlaceTree, counties: Sequence[str], wanted: Sequence[str]) -> list[str]:
    if not wanted:
        return list(counties)
    found: set[str] = set()
    for name in wanted:
        hits = [c for c in counties if name == c] or [c for c in counties if name == tree.name(c)]
        if not hits:
            listed = " ".join(f"{county} {tree.name(county)}" for county in counties)
            raise NotFoundError(f"'{name}' is no county with townships: take one of {listed}")
        if len(hits) > 1:
            raise InputError(
                f"'{name}' is the name of {len(hits)} counties: name one by id: {' '.join(hits)}"
            )
        found.update(hits)
    return sorted(found)


def _township(row: Row, villages: Sequence[Row]) -> Township:
    lat, lon = _position(row, villages)
    return Township(
        id=str(row["id"]),
        name=str(row["name"] or row["id"]),
        villages=len(villages),
        population=_population(row, villages),
        lat=lat,
        lon=lon,
        note=str(row["note"] or ""),
    )


def _population(row: Row, villages: Sequence[Row]) -> int | None:
    if row["population"]:
        return int(row["population"])
    counts = [int(village["population"] or 0) for village in villages]
    return sum(counts) if counts and all(counts) else None


def _position(row: Row, villages: Sequence[Row]) -> tuple[float | None, float | None]:
    """Return the township's own position, else the middle of its villages'."""
    for rows in ([row], villages):
        known = [(float(r["lat"]), float(r["lon"])) for r in rows if r["lat"] and r["lon"]]
        if known:
            return fmean(lat for lat, _ in known), fmean(lon for _, lon in known)
    return None, None
