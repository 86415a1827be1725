"""`huibi check` and `huibi replay`: may this person handle this case, and was it judged rightly."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from api.access_log import open_access_log
from api.checking import check_case, past_cases, replay_decision
from api.cli.kin import NamesOf, path_lines
from api.cli.screen import answer, answer_json, plain
from api.cli.workplace import date_named, ledger_path, settings, snapshot_of
from api.engines import EMBEDDED, judge_of, require_whole
from graph.errors import InputError
from graph.ledger import open_ledger
from graph.recusal.informant import visible
from graph.recusal.report import as_json as verdict_json
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.checking import Checked
    from graph.recusal.decisions import Difference
    from graph.snapshot import Snapshot

Json = dict[str, Any]

_WORDS = {
    "must_recuse": "■ 应当回避 MUST RECUSE",
    "review": "◧ 需决定 REVIEW",
    "unknown": "▨ 资料不足 UNKNOWN",
    "clear": "□ 未发现（在已载入的资料内） CLEAR in the data loaded",
}
_COVER = {"recorded": "有记录", "declared": "已申报", "unknown": "不明"}
_KIN = {
    "parents": "父母",
    "siblings": "兄弟姐妹",
    "spouse": "配偶",
    "children": "子女",
    "grandparents": "祖辈",
}


def check_command(
    case: Path,
    *,
    candidates: Sequence[str],
    packs: Sequence[str],
    on: str | None,
    ledger: Path | None,
    as_json: bool,
    html: Path | None,
    record: bool,
    unseal: bool,
    engine: str = EMBEDDED,
) -> None:
    """Print the verdict for each candidate; what protects an informant is logged, then shown."""
    path = ledger_path(ledger)
    day = date_named(on)
    snapshot = snapshot_of(ledger)
    with open_ledger(path, write=record) as book, judge_of(engine, book, settings()) as judge:
        checked = check_case(
            case,
            snapshot,
            past_cases(book),
            candidates=candidates,
            packs=packs,
            on=day,
            judge=judge,
        )
        if record:
            require_whole(checked.verdict)
        if unseal and checked.verdict.has_informant:
            _log_unsealing(path, checked)
        shown = verdict_json(visible(checked.verdict, unseal=unseal))
        if html is not None:
            _draw(shown, snapshot, html)
        if record:
            shown["decision"] = book.decisions.record(checked.decision(settings().user))
    if as_json:
        answer_json(shown)
    else:
        _print(shown, snapshot)


def _log_unsealing(path: Path, checked: Checked) -> None:
    with open_access_log(path) as log:
        log.append(
            who=settings().user,
            action="unseal",
            subject=checked.verdict.case,
            detail=f"sequence {checked.verdict.sequence}",
        )


def _draw(shown: Json, snapshot: Snapshot, path: Path) -> None:
    from viz.evidence import picture_of_verdict
    from viz.page import write_page

    try:
        write_page(picture_of_verdict(shown, NamesOf(snapshot)), path)
    except OSError as error:
        raise InputError(f"--html {path}: cannot be written ({error.strerror})") from error


def _print(shown: Json, snapshot: Snapshot) -> None:
    names = NamesOf(snapshot)
    answer(
        f"案件 {plain(shown['case'])} · {shown['on']} · 规则包 {', '.join(shown['packs'])}"
        f" · 数据序号 {shown['sequence']}"
    )
    for candidate in shown["candidates"]:
        person = candidate["person"]
        on_team = "（专案组成员）" if candidate.get("team") else ""
        answer()
        answer(f"{_WORDS[candidate['verdict']]}  {names[person]}（{person}）{on_team}")
        for reason in candidate["reasons"]:
            _print_reason(reason, names)
        for duty in candidate.get("duties", ()):
            answer(f"  + {duty['rule']}: {duty['do']} · {names[duty['party']]}")
        for tie in candidate.get("context", ()):
            answer(f"  · {tie['words']['zh']}")
        _print_checked(candidate["checked"], names)
    if "decision" in shown:
        answer()
        answer(
            f"recorded as {shown['decision']}; huibi replay {shown['decision']} derives it again"
        )


def _print_checked(checked: Json, names: NamesOf) -> None:
    answer(f"  已核：{', '.join(checked['rules'])} · {_known(checked['kin'])}")
    if checked.get("not_in_force"):
        answer(f"  当日尚无生效条文：{', '.join(checked['not_in_force'])}")
    for unit, officers in checked.get("units", {}).items():
        for officer, kin in officers.items():
            answer(f"  {names[unit]}由{names[officer]}（{officer}）代表 · {_known(kin)}")


def _known(kin: Json) -> str:
    return "  ".join(f"{_KIN.get(part, part)} {_COVER[kin[part]]}" for part in kin)


def _print_reason(reason: Json, names: NamesOf) -> None:
    if reason.get("withheld"):
        answer("  理由保密 the reasons are withheld")
    else:
        answer(f"  {reason['rule']}: {reason['words']['zh']}")
    for line in path_lines(reason.get("path", ()), names):
        answer(f"      {line}")
    for cite in reason.get("cites", ()):
        item = f"（{cite['item']}）" if "item" in cite else ""
        answer(f"      依据 《{cite['law']}》第{cite['article']}条{item}")
    if reason["verdict"] == "review" and "decider" in reason:
        answer(f"      由{reason['decider']['zh']}决定")


def replay_command(decision: str, *, ledger: Path | None, as_json: bool) -> None:
    """Say "same", or what differs and exit 1."""
    path = ledger_path(ledger)
    with open_ledger(path) as book:
        recorded = book.decisions.get(decision)
        snapshot = open_snapshot(path, at=recorded.sequence)
        found = replay_decision(recorded, snapshot, past_cases(book, before=decision))
    if as_json:
        answer_json({"decision": decision, "same": not found, "differences": _listed(found)})
    else:
        answer(f"{decision}: same" if not found else f"{decision}: {len(found)} difference(s)")
        for one in found:
            answer(f"  {one.path}: recorded {one.recorded!r}, derived {one.derived!r}")
    if found:
        sys.exit(1)


def _listed(found: Sequence[Difference]) -> list[Json]:
    return [{"path": one.path, "recorded": one.recorded, "derived": one.derived} for one in found]
