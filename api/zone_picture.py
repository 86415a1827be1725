"""A plan of zones as a map's words and degrees, with made positions where none are known."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.notes import remarks_of
from graph.zones.sites import made_sites
from loaders.outlines import outline_of, read_outlines
from loaders.synthetic.tongren import OUTLINES
from viz.zone_map import Area, MappedZone, Site, ZoneMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.zones.planned import Plan, PlannedCounty, PlannedZone
    from graph.zones.townships import PlaceTree
    from loaders.outlines import Outline

    Floats = NDArray[np.float64]

_RADIUS = 0.2
_SIDES = 48
_MOST_NAMED = 3
WAY_UNITS = MappingProxyType({"min": "分钟", "step": "步", "": ""})
SIZE_UNITS = MappingProxyType(
    {"inhabitants": "人", "people": "人", "villages": "村", "townships": "乡镇"}
)


def outlines_for(path: Path | None) -> tuple[Outline, ...]:
    """Return the outlines of a file, else those of the example's counties where they lie.

    Raises:
        InputError: the file named cannot be used.
    """
    if path is not None:
        return read_outlines(path)
    return read_outlines(OUTLINES) if OUTLINES.is_file() else ()


def picture_of(plan: Plan, tree: PlaceTree, outlines: Sequence[Outline]) -> ZoneMap:
    """Return the map of a plan."""
    drawn = [_Drawn(planned, outlines) for planned in plan.counties]
    _set_out(drawn)
    zones = plan.zones
    number = {zone.id: _number(zones, zone) for zone in zones}
    area = {planned.county.id: at for at, planned in enumerate(plan.counties)}
    return ZoneMap(
        title=_title(plan, tree),
        subtitle=_subtitle(plan),
        areas=tuple(one.area(zones) for one in drawn),
        zones=tuple(
            MappedZone(
                number=number[zone.id],
                name=f"{zone.name}　{zone.id}",
                line=cycles(zone, number),
                detail=_detail(zone, plan.counties[area[zone.county]]),
                area=area[zone.county],
                is_sent_on=zone.receiver is not None,
            )
            for zone in zones
        ),
        notes=tuple(_notes(plan, drawn)),
    )


class _Drawn:
    """One county's outline and sites, true or made."""

    def __init__(self, planned: PlannedCounty, outlines: Sequence[Outline]) -> None:
        county = planned.county
        self.planned = planned
        outline = outline_of(outlines, county.id, county.name)
        self.rings: tuple[Floats, ...] = outline.rings if outline is not None else ()
        self.sites: Floats | None = None
        self.is_made = not all(township.has_position for township in county.townships)
        if not self.is_made:
            places = [(t.lon or 0.0, t.lat or 0.0) for t in county.townships]
            self.sites = np.array(places, float)
        elif self.rings:
            self.sites = made_sites(self.rings, len(county))

    def place(self, middle: tuple[float, float]) -> None:
        """Give a county of which nothing is known a disc around a point."""
        turn = np.linspace(0, 2 * np.pi, _SIDES, endpoint=False)
        disc = np.array(middle) + _RADIUS * np.column_stack([np.cos(turn), np.sin(turn)])
        self.rings, self.sites = (disc,), made_sites((disc,), len(self.planned.county))

    def area(self, zones: Sequence[PlannedZone]) -> Area:
        """Return the county as the map has it."""
        of = {township: at for at, zone in enumerate(zones) for township in zone.townships}
        seats = {zone.seat for zone in zones}
        county = self.planned.county
        sites = self.sites if self.sites is not None else np.zeros((len(county), 2))
        return Area(
            name=county.name,
            rings=self.rings,
            sites=tuple(
                Site(name=t.name, lon=lon, lat=lat, zone=of[t.id], is_seat=t.id in seats)
                for t, (lon, lat) in zip(county.townships, sites.tolist(), strict=True)
            ),
        )


def _set_out(drawn: Sequence[_Drawn]) -> None:
    """Put counties without outline and positions in rows beside the others."""
    known = [one.sites for one in drawn if one.sites is not None]
    corner = np.vstack(known).max(axis=0) + 2 * _RADIUS if known else np.zeros(2)
    unknown = [one for one in drawn if one.sites is None]
    across = max(int(np.ceil(np.sqrt(len(unknown)))), 1)
    for at, one in enumerate(unknown):
        down, right = divmod(at, across)
        step = 2.3 * _RADIUS
        one.place((float(corner[0] + right * step), float(corner[1] - down * step)))


