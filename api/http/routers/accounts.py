"""Accounts, kept by who sees no data; authorizations, granted by who approves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.http.asking import AccountDep, ServiceDep
from api.http.roles import Account, Role

router = APIRouter(tags=["accounts"])
_LONGEST = 1000


class AccountIn(BaseModel):
    """An account as it should stand; a blank password leaves the old one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    login: str = Field(min_length=1, max_length=100, examples=["zhang"])
    name: str = Field(max_length=100, examples=["张研判"])
    roles: list[Role] = Field(min_length=1, examples=[["analyst"]])
    password: str | None = Field(None, max_length=_LONGEST, examples=[None])
    subject: str | None = Field(None, max_length=_LONGEST, examples=[None])
    person: str = Field("", max_length=100, examples=[""])
    unit: str = Field("", max_length=100, examples=[""])
    places: list[str] = Field(default_factory=list, max_length=_LONGEST, examples=[[]])
    is_active: bool = True


class AccountLineOut(BaseModel):
    """An account in the list, without its password."""

    login: str
    name: str
    roles: list[str]
    person: str
    unit: str
    places: list[str]
    is_active: bool
    by_provider: bool = Field(description="Whether an identity provider vouches for it")


class AuthorizationIn(BaseModel):
    """Which relatives are opened to whom, why and until when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    login: str = Field(max_length=100, examples=["li"])
    persons: list[str] = Field(min_length=1, max_length=_LONGEST, examples=[["P12"]])
    reason: str = Field(min_length=1, max_length=_LONGEST, examples=["线索初核 2026-31"])
    until: dt.date = Field(examples=["2026-12-31"])


class AuthorizationOut(BaseModel):
    """An authorization."""

    number: int
    login: str
    persons: list[str]
    reason: str
    by: str
    at: str
    until: str


@router.get("/accounts", operation_id="accounts", name="accounts")
def accounts(service: ServiceDep, _account: AccountDep) -> list[AccountLineOut]:
    """Return every account, by login."""
    return [_line(one) for one in service.accounts.all()]


@router.put("/accounts", operation_id="put_account", name="put_account")
def put_account(given: AccountIn, service: ServiceDep, _account: AccountDep) -> AccountLineOut:
    """Add or change an account; its open sessions end, so a role taken away is gone at once."""
    known = service.accounts.of_login(given.login) or Account(
        login=given.login, name=given.name, roles=frozenset(given.roles)
    )
    changed = replace(
        known,
        name=given.name,
        roles=frozenset(given.roles),
        subject=given.subject,
        person=given.person,
        unit=given.unit,
        places=tuple(given.places),
        is_active=given.is_active,
    )
    return _line(service.accounts.put(changed, given.password))


@router.get("/authorizations", operation_id="authorizations", name="authorizations")
def authorizations(service: ServiceDep, _account: AccountDep) -> list[AuthorizationOut]:
    """Return every authorization, oldest first."""
    return [AuthorizationOut(**one) for one in service.accounts.authorizations()]


@router.post("/authorizations", operation_id="authorize", name="authorize", status_code=201)
def authorize(given: AuthorizationIn, service: ServiceDep, account: AccountDep) -> AuthorizationOut:
    """Open the relatives of some people to an account, up to and including a day."""
    number = service.accounts.authorize(
        given.login,
        given.persons,
        reason=given.reason,
        by=account.login,
        until=given.until.isoformat(),
    )
    found = next(o for o in service.accounts.authorizations() if o["number"] == number)
    return AuthorizationOut(**found)


def _line(account: Account) -> AccountLineOut:
    return AccountLineOut(
        login=account.login,
        name=account.name,
        roles=sorted(role.value for role in account.roles),
        person=account.person,
        unit=account.unit,
        places=list(account.places),
        is_active=account.is_active,
        by_provider=account.subject is not None,
    )
