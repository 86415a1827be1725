"""Cases on the screen and in a workbook: the list, a case, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.desk import MATTER_ZH, VERDICT_ZH, named, override_line, state_words, warn
from api.cli.history_words import event_words
from api.cli.kin import path_lines
from api.cli.recusal_screen import print_acts
from api.cli.screen import answer, answer_grid, plain
from graph.desk.team import TEAM_ROLES
from graph.desk.wording import EVENT_ZH, STEP_ZH
from graph.recusal.wording import role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.cli.kin import NamesOf
    from graph.desk.case_file import CaseFile

Json = dict[str, Any]

LIST_TITLES = (
    "案号 case",
    "状态 state",
    "事由 matter",
    "受理 received",
    "当事人 parties",
    "承办 handler",
    "协办 second",
    "片区 zone",
    "核查 verdict",
    "待处理 blocks",
    "待答复 open",
    "逾期 overdue",
    "例外 override",
    "打听 prying",
)


def sheet_rows(lines: Sequence[Json], names: NamesOf) -> list[list[str]]:
    """Return the list as rows of texts; of a sealed case the id and the state alone."""
    return [_row(line, names) for line in lines]


def print_list(lines: Sequence[Json], names: NamesOf) -> None:
    """Print the docket as a table."""
    if not lines:
        answer("无案件 no case here; register one with: huibi case register FILE")
        return
    titles = ("案号", "状态", "受理", "当事人", "承办、协办", "核查", "提示")
    answer_grid(titles, [_short_row(line, names) for line in lines])
    late = sum(bool(line.get("overdue")) for line in lines)
    loud = sum(bool(line.get("overrides")) for line in lines)
    answer(
        f"{len(lines)} 件 · 逾期 overdue {late}" + (f" · ⚠ 例外 override {loud}" if loud else "")
    )


def _short_row(line: Json, names: NamesOf) -> list[str]:
    if "matter" not in line:
        return [line["case"], state_words(line["state"]), *[""] * 5]
    notes = (
        f"⚠ 例外 {'、'.join(line['overrides'])}" if line["overrides"] else "",
        f"‼ 逾期 {'、'.join(line['overdue'])}" if line["overdue"] else "",
        f"待答复 {'、'.join(line['open'])}" if line["open"] else "",
        f"待处理 {line['blocks']}" if line["blocks"] else "",
        f"打听过问 {line['prying']}" if line["prying"] else "",
    )
    return [
        line["case"],
        state_words(line["state"]),
        line["received"],
        "、".join(names[one] for one in line["parties"]),
        "、".join(names[one] for one in (line["handler"], line["second"]) if one),
        VERDICT_ZH[line["verdict"]].partition("（")[0] if line["verdict"] else "",
        " · ".join(filter(None, notes)),
    ]


def _row(line: Json, names: NamesOf) -> list[str]:
    if "matter" not in line:
        return [line["case"], state_words(line["state"]), *[""] * (len(LIST_TITLES) - 2)]
    return [
        line["case"],
        state_words(line["state"]),
        MATTER_ZH.get(line["matter"], line["matter"]),
        line["received"],
        "、".join(names[one] for one in line["parties"]),
        names[line["handler"]] if line["handler"] else "",
        names[line["second"]] if line["second"] else "",
        "·".join(filter(None, (line["zone"], STEP_ZH.get(line["step"], line["step"])))),
        VERDICT_ZH[line["verdict"]] if line["verdict"] else "",
        str(line["blocks"] or ""),
        "、".join(line["open"]),
        "、".join(line["overdue"]),
        "⚠ " + "、".join(line["overrides"]) if line["overrides"] else "",
        str(line["prying"] or ""),
    ]


def print_file(shown: Json, file: CaseFile, names: NamesOf) -> None:
    """Print a case; overrides come right under its head."""
    answer(f"案件 {plain(shown['case'])} · {state_words(shown['state'])}")
    if "matter" not in shown:
        answer("  已封存：--unseal 方可查看，查看先行登记 sealed: --unseal shows it, logged first")
        return
    matter = MATTER_ZH.get(shown["matter"], shown["matter"])
    where = " · ".join(names[one] for one in (shown["unit"], shown["place"]) if one)
    answer(f"  {matter} {shown['matter']} · 受理 {shown['received']} · {plain(where) or '—'}")
    warn(file, shown, names)
    for party in shown["parties"]:
        who = party.get("person") or party.get("unit")
        answer(f"  {role_words(party['role'])} {party['role']}: {named(who, names)}")
    if shown["withheld"]:
        answer("  理由保密 the reasons are withheld")
    _print_assignment(shown["assignment"], names)
    answer()
    if not shown["team"]:
        answer("  无人承办 nobody is on the team: huibi case team, or huibi assign")
    for member in shown["team"]:
        _print_member(member, names)
    for other in shown["others"]:
        if other["verdict"] != "clear" or other["person"] in file.case.candidates:
            _print_member(other, names, is_candidate=other["person"] in file.case.candidates)
    if shown["check"]:
        check = shown["check"]
        answer(
            f"  核查 {check['decision']} · {check['on']} · {check['trigger']} · "
            f"数据序号 {check['sequence']} · huibi replay {check['decision']}"
        )
    print_acts(shown, names)


def _print_assignment(assignment: Json | None, names: NamesOf) -> None:
    if assignment:
        zone, step = assignment.get("zone"), assignment.get("step", "own")
        answer(
            f"  分办 {named(assignment['handler'], names)}、"
            f"{named(assignment.get('second'), names)} · {zone or '—'} · {STEP_ZH.get(step, step)}"
        )


def _print_member(member: Json, names: NamesOf, *, is_candidate: bool = False) -> None:
    others = "拟办人员 candidate" if is_candidate else "有关负责人"
    role = TEAM_ROLES.get(member["role"], member["role"]) if member["role"] else others
    verdict = VERDICT_ZH.get(member["verdict"], "尚未核查 not checked")
    stays = f" · 依 {member['stays_by']} 可办理 may stay by it" if "stays_by" in member else ""
    answer(f"{verdict}  {named(member['person'], names)} {role}{stays}")
    for reason in member["reasons"]:
        if reason.get("withheld"):
            answer("    理由保密 the reasons are withheld")
            continue
        answer(f"    {reason['rule']}: {reason['words']['zh']}")
        for line in path_lines(reason.get("path", ()), names):
            answer(f"        {line}")
    if "pried" in member:
        answer("    打听过问登记：其他可能影响公正的情形 pried into this case")
    if "decider" in member:
        decider = member["decider"]
        who = f"：{named(decider['person'], names)}" if decider["person"] else "（资料中无其人）"
        answer(f"    由{decider['zh']}{who}决定")


def print_history(shown: Json, names: NamesOf) -> None:
    """Print one line an event, then the state derived from them."""
    answer(f"案件 {plain(shown['case'])} · {state_words(shown['state'])}")
    if "events" not in shown:
        answer("  已封存：--unseal 方可查看 sealed: --unseal shows it, logged first")
        return
    rows = [
        [
            event["id"],
            event["at"][:16].replace("T", " "),
            EVENT_ZH[event["kind"]],
            event_words(event["kind"], event["body"], names),
            event["decision"] or "",
            event["author"],
            state_words(event["state"]),
        ]
        for event in shown["events"]
    ]
    answer_grid(("编号", "时间 UTC", "事项", "内容", "核查", "经办", "状态"), rows)
    for one in shown["derived"]["overrides"]:
        answer(override_line(one, names))
    answer("状态由以上事项逐条推得 the state is derived from these events alone")
