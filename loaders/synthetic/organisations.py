"""The units of a made county: governments, discipline organs, villages' committees, firms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.synthetic.arrays import stream
from loaders.synthetic.numbers import credit_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from loaders.synthetic.ground import Ground

MADE = "合成"
"""Note beside what is made up."""
BUREAUS = ("民政局", "财政局", "农业农村局", "教育局", "水务局", "交通运输局", "住房和城乡建设局")
_TRADES = (
    "建筑工程", "劳务", "商贸", "园林绿化", "农业开发", "广告传媒",
    "水利工程", "办公用品", "运输", "物业服务", "养殖", "建材",
)  # fmt: skip
_FIRM_WORDS = "鑫宏恒泰盛达瑞丰源祥汇通康安顺诚信华茂金"
_PEOPLE_A_FIRM = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit; `place` and `parent` are ids."""

    id: str
    name: str
    kind: str
    place: str
    parent: str = ""
    credit_code: str = ""
    founded: str = ""

    def row(self) -> dict[str, str]:
        """Return the unit as a row of the table `units`."""
        cells = {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "parent": self.parent,
            "place": self.place,
            "credit_code": self.credit_code,
            "founded": self.founded,
            "note": MADE,
        }
        return {key: value for key, value in cells.items() if value}


@dataclass(slots=True)
class Organisations:
    """All units, and where to find those of each place (by index in the ground)."""

    units: list[Unit] = field(default_factory=list)
    county_discipline: list[Unit] = field(default_factory=list)
    bureaus: list[list[Unit]] = field(default_factory=list)
    banks: list[Unit] = field(default_factory=list)
    barracks: list[Unit] = field(default_factory=list)
    high_schools: list[Unit] = field(default_factory=list)
    governments: list[Unit] = field(default_factory=list)
    township_discipline: list[Unit] = field(default_factory=list)
    schools: list[Unit] = field(default_factory=list)
    committees: list[Unit] = field(default_factory=list)
    cooperatives: list[Unit] = field(default_factory=list)
    firms: list[Unit] = field(default_factory=list)

    def add(self, name: str, kind: str, place: str, **more: str) -> Unit:
        """Add a unit under the next free id and return it."""
        unit = Unit(id=f"U{len(self.units) + 1:05d}", name=name, kind=kind, place=place, **more)
        self.units.append(unit)
        return unit


def make_organisations(ground: Ground, persons: int, seed: int) -> Organisations:
    """Return the units of every county, township and village of the ground."""
    made = Organisations()
    for county in ground.counties:
        _add_county(made, county.name, county.code)
    for township, county_index in zip(ground.townships, ground.county_of, strict=True):
        name, code = township.name, township.code
        made.governments.append(made.add(_government(name), "public_body", code))
        above = made.county_discipline[county_index].id
        made.township_discipline.append(made.add(f"{name}纪委", "public_body", code, parent=above))
        made.schools.append(made.add(f"{name}中心学校", "school", code))
    for village, township_index in zip(ground.villages, ground.township_of, strict=True):
        form = "居民委员会" if village.name.endswith("社区") else "村民委员会"
        above = made.governments[township_index].id
        made.committees.append(
            made.add(village.name + form, "village_committee", village.code, parent=above)
        )
        made.cooperatives.append(
            made.add(village.name + "股份经济合作社", "cooperative", village.code)
        )
    _add_firms(made, ground, max(6, persons // _PEOPLE_A_FIRM), seed)
    return made


def _government(township: str) -> str:
    return township + ("办事处" if township.endswith("街道") else "人民政府")


def _add_county(made: Organisations, name: str, code: str) -> None:
    made.county_discipline.append(made.add(f"{name}纪委监委", "public_body", code))
    made.bureaus.append([made.add(name + bureau, "public_body", code) for bureau in BUREAUS])
    made.banks.append(made.add(f"{name}合成农村银行", "bank", code))
    made.barracks.append(made.add(f"驻{name}合成某部", "army", code))
    made.high_schools.append(made.add(f"{name}合成中学", "school", code))


def _add_firms(made: Organisations, ground: Ground, count: int, seed: int) -> None:
    rng = stream(seed, "firms")
    for number, name in zip(range(count), _firm_names(rng), strict=False):
        township = ground.townships[int(rng.integers(len(ground.townships)))]
        year = int(rng.integers(2003, 2025))
        made.firms.append(
            made.add(
                name,
                "company",
                township.code,
                credit_code=credit_code(number),
                founded=f"{year}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}",
            )
        )


def _firm_names(rng: np.random.Generator) -> Iterator[str]:
    """Yield names of firms, none twice."""
    seen: set[str] = set()
    while True:
        first, second = rng.integers(0, len(_FIRM_WORDS), 2)
        trade = _TRADES[int(rng.integers(len(_TRADES)))]
        name = f"铜仁{_FIRM_WORDS[first]}{_FIRM_WORDS[second]}{trade}有限公司"
        if name in seen:
            name = name.replace("有限公司", f"{len(seen)}号有限公司")
        seen.add(name)
        yield name
