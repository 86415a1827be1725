"""Who asks, by which right and for which purpose: the dependencies of every route."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool

from api.http.permits import PERMIT
from api.http.problems import Problem, unseen
from api.http.roles import Account, Role
from api.http.service import Service
from api.http.sight import Sight
from graph.model import day_of
from graph.ontology.kinds import NodeKind

if TYPE_CHECKING:
    from api.http.permits import Permit
    from api.http.workbench import Newest

COOKIE = "huibi_session"
MARK = "x-huibi"
"""Header that every write carries, which no page of another origin can send unasked."""
_PURPOSE = re.compile(r"(case|authorization|lead):(\S{1,120})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a look at relatives is for; an authorization may name the people it opens."""

    kind: str
    id: str
    people: frozenset[str] | None = None

    def opens(self, person: str) -> bool:
        """Whether the purpose covers somebody."""
        return self.people is None or person in self.people


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: who asks, what he may see, what for."""

    service: Service
    account: Account
    sight: Sight
    purpose: Purpose | None
    today: dt.date

    def require_opened(self, person: str) -> None:
        """Let nobody see relatives of people whom his purpose does not open.

        Raises:
            Problem: 404, as if there were nobody of this id.
        """
        is_known = self.sight.ground.snapshot.ties.find(NodeKind.PERSON, person) is not None
        is_opened = self.purpose is not None and self.purpose.opens(person)
        if not (is_known and is_opened and self.sight.sees_person(person)):
            raise unseen()


async def service_of(request: Request) -> Service:
    """Return the service that this process runs."""
    found: Service = request.app.state.service
    return found


def permit_of(request: Request) -> Permit:
    """Return the permit of the route that was called."""
    return PERMIT[request.scope["route"].name]


ServiceDep = Annotated[Service, Depends(service_of)]


async def account_of(request: Request) -> Account:
    """Return who asks, and let nobody ask what his role does not need.

    Raises:
        Problem: 401 where nobody is logged in, 403 where the role is another's or a write does
            not come from the service's own pages.
    """
    token, accounts = request.cookies.get(COOKIE, ""), (await service_of(request)).accounts
    account = accounts.glance(token) or await run_in_threadpool(accounts.of_token, token)
    permit = permit_of(request)
    request.state.who = account.login if account else "-"
    if account is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "log in first: POST /api/v1/session")
    if not account.has(*permit.roles):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "this is not part of your role; ask whoever keeps the accounts if it should be",
        )
    if permit.writes:
        require_own_page(request)
    return account


def require_own_page(request: Request) -> None:
    """Let no page of another origin write in somebody's name.

    Raises:
        Problem: 403 where the header is missing that only the service's own pages send.
    """
    if MARK not in request.headers:
        raise Problem(HTTPStatus.FORBIDDEN, f"a write carries the header {MARK}: 1")


AccountDep = Annotated[Account, Depends(account_of)]


async def asked_of(
    request: Request,
    x_huibi_purpose: Annotated[
        str,
        Header(
            description="case:ID, authorization:NUMBER or lead:FINDING",
            examples=["case:2026-017"],
        ),
    ] = "",
) -> Asked:
    """Return the request with what its account may see; `account_of` comes first.

    Raises:
        Problem: 403 where a purpose is wanted and none is given that stands.
    """
    service, account = await service_of(request), await account_of(request)
    at_hand = service.bench.at_hand()
    if at_hand and not _takes_time(x_huibi_purpose):
        asked = _asked(service, account, x_huibi_purpose, at_hand)
    else:
        asked = await run_in_threadpool(_asked, service, account, x_huibi_purpose)
    if permit_of(request).purpose and asked.purpose is None:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "relatives and connections open for a purpose: name a case you are on, an "
            "authorization or a lead in the header X-Huibi-Purpose, such as case:2026-017",
        )
    request.state.purpose = x_huibi_purpose
    return asked


AskedDep = Annotated[Asked, Depends(asked_of)]


def _asked(
    service: Service, account: Account, purpose: str, at_hand: Newest | None = None
) -> Asked:
    today = service.today()
    ground, files = at_hand or service.bench.newest()
    sight = Sight(account=account, ground=ground, files=files, day=day_of(today.isoformat()))
    return Asked(
        service=service,
        account=account,
        sight=sight,
        purpose=_purpose(purpose, sight, service, today) if purpose else None,
        today=today,
    )


def _takes_time(purpose: str) -> bool:
    """Whether a purpose has to be looked for among cases or leads, which other requests await."""
    return purpose.startswith(("case:", "lead:"))


def _purpose(text: str, sight: Sight, service: Service, today: dt.date) -> Purpose:
    """Return a purpose that stands for this account.

    Raises:
        Problem: 403, whether it does not exist, has ended or is another's.
    """
    match = _PURPOSE.fullmatch(text)
    found = None
    if match:
        kind, id = match.groups()
        found = _FOUND[kind](id, sight, service, today)
    if found is None:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "the purpose named is none of yours that stands today; name an open case you are on, "
            "an authorization that has not ended, or a lead",
        )
    return found


def _case(id: str, sight: Sight, _service: Service, _today: dt.date) -> Purpose | None:
    file = sight.cases.get(id)
    return Purpose(kind="case", id=id) if file and file.is_open else None


def _authorization(id: str, sight: Sight, service: Service, today: dt.date) -> Purpose | None:
    found = service.accounts.authorization(sight.account.login, id)
    if found is None or today.isoformat() > found[1]:
        return None
    return Purpose(kind="authorization", id=id, people=found[0])


def _lead(id: str, sight: Sight, service: Service, _today: dt.date) -> Purpose | None:
    if not sight.account.has(Role.ANALYST):
        return None
    people = service.people_of_lead(id, sight)
    return Purpose(kind="lead", id=id, people=people) if people else None


_FOUND = {"case": _case, "authorization": _authorization, "lead": _lead}
