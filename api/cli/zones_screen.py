"""Plans and explanations of zones, written for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.screen import answer, answer_grid, plain
from api.zone_picture import SIZE_UNITS, WAY_UNITS, cycles
from graph.zones.explain import is_best

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.zones.explain import Alternative, Explanation
    from graph.zones.planned import Front, Move, Note, Plan, PlannedZone, Zoning
    from graph.zones.rules import Weights

_PARTS = ("就近", "规模", "熟人", "专长")


def show_plan(zoning: Zoning, sequence: int, weights: Weights) -> None:
    """Print the plan, the relaxed plan, the front, the moves and the notes."""
    counties = "、".join(planned.county.name for planned in zoning.plan.counties)
    answer(f"片区方案 zones · {plain(counties)} · 数据序号 {sequence}")
    answer(
        f"可轮换的片区至多 {zoning.possible} 个，允许两乡镇成片区时至多 {zoning.possible_pairs} 个"
        f"  at most {zoning.possible} zones can rotate, {zoning.possible_pairs} with pairs"
    )
    _show_zones(zoning.plan, "方案 plan")
    if zoning.relaxed is not None:
        _show_zones(zoning.relaxed, "放宽方案 relaxed plan")
    _show_front(zoning.front, weights)
    if zoning.moves is not None:
        _show_moves(zoning.moves)
    relaxed = zoning.relaxed.notes if zoning.relaxed is not None else ()
    _show_notes([*zoning.notes, *zoning.plan.notes, *relaxed])


def _show_zones(plan: Plan, title: str) -> None:
    answer()
    answer(
        f"{title}：{len(plan.zones)} 个片区 zones · 目标值 objective {plan.objective:.4f} · "
        + _sureness(plan)
    )
    units = {
        c.county.id: (
            SIZE_UNITS[c.pricing.measures.size_unit],
            WAY_UNITS[c.pricing.neighbourhood.unit],
        )
        for c in plan.counties
    }
    answer_grid(
        (
            "片区",
            "轮换 甲→乙：甲的案件由乙办",
            "规模",
            "办案",
            "路程 均/最远",
            "熟人‱",
            *_PARTS,
            "费用",
        ),
        [_zone_row(zone, units[zone.county]) for zone in plan.zones],
    )


def _sureness(plan: Plan) -> str:
    if plan.is_proven:
        return "已证明最优 proven optimal"
    return f"未证明最优，差距至多 {plan.gap:.1%} not proven, gap at most {plan.gap:.1%}"


def _zone_row(zone: PlannedZone, units: tuple[str, str]) -> list[str]:
    return [
        zone.id,
        cycles(zone),
        f"{zone.load:,.0f} {units[0]}",
        str(zone.staff),
        f"{zone.mean_way:.0f}/{zone.longest_way:.0f} {units[1]}",
        "—" if zone.rate is None else f"{zone.rate:.2f}",
        *(f"{part:.2f}" for part in zone.parts),
        f"{zone.cost:.3f}" + (" !" if zone.breaches else ""),
    ]


def _show_front(front: Front, weights: Weights) -> None:
    if front.why is None:
        return
    answer()
    answer("就近 ↔ 独立 nearness and independence")
    if front.points:
        unit = WAY_UNITS[front.unit]
        answer_grid(
            ("", "独立的权重", f"平均路程{unit}", "熟人‱", "规模", "专长", "费用", "变动乡镇"),
            [
                [
                    ("★" if point.is_recommended else " ") + ("●" if point.is_plan else " "),
                    f"{point.independence:.2f}",
                    f"{point.way:.1f}" if front.unit else f"{point.way:.3f}",
                    f"{point.rate:.3f}",
                    f"{point.size:.2f}",
                    f"{point.skills:.2f}",
                    f"{point.objective:.4f}",
                    str(point.moves),
                ]
                for point in front.points
            ],
        )
        answer("● 本方案 this plan  ★ 推荐 recommended")
    answer(front.why.zh)
    answer(front.why.en)
    chosen = next((point for point in front.points if point.is_recommended), None)
    if chosen is not None and not chosen.is_plan:
        taken = weights.leaning(chosen.independence)
        answer(
            f"采用推荐方案 to take it: --weights travel={taken.travel:.4f},"
            f"acquaintance={taken.acquaintance:.4f}"
        )
    if front.left_out:
        answer(f"时间不够，{front.left_out} 组权重未算 {front.left_out} weights were left out")


def _show_moves(moves: Sequence[Move]) -> None:
    answer()
    answer(f"较原片区变动 {len(moves)} 个乡镇 townships moved: {len(moves)}")
    for move in moves:
        answer(f"  {plain(move.name)}（{move.township}）：{plain(move.before)} → {move.after}")


def _show_notes(notes: Iterable[Note]) -> None:
    answer()
    for note in notes:
        answer(f"· {plain(note.zh)}")
        answer(f"  {plain(note.en)}")


def show_explanation(found: Explanation, names: Mapping[str, str]) -> None:
    """Print one zone: costs by part, ties, turns, alternatives."""
    zone, unit = found.zone, WAY_UNITS[found.unit]
    answer(f"{plain(zone.name)}（{zone.id}）· {plain('、'.join(zone.names))}")
    answer(
        f"费用 cost {zone.cost:.4f} = "
        + " + ".join(
            f"{word} {weighed:.4f}" for word, weighed in zip(_PARTS, found.weighed, strict=True)
        )
        + "  （就近 travel，规模 size，熟人 acquaintance，专长 skills）"
    )
    answer(
        f"平均路程 {zone.mean_way:.1f} {unit}，最远 {zone.longest_way:.1f} {unit} · 规模"
        f" {zone.load:,.0f} · 办案人员 {zone.staff}"
        + (f" · 缺少专长 {plain('、'.join(zone.missing_skills))}" if zone.missing_skills else "")
    )
    answer(f"办理 甲→乙：甲的案件由乙办 B handles A's: {plain(cycles(zone))}")
    answer()
    answer_grid(
        ("办案方 handler", "乡镇 township", f"路程{unit}", "办案人员", "人口", "关系", "每万对"),
        [
            [
                names[pair.handler],
                names[pair.township],
                f"{pair.way:.1f}",
                str(pair.staff),
                f"{pair.people:,}",
                f"{pair.ties:.1f}",
                "不明" if pair.rate is None else f"{pair.rate:.2f}",
            ]
            for pair in found.pairs
        ],
    )
    answer()
    answer("换走一个乡镇的最好办法 the best way to move each township")
    for alternative in found.alternatives:
        answer(f"  {_alternative(alternative, names)}")
    answer(_without(found))


def _alternative(one: Alternative, names: Mapping[str, str]) -> str:
    name = plain(names[one.township])
    if one.to is None:
        return f"{name}：移走后片区不连通或不足规模 without it a zone falls apart or is too small"
    back = f"，换回{plain(names[one.exchanged])}" if one.exchanged else ""
    parts = "，".join(
        f"{word} {part:+.4f}" for word, part in zip(_PARTS, one.parts, strict=True) if part
    )
    breaks = f"，多违反 {one.breaks} 条规则" if one.breaks > 0 else ""
    return f"{name} → {one.to}{back}：全县费用 {one.more:+.4f}（{parts}{breaks}）"


def _without(found: Explanation) -> str:
    if found.without is None:
        return "不用此片区就没有别的分法 there is no plan without this zone"
    others = "；".join("、".join(zone) for zone in found.other_zones)
    if found.without_breaks > 0:
        return "不用此片区的方案都要违反规则 every plan without this zone breaks a rule: " + plain(
            others
        )
    sure = "" if found.is_sure else "（未证明）"
    verdict = "" if is_best(found) else "；比现在更好 better than now"
    return (
        f"不用此片区的最好方案{sure}：全县费用 {found.without:+.4f}{verdict}"
        f" the best plan without this zone: {plain(others)}"
    )
