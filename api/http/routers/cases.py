"""Registered cases: the list, one case and its history, its team and parties, its states."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from api.assigning import withdraw
from api.desk import cases, prying
from api.desk.unsealing import last_verdict, log_look
from api.desk.views import file_of, history_of, line_of
from api.http.asking import Asked, AskedDep
from api.http.covering import covered
from api.http.desking import (
    case_shown,
    is_keeper,
    is_known_person,
    outcome_shown,
    require_involved,
    require_no_kin,
    require_party,
    require_person,
    sitting,
    words_of,
)
from api.http.once import KeyDep, once
from api.http.problems import Problem, unseen
from api.http.routers.checks import DraftIn, Id, MemberIn, PartyIn, require_seen
from api.http.routers.seen import SeenDep, sitting_on
from graph.ledger import open_ledger

router = APIRouter(tags=["desk"])
Reason = Annotated[str, Field(max_length=2000, examples=["情况属实"])]


class CasesOut(BaseModel):
    """The cases that exist for an account, and the names in them."""

    cases: list[dict[str, Any]]
    names: dict[str, str]
    rules: dict[str, Any]


class CaseOut(BaseModel):
    """A case as far as it may be shown, the names in it, and what its rules say."""

    case: dict[str, Any]
    names: dict[str, str]
    rules: dict[str, Any]
    last: int | None = Field(
        default=None,
        description="Number of its last event: sent with a change as If-Match, it keeps one from "
        "changing what somebody else has changed meanwhile",
        examples=[42],
    )


class OutcomeOut(CaseOut):
    """What an act led to."""

    event: str | None = Field(examples=["E-000012"])
    new: bool = Field(description="False: it had been done before")


class TeamIn(BaseModel):
    """Who joins and who leaves a team, by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    add: list[MemberIn] = Field(default_factory=list, max_length=30)
    remove: list[Id] = Field(default_factory=list, max_length=30)


class PartiesIn(BaseModel):
    """Who becomes a party and who ceases to be one, by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    add: list[PartyIn] = Field(default_factory=list, max_length=30)
    remove: list[Id] = Field(default_factory=list, max_length=30)


class ReasonIn(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Reason = ""


class PryingIn(BaseModel):
    """Who asked about a case, when and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Annotated[str, Field(min_length=1, max_length=200, examples=["外单位某某"])]
    how: Annotated[str, Field(min_length=1, max_length=2000, examples=["电话打听案情"])]
    means: Literal["asked", "interceded", "contact", "other"] = "asked"
    when: dt.date | None = None


@router.get("/cases", operation_id="cases", name="cases")
def list_cases(asked: AskedDep) -> CasesOut:
    """Return the list of cases, the newest registered last."""
    lines = [line_of(file, asked.today) for file in asked.sight.cases.values()]
    return CasesOut(cases=lines, **words_of(asked, lines))


@router.get("/notices", operation_id="notices", name="notices")
def notices(asked: AskedDep) -> list[dict[str, Any]]:
    """Return what re-checks found new in one's cases, the newest first."""
    found = [
        {
            "id": event.id,
            "case": file.id,
            "at": event.at,
            "people": event.body["people"],
            "to": event.body["to"],
            **words_of(asked, event.body),
        }
        for file in asked.sight.cases.values()
        if file.state.value != "sealed"
        for event in file.history
        if event.kind == "recheck_notice"
    ]
    return sorted(found, key=lambda one: str(one["id"]), reverse=True)


@router.post("/cases", operation_id="register_case", name="register_case", status_code=201)
def register_case(
    given: DraftIn, request: Request, asked: AskedDep, key: KeyDep = None
) -> OutcomeOut:
    """Register a case and check everybody on it; without an id the next free one is given."""
    seen = require_seen(asked, given)

    def act() -> dict[str, Any]:
        with asked.service.bench.engine:
            id = given.id.strip() or _free_id(asked)
            if id in asked.sight.files and id not in asked.sight.cases:
                raise Problem(
                    HTTPStatus.CONFLICT,
                    f"'{id}' is taken; leave the number empty and one is given",
                )
            content = orjson.dumps(given.case(id).model_dump(mode="json", exclude_none=True))
            with sitting(asked) as desk:
                outcome = cases.register(desk, content, name=id, packs=given.packs)
            return outcome_shown(asked, outcome)

    done = once(asked, key, "register_case", given.model_dump(mode="json"), act)
    request.state.subject = f"{done['case']['case']} {seen}"
    return OutcomeOut(**done)


def _free_id(asked: Asked) -> str:
    """Return the next number of the year."""
    taken, year = asked.service.bench.files(), asked.today.year
    return next(id for n in range(1, len(taken) + 2) if (id := f"{year}-{n:03d}") not in taken)


