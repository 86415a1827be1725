"""Assignments on screen and in a workbook: who, from where, how likely, who was passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.desk import named
from api.cli.screen import answer, answer_grid, plain
from graph.desk.wording import STEP_ZH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.cli.kin import NamesOf

    Json = dict[str, Any]

_TITLES = ("案件", "承办人", "协办人", "步骤", "片区", "概率", "成本", "未选（成本最低三人）")
SHEET_TITLES = (
    "案件 case",
    "承办人 handler",
    "承办人编号 id",
    "单位 unit",
    "协办人 second",
    "协办人编号 id",
    "单位 unit",
    "步骤 step",
    "片区 zone",
    "概率 probability",
    "协办概率",
    "成本 cost",
    "未选 rejected",
    "说明 note",
)
_STATE_ZH = {"promised": "已承诺未抽签", "drawn": "已抽签", "void": "作废"}


def print_plan(shown: Json, names: NamesOf) -> None:
    """Print a lottery: its head, a line for each case, what is left and why."""
    assigned, left = shown["assignments"], shown["unassigned"]
    batch = shown["batch"] or "试抽（未记录）trial, not recorded"
    void = shown.get("void")
    answer(
        f"{batch} · {shown['on']} · 数据序号 {shown['sequence']} · 已分 {len(assigned)}"
        f" · 未分 {len(left)} · 最重负担 {shown['level']} · 最优差距 gap ≤ {shown['gap']:.2%}"
    )
    answer(f"种子承诺 {shown['seed_commitment']} · 输入摘要 {shown['input_digest'][:16]}…")
    if void:
        answer(f"■ 作废 VOID {plain(void['case'])}: {void['zh']} ({void['en']})；以下未生效")
    if assigned:
        answer()
        answer_grid(_TITLES, [_row(one, names) for one in assigned])
    for one in assigned:
        if one.get("no_second"):
            answer(
                f"◧ {plain(one['case'])} 缺协办人 no second: {_blocked(one['no_second'], names)}"
            )
        if one.get("missing_skills"):
            skills = "、".join(one["missing_skills"])
            answer(f"· {plain(one['case'])} 两人均无专长 skills missing: {plain(skills)}")
    for one in left:
        answer()
        answer(f"■ {plain(one['case'])} 未分办 unassigned: {_blocked(one, names)}")
        for remedy in one["resolve"]:
            answer(f"    → {_remedy(remedy, names)}")


def _row(one: Json, names: NamesOf) -> list[str]:
    second = one["second"]
    step = STEP_ZH[one["step"]]
    other = one.get("second_step")
    return [
        plain(one["case"]),
        named(one["handler"], names),
        named(second, names),
        step if other in (None, one["step"]) else f"{step}＋{STEP_ZH[other]}",
        plain(one["zone"] or "—"),
        _chances(one),
        f"{one['cost']:.3f}",
        "；".join(_passed(one["rejected"], names)),
    ]


def _chances(one: Json) -> str:
    first = f"{one['probability']:.2f}"
    return f"{first} / {one['second_probability']:.2f}" if one["second"] else first


def _passed(rejected: Iterable[Json], names: NamesOf) -> list[str]:
    return [f"{named(one['handler'], names)} {one['zh']}" for one in rejected]


def _blocked(one: Json, names: NamesOf) -> str:
    told = [
        f"{named(blocker['handler'], names) + ' ' if blocker['handler'] else ''}{blocker['zh']}"
        for blocker in one["blocking"]
    ]
    if one.get("lacking"):
        told.append(f"另缺 {one['lacking']} 人 nobody else on record")
    return "；".join(told)


def _remedy(remedy: Json, names: NamesOf) -> str:
    who = f"{named(remedy['handler'], names)}：" if remedy.get("handler") else ""
    return f"{who}{remedy['zh']} ({remedy['en']})"


def print_batches(lines: Sequence[Json]) -> None:
    """Print the lotteries, one a line."""
    if not lines:
        answer("尚无抽签 no lottery yet")
        return
    titles = ("批次", "时间", "状态", "案件", "已分", "种子承诺", "公开种子来源")
    rows = [
        [
            line["batch"],
            str(line["at"])[:16],
            f"{_STATE_ZH[line['state']]} {line['state']}",
            str(line["cases"]),
            str(line["assigned"]),
            line["seed_commitment"][:23] + "…",
            plain(line["public_source"] or "—"),
        ]
        for line in lines
    ]
    answer_grid(titles, rows)


def sheet_rows(shown: Json, names: NamesOf) -> list[list[str]]:
    """Return the rows of the workbook: every case, the unassigned ones last."""
    rows = []
    for one in shown["assignments"]:
        second = one["second"]
        note = _blocked(one["no_second"], names) if one.get("no_second") else ""
        rows.append(
            [
                one["case"],
                names[one["handler"]],
                one["handler"],
                _unit(one["unit"], names),
                names[second] if second else "",
                second or "",
                _unit(one.get("second_unit", ""), names),
                STEP_ZH[one["step"]],
                one["zone"] or "",
                f"{one['probability']:.3f}",
                f"{one['second_probability']:.3f}" if second else "",
                f"{one['cost']:.3f}",
                "；".join(_passed(one["rejected"], names)),
                f"缺协办人：{note}" if note else "",
            ]
        )
    for one in shown["unassigned"]:
        note = f"未分办：{_blocked(one, names)}"
        rows.append([one["case"], *[""] * (len(SHEET_TITLES) - 2), note])
    return rows


def _unit(unit: str, names: NamesOf) -> str:
    return names[unit] if unit else ""
