"""Where a case goes: its route, and the lottery that gives waiting cases to handlers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from api.assigning import commit, draw, posted_json, replay_batch
from api.http.asking import Asked, AskedDep
from api.http.covering import covered
from api.http.desking import require_person, sitting, words_of
from api.http.once import KeyDep, once
from api.http.problems import Problem, unseen
from api.http.routers.checks import Id
from api.routing import record_route, route_registered
from api.waiting import Request as Wanted
from graph.desk.assignment.commitment import new_seed
from graph.desk.assignment.posting import batches
from graph.desk.routing.report import as_json
from graph.errors import InputError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from graph.ledger import DeskEvent

router = APIRouter(tags=["desk"])
_ATTEMPTS = 3


class RouteOut(BaseModel):
    """The steps that a case may take, who stands where, and what keeps a step from being taken."""

    route: dict[str, Any]
    names: dict[str, str]
    rules: dict[str, Any]
    event: str | None = Field(default=None, description="Where it is kept with the case")


class AssignIn(BaseModel):
    """Which waiting cases to draw handlers for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cases: Annotated[list[Id], Field(min_length=1, max_length=500, examples=[["2026-017"]])]
    absent: list[Id] = Field(default_factory=list, max_length=500, description="Who is away")
    sensitive: list[Id] = Field(default_factory=list, max_length=500)
    public_source: str = Field(
        default="", max_length=200, description="Filled: only promised now; drawn when it is out"
    )


class RevealIn(BaseModel):
    """The public numbers that the draw waited for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    public_seed: str = Field(default="", max_length=200, examples=["03 08 11 19 22 31 07"])


class AssignOut(BaseModel):
    """A lottery: who got which case, who was passed over and why, what was promised and shown."""

    lottery: dict[str, Any]
    names: dict[str, str]
    rules: dict[str, Any]


class DrawnOut(BaseModel):
    """What a lottery came to for one case."""

    case: str = Field(examples=["2026-017"])
    handler: str = Field(examples=["P7"])
    handler_name: str = Field(examples=["孙立新"])
    second: str = Field(default="", examples=["P8"])
    second_name: str = ""
    chance: float = Field(description="Of the handler, before the draw", examples=[0.5])


class BatchOut(BaseModel):
    """A lottery in one line: who promised and drew it, when, and what it came to."""

    batch: str = Field(examples=["A-000001"])
    state: str = Field(description="promised, drawn or void", examples=["drawn"])
    at: str
    by: str = Field(description="The login that promised it", examples=["zhang"])
    cases: list[str]
    public_source: str
    seed_commitment: str = Field(description="Digest by which the seed was promised")
    drawn_at: str = ""
    drawn_by: str = ""
    seed: str = Field(default="", description="Shown once it is drawn")
    public_seed: str = ""
    results: list[DrawnOut] = Field(default_factory=list)
    unassigned: list[str] = Field(default_factory=list, description="Cases that nobody got")


@router.get("/cases/{id}/route", operation_id="route", name="route")
def route(id: str, asked: AskedDep) -> RouteOut:
    """Return the route of a case on the newest facts, with what people decided in it."""
    return _routed(asked, id, is_kept=False)


@router.post("/cases/{id}/route", operation_id="keep_route", name="keep_route")
def keep_route(id: str, asked: AskedDep, key: KeyDep = None) -> RouteOut:
    """Keep the route with the case: its step and how many stood where, nobody's reasons."""
    asked.sight.case(id)
    done = once(asked, key, "keep_route", id, lambda: _routed(asked, id, is_kept=True).model_dump())
    return RouteOut(**done)


def _routed(asked: Asked, id: str, *, is_kept: bool) -> RouteOut:
    file = asked.sight.case(id)
    if not file.is_open:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{id} is {file.state.value}: no route")
    bench, event = asked.service.bench, None
    with bench.engine, open_ledger(bench.ledger, write=is_kept) as book:
        found = route_registered(file, book, asked.sight.ground.snapshot, on=asked.today)
        if is_kept:
            event = record_route(book, file, found, asked.account.login).id
    shown = as_json(found)
    officers = {one["person"] for step in shown["steps"] for one in step["people"]}
    told = covered(asked, shown, file, opened=officers)
    return RouteOut(route=told, event=event, **words_of(asked, told))


@router.get("/assignments", operation_id="assignments", name="assignments")
def assignments(asked: AskedDep) -> list[BatchOut]:
    """Return the lotteries whose cases all exist for this account, the newest first."""
    with open_ledger(asked.service.bench.ledger) as book:
        found = batches(book)
    return [
        _line(asked, batch, promised, shown)
        for batch, (promised, shown) in reversed(found.items())
        if all(one in asked.sight.cases for one in promised.body["cases"])
    ]