@router.get("/cases/{id}", operation_id="case", name="case")
def case(id: str, asked: AskedDep) -> CaseOut:
    """Return a case: parties, team with verdicts and reasons, what stands in the way, all acts."""
    return CaseOut(**case_shown(asked, asked.sight.case(id)))


@router.get("/cases/{id}/history", operation_id="case_history", name="case_history")
def case_history(id: str, asked: AskedDep) -> CaseOut:
    """Return every event of a case with the state it led to."""
    file = asked.sight.case(id)
    shown = history_of(file, asked.today)
    shown.pop("derived", None)
    told = covered(asked, shown, file)
    return CaseOut(case=told, **words_of(asked, told))


@router.post("/cases/{id}/unseal", operation_id="unseal_case", name="unseal_case")
def unseal_case(id: str, given: ReasonIn, asked: AskedDep) -> CaseOut:
    """Return a case with what is withheld, for its custodian, or the approver of a sealed one.

    The look is on the access log, with its reason, before anything is shown.
    """
    file = asked.sight.case(id)
    if not is_keeper(asked, file):
        raise unseen()
    if not given.reason.strip():
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "reason: say why it is unsealed")
    with asked.service.bench.engine, open_ledger(asked.service.bench.ledger) as book:
        log_look(book, file, who=asked.account.login, what=f"http: {given.reason[:200]}")
        verdict = last_verdict(book, file, unseal=True)
    shown = file_of(file, asked.today, verdict=verdict, unseal=True)
    return CaseOut(case=shown, **words_of(asked, shown, verdict["packs"] if verdict else ()))


@router.post("/cases/{id}/team", operation_id="change_team", name="change_team")
def change_team(id: str, given: TeamIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Put people on a team or take them off; everybody on the case is checked again."""
    file = asked.sight.case(id)
    _require_some(given.add, given.remove)
    for one in given.remove:
        require_involved(asked, file, one)
    add = [
        (require_person(asked, one.person, f"add.{at}.person"), one.role)
        for at, one in enumerate(given.add)
    ]
    with sitting_on(asked, id, seen) as desk:
        done = cases.change_team(desk, id, add=add, remove=given.remove, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/parties", operation_id="change_parties", name="change_parties")
def change_parties(id: str, given: PartiesIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Add parties or remove them; everybody on the case is checked again."""
    asked.sight.case(id)
    _require_some(given.add, given.remove)
    add = [
        (one.role, require_party(asked, one.person or f"unit:{one.unit or ''}", f"add.{at}"))
        for at, one in enumerate(given.add)
    ]
    require_no_kin(asked, [one.person for one in given.add if one.person])
    with sitting_on(asked, id, seen) as desk:
        done = cases.change_parties(desk, id, add=add, remove=given.remove, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


def _require_some(add: list[Any], remove: list[str]) -> None:
    if not (add or remove):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing to change: fill add or remove")


@router.post("/cases/{id}/start", operation_id="start_case", name="start_case")
def start_case(id: str, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Begin handling a case, if its check leaves nothing in the way."""
    asked.sight.case(id)
    with sitting_on(asked, id, seen) as desk:
        done = cases.start(desk, id, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/close", operation_id="close_case", name="close_case")
def close_case(id: str, given: ReasonIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Close a case, if its check leaves nothing in the way; every override ends with it."""
    asked.sight.case(id)
    with sitting_on(asked, id, seen) as desk:
        done = cases.close(desk, id, reason=given.reason, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/seal", operation_id="seal_case", name="seal_case")
def seal_case(id: str, given: ReasonIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Seal a closed case: from then on it is shown only to who unseals it."""
    asked.sight.case(id)
    with sitting_on(asked, id, seen) as desk:
        done = cases.seal(desk, id, reason=given.reason, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/withdraw", operation_id="withdraw_case", name="withdraw_case")
def withdraw_case(id: str, given: ReasonIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Take the assignment of a case back; it then waits for its handlers again."""
    asked.sight.case(id)
    with sitting_on(asked, id, seen) as desk:
        done = withdraw(desk, id, reason=given.reason, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/prying", operation_id="add_prying", name="add_prying")
def add_prying(id: str, given: PryingIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Enter in the register who asked about a case; everybody on it is checked again.

    Whoever is in no data is entered by name; a name is never looked up.
    """
    asked.sight.case(id)
    with sitting_on(asked, id, seen) as desk:
        done = prying.add_prying(
            desk,
            id,
            given.person,
            how=given.how,
            means=given.means,
            when=given.when,
            reported_by=asked.account.person or None,
            is_outsider=not is_known_person(asked, given.person),
            request=seen.key,
        )
    return OutcomeOut(**outcome_shown(asked, done))
