"""How each event changes parties, team and assignment: one function an event, listed in CHANGES."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.cases import Party, TeamMember
from graph.desk.case_file import (
    HANDLING,
    Assignment,
    CaseFile,
    DeskCheck,
    Member,
)
from graph.desk.states import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph.ledger import DeskEvent

    Change = Callable[[CaseFile, DeskEvent], CaseFile]

INFORMANT = "informant"


def told(body: Mapping[str, Any], key: str) -> str:
    """Return a text of an event, whether it stands in the open or under seal."""
    return str(body.get(key) or body.get("sealed", {}).get(key) or "")


def parties_of(body: Mapping[str, Any], key: str) -> list[dict[str, str]]:
    """Return the parties that an event names under a key, the sealed ones last."""
    return [*body.get(key, ()), *body.get("sealed", {}).get(key, ())]


def is_removed(party: Party, gone: Sequence[str]) -> bool:
    """Return whether a removal by id means this party; an informant stays with his case."""
    return (party.person or party.unit) in gone and party.role != INFORMANT


def keeps_secret(parties: Sequence[Party]) -> bool:
    """Return whether an informant is among parties."""
    return any(party.role == INFORMANT for party in parties)


def open_persons(parties: Iterable[Party]) -> list[str]:
    """Return the persons among parties who may be named: all but informants."""
    return [one.person for one in parties if one.person is not None and one.role != INFORMANT]


def joined(known: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """Return ids with others after them, each once."""
    return tuple(dict.fromkeys((*known, *more)))


def put_down(event: DeskEvent) -> dict[str, Any]:
    """Return the number and the time of an event, as every record keeps them."""
    return {"number": event.number or 0, "at": event.at or ""}


def named(event: DeskEvent) -> str:
    """Return who acted: the person named, else the login."""
    return str(event.body.get("by") or event.author)


def _both(event: DeskEvent) -> tuple[str, ...]:
    """Return whom an act is put down to: the person named, and the login that recorded it."""
    return tuple(dict.fromkeys((named(event), event.author)))


def with_team(file: CaseFile, team: Sequence[Member]) -> CaseFile:
    """Put a team in place of the old one; a case that lost its handlers waits for new ones."""
    lost = any(one.role in HANDLING for one in file.team) and not any(
        one.role in HANDLING for one in team
    )
    is_back = lost and file.state in (State.ASSIGNED, State.IN_PROGRESS)
    members = tuple(TeamMember(person=one.person, role=one.role) for one in team)
    return replace(
        file,
        team=tuple(team),
        case=file.case.model_copy(update={"team": members}),
        state=State.CHECKED if is_back else file.state,
        ever_team=joined(file.ever_team, (one.person for one in team)),
    )


def _without(file: CaseFile, persons: Sequence[str]) -> CaseFile:
    return with_team(file, [one for one in file.team if one.person not in persons])


def barred(file: CaseFile, person: str, event: DeskEvent) -> CaseFile:
    """Take off the case whoever must recuse by a decision of people."""
    return _without(replace(file, barred={**file.barred, person: event.id}), [person])


def _checked(file: CaseFile, event: DeskEvent) -> CaseFile:
    body = event.body
    grounds = body.get("sealed", {}).get("grounds", {})
    check = DeskCheck(
        number=event.number or 0,
        on=body["on"],
        sequence=event.sequence,
        trigger=body["trigger"],
        decision=event.decision,
        verdicts=body.get("verdicts", {}),
        team=tuple(body.get("team", ())),
        deciders=body.get("deciders", {}),
        grounds={person: tuple(found) for person, found in grounds.items()},
        raised=body.get("raised", {}),
    )
    known = file.decisions
    if event.decision is not None and event.decision not in known:
        known = (*known, event.decision)
    return replace(file, check=check, decisions=known)


def _parties_changed(file: CaseFile, event: DeskEvent) -> CaseFile:
    gone = event.body.get("remove", ())
    added = tuple(Party.model_validate(party) for party in parties_of(event.body, "add"))
    kept = tuple(one for one in file.case.parties if not is_removed(one, gone))
    parties = (*kept, *(one for one in added if one not in kept))
    return replace(
        file,
        case=file.case.model_copy(update={"parties": parties}),
        is_secret=file.is_secret or keeps_secret(added),
        ever_parties=joined(file.ever_parties, open_persons(added)),
    )


def _team_changed(file: CaseFile, event: DeskEvent) -> CaseFile:
    added = {one["person"]: one["role"] for one in event.body.get("add", ())}
    gone = {*event.body.get("remove", ()), *added}
    new = [
        Member(person=person, role=role, by=_both(event), since=event.number or 0)
        for person, role in added.items()
    ]
    return with_team(file, [*(one for one in file.team if one.person not in gone), *new])


def _assigned(file: CaseFile, event: DeskEvent) -> CaseFile:
    body = event.body
    roles = {
        body["handler"]: "handler",
        **({body["second"]: "second"} if body.get("second") else {}),
    }
    new = [
        Member(person=person, role=role, by=_both(event), since=event.number or 0, is_assigned=True)
        for person, role in roles.items()
    ]
    assignment = Assignment(
        handler=body["handler"],
        second=body.get("second"),
        zone=body.get("zone"),
        step=body.get("step", "own"),
        by=_both(event),
        batch=body.get("batch"),
        body=body,
        **put_down(event),
    )
    kept = [one for one in file.team if not one.is_assigned and one.person not in roles]
    return replace(with_team(file, [*kept, *new]), assignment=assignment)


def _unassigned(file: CaseFile, event: DeskEvent) -> CaseFile:
    kept = [one for one in file.team if not one.is_assigned]
    return replace(with_team(file, kept), assignment=None)


def _routed(file: CaseFile, event: DeskEvent) -> CaseFile:
    return replace(file, routed=event.body)


def _noticed(file: CaseFile, event: DeskEvent) -> CaseFile:
    return replace(file, notices=(*file.notices, event.id))


def _paper(file: CaseFile, event: DeskEvent) -> CaseFile:
    return replace(file, papers=(*file.papers, event.id))


def _same(file: CaseFile, _event: DeskEvent) -> CaseFile:
    return file


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "checked": _checked,
        "parties_changed": _parties_changed,
        "team_changed": _team_changed,
        "assigned": _assigned,
        "unassigned": _unassigned,
        "started": _same,
        "closed": _same,
        "sealed": _same,
        "routed": _routed,
        "recheck_notice": _noticed,
        "paper_issued": _paper,
    }
)
"""What each event does beside moving the state; decisions of people have a module of their own."""
