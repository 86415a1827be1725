"""Cases as JSON: a line of the list, the whole file, the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.desk.act_views import (
    in_the_way,
    member_view,
    order_view,
    override_view,
    prying_view,
    request_view,
    ruling_view,
)
from api.desk.redaction import Json, body_shown, is_closed_to_view, parties_shown
from graph.desk.deadlines import overdue
from graph.desk.docket import folded
from graph.desk.gate import VERDICT
from graph.desk.states import State

if TYPE_CHECKING:
    import datetime as dt

    from graph.desk.case_file import CaseFile


def line_of(file: CaseFile, today: dt.date) -> Json:
    """Return a case as one line of the list; of a sealed case the id and the state alone."""
    if file.state is State.SEALED:
        return {"case": file.id, "state": file.state.value}
    verdicts = [file.check.verdicts.get(one.person) for one in file.team] if file.check else []
    worst = max((one for one in verdicts if one), key=lambda one: VERDICT[one], default=None)
    assignment = file.assignment
    return {
        "case": file.id,
        "state": file.state.value,
        "matter": file.case.matter,
        "received": str(file.case.received),
        "unit": file.case.unit,
        "place": file.case.place,
        "parties": [one.person or one.unit for one in parties_shown(file, unseal=False)],
        "handler": file.handler,
        "second": file.second,
        "zone": assignment.zone if assignment else None,
        "step": assignment.step if assignment else None,
        "verdict": worst,
        "blocks": len(in_the_way(file)),
        "overrides": [one.id for one in file.overrides if one.is_approved],
        "open": [one.id for one in file.requests if one.is_open],
        "overdue": [one.id for one in overdue(file, today)],
        "prying": len(file.pryings),
        "notices": len(file.notices),
    }


def file_of(file: CaseFile, today: dt.date, *, verdict: Json | None, unseal: bool = False) -> Json:
    """Return a whole case; `verdict` is its last one, as far as it may be shown."""
    if is_closed_to_view(file, unseal=unseal):
        return {"case": file.id, "state": file.state.value}
    found = {one["person"]: one for one in verdict["candidates"]} if verdict else {}
    check, on_team = file.check, {one.person for one in file.team}
    return {
        "case": file.id,
        "state": file.state.value,
        "matter": file.case.matter,
        "received": str(file.case.received),
        "registered": file.registered,
        "unit": file.case.unit,
        "place": file.case.place,
        "parties": [
            one.model_dump(exclude_none=True) for one in parties_shown(file, unseal=unseal)
        ],
        "withheld": file.is_secret and not unseal,
        "team": [member_view(file, one.person, one.role, found) for one in file.team],
        "others": [
            member_view(file, person, None, found)
            for person in (check.verdicts if check else ())
            if person not in on_team
        ],
        "assignment": dict(file.assignment.body) if file.assignment else None,
        "check": {
            "decision": check.decision,
            "on": check.on,
            "sequence": check.sequence,
            "trigger": check.trigger,
        }
        if check
        else None,
        "decisions": list(file.decisions),
        "barred": dict(file.barred),
        "blocks": [
            {"code": one.code, "person": one.person, "zh": one.zh, "en": one.en}
            for one in in_the_way(file)
        ],
        **acts_of(file, today, unseal=unseal),
        "routed": dict(file.routed) if file.routed else None,
        "notices": list(file.notices),
        "papers": list(file.papers),
        "anomalies": list(file.anomalies),
    }


def acts_of(file: CaseFile, today: dt.date, *, unseal: bool = False) -> Json:
    """Return the decisions of people in a case; nothing of a sealed one."""
    if is_closed_to_view(file, unseal=unseal):
        return {"requests": [], "orders": [], "rulings": [], "overrides": [], "prying": []}
    return {
        "requests": [request_view(file, one, today, unseal=unseal) for one in file.requests],
        "orders": [order_view(file, one, unseal=unseal) for one in file.orders],
        "rulings": [ruling_view(file, one, unseal=unseal) for one in file.rulings],
        "overrides": [override_view(file, one, unseal=unseal) for one in file.overrides],
        "prying": [prying_view(file, one, unseal=unseal) for one in file.pryings],
    }


def history_of(file: CaseFile, today: dt.date, *, unseal: bool = False) -> Json:
    """Return every event of a case with the state it led to, folded again from the first."""
    if is_closed_to_view(file, unseal=unseal):
        return {"case": file.id, "state": file.state.value}
    events: list[Json] = []
    at: CaseFile | None = None
    for event in file.history:
        at = folded(at, event)
        events.append(
            {
                "id": event.id,
                "at": event.at,
                "kind": event.kind,
                "author": event.author,
                "sequence": event.sequence,
                "decision": event.decision,
                "state": at.state.value if at else None,
                "body": body_shown(file, event, unseal=unseal),
            }
        )
    now = at or file
    derived = file_of(now, today, verdict=None, unseal=unseal)
    return {"case": file.id, "state": now.state.value, "events": events, "derived": derived}
