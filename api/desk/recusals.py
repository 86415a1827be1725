"""Decisions by people: disclosures, applications, answers, orders, refusals, rulings, overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.desk.session import Outcome
from graph.desk import applications, orders, overrides
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from api.desk.session import Desk
    from graph.desk.case_file import CaseFile, RecusalRequest
    from graph.ledger import DeskEvent


def disclose(
    desk: Desk,
    id: str,
    person: str,
    *,
    reason: str,
    form: str = "written",
    request: str | None = None,
) -> Outcome:
    """Record that somebody on a case asks to recuse himself (自行申请回避).

    Raises:
        InputError: he is not on the team, asked before for another reason, or gives none.
    """
    who = desk.person(person, "PERSON")
    if (known := desk.repeated(request, "disclosed", id, person=who)) is not None:
        return known
    file = desk.file(id)
    if (same := _asked(file, "disclosed", who, "handler", reason)) is not None:
        return _unchanged(file, same)
    event = applications.disclosure(
        file,
        who,
        reason=reason,
        due=desk.due(),
        author=desk.author,
        form=form,
        request=request,
    )
    return desk.take(file, event)


def apply(
    desk: Desk, id: str, person: str, *, role: str, reason: str, request: str | None = None
) -> Outcome:
    """Record that a party or another asks that somebody recuse (申请回避); by role alone.

    Raises:
        InputError: the person has no part in the case, the role is unknown, or no reason is given.
    """
    who = desk.person(person, "PERSON")
    if (known := desk.repeated(request, "applied", id, person=who, role=role)) is not None:
        return known
    file = desk.file(id)
    if (same := _asked(file, "applied", who, role, reason)) is not None:
        return _unchanged(file, same)
    event = applications.application(
        file,
        who,
        role=role,
        reason=reason,
        due=desk.due(),
        author=desk.author,
        request=request,
    )
    return desk.take(file, event)


def answer(
    desk: Desk,
    of: str,
    *,
    granted: bool,
    reason: str,
    by: str | None = None,
    request: str | None = None,
) -> Outcome:
    """Answer a disclosure or an application; granted, the person leaves the case at once.

    Raises:
        NotFoundError: there is no such request.
        InputError: it was answered, somebody else decides, or no reason is given.
    """
    about, signer = about_of(desk, of), desk.who(by)
    if (known := desk.repeated(request, "answered", about, of=of, granted=granted)) is not None:
        return known
    file = desk.file(about)
    event = applications.answer(
        file,
        of,
        granted=granted,
        reason=reason,
        by=signer,
        author=desk.author,
        request=request,
    )
    person = applications.request_named(file, of).person
    return _signed(desk, file, event, person, signer)


def order(
    desk: Desk,
    id: str,
    person: str,
    *,
    reason: str,
    by: str | None = None,
    request: str | None = None,
) -> Outcome:
    """Order somebody to recuse who did not ask to (责令回避); he leaves the case at once.

    Raises:
        InputError: he has no part in the case, or somebody else decides.
    """
    who, signer = desk.person(person, "PERSON"), desk.who(by)
    if (known := desk.repeated(request, "ordered", id, person=who)) is not None:
        return known
    file = desk.file(id)
    event = orders.order(file, who, reason=reason, by=signer, author=desk.author, request=request)
    return _signed(desk, file, event, who, signer)


def refuse(
    desk: Desk,
    id: str,
    person: str,
    *,
    reason: str,
    by: str | None = None,
    request: str | None = None,
) -> Outcome:
    """Record that somebody refused, or failed, to recuse (拒不回避).

    Raises:
        InputError: nothing told him to recuse.
    """
    who = desk.person(person, "PERSON")
    if (known := desk.repeated(request, "refused", id, person=who)) is not None:
        return known
    file = desk.file(id)
    event = orders.refusal(
        file, who, reason=reason, by=desk.who(by), author=desk.author, request=request
    )
    return desk.take(file, event)


def decide(
    desk: Desk,
    id: str,
    person: str,
    *,
    outcome: str,
    reason: str,
    by: str | None = None,
    request: str | None = None,
) -> Outcome:
    """Rule, as the named decider, whether a person may handle the case or must recuse.

    Raises:
        InputError: there is nothing to rule on, or somebody else decides.
    """
    who, signer = desk.person(person, "PERSON"), desk.who(by)
    known = desk.repeated(request, "decided", id, person=who, outcome=outcome)
    if known is not None:
        return known
    file = desk.file(id)
    event = orders.ruling(
        file,
        who,
        outcome=outcome,
        reason=reason,
        by=signer,
        author=desk.author,
        request=request,
    )
    return _signed(desk, file, event, who, signer)


def ask_override(
    desk: Desk,
    id: str,
    person: str,
    *,
    reason: str,
    by: str | None = None,
    request: str | None = None,
) -> Outcome:
    """Ask that somebody stay in spite of the verdict on him; two others must approve.

    Raises:
        InputError: there is no verdict to override, or it can never be.
    """
    who = desk.person(person, "PERSON")
    if (known := desk.repeated(request, "override_requested", id, person=who)) is not None:
        return known
    file = desk.file(id)
    event = overrides.override_request(
        file, who, reason=reason, by=desk.who(by), author=desk.author, request=request
    )
    return desk.take(file, event)


def approve(
    desk: Desk,
    of: str,
    *,
    by: str | None = None,
    document: str = "",
    request: str | None = None,
) -> Outcome:
    """Approve an override as one of two; who approves is checked against the case too.

    Raises:
        NotFoundError: there is no such override.
        InputError: he may not approve it, must recuse himself, or it is over.
    """
    about, signer = about_of(desk, of), desk.who(by)
    if (known := desk.repeated(request, "override_approved", about, of=of, by=signer)) is not None:
        return known
    file = desk.file(about)
    event = overrides.approval(
        file,
        of,
        by=signer,
        login=desk.who(None),
        document=document,
        author=desk.author,
        request=request,
    )
    return desk.take(file, event, signing=signer)


def about_of(desk: Desk, id: str) -> str:
    """Return the case that a disclosure, an application or an override is about.

    Raises:
        NotFoundError: nothing of this id can be answered or approved.
    """
    event = desk.ledger.desk.get(id)
    if event.kind not in ("disclosed", "applied", "override_requested"):
        raise NotFoundError(
            f"{id} is no disclosure, application or override; see 'huibi recusal list'"
        )
    return event.about


def _signed(desk: Desk, file: CaseFile, event: DeskEvent, person: str, signer: str) -> Outcome:
    named = file.check.deciders.get(person, {}) if file.check else {}
    return desk.take(file, event, signing=signer, signs_as_decider=named.get("person") == signer)


def _asked(file: CaseFile, kind: str, person: str, role: str, reason: str) -> RecusalRequest | None:
    """Return the open request that says the same, so that a repetition is not a second one."""
    wanted = (kind, person, role, reason.strip())
    return next(
        (
            one
            for one in file.requests
            if one.is_open and (one.kind, one.person, one.role, one.reason) == wanted
        ),
        None,
    )


def _unchanged(file: CaseFile, same: RecusalRequest) -> Outcome:
    events = tuple(one for one in file.history if one.number == same.number)
    return Outcome(events=events, file=file, is_new=False)
