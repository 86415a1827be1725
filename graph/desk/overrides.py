"""Overrides: somebody stays in spite of a verdict, by two approvals, until the case is closed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson

from graph.desk.acts import act, reasoned
from graph.desk.case_file import HANDLING
from graph.desk.folding import INFORMANT
from graph.desk.gate import CLEAR
from graph.errors import InputError, NotFoundError
from graph.ledger import DeskEvent

if TYPE_CHECKING:
    from graph.desk.case_file import CaseFile, Override


def override_request(
    file: CaseFile,
    person: str,
    *,
    reason: str,
    by: str,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event that asks for an override of a person's verdict.

    Nobody handles a case in which he is openly a party or a witness, and no override stands
    against a decision of people that he recuse.

    Raises:
        InputError: there is no verdict to override, one was asked for already, or it can never be.
    """
    if file.member(person) is None:
        raise InputError(f"{person} is not on the team of {file.id}; put him on it first")
    verdict = file.check.verdicts.get(person, CLEAR) if file.check else CLEAR
    if verdict == CLEAR:
        raise InputError(f"{person} is clear in {file.id}; there is nothing to override")
    if any(one.person == person and one.role != INFORMANT for one in file.case.parties):
        raise InputError(f"{person} is a party of {file.id}; nobody handles a case of his own")
    for one in file.overrides:
        if one.person == person and one.is_open:
            raise InputError(f"an override for {person} in {file.id} waits for approval: {one.id}")
    return act(
        file,
        "override_requested",
        author=author,
        request=request,
        told={"person": person, "by": by, "verdict": verdict},
        texts={"reason": reasoned(reason, "an override")},
    )


def approval(
    file: CaseFile,
    of: str,
    *,
    by: str,
    login: str,
    document: str = "",
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event by which one person approves an override.

    Two approve it, who are neither its subject, nor handle the case, nor put him on it, nor asked
    for it. An approval that one enters for another names the signed document.

    Args:
        file: the case.
        of: id of the override.
        by: who approves, as an id where he is in the data.
        login: who is at the keyboard, as an id where he is in the data.
        document: number of the paper signed by who approves.
        author: the login as it is written.
        request: id under which a repetition is recognised.

    Raises:
        NotFoundError: the case has no such override.
        InputError: it is approved or over, or he may not approve it.
    """
    asked = override_named(file, of)
    if not asked.is_open:
        state = "expired" if asked.expired is not None else "approved by two already"
        raise InputError(f"override {of} in {file.id} is {state}")
    why = barred_approvers(file, asked).get(_key(by))
    if why is not None:
        raise InputError(f"{by} cannot approve override {of} in {file.id}: {why}")
    if _key(by) != _key(login) and not document.strip():
        raise InputError(
            f"{author} enters the approval of {by}: give the number of the document that {by} "
            "signed with --document, or let him enter it himself"
        )
    told = {"of": of, "by": by, "digest": digest_of(file, asked)}
    if document.strip():
        told["document"] = document.strip()
    return act(file, "override_approved", author=author, request=request, told=told, texts={})


def barred_approvers(file: CaseFile, asked: Override) -> dict[str, str]:
    """Return everybody who may not approve an override, and why."""
    barred: dict[str, str] = {}
    for one in asked.approvals:
        barred[_key(one.by)] = "he approved it already; the second approval is another person's"
    for who in (asked.by, asked.author):
        barred[_key(who)] = "he asked for it"
    for member in file.team:
        if member.role in HANDLING:
            barred |= {_key(who): "he assigned the case" for who in member.by}
    if file.assignment is not None:
        barred |= {_key(who): "he assigned the case" for who in file.assignment.by}
    for member in file.team:
        if member.role in HANDLING:
            barred[_key(member.person)] = "he handles the case"
    barred[_key(asked.person)] = "it is for himself"
    return barred


def expiries(file: CaseFile, author: str) -> list[DeskEvent]:
    """Return the events that end every override of a case that is being closed."""
    return [
        DeskEvent(
            kind="override_expired",
            about=file.id,
            body={"of": one.id, "why": "closed"},
            author=author,
        )
        for one in file.overrides
        if one.expired is None
    ]


def override_named(file: CaseFile, id: str) -> Override:
    """Return the override of this id.

    Raises:
        NotFoundError: the case has none.
    """
    for one in file.overrides:
        if one.id == id:
            return one
    raise NotFoundError(f"{file.id} has no override '{id}'")


def digest_of(file: CaseFile, asked: Override) -> str:
    """Return the digest of what is approved: the request as stored."""
    event = next(one for one in file.history if one.number == asked.number)
    told = [event.id, event.at, event.author, event.about, event.kind, event.body]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _key(who: str) -> str:
    return who.strip().casefold()
