"""Leads on favoritism: by pattern, place and period; their evidence; what became of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.http.asking import Asked, AskedDep
from api.http.leading import line_of, patterns_of, whole_of
from api.http.problems import unseen
from api.patterns.feedback import answer, history
from api.patterns.naming import ids_in
from graph.ledger import Feedback

router = APIRouter(tags=["leads"])


class LeadsOut(BaseModel):
    """A page of leads, the strongest of each pattern first."""

    items: list[dict[str, Any]]
    total: int
    more: bool


class LeadOut(BaseModel):
    """A lead: claim, figures, evidence, what to check first, its history and feedback."""

    lead: dict[str, Any]
    runs: list[dict[str, Any]]
    feedback: list[dict[str, Any]]


class FeedbackIn(BaseModel):
    """What was seen when somebody looked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Literal["confirmed", "innocent", "open"] = Field(examples=["innocent"])
    because: Literal["", "need", "identity", "law_allows", "data_error"] = Field(
        default="", examples=["need"]
    )
    note: str = Field(default="", max_length=2000, examples=["入户核实，确有困难"])
    request: str | None = Field(default=None, max_length=100, description="Sent twice, done once")


@router.get("/patterns", operation_id="patterns", name="patterns")
def patterns(asked: AskedDep) -> list[dict[str, Any]]:
    """Return the patterns with the number of leads seen, hit rates and measured figures."""
    leads = asked.service.leads
    return patterns_of(leads, leads.seen(asked.sight))


@router.get("/leads", operation_id="leads", name="leads")
def leads(
    request: Request,
    asked: AskedDep,
    code: Annotated[str, Query(max_length=10)] = "",
    place: Annotated[str, Query(max_length=40)] = "",
    official: Annotated[str, Query(max_length=100)] = "",
    about: Annotated[
        str, Query(max_length=100, description="Whatever a lead names: anybody, unit, contract")
    ] = "",
    since: Annotated[str, Query(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")] = "",
    until: Annotated[str, Query(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")] = "",
    outcome: Literal["", "confirmed", "innocent", "open", "none"] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> LeadsOut:
    """Return leads of the last recorded runs, narrowed as asked."""
    request.state.subject = " ".join(part for part in (code, place, official, about) if part)
    found = [
        one
        for one in asked.service.leads.seen(asked.sight)
        if (not code or one["code"] == code)
        and (not place or asked.sight.ground.is_under(one["place"], (place,)))
        and (not official or official in (one["subject"], *one["officials"]))
        and (not about or about in ids_in(one))
        and (not since or (one["until"] or one["since"]) >= since)
        and (not until or (one["since"] and one["since"][: len(until)] <= until))
        and (not outcome or (one["feedback"] or {}).get("outcome", "none") == outcome)
    ]
    found.sort(key=lambda one: (one["code"], one["q"] or 0.0, -(one["measure"] or 0.0), one["id"]))
    page = found[after : after + limit]
    return LeadsOut(
        items=[line_of(one, asked.sight) for one in page],
        total=len(found),
        more=after + len(page) < len(found),
    )


@router.get("/leads/{id}", operation_id="lead", name="lead")
def lead(id: str, asked: AskedDep) -> LeadOut:
    """Return one lead whole."""
    found = _seen(asked, id)
    past = history(asked.service.bench.ledger, id)
    return LeadOut(lead=whole_of(found, asked.sight), runs=past["runs"], feedback=past["feedback"])


@router.post("/leads/{id}/feedback", operation_id="answer_lead", name="answer_lead",
             status_code=201)  # fmt: skip
def answer_lead(id: str, given: FeedbackIn, asked: AskedDep) -> dict[str, Any]:
    """Record what became of a lead; the last word stands, and all are kept."""
    _seen(asked, id)
    return answer(
        asked.service.bench.ledger,
        Feedback(
            finding=id,
            outcome=given.outcome,
            because=given.because,
            note=given.note,
            author=asked.account.login,
            request=given.request,
        ),
    )


def _seen(asked: Asked, id: str) -> dict[str, Any]:
    for one in asked.service.leads.seen(asked.sight):
        if one["id"] == id:
            return one
    raise unseen()
