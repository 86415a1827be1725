"""How decisions of people change a case: requests, answers, orders, rulings, overrides, prying."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.desk.case_file import Approval, Order, Override, Prying, RecusalRequest, Ruling
from graph.desk.folding import barred, named, put_down, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.desk.case_file import CaseFile
    from graph.desk.folding import Change
    from graph.ledger import DeskEvent


def _requested(file: CaseFile, event: DeskEvent) -> CaseFile:
    body = event.body
    role = "handler" if event.kind == "disclosed" else told(body, "role")
    request = RecusalRequest(
        kind=event.kind,
        person=body["person"],
        role=role,
        due=body["due"],
        reason=told(body, "reason"),
        **put_down(event),
    )
    return replace(file, requests=(*file.requests, request))


def _answered(file: CaseFile, event: DeskEvent) -> CaseFile:
    body = event.body
    asked = next(one for one in file.requests if one.id == body["of"])
    done = replace(
        asked,
        answered=event.number or 0,
        is_granted=body["granted"],
        answer=told(body, "reason"),
        by=named(event),
    )
    file = replace(file, requests=tuple(done if one is asked else one for one in file.requests))
    return barred(file, asked.person, event) if done.is_granted else file


def _ordered(file: CaseFile, event: DeskEvent) -> CaseFile:
    person = event.body["person"]
    order = Order(
        kind=event.kind,
        person=person,
        by=named(event),
        reason=told(event.body, "reason"),
        **put_down(event),
    )
    file = replace(file, orders=(*file.orders, order))
    return barred(file, person, event) if event.kind == "ordered" else file


def _decided(file: CaseFile, event: DeskEvent) -> CaseFile:
    person, outcome = event.body["person"], event.body["outcome"]
    check = file.check
    ruling = Ruling(
        person=person,
        outcome=outcome,
        by=named(event),
        reason=told(event.body, "reason"),
        verdict=check.verdicts.get(person, "unknown") if check else "unknown",
        grounds=check.grounds.get(person, ()) if check else (),
        **put_down(event),
    )
    file = replace(file, rulings=(*file.rulings, ruling))
    if outcome == "recuse":
        return barred(file, person, event)
    left = {one: id for one, id in file.barred.items() if one != person}
    return replace(file, barred=left)


def _override_requested(file: CaseFile, event: DeskEvent) -> CaseFile:
    person, check = event.body["person"], file.check
    asked = Override(
        person=person,
        verdict=check.verdicts.get(person, "unknown") if check else "unknown",
        decision=check.decision if check else None,
        by=named(event),
        author=event.author,
        reason=told(event.body, "reason"),
        grounds=check.grounds.get(person, ()) if check else (),
        **put_down(event),
    )
    return replace(file, overrides=(*file.overrides, asked))


def _override_approved(file: CaseFile, event: DeskEvent) -> CaseFile:
    approval = Approval(
        by=named(event),
        author=event.author,
        document=event.body.get("document"),
        **put_down(event),
    )
    return _with_override(
        file, event, lambda one: replace(one, approvals=(*one.approvals, approval))
    )


def _override_expired(file: CaseFile, event: DeskEvent) -> CaseFile:
    return _with_override(file, event, lambda one: replace(one, expired=event.number or 0))


def _with_override(
    file: CaseFile, event: DeskEvent, change: Callable[[Override], Override]
) -> CaseFile:
    changed = tuple(change(one) if one.id == event.body["of"] else one for one in file.overrides)
    return replace(file, overrides=changed)


def _prying(file: CaseFile, event: DeskEvent) -> CaseFile:
    body = event.body
    pry = Prying(
        person=body["person"],
        means=body.get("means", "other"),
        how=told(body, "how"),
        when=body["when"],
        reported_by=told(body, "reported_by"),
        **put_down(event),
    )
    return replace(file, pryings=(*file.pryings, pry))


PEOPLES_CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "disclosed": _requested,
        "applied": _requested,
        "answered": _answered,
        "ordered": _ordered,
        "refused": _ordered,
        "decided": _decided,
        "override_requested": _override_requested,
        "override_approved": _override_approved,
        "override_expired": _override_expired,
        "prying": _prying,
    }
)
"""What each decision of people does."""
