"""Who is on a case: the roles of a team, and changes of team and parties as events."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.cases.strict_yaml import nearest
from graph.desk.folding import INFORMANT, is_removed
from graph.desk.states import require_lawful
from graph.errors import InputError
from graph.ledger import DeskEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.cases import Party
    from graph.desk.case_file import CaseFile

TEAM_ROLES = MappingProxyType(
    {
        "handler": "承办人",
        "second": "协办人",
        "leader": "组长",
        "approver": "审批人",
        "reviewer": "审理人",
        "borrowed": "借调人员",
        "guard": "看护人员",
        "member": "成员",
    }
)
"""Everybody whom a check of the whole case covers (监察法实施条例 295: borrowed and guarding staff
too), with the Chinese name of the role."""


def role_of(text: str | None) -> str:
    """Return a role on the team; one that is not named is a member's.

    Raises:
        InputError: there is no such role.
    """
    if text is None:
        return "member"
    if text not in TEAM_ROLES:
        raise InputError(f"there is no role '{text}' on a team: {nearest(text, TEAM_ROLES)}")
    return text


def team_event(
    file: CaseFile,
    *,
    add: Sequence[tuple[str, str]],
    remove: Sequence[str],
    author: str,
    request: str | None = None,
) -> DeskEvent | None:
    """Return the event that changes a team, None where nothing would change.

    Args:
        file: the case.
        add: person and role; who is on the team already gets the new role.
        remove: persons.
        author: who does it.
        request: id under which a repetition is recognised.

    Raises:
        InputError: the case may not change, somebody to remove is not on the team, or somebody to
            add must recuse by a decision.
    """
    require_lawful("team_changed", file.state, file.id)
    for person in remove:
        if file.member(person) is None:
            on = ", ".join(one.person for one in file.team) or "nobody"
            raise InputError(f"{person} is not on the team of {file.id}; on it: {on}")
    for person, _ in add:
        if person in file.barred:
            raise InputError(
                f"{person} must recuse in {file.id} by {file.barred[person]}; see 'huibi case show "
                f"{file.id}'. Only a new decision of the decider lets him back"
            )
        if person in remove:
            raise InputError(f"{person} is both added and removed; name him once")
    new = [
        {"person": person, "role": role}
        for person, role in dict(add).items()
        if (known := file.member(person)) is None or known.role != role
    ]
    if not new and not remove:
        return None
    body: dict[str, Any] = {"add": new, "remove": list(dict.fromkeys(remove))}
    return DeskEvent(kind="team_changed", about=file.id, body=body, author=author, request=request)


def parties_event(
    file: CaseFile,
    *,
    add: Sequence[Party],
    remove: Sequence[str],
    author: str,
    request: str | None = None,
) -> DeskEvent | None:
    """Return the event that changes the parties, None where nothing would change.

    An informant is added under seal, and cannot be removed: a message that tells him from who is
    no party would give him away.

    Raises:
        InputError: the case may not change, what is to go is no party, or no party would be left.
    """
    require_lawful("parties_changed", file.state, file.id)
    open_ids = {one.person or one.unit for one in file.case.parties if one.role != INFORMANT}
    for id in remove:
        if id not in open_ids:
            raise InputError(f"{file.id} has no party '{id}' that could be removed")
    kept = [one for one in file.case.parties if not is_removed(one, remove)]
    if not (kept or add):
        raise InputError(f"{file.id} would be left without any party; add the right one as well")
    new = [one for one in add if one.role != INFORMANT and one not in kept]
    # Under seal as named, whether or not he was one before: the event must not tell.
    secret = [one for one in add if one.role == INFORMANT]
    if not (new or remove or secret):
        return None
    body: dict[str, Any] = {
        "add": [plain_party(one) for one in new],
        "remove": list(dict.fromkeys(remove)),
    }
    if secret:
        body["sealed"] = {"add": [plain_party(one) for one in secret]}
    return DeskEvent(
        kind="parties_changed", about=file.id, body=body, author=author, request=request
    )


def plain_party(party: Party) -> dict[str, str]:
    """Return a party as an event keeps it."""
    return party.model_dump(exclude_none=True)
