"""Decisions of people as JSON, as far as their case allows them to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.desk.redaction import Json, text_shown
from graph.desk.case_file import APPROVALS
from graph.desk.deadlines import overdue
from graph.desk.folding import INFORMANT
from graph.desk.gate import blocks, override_in_force, ruling_in_force, stays
from graph.desk.states import State

if TYPE_CHECKING:
    import datetime as dt

    from graph.desk.case_file import CaseFile, Order, Override, Prying, RecusalRequest, Ruling
    from graph.desk.gate import Block

_NEXT = {
    State.RECEIVED: "started",
    State.CHECKED: "started",
    State.ASSIGNED: "started",
    State.IN_PROGRESS: "closed",
}


def in_the_way(file: CaseFile) -> tuple[Block, ...]:
    """Return what is in the way of the next step of an open case."""
    return blocks(file, _NEXT[file.state]) if file.state in _NEXT else ()


def member_view(file: CaseFile, person: str, role: str | None, found: dict[str, Json]) -> Json:
    """Return somebody on a case with the verdict on him and what lets him stay in spite of it."""
    check, judged = file.check, found.get(person, {})
    shown: Json = {
        "person": person,
        "role": role,
        "verdict": check.verdicts.get(person) if check else None,
        "reasons": judged.get("reasons", []),
    }
    for key in ("duties", "context"):
        if judged.get(key):
            shown[key] = judged[key]
    if check is not None and person in check.deciders and shown["verdict"] != "clear":
        shown["decider"] = dict(check.deciders[person])
    if check is not None and check.raised.get(person):
        shown["pried"] = check.raised[person]
    by = stays(file, person)
    if by is not None:
        shown["stays_by"] = f"E-{by.number:06d}"
        shown["override"] = override_in_force(file, person) is by
    return shown


def request_view(
    file: CaseFile, request: RecusalRequest, today: dt.date, *, unseal: bool = False
) -> Json:
    """Return a disclosure or an application; an applicant is a role, and never more."""
    shown: Json = {
        "id": request.id,
        "case": file.id,
        "kind": request.kind,
        "person": request.person,
        "role": None
        if request.role == INFORMANT and not unseal
        else text_shown(file, request.role, unseal=unseal),
        "at": request.at,
        "due": request.due,
        "reason": text_shown(file, request.reason, unseal=unseal),
        "state": "open" if request.is_open else "granted" if request.is_granted else "denied",
        "overdue": request in overdue(file, today),
    }
    if not request.is_open:
        shown |= {
            "by": request.by,
            "answer": text_shown(file, request.answer, unseal=unseal),
            "answered": f"E-{request.answered or 0:06d}",
        }
    return shown


def order_view(file: CaseFile, order: Order, *, unseal: bool = False) -> Json:
    """Return an order to recuse, or the record of a refusal."""
    return {
        "id": order.id,
        "case": file.id,
        "kind": order.kind,
        "person": order.person,
        "by": order.by,
        "at": order.at,
        "reason": text_shown(file, order.reason, unseal=unseal),
    }


def ruling_view(file: CaseFile, ruling: Ruling, *, unseal: bool = False) -> Json:
    """Return a ruling, and whether nothing has overtaken it."""
    return {
        "id": f"E-{ruling.number:06d}",
        "case": file.id,
        "kind": "decided",
        "person": ruling.person,
        "outcome": ruling.outcome,
        "by": ruling.by,
        "at": ruling.at,
        "verdict": ruling.verdict,
        "in_force": ruling_in_force(file, ruling.person) is ruling,
        "reason": text_shown(file, ruling.reason, unseal=unseal),
    }


def override_view(file: CaseFile, override: Override, *, unseal: bool = False) -> Json:
    """Return an override with its approvals, and whether it covers the verdict of today."""
    is_covering = override_in_force(file, override.person) is override
    overtaken = "in_force" if is_covering else "overtaken"
    waiting = f"waits for {APPROVALS - len(override.approvals)}"
    state = waiting if override.is_open else overtaken if override.is_in_force else "expired"
    return {
        "id": override.id,
        "case": file.id,
        "kind": "override",
        "person": override.person,
        "verdict": override.verdict,
        "against_statute": override.verdict == "must_recuse",
        "by": override.by,
        "at": override.at,
        "state": state,
        "approvals": [
            {
                "by": one.by,
                "at": one.at,
                "entered_by": one.author,
                **({"document": one.document} if one.document else {}),
            }
            for one in override.approvals
        ],
        "reason": text_shown(file, override.reason, unseal=unseal),
    }


def prying_view(file: CaseFile, prying: Prying, *, unseal: bool = False) -> Json:
    """Return an entry of the register of prying."""
    return {
        "id": prying.id,
        "case": file.id,
        "person": prying.person,
        "means": prying.means,
        "when": prying.when,
        "at": prying.at,
        "how": text_shown(file, prying.how, unseal=unseal),
        "reported_by": text_shown(file, prying.reported_by, unseal=unseal),
        "on_team": file.member(prying.person) is not None,
    }
