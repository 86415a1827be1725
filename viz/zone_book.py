"""A plan of zones as the pages of a workbook, from its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viz.workbook import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]
_UNITS = {"min": "分钟 min", "step": "步 steps", "": "最远路程的份额 share of the limit"}
_PARTS = ("travel", "size", "acquaintance", "skills")
_PART_WORDS = {
    "travel": "就近 travel",
    "size": "规模 size",
    "acquaintance": "熟人 acquaintance",
    "skills": "专长 skills",
}


def pages_of(answer: Json) -> list[Page]:
    """Return the sheets: zones, townships, rotation, front, moves, notes; relaxed ones beside.

    No sheet has the name of an input table, so that a folder with the workbook can be loaded.
    """
    counties = {county["county"]: county for county in answer["counties"]}
    pages = [*_plan_pages(answer["zones"], counties, "")]
    if answer["relaxed"]:
        pages += _plan_pages(answer["relaxed"], counties, "（放宽 relaxed）")
    pages.append(_front(answer["front"]))
    if answer["moved"] is not None:
        pages.append(_moved(answer["moved"]))
    return [*pages, _notes(answer)]


def _plan_pages(zones: Sequence[Json], counties: Json, mark: str) -> list[Page]:
    return [
        Page(
            name=f"片区方案 zone plan{mark}",
            header=_ZONES,
            rows=[_zone(zone, counties) for zone in zones],
        ),
        Page(
            name=f"乡镇归属 townships{mark}",
            header=("乡镇编码 place", "乡镇 name", "片区 zone", "片区名称 zone name", "县 county"),
            rows=[
                (place, name, zone["zone"], zone["name"], counties[zone["county"]]["name"])
                for zone in zones
                for place, name in zip(zone["places"], zone["names"], strict=True)
            ],
        ),
        Page(
            name=f"轮换办理 rotation{mark}",
            header=(
                "片区 zone", "案件所在乡镇 place", "名称 name", "由谁办理 handled by", "名称 name",
                "办理方片区 handler's zone", "每万对熟人关系 ties per 10,000 pairs",
            ),
            rows=_rotation(zones),
        ),
    ]  # fmt: skip


_ZONES = (
    "片区 zone", "名称 name", "县 county", "乡镇数 townships", "乡镇 townships", "牵头 seat",
    "费用 cost", *_PART_WORDS.values(), "平均路程 mean way", "最远路程 longest way",
    "路程单位 unit", "规模 size", "规模单位 size unit", "办案人员 staff", "缺少专长 missing skills",
    "每万对熟人关系 ties per 10,000 pairs", "可轮换 rotates", "接收片区 receiver",
    "未满足 rules broken",
)  # fmt: skip


def _zone(zone: Json, counties: Json) -> list[Any]:
    county = counties[zone["county"]]
    names = dict(zip(zone["places"], zone["names"], strict=True))
    return [
        zone["zone"], zone["name"], county["name"], len(zone["places"]), "、".join(zone["names"]),
        names[zone["seat"]], zone["cost"], *(zone["parts"][part] for part in _PARTS),
        zone["mean_way"], zone["longest_way"], _UNITS[county["neighbourhood"]["unit"]],
        zone["size"], county["size_unit"], zone["staff"], "、".join(zone["missing_skills"]),
        zone["ties_per_10000"], "是" if zone["rotates"] else "否", zone["receiver"],
        "、".join(zone["breaches"]),
    ]  # fmt: skip


def _rotation(zones: Sequence[Json]) -> list[list[Any]]:
    names = {
        place: name
        for zone in zones
        for place, name in zip(zone["places"], zone["names"], strict=True)
    }
    return [
        [
            zone["zone"], turn["place"], names[turn["place"]], turn["handled_by"],
            names[turn["handled_by"]], turn["zone"] or zone["zone"], turn["ties_per_10000"],
        ]
        for zone in zones
        for turn in zone["rotation"]
    ]  # fmt: skip


def _front(front: Json) -> Page:
    unit = _UNITS.get(front["unit"], front["unit"])
    return Page(
        name="就近与独立 front",
        header=(
            "独立的权重 independence", f"平均路程 mean way（{unit}）",
            "每万对熟人关系 ties per 10,000 pairs", "规模 size", "专长 skills",
            "费用 objective", "相对方案变动乡镇 moved", "本方案 plan", "推荐 recommended",
        ),
        rows=[
            [
                point["independence"], point["way"], point["ties_per_10000"], point["size"],
                point["skills"], point["objective"], point["moved"],
                "●" if point["plan"] else "", "★" if point["recommended"] else "",
            ]
            for point in front["points"]
        ],
    )  # fmt: skip


def _moved(moved: Sequence[Json]) -> Page:
    return Page(
        name="变动 moved",
        header=("乡镇编码 place", "乡镇 name", "原片区 from", "新片区 to"),
        rows=[[move["place"], move["name"], move["from"], move["to"]] for move in moved],
    )


def _notes(answer: Json) -> Page:
    relaxed = answer["relaxed_plan"] or {"plan_notes": []}
    why = [answer["front"]["why"]] if answer["front"]["why"] else []
    notes = [*answer["notes"], *answer["plan_notes"], *relaxed["plan_notes"], *why]
    figures = [
        ("要求片区 asked", answer["asked"]),
        ("可轮换的最多片区 possible", answer["possible"]),
        ("允许两乡镇片区时最多 possible with pairs", answer["possible_with_pairs"]),
        ("目标值 objective", answer["objective"]),
        ("差距 gap", answer["gap"]),
        ("已证明最优 proven", "是 yes" if answer["proven"] else "否 no"),
        *((f"权重 {_PART_WORDS.get(name, name)}", w) for name, w in answer["weights"].items()),
    ]
    return Page(
        name="说明 notes",
        header=("项目 item", "内容 value", "English"),
        rows=[[name, value, ""] for name, value in figures]
        + [["说明 note", note["zh"], note["en"]] for note in notes],
    )
