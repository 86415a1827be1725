"""A live check of a draft: who could handle it and why not; nothing of it is recorded."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.answering import ready
from api.http.asking import Asked, AskedDep
from api.http.covering import covered
from api.http.desking import (
    require_no_kin,
    require_party,
    require_person,
    require_unit,
    words_of,
)
from api.http.problems import Problem
from graph.cases import Case, case_of, resolve_case
from graph.recusal.engine import check
from graph.recusal.evidence import persons_asked
from graph.recusal.informant import visible
from graph.recusal.pack import load_pack
from graph.recusal.registers import registers_of
from graph.recusal.report import as_json

router = APIRouter(tags=["desk"])
Id = Annotated[str, Field(min_length=1, max_length=200, examples=["P5"])]
_DRAFT = "-"
"""Id of a draft that has none; registered cases are never mistaken for it."""


class PartyIn(BaseModel):
    """A party of a case by its id, in a role."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Id | None = Field(default=None, examples=["P12"])
    unit: Id | None = None
    role: Id = Field(examples=["subject"])


class MemberIn(BaseModel):
    """Somebody on a team by his id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Id = Field(examples=["P5"])
    role: Id | None = Field(default=None, examples=["handler"])


class DraftIn(BaseModel):
    """A case as it is being drawn up; people and units stand by their ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(
        default="",
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f/\\?#]*$",
        description="Empty: one is given; it becomes part of addresses",
        examples=["2026-017"],
    )
    matter: Id = Field(examples=["supervision_case"])
    received: dt.date | None = None
    place: str | None = Field(default=None, max_length=200)
    unit: str | None = Field(default=None, max_length=200)
    parties: list[PartyIn] = Field(min_length=1, max_length=30)
    team: list[MemberIn] = Field(default_factory=list, max_length=30)
    candidates: list[Id] = Field(default_factory=list, max_length=60)
    packs: list[Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]] = Field(
        default_factory=list, max_length=10, description="Instead of those of the matter"
    )

    def case(self, id: str) -> Case:
        """Return the draft as a case under an id, read as strictly as a case file."""
        told = self.model_dump(mode="json", exclude={"packs"}, exclude_none=True)
        return case_of({**told, "id": id}, name="the case")


class CheckOut(BaseModel):
    """Verdicts on everybody named, with names, and what each rule says."""

    check: dict[str, Any]
    names: dict[str, str]
    rules: dict[str, dict[str, str]]


@router.post("/checks", operation_id="check_draft", name="check_draft", response_model=CheckOut)
def check_draft(given: DraftIn, request: Request, asked: AskedDep) -> Response:
    """Check everybody named in a draft; with nobody named there is nothing to say yet."""
    request.state.subject = require_seen(asked, given)
    case = given.case(_DRAFT)
    if not (case.team or case.candidates):
        return ready(CheckOut(check={"candidates": []}, names={}, rules={}))
    snapshot = asked.sight.ground.snapshot
    bench = asked.service.bench
    with bench.engine:
        acquaintances = asked.sight.ground.acquaintances
        resolved = resolve_case(case, acquaintances.tables, on=case.received or asked.today)
        packs = tuple(load_pack(name) for name in given.packs or resolved.packs)
        past = bench.past().without(given.id or _DRAFT)
        ties = acquaintances.of(persons_asked(resolved, registers_of(snapshot).units), past)
        verdict = visible(check(resolved, packs, snapshot, ties=ties))
    shown = {**as_json(verdict), "case": given.id}
    named = [*case.candidates, *(one.person for one in case.team)]
    told = covered(asked, shown, None, opened=[*named, *(one.person or "" for one in case.parties)])
    return ready(CheckOut(check=told, **words_of(asked, told, [pack.name for pack in packs])))


def require_seen(asked: Asked, given: DraftIn) -> str:
    """Return the ids of a draft for the audit, all of which exist for this account.

    Raises:
        Problem: 422, an id is nobody's for this account; 403, the case is not his to draw up.
    """
    people = [one.person for one in given.parties if one.person]
    for at, party in enumerate(given.parties):
        if party.person:
            require_person(asked, party.person, f"parties.{at}.person")
        elif party.unit:
            require_party(asked, f"unit:{party.unit}", f"parties.{at}.unit")
    for at, one in enumerate([*(member.person for member in given.team), *given.candidates]):
        require_person(asked, one, f"team or candidates, number {at + 1}")
    if given.unit:
        require_unit(asked, given.unit, "unit")
    own = asked.account.unit
    is_own = not (own and given.unit) or own == given.unit
    if not is_own or not asked.sight.is_in_reach(given.place or ""):
        raise Problem(HTTPStatus.FORBIDDEN, "you draw up cases of your own unit and places")
    require_no_kin(asked, people)
    return " ".join([*people, *(one.person for one in given.team), *given.candidates])
