"""The ground of a made county: which real villages it takes, their townships, and the zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph.errors import InputError
from graph.zones.sites import made_sites
from loaders.outlines import outline_of, read_outlines
from loaders.synthetic.tongren import DEFAULT_COUNTY, OUTLINES, Division, read_divisions

PEOPLE_A_VILLAGE = 1000
_VILLAGES_A_TOWNSHIP = 5
_TOWNSHIPS_A_ZONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Villages by code, so that neighbours stand together, and the townships they belong to."""

    above: tuple[Division, ...]
    """The province and the city."""
    counties: tuple[Division, ...]
    townships: tuple[Division, ...]
    villages: tuple[Division, ...]
    township_of: tuple[int, ...]
    """Index of each village's township."""
    county_of: tuple[int, ...]
    """Index of each township's county."""
    positions: tuple[tuple[float, float], ...]
    """Longitude and latitude of each township: made up inside its county's real outline."""

    def zones(self) -> list[tuple[str, str, Division]]:
        """Return (zone id, zone name, township): neighbours by code, three to a zone."""
        rows = []
        for number, county in enumerate(self.counties):
            own = [t for t, c in zip(self.townships, self.county_of, strict=True) if c == number]
            for place, township in enumerate(own):
                zone = (
                    min(place // _TOWNSHIPS_A_ZONE, max(len(own) // _TOWNSHIPS_A_ZONE - 1, 0)) + 1
                )
                rows.append((f"Z{county.code}{zone:02d}", f"{county.name}第{zone}片区", township))
        return rows

    def full_name(self, village: int) -> str:
        """Return the village's address, from the city down."""
        township = self.townships[self.township_of[village]]
        county = self.counties[self.county_of[self.township_of[village]]]
        return f"铜仁市{county.name}{township.name}{self.villages[village].name}"


def choose_ground(persons: int, county: str | None = None) -> Ground:
    """Return some thousand people's worth a village: the named county first, then those after it.

    Raises:
        InputError: no county of Tongren has this code or name.
    """
    divisions = read_divisions()
    counties = [d for d in divisions if d.level == "county"]
    wanted = county or DEFAULT_COUNTY
    first = next((i for i, d in enumerate(counties) if wanted in (d.code, d.name)), None)
    if first is None:
        names = " ".join(f"{d.code} {d.name}" for d in counties)
        raise InputError(f"'{wanted}' is no county of Tongren: take one of {names}")
    wanted_villages = max(4, round(persons / PEOPLE_A_VILLAGE))
    villages: list[Division] = []
    for one in counties[first:] + counties[:first]:
        if len(villages) < wanted_villages:
            villages += _villages_of(one, divisions, wanted_villages - len(villages))
    return _ground(divisions, villages)


def _villages_of(county: Division, divisions: tuple[Division, ...], wanted: int) -> list[Division]:
    """Return up to `wanted` villages, spread over the county's townships; farms before streets."""
    townships = [d.code for d in divisions if d.parent == county.code]
    wanted_townships = max(2, -(-wanted // _VILLAGES_A_TOWNSHIP))
    of_township = {
        code: sorted(
            (d for d in divisions if d.parent == code), key=lambda d: not d.name.endswith("村")
        )
        for code in townships[:wanted_townships]
    }
    deepest = max(len(villages) for villages in of_township.values())
    rounds = [v[turn] for turn in range(deepest) for v in of_township.values() if turn < len(v)]
    return sorted(rounds[:wanted], key=lambda d: d.code)


def _ground(divisions: tuple[Division, ...], villages: list[Division]) -> Ground:
    by_code = {division.code: division for division in divisions}
    made = _made_positions()
    townships = list(dict.fromkeys(village.parent for village in villages))
    counties = list(dict.fromkeys(by_code[code].parent for code in townships))
    return Ground(
        above=tuple(d for d in divisions if d.level in ("province", "city")),
        counties=tuple(by_code[code] for code in counties),
        townships=tuple(by_code[code] for code in townships),
        villages=tuple(villages),
        township_of=tuple(townships.index(village.parent) for village in villages),
        county_of=tuple(counties.index(by_code[code].parent) for code in townships),
        positions=tuple(made[code] for code in townships),
    )


@cache
def _made_positions() -> dict[str, tuple[float, float]]:
    """Return a position for every township of Tongren, those of close codes close together."""
    divisions, outlines = read_divisions(), read_outlines(OUTLINES)
    positions: dict[str, tuple[float, float]] = {}
    for county in (d for d in divisions if d.level == "county"):
        outline = outline_of(outlines, county.code, county.name)
        townships = [d.code for d in divisions if d.parent == county.code]
        if outline is not None:
            sites = made_sites(outline.rings, len(townships)).tolist()
            positions |= {
                code: (lon, lat) for code, (lon, lat) in zip(townships, sites, strict=True)
            }
    return positions
