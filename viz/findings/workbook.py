"""Findings as a workbook: an overview, a sheet a pattern, their evidence, what was not tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viz.findings.naming import named
from viz.workbook import Page, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from viz.workbook import Value

Json = dict[str, Any]

_OUTCOMES = {"confirmed": "属实", "innocent": "已排除", "open": "核实中"}
_FOUND = (
    "对象 subject", "编号 id", "发现", "finding", "实际 measure", "单位 unit", "预期 expected",
    "效应 effect", "95 % 区间", "p", "q", "Γ*", "金额（元）", "地点 place", "起 since", "止 until",
    "把握 worlds", "先核实 check first", "已排除的解释 excluded", "反馈 feedback",
)  # fmt: skip
_EVIDENCE = (
    "线索 finding", "自 from", "关系 edge", "至 to", "日期 date", "金额（元）", "来源 source",
    "置信度 confidence", "有争议 disputed",
)  # fmt: skip


def write_findings(path: Path, found: Json) -> None:
    """Write what `huibi patterns` found to an XLSX file, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    names = found["names"]
    pages = [_overview(found)]
    for pattern in found["patterns"]:
        own = [one for one in found["findings"] if one["code"] == pattern["code"]]
        if own:
            rows = [_row(one, names) for one in own]
            pages.append(Page(name=pattern["code"], header=_FOUND, rows=rows))
    evidence = [row for one in found["findings"] for row in _evidence(one, names)]
    pages.append(Page(name="证据 evidence", header=_EVIDENCE, rows=evidence))
    pages.append(_untested(found))
    write_workbook(path, pages)


def _overview(found: Json) -> Page:
    rates = {rate["code"]: rate for rate in found.get("hit_rates", ())}
    tested: dict[str, int] = {}
    for one in found["tested"]:
        tested[one["code"]] = tested.get(one["code"], 0) + one["count"]
    untested = {one["code"] for one in found["not_tested"]}
    rows: list[tuple[Value, ...]] = []
    for pattern in found["patterns"]:
        code = pattern["code"]
        rate = rates.get(code, {"confirmed": None, "settled": None})
        rows.append(
            (
                code,
                pattern["title"],
                pattern["claim"],
                pattern["in_scope"],
                tested.get(code),
                "有 some" if code in untested else "",
                rate["confirmed"],
                rate["settled"],
                "；".join(f"{name}={value}" for name, value in pattern["parameters"].items()),
            )
        )
    header = (
        f"模式（截至 {found['on']}，数据序号 {found['sequence']}）", "名称", "主张 claim",
        "线索 findings", "未达门槛 tested", "未能检验 not tested", "属实 confirmed",
        "已核实 settled", "参数 parameters",
    )  # fmt: skip
    return Page(name="概览 overview", header=header, rows=rows)


def _row(one: Json, names: Json) -> tuple[Value, ...]:
    effect = one["effect"]
    said = one.get("feedback")
    return (
        named(one["subject"], names),
        one["id"],
        one["told"],
        one["told_en"],
        one["measure"],
        one["unit"],
        one["expected"],
        effect and effect["value"],
        f"{effect['low']:.3g}–{effect['high']:.3g}" if effect else None,
        one["p"],
        one["q"],
        one["gamma_star"],
        one["amount"],
        named(one["place"], names),
        one["since"],
        one["until"],
        one["worlds"],
        "；".join(one["check_first"]),
        "；".join(one["excluded"]),
        _OUTCOMES[said["outcome"]] if said else None,
    )


def _evidence(one: Json, names: Json) -> list[tuple[Value, ...]]:
    return [
        (
            one["id"],
            named(edge["from"], names),
            edge["edge"],
            named(edge["to"], names),
            edge.get("date"),
            edge.get("amount"),
            edge["source"],
            edge["confidence"],
            "是" if edge.get("disputed") else None,
        )
        for edge in one["evidence"]
    ]


def _untested(found: Json) -> Page:
    rows = [
        (one["code"], one.get("subject"), one["why"], one["why_en"], one["count"])
        for one in found["not_tested"]
    ]
    header = ("模式", "对象 subject", "原因", "why", "数量 count")
    return Page(name="未能检验 not tested", header=header, rows=rows)
