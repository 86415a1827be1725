"""What the reader of a plan must know about it: assumptions, gaps in the data, rules broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.zones.neighbourhood import Origin
from graph.zones.planned import Note
from graph.zones.rules import LEAST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.zones.planned import Plan, PlannedCounty, PlannedZone
    from graph.zones.staff import Staff
    from graph.zones.townships import County

_MOST_REMARKS = 3
_BROKEN = {
    "far": ("最远路程超出限度", "its longest way is over the limit"),
    "handlers": ("办案人员不足", "it has too few handlers"),
    "skills": ("缺少必需的专长", "a needed skill is missing"),
    "rotation": (
        "有办案人员的乡镇不足三个，无法轮换",
        "fewer than three of its townships have handlers, so it cannot rotate",
    ),
}


def on_number(asked: int | None, possible: int, pairs: int) -> Iterator[Note]:
    """Yield what became of the number asked for."""
    if asked is None or asked <= possible:
        return
    given = min(asked, pairs)
    yield Note(
        code="too_many",
        zh=f"要求 {asked} 个片区；每片区至少三个乡镇才能轮换交叉办案，最多 {possible} 个。"
        f"放宽后给出 {given} 个：两个乡镇的片区只能互办，其案件交邻近片区办理",
        en=f"{asked} zones were asked for; with three townships each, so that handling can rotate,"
        f" there can be {possible} at most. The relaxed plan has {given}: zones of two could only"
        " handle each other, so their cases go to a neighbour zone",
    )
    if asked > pairs:
        yield Note(
            code="more_than_pairs",
            zh=f"即使两个乡镇成一片区，也最多 {pairs} 个",
            en=f"even with zones of two there can be no more than {pairs}",
        )


def on_data(staff: Staff, *, has_people: bool) -> Iterator[Note]:
    """Yield what the ledger says and does not say of staff and people."""
    if not staff.people:
        yield Note(
            code="no_staff",
            zh="未载入乡镇办案人员：人数、专长、熟人关系均未计入，相应硬性条件未检查",
            en="no staff of townships is loaded: numbers, skills and ties count nothing, and the"
            " rules about them were not checked",
        )
    elif not staff.is_certified:
        yield Note(
            code="staff_from_posts",
            zh="未载入办案人员表：以乡镇机关任职人员代替，人数与专长的硬性条件未检查",
            en="there is no table of handlers: holders of posts in township bodies stand for them,"
            " and the rules about numbers and skills were not checked",
        )
    if staff.elsewhere:
        yield Note(
            code="staff_elsewhere",
            zh=f"{staff.elsewhere} 名办案人员不属于任何乡镇（县级或所在地不明），未计入片区",
            en=f"{staff.elsewhere} handlers belong to no township (to the county, or no place is"
            " known) and count in no zone",
        )
    if staff.people and not has_people:
        yield Note(
            code="no_people",
            zh="未载入各乡镇人口：熟人关系未知，未计入",
            en="no people of the townships are loaded: ties are unknown and count nothing",
        )


def on_counties(plan: Plan) -> Iterator[Note]:
    """Yield how neighbours were told, which islands were joined, and what counts as the mean."""
    yield from _on_origins(plan.counties)
    for planned in plan.counties:
        county, hood = planned.county, planned.pricing.neighbourhood
        for one, other in hood.joined:
            ends = f"{county.townships[one].name}、{county.townships[other].name}"
            yield Note(
                code="joined",
                zh=f"{county.name}：邻接关系不连通，已将最近的{ends}连接",
                en=f"{county.name}: the neighbourhood is in pieces; the nearest two, {ends}, were"
                " joined",
            )
        if 0 < len(county) < LEAST:
            yield Note(
                code="small_county",
                zh=f"{county.name}只有 {len(county)} 个乡镇，不足三个，自成一片区，无法轮换",
                en=f"{county.name} has {len(county)} townships, under three: one zone that cannot"
                " rotate",
            )
        yield from _on_unmeasured(planned)
    remarks = remarks_of([planned.county for planned in plan.counties])
    if remarks:
        listed = "；".join(remarks[:_MOST_REMARKS])
        yield Note(
            code="remarks",
            zh=f"区划表对乡镇的备注：{listed}",
            en=f"the table of places remarks on townships: {listed}",
        )


def remarks_of(counties: Sequence[County]) -> list[str]:
    """Return what the register remarks on townships, each remark once."""
    return sorted({t.note for county in counties for t in county.townships if t.note})


def _on_origins(counties: Sequence[PlannedCounty]) -> Iterator[Note]:
    by_origin: dict[Origin, list[str]] = {}
    for planned in counties:
        origin = planned.pricing.neighbourhood.origin
        by_origin.setdefault(origin, []).append(planned.county.name)
    for origin, names in by_origin.items():
        zh, en = _ORIGINS[origin]
        listed = "、".join(names)
        yield Note(code=f"by_{origin}", zh=f"{listed}：{zh}", en=f"{listed}: {en}")


_ORIGINS = {
    Origin.COORDINATES: (
        "邻接按坐标推定（泰森多边形相邻），路程按直线距离折算",
        "neighbours follow from coordinates (whose nearest ground meets), ways from straight lines",
    ),
    Origin.LIST: (
        "邻接按所给邻接表",
        "neighbours follow the list given",
    ),
    Origin.CODES: (
        "没有坐标和邻接表，邻接按区划代码的先后推定：这是权宜之计，不是地理，路程只计步数",
        "there are neither coordinates nor a list of neighbours: neighbours follow the order of"
        " division codes, which is a convenience and no geography; ways are counted in steps",
    ),
}


def _on_unmeasured(planned: PlannedCounty) -> Iterator[Note]:
    measures, townships = planned.pricing.measures, planned.county.townships
    if not measures.knows_ties:
        return
    listed = "、".join(townships[at].name for at in measures.unmeasured().tolist())
    if listed:
        yield Note(
            code="unmeasured",
            zh=f"{planned.county.name}：{listed}没有办案人员或人口资料，其熟人关系按全县平均计，"
            "不当作没有",
            en=f"{planned.county.name}: no staff or no people of {listed} are on file; their ties"
            " count as the county's mean, never as none",
        )


def on_zones(plan: Plan) -> tuple[Note, ...]:
    """Return which zones break a rule, and which send their cases elsewhere."""
    return tuple(note for zone in plan.zones for note in _on_zone(zone))


def _on_zone(zone: PlannedZone) -> Iterator[Note]:
    for breach in zone.breaches:
        zh, en = _BROKEN[breach]
        yield Note(
            code=breach,
            zh=f"{zone.name}（{zone.id}）：{zh}；没有完全合规的分法",
            en=f"{zone.name} ({zone.id}): {en}; no plan keeps every rule",
        )
    if not zone.rotates:
        to = zone.receiver
        yield Note(
            code="sent_on",
            zh=f"{zone.name}（{zone.id}）不能轮换，案件" + (f"交片区 {to}" if to else "提级办理"),
            en=f"{zone.name} ({zone.id}) cannot rotate; its cases go "
            + (f"to zone {to}" if to else "one level up"),
        )