def _number(zones: Sequence[PlannedZone], zone: PlannedZone) -> str:
    own = [one.id for one in zones if one.county == zone.county]
    return str(own.index(zone.id) + 1)


def _detail(zone: PlannedZone, planned: PlannedCounty) -> str:
    pricing = planned.pricing
    unit = WAY_UNITS[pricing.neighbourhood.unit]
    parts = [f"平均路程 {zone.mean_way:.0f} {unit}"]
    if pricing.measures.size_unit != "townships":
        parts.insert(0, f"{zone.load:,.0f} {SIZE_UNITS[pricing.measures.size_unit]}")
    if pricing.measures.knows_staff:
        parts.append(f"办案 {zone.staff} 人")
    if zone.rate is not None:
        parts.append(f"熟人 {zone.rate:.1f}/万对")
    return " · ".join(parts)


def cycles(zone: PlannedZone, number: Mapping[str, str] | None = None) -> str:
    """Return who hands its cases to whom: `甲→乙→丙→甲`; to another zone: `甲、乙→片区3`."""
    names = dict(zip(zone.townships, zone.names, strict=True))
    if zone.receiver is not None:
        to = number[zone.receiver] if number is not None else zone.receiver
        return f"{'、'.join(zone.names)}→片区{to}"
    if not zone.turns:
        return f"{'、'.join(zone.names)}→提级"
    handler = {turn.township: turn.handler for turn in zone.turns}
    return "；".join("→".join(names[one] for one in walk) for walk in _walks(handler))


def _walks(to: dict[str, str]) -> Iterator[list[str]]:
    """Yield every chain of hand-overs until it meets a township told before."""
    told: set[str] = set()
    handlers = set(to.values())
    for first in [*(one for one in to if one not in handlers), *to]:
        if first in told:
            continue
        walk = [first]
        while walk[-1] not in told:
            told.add(walk[-1])
            walk.append(to[walk[-1]])
        yield walk


def _title(plan: Plan, tree: PlaceTree) -> str:
    counties = [planned.county for planned in plan.counties]
    cities = {tree.above(county.id, "city") for county in counties}
    city = cities.pop() if len(cities) == 1 else None
    whole = [
        row["id"]
        for row in tree.rows.values()
        if row["level"] == "county" and city is not None and row["parent"] == city
    ]
    if city is not None and len(whole) == len(counties) > 1:
        return f"{tree.name(city)}片区方案"
    names = "、".join(county.name for county in counties[:_MOST_NAMED])
    return f"{names}{f'等 {len(counties)} 县' if len(counties) > _MOST_NAMED else ''}片区方案"


def _subtitle(plan: Plan) -> str:
    townships = sum(len(zone.townships) for zone in plan.zones)
    sure = (
        ("已证明最优", "proven optimal")
        if plan.is_proven
        else (f"差距至多 {plan.gap:.1%}", f"gap at most {plan.gap:.1%}")
    )
    pairs = sum(not zone.rotates for zone in plan.zones)
    sent = (f" · {pairs} 个交他片区办理", f", {pairs} sent on") if pairs else ("", "")
    return (
        f"{len(plan.zones)} 个片区 · {townships} 个乡镇{sent[0]} · {sure[0]}　　"
        f"{len(plan.zones)} zones, {townships} townships{sent[1]}, {sure[1]}"
    )


def _notes(plan: Plan, drawn: Sequence[_Drawn]) -> Iterator[tuple[str, str]]:
    if any(one.is_made for one in drawn):
        yield (
            "乡镇位置为示意（无坐标，按区划代码排布），不是地理",
            "Positions are made up from the order of codes and are no geography.",
        )
    remarks = remarks_of([one.planned.county for one in drawn])
    if remarks:
        yield (
            f"区划表备注：{'；'.join(remarks[:2])}",
            f"The places' remark: {'; '.join(remarks[:2])}",
        )
    yield (
        "数字在片区最居中的乡镇，色块为离该片区各乡镇最近的地面，不是行政界线",
        "Numbers stand at a zone's most central township; colours show the nearest ground, no"
        " borders.",
    )
    if any(zone.receiver is not None for zone in plan.zones):
        yield "斜线：案件交他片区办理", "Hatched: cases go to another zone."
    if any(zone.turns for zone in plan.zones):
        yield "甲→乙：甲的案件由乙办理", "A→B: B handles the cases of A."
