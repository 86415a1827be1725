"""`huibi route`: the steps of a case, who is free at each, and what keeps it from being taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.kin import NamesOf
from api.cli.screen import answer, answer_json, plain
from api.cli.workplace import date_named, ledger_path, settings, snapshot_of
from api.routing import record_route, route_case
from graph.desk.routing.report import as_json as route_json
from graph.errors import InputError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]

STEP_ZH = {
    "own": "本机关办理",
    "zone": "片区协作",
    "cross_zone": "指定管辖（跨片区）",
    "elevated": "提级管辖",
}
_STANDING = {
    "free": "□ 可以办理",
    "to_decide": "◧ 需决定",
    "unknown": "▨ 资料不足",
    "recused": "■ 应当回避",
}
_MOST = 8


def route_command(
    case: str, *, on: str | None, record: bool, ledger: Path | None, as_json: bool
) -> None:
    """Print the route of a case; with `record`, keep it with the registered case.

    Raises:
        InputError: a route is to be kept of a case that is not registered.
    """
    day = date_named(on)
    snapshot = snapshot_of(ledger)
    with open_ledger(ledger_path(ledger), write=record) as book:
        route, file = route_case(case, book, snapshot, on=day)
        shown = route_json(route)
        if record:
            if file is None:
                raise InputError(
                    f"{case}: only a registered case keeps its route; register the file with "
                    "'huibi case register', then name the case by its id"
                )
            shown["event"] = record_route(book, file, route, settings().user).id
    if as_json:
        answer_json(shown)
    else:
        _print(shown, NamesOf(snapshot), _places(snapshot))


def _places(snapshot: Any) -> dict[str, str]:
    table = snapshot.table("places")
    return dict(zip(table["id"].to_pylist(), table["name"].to_pylist(), strict=True))


def _print(shown: Json, names: NamesOf, places: dict[str, str]) -> None:
    step = shown["step"]
    answer(f"案件 {plain(shown['case'])} · {shown['on']} · 数据序号 {shown['sequence']}")
    answer(f"去向：{STEP_ZH[step] if step else '没有可以办理的机关（见下）'}")
    for conflicted in shown["conflicted"]:
        place = places.get(conflicted["place"], conflicted["place"])
        head = conflicted["head"]
        why = (
            f"负责人{names[head]}应当回避"
            if head
            else f"办案人员 {conflicted['recused']} 人全部应当回避"
        )
        answer(f"■ {place} {names[conflicted['unit']]}：{why}")
    reached = list(STEP_ZH).index(step) if step else len(STEP_ZH)
    for at, leg in enumerate(shown["steps"]):
        _print_leg(leg, names, places, is_chosen=at == reached, is_needed=at <= reached)
    if shown["blocked"]:
        _print_blocked(shown["blocked"], names)
    if "event" in shown:
        answer(f"recorded as {shown['event']}")


def _print_leg(
    leg: Json, names: NamesOf, places: dict[str, str], *, is_chosen: bool, is_needed: bool
) -> None:
    counts = {
        standing: [one for one in leg["people"] if one["standing"] == standing]
        for standing in _STANDING
    }
    answer()
    mark = "→" if is_chosen else " "
    state = "（负责人回避，此步不可用）" if leg["closed"] else ""
    told = " · ".join(f"{_STANDING[s]} {len(who)}" for s, who in counts.items())
    answer(f"{mark} {STEP_ZH[leg['step']]}{state}：{told}")
    answer(f"    {leg['form']['zh']}")
    for cite in leg["cites"]:
        paragraph = f"第{cite['paragraph']}款" if "paragraph" in cite else ""
        answer(f"    依据 《{cite['law']}》第{cite['article']}条{paragraph}")
    for standing in ("free", "to_decide", "unknown") if is_needed else ():
        for one in counts[standing][:_MOST]:
            by = f"，{_decider(one['decider'], names)}" if standing == "to_decide" else ""
            place = places.get(one.get("place", ""), "")
            answer(
                f"    {_STANDING[standing]} {names[one['person']]}（{one['person']}）"
                f" {names[one['unit']]} {place}{by}"
            )
        if len(counts[standing]) > _MOST:
            answer(f"      … 另有 {len(counts[standing]) - _MOST} 人")


def _decider(decider: Json, names: NamesOf) -> str:
    person = decider["person"]
    return f"由{decider['zh']}{f' {names[person]}（{person}）' if person else ''}决定"


def _print_blocked(blocked: Json, names: NamesOf) -> None:
    answer()
    answer(f"无人可办：{blocked['words']['zh']}")
    for one in blocked["people"]:
        about = "、".join(names[party] for party in one["parties"])
        against = f"（涉及{about}）" if about else ""
        answer(
            f"  {names[one['person']]}（{one['person']}）{names[one['unit']]}{against}："
            f"{one['resolve']['zh']}"
        )
