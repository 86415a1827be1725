"""`huibi recheck` and `huibi notices`: open cases after the data moved, and whom it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.desk import sitting
from api.cli.kin import NamesOf
from api.cli.screen import answer, answer_json, progress, remark
from api.cli.workplace import ledger_path, settings, snapshot_of
from api.rechecking import has_open_cases, notices_for, recheck
from graph.cases import People
from graph.errors import HuibiError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from api.rechecking import Rechecked

_VERDICT = {
    "must_recuse": "应当回避",
    "review": "需决定",
    "unknown": "资料不足",
    "clear": "未发现",
    None: "未核查",
}


def recheck_command(*, ledger: Path | None, as_json: bool) -> None:
    """Check every open case again; what is new goes to the superior of whoever assigned it."""
    done = _rechecked(ledger)
    if as_json:
        shown = {"open_cases": done.open_cases, "notices": len(done.notices), "busy": done.busy}
        answer_json(shown)
    else:
        answer(_told(done))


def recheck_after_change(ledger: Path | None) -> str | None:
    """Check open cases again after a load or a correction; say how many notices went out.

    Whatever becomes of it, the change stands: what went wrong is said, with what to do.
    """
    try:
        with open_ledger(ledger_path(ledger)) as book:
            if not has_open_cases(book):
                return None
        return _told(_rechecked(ledger))
    except HuibiError as error:
        return f"open cases were not checked again: {error}; run huibi recheck"


def _rechecked(ledger: Path | None) -> Rechecked:
    with sitting(ledger) as desk, progress("open cases") as advance:
        return recheck(
            desk.ledger, desk.snapshot, author=desk.author, today=desk.today, progress=advance
        )


def _told(done: Rechecked) -> str:
    busy = f"，{len(done.busy)} 件正被他人处理" if done.busy else ""
    count, news = done.open_cases, len(done.notices)
    return (
        f"已复核在办案件 {count} 件，新情况 {news} 件，已送分办人的上级{busy}"
        f" ({count} open cases checked again, {news} with news)"
    )


def notices_command(person: str, *, ledger: Path | None, as_json: bool) -> None:
    """Print the notices addressed to one person; nobody else's are shown or counted."""
    snapshot = snapshot_of(ledger)
    to = People(snapshot).find(person, "--to")
    with open_ledger(ledger_path(ledger)) as book:
        found = notices_for(book, to)
    if as_json:
        answer_json({"to": to, "notices": found})
        return
    names = NamesOf(snapshot)
    if not found:
        remark(f"{settings().user}: 无提示 no notices for {to}")
    for notice in found:
        answer(f"{notice['id']} {str(notice['at'])[:16]} 案件 {notice['case']}")
        people = notice["people"]
        for one in people if isinstance(people, list) else ():
            answer(
                f"  {names[one['person']]}（{one['person']}）：{_VERDICT[one['before']]}"
                f" → {_VERDICT[one['now']]}；huibi case show {notice['case']}"
            )
