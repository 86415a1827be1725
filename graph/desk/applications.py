"""Disclosures (自行申请回避), applications (申请回避), and their reasoned answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.cases import ROLES
from graph.cases.strict_yaml import nearest
from graph.desk.acts import act, reasoned, require_decider, require_on_case
from graph.desk.folding import INFORMANT
from graph.errors import InputError, NotFoundError

if TYPE_CHECKING:
    import datetime as dt

    from graph.desk.case_file import CaseFile, RecusalRequest
    from graph.ledger import DeskEvent

APPLICANTS = (*ROLES, "other")
"""Who may apply: whoever has a part in the case, and others concerned."""
FORMS = ("written", "oral")
"""How a disclosure was made; an oral one is noted down (监察法实施条例 295)."""


def disclosure(
    file: CaseFile,
    person: str,
    *,
    reason: str,
    due: dt.date,
    author: str,
    form: str = "written",
    request: str | None = None,
) -> DeskEvent:
    """Return the event by which somebody on a case asks to recuse himself.

    Raises:
        InputError: he is not on the team, has asked already, or gives no reason.
    """
    if form not in FORMS:
        raise InputError(f"a disclosure is {' or '.join(FORMS)}, not '{form}'")
    if file.member(person) is None:
        on = ", ".join(one.person for one in file.team) or "nobody"
        raise InputError(f"{person} is not on the team of {file.id}; on it: {on}")
    for open_one in file.open_disclosures:
        if open_one.person == person:
            raise InputError(
                f"{person} disclosed in {file.id} before: {open_one.id} waits for its answer until "
                f"{open_one.due}"
            )
    return act(
        file,
        "disclosed",
        author=author,
        request=request,
        told={"person": person, "form": form, "due": due.isoformat()},
        texts={"reason": reasoned(reason, "a disclosure")},
    )


def application(
    file: CaseFile,
    person: str,
    *,
    role: str,
    reason: str,
    due: dt.date,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event by which a party or another asks that somebody recuse.

    The applicant is kept by role alone. In a case with an informant every application hides even
    that, so that none stands out; there must be one before an informant can apply, or his own
    application would.

    Raises:
        InputError: the person has no part in the case, the role is unknown, or no reason is given.
    """
    if role not in APPLICANTS:
        raise InputError(f"nobody applies as '{role}': {nearest(role, APPLICANTS)}")
    if role == INFORMANT and not file.case.has_informant:
        raise InputError(
            f"{file.id} has no informant yet, and his application would be seen to be his: add him "
            f"first with 'huibi case parties {file.id} --add informant:ID', or take it --as other"
        )
    require_on_case(file, person)
    return act(
        file,
        "applied",
        author=author,
        request=request,
        told={"person": person, "due": due.isoformat()},
        texts={"role": role, "reason": reasoned(reason, "an application")},
    )


def answer(
    file: CaseFile,
    of: str,
    *,
    granted: bool,
    reason: str,
    by: str,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event that answers a disclosure or an application; granted, the person leaves.

    Raises:
        NotFoundError: the case has no such request.
        InputError: it was answered before, somebody else decides, or no reason is given.
    """
    asked = request_named(file, of)
    if not asked.is_open:
        raise InputError(f"{of} in {file.id} was answered already; see its history")
    require_decider(file, asked.person, by)
    return act(
        file,
        "answered",
        author=author,
        request=request,
        told={"of": of, "granted": granted, "by": by},
        texts={"reason": reasoned(reason, "an answer")},
    )


def request_named(file: CaseFile, id: str) -> RecusalRequest:
    """Return the disclosure or application of this id.

    Raises:
        NotFoundError: the case has none.
    """
    for one in file.requests:
        if one.id == id:
            return one
    raise NotFoundError(f"{file.id} has no disclosure or application '{id}'")
