"""What a paper says of a case: only what may be shown, put into the words of one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.desk.unsealing import last_verdict
from api.desk.views import file_of, history_of
from graph.desk.assignment.rules import STEPS, Step
from graph.desk.gate import MUST
from graph.desk.routing.forms import form_of
from graph.desk.states import STATE_ZH, State
from graph.desk.team import TEAM_ROLES
from graph.desk.wording import EVENT_ZH, OUTCOME_ZH, STEP_ZH
from graph.errors import InputError
from graph.model import day_of
from graph.recusal.wording import role_words
from viz.palette import EDGE_LABELS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from graph.desk.case_file import CaseFile
    from graph.ledger import Ledger
    from graph.recusal.statutes import Cite
    from viz.papers.paper import Kind

Json = dict[str, Any]


class Facts:
    """A case in words of one language."""

    def __init__(
        self,
        file: CaseFile,
        ledger: Ledger,
        names: Any,
        today: dt.date,
        language: str,
        words: Json,
    ) -> None:
        self._file, self._names, self._today = file, names, today
        self._zh = language == "zh"
        self._language = language
        self._labels: Json = words["labels"][language]
        self._verdicts: Json = words["verdicts"][language]
        self._view = file_of(file, today, verdict=last_verdict(ledger, file))
        self._history = history_of(file, today)["events"]

    def of(self, kind: Kind) -> Json:
        """Return what a paper says.

        Raises:
            InputError: the case does not bear the paper out.
        """
        if kind == "authorization":
            self._require_free()
        facts = self._facts()
        if kind == "decision" and not facts["recused"]:
            raise InputError(
                f"{self._file.id}: nobody on it has to recuse, so there is no decision to print; "
                "name the other papers with --kind"
            )
        return facts

    def _require_free(self) -> None:
        if self._view["blocks"]:
            told = "; ".join(f"{one['person'] or ''} {one['en']}" for one in self._view["blocks"])
            raise InputError(
                f"{self._file.id}: nobody can be authorized while this stands in the way: {told}"
            )

    def _facts(self) -> Json:
        view = self._view
        team = [self._person(one) for one in view["team"]]
        others = [self._person(one) for one in view["others"]]
        return {
            "today": self._today.isoformat(),
            "case": {
                "id": view["case"],
                "matter": _MATTERS.get(view["matter"], (view["matter"],) * 2)[not self._zh],
                "received": view["received"],
                "unit": self._name(view["unit"]),
                "parties": [self._party(one) for one in view["parties"]],
            },
            "withheld": view["withheld"],
            "check": view["check"] or {"decision": None, "on": "", "sequence": ""},
            "team": team,
            "others": others,
            "recused": self._recused(team + others),
            "assignment": self._assignment(),
            "overrides": [
                {
                    "id": one["id"],
                    "name": self._name(one["person"]),
                    "approvals": "、".join(self._name(a["by"]) for a in one["approvals"]),
                }
                for one in view["overrides"]
                if one["state"] == "in_force"
            ],
            "requests": [self._request(one) for one in view["requests"]],
            "history": [self._event(one) for one in self._history],
        }

    def _name(self, identifier: str | None) -> str:
        return str(self._names[identifier]) if identifier else ""

    def _party(self, party: Json) -> Json:
        role = party["role"]
        return {
            "name": self._name(party.get("person") or party.get("unit")),
            "role": role_words(role) if self._zh else role,
        }

    def _person(self, member: Json) -> Json:
        person, role = member["person"], member["role"] or ""
        barred = person in self._view["barred"]
        code = "barred" if barred else member["verdict"] or "unknown"
        reasons = [self._reason(one) for one in member["reasons"]]
        withheld = self._view["withheld"] and bool(reasons)
        return {
            "id": person,
            "name": self._name(person),
            "role": TEAM_ROLES.get(role, role) if self._zh else role,
            "code": code,
            "verdict": self._verdicts[code],
            "reasons": reasons,
            "told": self._labels["withheld"]
            if withheld
            else " ".join(one["text"] for one in reasons) or self._labels["no_reason"],
            "note": self._note(member),
            "articles": "；".join(dict.fromkeys(one["articles"] for one in reasons)),
            "rulings": list(self._rulings(person)),
        }

    def _note(self, member: Json) -> str:
        if "stays_by" in member:
            return f"{self._labels['stays']} {member['stays_by']}"
        decider = member.get("decider")
        if decider and member["verdict"] not in ("clear", MUST):
            who = self._name(decider["person"]) if decider["person"] else ""
            return f"{self._labels['decider']} {decider['zh' if self._zh else 'en']} {who}".strip()
        return ""

    def _reason(self, reason: Json) -> Json:
        cites = reason.get("cites", ())
        return {
            "text": reason["words"][self._language] if "words" in reason else "",
            "path": [
                {
                    "text": f"{self._name(hop['from'])} —{self._edge(hop['edge'])}→ "
                    f"{self._name(hop['to'])}",
                    "source": hop["source"],
                }
                for hop in reason.get("path", ())
            ],
            "articles": "；".join(dict.fromkeys(_article(one) for one in cites)),
        }

    def _edge(self, edge: str) -> str:
        return EDGE_LABELS.get(edge, edge) if self._zh else edge

    def _recused(self, people: list[Json]) -> list[Json]:
        known = {one["id"] for one in people}
        absent = [
            {"person": person, "role": None, "verdict": None, "reasons": []}
            for person in self._view["barred"]
            if person not in known
        ]
        everybody = people + [self._person(one) for one in absent]
        return [one for one in everybody if one["code"] in ("barred", MUST)]

    def _rulings(self, person: str) -> Iterator[str]:
        for one in self._view["rulings"]:
            if one["person"] == person:
                told = OUTCOME_ZH[one["outcome"]] if self._zh else one["outcome"]
                yield self._act(one, told)
        for one in self._view["orders"]:
            if one["person"] == person:
                yield self._act(one, EVENT_ZH[one["kind"]] if self._zh else one["kind"])
        for one in self._view["requests"]:
            if one["person"] == person and one["state"] != "open":
                told = {"granted": "准许回避", "denied": "不予回避"}[one["state"]]
                yield self._act(one, told if self._zh else one["state"])

    def _act(self, act: Json, told: str) -> str:
        reason = act.get("answer") or act["reason"]
        because = f"：{reason}" if reason else ""
        return f"{act['at'][:10]} {self._name(act['by'])} {told}{because}（{act['id']}）"

    def _request(self, request: Json) -> Json:
        kind = EVENT_ZH[request["kind"]] if self._zh else request["kind"]
        state = _REQUEST_STATES[request["state"]][not self._zh]
        return {
            "at": request["at"][:10],
            "name": self._name(request["person"]),
            "text": f"{kind} {request['id']} · {state}",
        }

    def _event(self, event: Json) -> Json:
        told = EVENT_ZH.get(event["kind"], event["kind"]) if self._zh else event["kind"]
        state = STATE_ZH[State(event["state"])] if self._zh else event["state"]
        return {"at": event["at"][:16].replace("T", " "), "text": f"{told} {event['id']} · {state}"}

    def _assignment(self) -> Json:
        body = self._view["assignment"] or {}
        label = body.get("step") or "own"
        form = form_of(self._view["matter"], Step(STEPS.index(label)))
        chance = body.get("probability")
        return {
            "step": STEP_ZH[label] if self._zh else label,
            "zone": body.get("zone") or "",
            "form": form.zh if self._zh else form.en,
            "articles": "；".join(
                _cited(cite) for cite in form.cites_on(day_of(self._today.isoformat()))
            ),
            "chance": f"{chance:.0%}" if isinstance(chance, float) else "",
        }


def _article(cite: Json) -> str:
    paragraph = f"第{cite['paragraph']}款" if "paragraph" in cite else ""
    item = f"第（{cite['item']}）项" if "item" in cite else ""
    return f"《{cite['law']}》第{cite['article']}条{paragraph}{item}"


def _cited(cite: Cite) -> str:
    told = {"law": cite.law, "article": cite.article}
    return _article(told | ({"paragraph": cite.paragraph} if cite.paragraph else {}))


_REQUEST_STATES = {
    "open": ("待答复", "open"),
    "granted": ("准许", "granted"),
    "denied": ("驳回", "denied"),
}
_MATTERS = {
    "supervision_case": ("监督执纪审查调查", "supervision case"),
    "inspection": ("检查", "inspection"),
    "complaint": ("检举控告", "complaint"),
    "civil_service_duty": ("公务", "civil service duty"),
    "benefit_review": ("补助审核", "benefit review"),
    "appointment": ("任职", "appointment"),
    "election": ("选举", "election"),
    "procurement": ("政府采购", "procurement"),
    "tender": ("招标投标", "tender"),
    "administrative_penalty": ("行政处罚", "administrative penalty"),
}
