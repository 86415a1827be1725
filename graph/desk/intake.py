"""A case file taken in: every name found, nothing in the future, ids that cannot be mistaken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from graph.cases import ROLES, Party, People, TeamMember, resolve_case
from graph.cases.strict_yaml import nearest
from graph.desk.folding import INFORMANT
from graph.desk.team import plain_party, role_of
from graph.errors import CaseError
from graph.ledger import DeskEvent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.cases import Case
    from graph.cases.resolve import Tables

_NUMBERED = re.compile(r"[ADEL]-\d+")


def settled(case: Case, data: Tables, today: dt.date) -> Case:
    """Return a case with every person and unit by id, a role for each on the team, and its day.

    Raises:
        CaseError: something named is not loaded, or the case cannot be registered as written.
        AmbiguousError: several people bear a name.
    """
    if _NUMBERED.fullmatch(case.id):
        raise CaseError(
            f"'id': '{case.id}' looks like a number of the desk's own (decision, event, batch); "
            "give the case another id"
        )
    received = case.received or today
    if received > today:
        raise CaseError(
            f"'received': {received} lies after today ({today}); a case cannot be registered "
            "before it arrives: correct the date"
        )
    people = People(data)
    team = tuple(
        TeamMember(person=people.find(one.person, f"team.{at}.person"), role=role_of(one.role))
        for at, one in enumerate(case.team)
    )
    twice = {one.person for one in team if sum(one.person == two.person for two in team) > 1}
    if twice:
        raise CaseError(f"'team': {', '.join(sorted(twice))} stands there twice; name each once")
    candidates = tuple(
        people.find(name, f"candidates.{at}") for at, name in enumerate(case.candidates)
    )
    found = resolve_case(case, data, on=received, only_named=True)
    return case.model_copy(
        update={
            "received": received,
            "unit": found.unit,
            "parties": tuple(
                Party(person=one.person, unit=one.unit, role=one.role) for one in found.parties
            ),
            "team": team,
            "candidates": candidates,
        }
    )


def registration(case: Case, *, author: str, packs: Sequence[str] = ()) -> DeskEvent:
    """Return the event that registers a settled case, the informant under seal."""
    told = case.model_dump(mode="json", exclude_none=True, exclude={"parties"})
    told["parties"] = [plain_party(one) for one in case.parties if one.role != INFORMANT]
    body: dict[str, Any] = {"case": told}
    if packs:
        body["packs"] = list(packs)
    if secret := [plain_party(one) for one in case.parties if one.role == INFORMANT]:
        body["sealed"] = {"parties": secret}
    return DeskEvent(kind="registered", about=case.id, body=body, author=author)


def party_named(role: str, who: str, data: Tables) -> Party:
    """Return a party by role and id or name; an id of a person and of a unit needs its prefix.

    Raises:
        CaseError: the role or the party is unknown, or the id is both a person's and a unit's.
        AmbiguousError: several people bear the name.
    """
    where = f"--add {role}:{who}"
    if role not in ROLES:
        raise CaseError(f"'{where}': unknown role '{role}': {nearest(role, ROLES)}")
    unit = who.removeprefix("unit:")
    is_unit = not who.startswith("person:") and _has(data.table("units"), unit)
    if not is_unit:
        return Party(person=People(data).find(who, where), role=role)
    if not who.startswith("unit:") and _has(data.table("people"), who):
        raise CaseError(
            f"'{where}': there are a person and a unit of this id; write {role}:person:{who} or "
            f"{role}:unit:{who}"
        )
    return Party(unit=unit, role=role)


def _has(table: pa.Table, id: str) -> bool:
    return bool(pc.any(pc.equal(table["id"], id)).as_py())


def is_same_case(registered: DeskEvent, again: DeskEvent) -> bool:
    """Return whether a case is registered again with the same content.

    Informants are not compared: the answer would tell whoever guesses one whether he is right.
    """
    return (registered.body["case"], registered.body.get("packs")) == (
        again.body["case"],
        again.body.get("packs"),
    )
