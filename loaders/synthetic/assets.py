"""Villages' collective assets and their leases: rents by kind, area, quality, village and year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS, day_of, iso_of
from loaders.synthetic.arrays import TODAY, YEAR, ints, stream
from loaders.synthetic.organisations import MADE

if TYPE_CHECKING:
    from loaders.synthetic.sheets import Sheets
    from loaders.synthetic.trade import Trade

Row = dict[str, str]
KINDS = (
    ("鱼塘", 900, 2, 20), ("山林", 60, 50, 500), ("旱地", 400, 3, 40),
    ("门面", 180, 15, 80), ("厂房", 90, 80, 600),
)  # fmt: skip
"""Kind, yuan a year for a unit of area in 2020, least and most area (mu, or square metres)."""
QUALITY = {"好": 1.25, "中": 1.0, "差": 0.45}
"""Grade, and the rent of it over that of the middle one."""
_GRADES = ("好", "中", "中")
_ASSETS_A_VILLAGE = 9
_VILLAGE_SPREAD, _SPREAD, _RISE = 0.15, 0.09, 0.04
_FIRST, _LAST = day_of("2017-02-01"), day_of("2026-03-01")
_TO_FIRMS, _TENDERED = 0.25, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One asset; `village` is an index, `yuan` the yearly rent of 2020 before any noise."""

    id: str
    village: int
    yuan: float

    def rent(self, rng: np.random.Generator, year: int) -> float:
        """Return an honest yearly rent agreed in a year."""
        return self.yuan * (1 + _RISE) ** (year - 2020) * float(np.exp(rng.normal(0, _SPREAD)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What a lease says; days since 1970-01-01, `lessee` an id."""

    asset: Asset
    lessee: str
    since: int
    years: int
    rent: float
    procedure: str = "open"
    minutes: bool = True


@dataclass
class Estate:
    """The assets and leases in the order made."""

    trade: Trade
    assets: list[Row] = field(default_factory=list)
    leases: list[Row] = field(default_factory=list)
    _level: dict[int, float] = field(default_factory=dict)
    _tenants: dict[int, list[int]] = field(default_factory=dict)

    def new_asset(
        self, rng: np.random.Generator, village: int, kind: int, quality: str = ""
    ) -> Asset:
        """Enter one more asset of the village, of a drawn quality unless one is given."""
        word, price, least, most = KINDS[kind]
        area = round(float(rng.uniform(least, most)), 1)
        grade = quality or _GRADES[int(rng.integers(len(_GRADES)))]
        code = f"ZC{len(self.assets) + 1:06d}"
        place = self.trade.county.ground.villages[village].code
        self.assets.append(
            Row(id=code, village=place, kind=word, area=f"{area}", quality=grade, note=MADE)
        )
        return Asset(
            id=code, village=village, yuan=price * area * QUALITY[grade] * self.at(village)
        )

    def at(self, village: int) -> float:
        """Return the village's own rent level."""
        if village not in self._level:
            rng = stream(self.trade.county.seed, f"rent level {village}")
            self._level[village] = float(np.exp(rng.normal(0, _VILLAGE_SPREAD)))
        return self._level[village]

    def let(self, lease: Lease, decider: int | None = None) -> str:
        """Enter a lease, decided by the committee's head unless told who; returns its id."""
        committee = self.trade.county.organisations.committees[lease.asset.village]
        code, since = f"ZL{len(self.leases) + 1:06d}", iso_of(lease.since)
        if decider is None:
            decider = self.trade.offices.head(committee, since)
        row = Row(
            id=code,
            asset=lease.asset.id,
            lessee=lease.lessee,
            rent=str(round(lease.rent / 10) * 10),
            procedure=lease.procedure,
            minutes="true" if lease.minutes else "false",
            note=MADE,
        )
        row["from"] = since
        row["to"] = iso_of(lease.since + round(lease.years * YEAR) - 1)
        if decider is not None:
            row["decided_by"] = self.trade.names[decider]
        self.leases.append(row)
        return code

    def is_close(self, lessee: str, village: int) -> bool:
        """Tell whether a member of the committee of any time is the lessee, its owner, or kin."""
        own = self._owners.get(lessee)
        people = (int(lessee[1:]) - 1,) if own is None else own
        unit = self.trade.county.organisations.committees[village].id
        return not self._close[unit].isdisjoint(people)

    @cached_property
    def _owners(self) -> dict[str, tuple[int, ...]]:
        return {firm.id: firm.people for firm in self.trade.firms}

    @cached_property
    def _close(self) -> defaultdict[str, set[int]]:
        """Members of each committee and their legal kin."""
        posts = [p for p in self.trade.county.posts if p.unit.kind == "village_committee"]
        kin = self.trade.kinfolk.sets(ints([post.person for post in posts]))
        found: defaultdict[str, set[int]] = defaultdict(set)
        for post in posts:
            found[post.unit.id] |= kin[post.person] | {post.person}
        return found

    def tenant(self, rng: np.random.Generator, village: int) -> str:
        """Return somebody, or a firm, without a tie to whoever decides in the village."""
        committee = self.trade.county.organisations.committees[village]
        people = self._people(village)
        firms = [
            firm
            for firm in self.trade.firms
            if self.trade.offices.near(committee).isdisjoint(firm.people)
        ]
        if firms and (not people or rng.random() < _TO_FIRMS):
            return firms[int(rng.integers(len(firms)))].id
        if not people:
            people = self.trade.folk.workers
        return self.trade.names[people[int(rng.integers(len(people)))]]

    def _people(self, village: int) -> list[int]:
        if village not in self._tenants:
            persons = self.trade.county.population.persons
            age = (TODAY - persons.born) / YEAR
            grown = (persons.village == village) & (persons.died == ALWAYS)
            grown &= (age > 35) & (age < 70)
            near = self.trade.offices.near(self.trade.county.organisations.committees[village])
            avoided = near | self.trade.officials
            listed = np.flatnonzero(grown).tolist()
            self._tenants[village] = [person for person in listed if person not in avoided]
        return self._tenants[village]


def make_estate(trade: Trade) -> Estate:
    """Return every village's assets, each let honestly, with minutes.

    Kin of a member of the committee only ever leases by open tender.
    """
    estate, rng = Estate(trade), stream(trade.county.seed, "assets")
    for village in range(len(trade.county.ground.villages)):
        for number in range(_ASSETS_A_VILLAGE):
            asset = estate.new_asset(rng, village, number % len(KINDS))
            since, lessee = int(rng.integers(_FIRST, _LAST)), estate.tenant(rng, village)
            is_open = rng.random() < _TENDERED or estate.is_close(lessee, village)
            lease = Lease(
                asset=asset,
                lessee=lessee,
                since=since,
                years=int(rng.integers(3, 16)),
                rent=asset.rent(rng, year_of(since)),
                procedure="open" if is_open else "negotiated",
            )
            estate.let(lease)
    return estate


def year_of(day: int) -> int:
    """Return the year of a day number."""
    return int(iso_of(day)[:4])


def add_estate(sheets: Sheets, estate: Estate) -> None:
    """Add the rows of assets and leases."""
    sheets.add_rows("assets", estate.assets)
    sheets.add_rows("leases", estate.leases)
