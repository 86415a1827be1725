"""What an event says, in a clerk's words; what is sealed has been taken out before."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from api.cli.desk import VERDICT_ZH, named
from api.cli.recusal_screen import MEANS_ZH
from api.cli.screen import plain
from graph.desk.team import TEAM_ROLES
from graph.desk.wording import OUTCOME_ZH, STEP_ZH
from graph.recusal.wording import role_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.cli.kin import NamesOf

    Words = Callable[[dict[str, Any], NamesOf], str]

Json = dict[str, Any]

_TRIGGER_ZH = MappingProxyType(
    {
        "registration": "登记时",
        "team": "人员变更后",
        "parties": "当事人变更后",
        "assignment": "分办时",
        "prying": "打听过问登记后",
        "start": "开始办理前",
        "closing": "结案前",
        "signing": "签署时",
        "recheck": "复核",
    }
)


def event_words(kind: str, body: Json, names: NamesOf) -> str:
    """Return what an event says in one line."""
    words = _WORDS.get(kind)
    told = words(body, names) if words else _as_json(body)
    return f"{told} （部分内容保密 withheld）".strip() if body.get("withheld") else told


def _as_json(body: Json) -> str:
    return plain(json.dumps(body, ensure_ascii=False)) if body else ""


def _registered(body: Json, names: NamesOf) -> str:
    case = body["case"]
    team = [{"person": one["person"], "role": one.get("role")} for one in case.get("team", ())]
    parties = [*case["parties"], *body.get("parties", ())]  # unsealed ones stand beside the case
    return "；".join(filter(None, (_parties(parties, names), _team(team, names))))


def _checked(body: Json, names: NamesOf) -> str:
    on_team = set(body.get("team", ()))
    found = [
        f"{named(person, names)} {VERDICT_ZH[verdict].partition('（')[0]}"
        for person, verdict in body.get("verdicts", {}).items()
        if person in on_team or verdict != "clear"
    ]
    when = _TRIGGER_ZH.get(body["trigger"], body["trigger"])
    return f"{when}（{body['on']}）：" + ("、".join(found) or "无人")


def _changed(body: Json, names: NamesOf) -> str:
    added = body.get("add", ())
    is_team = any(one.get("role") in TEAM_ROLES for one in added)
    joined = _team(added, names) if is_team else _parties(added, names)
    gone = "、".join(named(one, names) for one in body.get("remove", ()))
    return "；".join(filter(None, (joined and f"加入 {joined}", gone and f"退出 {gone}")))


def _team(team: list[Json], names: NamesOf) -> str:
    return "、".join(
        f"{TEAM_ROLES.get(one['role'] or 'member', one['role'])} {named(one['person'], names)}"
        for one in team
    )


def _parties(parties: list[Json], names: NamesOf) -> str:
    return "、".join(
        f"{role_words(one['role'])} {named(one.get('person') or one.get('unit'), names)}"
        for one in parties
    )


def _assigned(body: Json, names: NamesOf) -> str:
    step = STEP_ZH.get(body.get("step", "own"), body.get("step"))
    where = " · ".join(filter(None, (body.get("zone"), step, body.get("batch"))))
    return (
        f"承办 {named(body['handler'], names)}、协办 {named(body.get('second'), names)}"
        f" · {plain(where)}"
    )


def _about_person(body: Json, names: NamesOf) -> str:
    outcome = str(body.get("outcome") or body.get("verdict") or "")
    said = OUTCOME_ZH.get(outcome) or VERDICT_ZH.get(outcome, "").partition("（")[0]
    parts = (
        named(body["person"], names),
        said,
        f"申请人：{role_words(body['role'])}" if "role" in body else "",
        f"{named(body['by'], names)}" if "by" in body else "",
        f"期限 {body['due']}" if "due" in body else "",
        plain(body.get("reason", "")),
    )
    return " · ".join(filter(None, parts))


def _of_another(body: Json, names: NamesOf) -> str:
    granted = {True: "准许", False: "驳回", None: ""}[body.get("granted")]
    parts = (
        body["of"],
        granted,
        named(body["by"], names) if "by" in body else "",
        plain(body.get("document", "")),
        plain(body.get("reason", "")),
    )
    return " · ".join(filter(None, parts))


def _prying(body: Json, names: NamesOf) -> str:
    reported = body.get("reported_by")
    parts = (
        named(body["person"], names),
        MEANS_ZH.get(body.get("means", "other"), ""),
        body["when"],
        plain(body.get("how", "")),
        f"报告人 {named(reported, names)}" if reported else "",
    )
    return " · ".join(filter(None, parts))


def _reason(body: Json, _names: NamesOf) -> str:
    return plain(body.get("reason", ""))


_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "registered": _registered,
        "checked": _checked,
        "team_changed": _changed,
        "parties_changed": _changed,
        "assigned": _assigned,
        "unassigned": _reason,
        "started": _reason,
        "closed": _reason,
        "sealed": _reason,
        "disclosed": _about_person,
        "applied": _about_person,
        "ordered": _about_person,
        "refused": _about_person,
        "decided": _about_person,
        "override_requested": _about_person,
        "answered": _of_another,
        "override_approved": _of_another,
        "override_expired": _of_another,
        "prying": _prying,
    }
)
