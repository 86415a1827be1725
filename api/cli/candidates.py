"""`huibi screen`: a list of candidates, rule by rule, on the screen and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.kin import NamesOf
from api.cli.screen import answer, answer_grid, answer_json, remark
from api.cli.workplace import day_named, snapshot_of
from api.screening import screen_list
from graph.errors import InputError
from graph.ontology.lists import CANDIDATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.snapshot import Snapshot

Json = dict[str, Any]

OUTCOMES = {
    "pass": "□ 通过 PASS",
    "needs_document": "◧ 需补材料 NEEDS DOCUMENT",
    "fail": "■ 不符合 FAIL",
}
_POSTS = {word: zh[0] for word, zh in CANDIDATES.column("post").choices}
_MOST_ERRORS, _MOST_SHOWN = 20, 40
_IDENTIFIED = {"id": "编号", "id_number": "证件号码", "name": "仅姓名", "nobody": "查无此人"}


def screen_command(
    candidates: Path,
    *,
    on: str | None,
    renewed: bool,
    skip_bad: bool,
    xlsx: Path | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Print who passes, who needs a document and who fails, each with what it rests on.

    Raises:
        InputError: rows of the list are bad and `skip_bad` is not set: nobody may be left out
            of a screening unnoticed.
    """
    day = day_named(on)
    snapshot = snapshot_of(ledger)
    found, errors, notes = screen_list(candidates, snapshot, day, renewed=renewed)
    for note in notes:
        remark(f"note: {note}")
    for error in errors[:_MOST_ERRORS]:
        remark(f"bad row: {error}")
    if errors and not skip_bad:
        raise InputError(
            f"{candidates.name}: {len(errors):,} bad rows, so nothing was screened and nobody is "
            "left out unnoticed; correct them, or screen the rest with --skip-bad"
        )
    if xlsx is not None:
        _write(found, snapshot, xlsx)
    if as_json:
        answer_json(found)
    else:
        _print(found, snapshot)
    if xlsx is not None:
        remark(f"written: {xlsx}")


def _print(found: Json, snapshot: Snapshot) -> None:
    names = NamesOf(snapshot)
    rows, counts = found["candidates"], found["counts"]
    answer(
        f"候选人 {len(rows):,} · {found['on']} · 数据序号 {found['sequence']} · "
        + " · ".join(f"{word} {counts[label]:,}" for label, word in OUTCOMES.items())
    )
    for label in ("fail", "needs_document"):
        listed = [row for row in rows if row["outcome"] == label]
        if listed:
            answer()
            answer(f"{OUTCOMES[label]}")
            grid = [_told(row, names) for row in listed[:_MOST_SHOWN]]
            answer_grid(["名单", "姓名", "拟任", "依据"], grid)
        if len(listed) > _MOST_SHOWN:
            answer(f"  … and {len(listed) - _MOST_SHOWN:,} more: --xlsx or --json lists them all")
    leaves = [leave["words"]["zh"] for row in rows for leave in row.get("leaves", ())]
    for line in dict.fromkeys(leaves):
        answer(f"+ {line}")
    _print_bodies(found["bodies"], names)
    if found["not_in_force"]:
        answer(f"当日尚无生效条文：{', '.join(found['not_in_force'])}")


def _told(row: Json, names: NamesOf) -> list[str]:
    unit = names[row["unit"]] if row["unit"] else "（未填）"
    who = f"{row['name']}（{row['person'] or _IDENTIFIED[row['identified']]}）"
    return [
        row["row"],
        who,
        f"{unit} {_post(row)}".strip(),
        "；".join(f"{bar['rule']} {bar['words']['zh']}" for bar in row["bars"]),
    ]


def _post(row: Json) -> str:
    return _POSTS.get(row["post"] or "", row["post"] or "")


def _print_bodies(bodies: list[Json], names: NamesOf) -> None:
    tied = [body for body in bodies if body["pairs"]]
    if not bodies:
        return
    answer()
    answer(
        f"班子内亲属（K1–K4）：{len(bodies)} 个班子中 {len(tied)} 个有亲属对；"
        "预期数按本村成年人随机组成同等人数的班子计算，只作背景"
    )
    grid = [
        [
            names[body["unit"]],
            str(len(body["members"])),
            str(len(body["pairs"])),
            "不明" if body["expected"] is None else f"{body['expected']:.2f}",
            "" if body["p"] is None else f"{body['p']:.2f}",
            "；".join(f"{names[one]}—{names[other]}" for one, other in body["pairs"]),
        ]
        for body in sorted(tied, key=lambda body: (body["p"] or 1.0, body["unit"]))[:_MOST_SHOWN]
    ]
    if grid:
        answer_grid(["班子", "人数", "亲属对", "预期", "偶然概率", "谁"], grid)


def _write(found: Json, snapshot: Snapshot, path: Path) -> None:
    from viz.workbook import Page, write_workbook

    names = NamesOf(snapshot)
    listed = Page(
        name="审查结果",
        header=["名单行", "人员编号", "姓名", "对应方式", "拟任单位", "拟任职务", "结论", "依据"],
        rows=[
            [
                row["row"],
                row["person"],
                row["name"],
                _IDENTIFIED[row["identified"]],
                names[row["unit"]] if row["unit"] else "",
                _post(row),
                OUTCOMES[row["outcome"]],
                "\n".join(bar["words"]["zh"] for bar in row["bars"]),
            ]
            for row in found["candidates"]
        ],
    )
    reasons = Page(
        name="逐项依据",
        header=[
            "名单行",
            "姓名",
            "规则",
            "结论",
            "说明",
            "日期",
            "亲属路径",
            "条文",
            "出处",
            "备注",
        ],
        rows=[cells for row in found["candidates"] for cells in _reasons(row, names)],
    )
    bodies = Page(
        name="班子内亲属",
        header=["班子", "人数", "亲属对", "预期", "偶然概率", "本村成年人", "谁"],
        rows=[
            [
                names[body["unit"]],
                len(body["members"]),
                len(body["pairs"]),
                body["expected"],
                body["p"],
                body["adults"],
                "；".join(f"{names[one]}—{names[other]}" for one, other in body["pairs"]),
            ]
            for body in found["bodies"]
        ],
    )
    write_workbook(path, [listed, reasons, bodies])


def _reasons(row: Json, names: NamesOf) -> Iterator[list[str | int | float | None]]:
    for bar in row["bars"]:
        cites = (f"《{c['law']}》第{c['article']}条" for c in bar.get("cites", ()))
        path = (f"{names[h['from']]}→{names[h['to']]}（{h['edge']}）" for h in bar.get("path", ()))
        yield [
            row["row"],
            row["name"],
            bar["rule"],
            OUTCOMES[bar["outcome"]],
            bar["words"]["zh"],
            bar.get("date"),
            "；".join(path),
            "；".join(dict.fromkeys(cites)),
            "；".join(bar.get("sources", ())),
            "、".join(bar.get("flags", ())),
        ]