def _line(asked: Asked, batch: str, promised: DeskEvent, shown: DeskEvent | None) -> BatchOut:
    line = BatchOut(
        batch=batch,
        state="promised",
        at=promised.at or "",
        by=promised.author,
        cases=list(promised.body["cases"]),
        public_source=promised.body["public_source"],
        seed_commitment=promised.body["seed_commitment"],
    )
    if shown is None:
        return line
    void = shown.body.get("void")
    return line.model_copy(
        update={
            "state": "void" if void else "drawn",
            "drawn_at": shown.at or "",
            "drawn_by": shown.author,
            "seed": shown.body["seed"],
            "public_seed": shown.body["public_seed"],
            "results": [] if void else _results(asked, shown.body["assignments"]),
            "unassigned": [one["case"] for one in shown.body["unassigned"]],
        }
    )


def _results(asked: Asked, assigned: list[dict[str, Any]]) -> list[DrawnOut]:
    people = {one.get(key) or "" for one in assigned for key in ("handler", "second")}
    names = asked.sight.ground.names.of(sorted(people))
    return [
        DrawnOut(
            case=one["case"],
            handler=one["handler"],
            handler_name=names.get(one["handler"], ""),
            second=one.get("second") or "",
            second_name=names.get(one.get("second") or "", ""),
            chance=one["probability"],
        )
        for one in assigned
    ]


@router.post("/assignments", operation_id="assign", name="assign", status_code=201)
def assign(given: AssignIn, request: Request, asked: AskedDep, key: KeyDep = None) -> AssignOut:
    """Promise a lottery of waiting cases and draw it; the seed is shown after the draw."""
    request.state.subject = " ".join(given.cases)
    for id in (*given.cases, *given.sensitive):
        asked.sight.case(id)
    absent = [require_person(asked, one, "absent") for one in given.absent]
    wanted = Wanted(
        cases=given.cases,
        is_registered=True,
        on=asked.today,
        absent=absent,
        sensitive=given.sensitive,
    )
    said = given.model_dump(mode="json")
    done = once(asked, key, "assign", said, lambda: _drawn(asked, wanted, given.public_source))
    return AssignOut(**done)


def _drawn(asked: Asked, wanted: Wanted, source: str) -> dict[str, Any]:
    for _ in range(_ATTEMPTS):
        with sitting(asked) as desk:
            seed = new_seed()
            batch, lottery = commit(desk, wanted, seed, public_source=source, progress=None)
            if source:
                promised = {"batch": batch, "seed_commitment": seed.commitment, "gap": lottery.gap}
                return {"lottery": {**promised, "public_source": source}, "names": {}, "rules": {}}
            posted = draw(desk, batch)
        if posted.void is None:
            return _posted(asked, posted_json(posted))
    raise InputError(
        f"{_ATTEMPTS} draws were void because cases or facts kept changing; nothing was assigned. "
        "Wait until the load or the other clerk has finished, then send it again"
    )


def _posted(asked: Asked, shown: dict[str, Any]) -> dict[str, Any]:
    people = {one.get(key) or "" for one in shown["assignments"] for key in ("handler", "second")}
    told = covered(asked, shown, None, opened=people)
    return {"lottery": told, **words_of(asked, told)}


@router.post("/assignments/{batch}/reveal", operation_id="reveal", name="reveal")
def reveal(batch: str, given: RevealIn, asked: AskedDep) -> AssignOut:
    """Draw a promised lottery; drawn before, what was recorded is returned."""
    _require_batch(asked, batch)
    with sitting(asked) as desk:
        posted = posted_json(draw(desk, batch, public=given.public_seed))
    return AssignOut(**_posted(asked, posted))


@router.get("/assignments/{batch}/replay", operation_id="replay_assignment",
            name="replay_assignment")  # fmt: skip
def replay_assignment(batch: str, asked: AskedDep) -> dict[str, Any]:
    """Derive a drawn lottery again from its record, and say what differs."""
    _require_batch(asked, batch)
    with open_ledger(asked.service.bench.ledger) as book:
        found = replay_batch(book, batch)
    return {"batch": batch, "same": not found, "differences": [one.what for one in found]}


def _require_batch(asked: Asked, batch: str) -> None:
    if batch not in {one.batch for one in assignments(asked)}:
        raise unseen()
