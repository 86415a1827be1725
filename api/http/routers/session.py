"""Logging in and out, and what the service is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.asking import COOKIE, AccountDep, AskedDep, ServiceDep, require_own_page
from api.http.problems import Problem
from api.http.roles import ROLE_ZH, Account

router = APIRouter(tags=["session"])


class LogInIn(BaseModel):
    """Login and password of a local account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    login: str = Field(max_length=100, examples=["zhang"])
    password: str = Field(max_length=1000, examples=["correct horse battery"])


class AccountOut(BaseModel):
    """Who is logged in, and as what."""

    login: str = Field(examples=["zhang"])
    name: str = Field(examples=["张研判"])
    roles: list[str] = Field(examples=[["analyst"]])
    roles_zh: list[str] = Field(examples=[["研判"]])
    person: str = Field(description="Id in the data, blank where there is none", examples=["P7"])
    unit: str = Field(examples=["U17"])
    places: list[str] = Field(description="Places of competence; none means all", examples=[[]])
    is_demo: bool


class HealthOut(BaseModel):
    """Whether the service answers, and whether who asks is logged in."""

    ok: bool
    session: bool
    provider: bool = Field(description="Whether one may log in at an identity provider")


class PurposesOut(AccountOut):
    """Who is logged in, and the purposes for which he may open relatives."""

    cases: list[str] = Field(examples=[["2026-017"]])
    authorizations: list[int] = Field(examples=[[3]])


@router.post("/session", operation_id="log_in", name="log_in")
def log_in(given: LogInIn, request: Request, response: Response, service: ServiceDep) -> AccountOut:
    """Begin a session; its cookie is opaque, and ends after half an hour without a request."""
    require_own_page(request)
    request.state.who = given.login
    token = service.accounts.enter(given.login, given.password)
    account = service.accounts.of_token(token) if token else None
    if token is None or account is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "login and password do not go together, or too many tries have closed the login for a "
            "quarter of an hour",
        )
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=service.is_secure, path="/"
    )
    return AccountOut(**_told(account), is_demo=service.is_demo)


@router.delete(
    "/session", operation_id="log_out", name="log_out", status_code=HTTPStatus.NO_CONTENT
)
def log_out(request: Request, response: Response, service: ServiceDep, account: AccountDep) -> None:
    """End the session."""
    service.accounts.leave(request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/")


@router.get("/session", operation_id="who_am_i", name="who_am_i")
def who_am_i(asked: AskedDep) -> PurposesOut:
    """Return who is logged in and for which purposes relatives may be opened."""
    today = asked.today.isoformat()
    return PurposesOut(
        **_told(asked.account),
        is_demo=asked.service.is_demo,
        cases=[id for id, file in asked.sight.cases.items() if file.is_open],
        authorizations=[
            one["number"]
            for one in asked.service.accounts.authorizations(asked.account.login)
            if today <= one["until"]
        ],
    )


@router.get("/health", operation_id="health", name="health")
def health(request: Request, service: ServiceDep) -> HealthOut:
    """Return whether the service answers, a session stands, and a provider may log one in."""
    account = service.accounts.of_token(request.cookies.get(COOKIE, ""))
    return HealthOut(
        ok=service.bench.ledger.exists(),
        session=account is not None,
        provider=service.provider is not None,
    )


def _told(account: Account) -> dict[str, Any]:
    roles = sorted(account.roles)
    return {
        "login": account.login,
        "name": account.name,
        "roles": [role.value for role in roles],
        "roles_zh": [ROLE_ZH[role] for role in roles],
        "person": account.person,
        "unit": account.unit,
        "places": list(account.places),
    }
