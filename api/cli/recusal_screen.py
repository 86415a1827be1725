"""Decisions of people on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.desk import named, override_line
from api.cli.screen import answer, plain
from graph.desk.wording import EVENT_ZH, OUTCOME_ZH
from graph.recusal.wording import role_words

if TYPE_CHECKING:
    from api.cli.kin import NamesOf

Json = dict[str, Any]

STATE_ZH = {"open": "待答复", "granted": "准许", "denied": "驳回"}
MEANS_ZH = {
    "asked": "打听案情",
    "interceded": "说情干预",
    "contact": "未经批准接触",
    "other": "过问案件",
}
_SEALED = "（不予显示 withheld）"


def print_acts(shown: Json, names: NamesOf) -> None:
    """Print requests, orders, rulings and the register of prying, oldest first of each."""
    for request in shown["requests"]:
        answer(request_line(request, names))
    for order in shown["orders"]:
        answer(order_line(order, names))
    for ruling in shown["rulings"]:
        answer(ruling_line(ruling, names))
    for prying in shown["prying"]:
        answer(prying_line(prying, names))


def request_line(one: Json, names: NamesOf) -> str:
    """Return a disclosure or an application, loud where its day has passed."""
    role = one["role"]
    by = (
        ""
        if one["kind"] == "disclosed"
        else f"（{role_words(role) if role else '申请人不予显示'}）"
    )
    late = " ‼ 逾期 OVERDUE" if one["overdue"] else ""
    return (
        f"  {one['id']} {plain(one['case'])} {EVENT_ZH[one['kind']]}{by}: "
        f"{named(one['person'], names)} · {STATE_ZH[one['state']]} {one['state']} · "
        f"期限 {one['due']}{late} · {_text(one['reason'])}"
        + (f" · 答复：{_text(one['answer'])}" if "answer" in one else "")
    )


def order_line(one: Json, names: NamesOf) -> str:
    """Return an order to recuse, or a refusal."""
    return (
        f"  {one['id']} {plain(one['case'])} {EVENT_ZH[one['kind']]}: "
        f"{named(one['person'], names)} · {named(one['by'], names)} · {_text(one['reason'])}"
    )


def ruling_line(one: Json, names: NamesOf) -> str:
    """Return a ruling of the decider."""
    state = "" if one["in_force"] else " · 已被新情况取代 overtaken by new facts"
    return (
        f"  {one['id']} {plain(one['case'])} 决定: {named(one['person'], names)} "
        f"{OUTCOME_ZH[one['outcome']]} {one['outcome']} · {named(one['by'], names)} · "
        f"{_text(one['reason'])}{state}"
    )


def prying_line(one: Json, names: NamesOf) -> str:
    """Return an entry of the register of prying."""
    here = " · 在专案组 on the team" if one["on_team"] else ""
    return (
        f"  {one['id']} {plain(one['case'])} 打听过问登记: {named(one['person'], names)} "
        f"{MEANS_ZH[one['means']]} · {one['when']} · {_text(one['how'])} · "
        f"报告人 {named(one['reported_by'], names) if one['reported_by'] else _SEALED}{here}"
    )


def act_line(one: Json, names: NamesOf) -> str:
    """Return any decision of people as one line."""
    if one["kind"] == "override":
        return f"  {plain(one['case'])}{override_line(one, names)} · {_text(one['reason'])}"
    if one["kind"] == "decided":
        return ruling_line(one, names)
    if one["kind"] in ("disclosed", "applied"):
        return request_line(one, names)
    return order_line(one, names)


def _text(text: str | None) -> str:
    return _SEALED if text is None else plain(text)
