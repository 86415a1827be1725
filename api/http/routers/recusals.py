"""Recusals over HTTP: disclosed, applied for, answered, ordered, refused, decided, overridden."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.desk import recusals
from api.desk.session import Outcome
from api.http.asking import Asked, AskedDep
from api.http.desking import outcome_shown, require_involved, signer_of
from api.http.problems import Problem, unseen
from api.http.roles import Role
from api.http.routers.cases import OutcomeOut
from api.http.routers.checks import Id
from api.http.routers.seen import Seen, SeenDep, sitting_on

router = APIRouter(tags=["recusal"])
Reason = Annotated[str, Field(min_length=1, max_length=2000, examples=["与当事人系表兄弟"])]
By = Annotated[
    str | None,
    Field(
        default=None,
        max_length=200,
        description="In whose name, where the account is nobody in the data itself",
    ),
]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DiscloseIn(_In):
    """Somebody on a case asks to recuse himself."""

    person: Id = Field(examples=["P5"])
    reason: Reason
    form: Literal["written", "oral"] = "written"


class ApplyIn(_In):
    """A party or another asks that somebody recuse; told by role alone."""

    person: Id
    role: Id = Field(examples=["subject"])
    reason: Reason


class AnswerIn(_In):
    """The answer to a disclosure or an application."""

    of: Annotated[str, Field(pattern=r"^E-\d{1,12}$", examples=["E-000012"])]
    granted: bool
    reason: Reason
    by: By


class OrderIn(_In):
    """An order to recuse, a refusal recorded, or an override asked for."""

    person: Id
    reason: Reason
    by: By


class DecideIn(OrderIn):
    """A ruling on somebody."""

    outcome: Literal["may_handle", "recuse"]


class ApproveIn(_In):
    """One of the two approvals of an override."""

    of: Annotated[str, Field(pattern=r"^E-\d{1,12}$", examples=["E-000015"])]
    by: By
    document: str = Field(default="", max_length=200, description="Number of what he signed")


def _signed(
    asked: Asked, id: str, given: OrderIn, seen: Seen, act: Callable[..., Outcome]
) -> OutcomeOut:
    """Do to somebody on a case what a signer may do, and return what it led to."""
    file = asked.sight.case(id)
    require_involved(asked, file, given.person)
    signer = signer_of(asked, given.by, file)
    with sitting_on(asked, id, seen) as desk:
        done = act(desk, id, given.person, reason=given.reason, by=signer, request=seen.key)
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/recusals/disclose", operation_id="disclose", name="disclose")
def disclose(id: str, given: DiscloseIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Record that somebody on a case asks to recuse himself; a handler does so for himself."""
    require_involved(asked, asked.sight.case(id), given.person)
    if not asked.account.has(Role.CLERK, Role.APPROVER) and given.person != asked.account.person:
        raise Problem(HTTPStatus.FORBIDDEN, "you disclose for yourself; tell the clerk of others")
    with sitting_on(asked, id, seen) as desk:
        done = recusals.disclose(
            desk, id, given.person, reason=given.reason, form=given.form, request=seen.key
        )
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/recusals/apply", operation_id="apply_recusal", name="apply_recusal")
def apply(id: str, given: ApplyIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Record that a party or another asks that somebody recuse."""
    require_involved(asked, asked.sight.case(id), given.person)
    with sitting_on(asked, id, seen) as desk:
        done = recusals.apply(
            desk, id, given.person, role=given.role, reason=given.reason, request=seen.key
        )
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/recusals/answer", operation_id="answer_recusal", name="answer_recusal")
def answer(id: str, given: AnswerIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Answer a disclosure or an application; granted, the person leaves the case at once."""
    file = asked.sight.case(id)
    signer = signer_of(asked, given.by, file)
    if given.of not in {one.id for one in file.requests}:
        raise unseen()
    with sitting_on(asked, id, seen) as desk:
        done = recusals.answer(
            desk, given.of, granted=given.granted, reason=given.reason, by=signer, request=seen.key
        )
    return OutcomeOut(**outcome_shown(asked, done))


@router.post("/cases/{id}/recusals/order", operation_id="order_recusal", name="order_recusal")
def order(id: str, given: OrderIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Order somebody to recuse who did not ask to; he leaves the case at once."""
    return _signed(asked, id, given, seen, recusals.order)


@router.post("/cases/{id}/recusals/refuse", operation_id="record_refusal", name="record_refusal")
def refuse(id: str, given: OrderIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Record that somebody refused, or failed, to recuse."""
    return _signed(asked, id, given, seen, recusals.refuse)


@router.post("/cases/{id}/recusals/decide", operation_id="decide_recusal", name="decide_recusal")
def decide(id: str, given: DecideIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Rule, as the decider that the check names, whether somebody may handle the case."""
    return _signed(asked, id, given, seen, partial(recusals.decide, outcome=given.outcome))


@router.post("/cases/{id}/recusals/override", operation_id="ask_override", name="ask_override")
def override(id: str, given: OrderIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Ask that somebody stay in spite of the verdict on him; two others must approve."""
    return _signed(asked, id, given, seen, recusals.ask_override)


@router.post("/cases/{id}/recusals/approve", operation_id="approve_override",
             name="approve_override")  # fmt: skip
def approve(id: str, given: ApproveIn, asked: AskedDep, seen: SeenDep) -> OutcomeOut:
    """Approve an override as one of two; who approves is checked against the case too."""
    file = asked.sight.case(id)
    signer = signer_of(asked, given.by, file)
    if given.of not in {one.id for one in file.overrides}:
        raise unseen()
    with sitting_on(asked, id, seen) as desk:
        done = recusals.approve(
            desk, given.of, by=signer, document=given.document, request=seen.key
        )
    return OutcomeOut(**outcome_shown(asked, done))
