"""Logging in at the identity provider, where one is configured."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.http.asking import COOKIE, ServiceDep
from api.http.oidc import WAIT_SECONDS, refused
from api.http.problems import Problem, unseen
from api.http.sentences import coded

if TYPE_CHECKING:
    from api.http.roles import Account
    from api.http.service import Service

router = APIRouter(tags=["session"])
_BACK = "/api/v1/session/oidc/return"
_BROWSER = "huibi_oidc"


@router.get("/session/oidc", operation_id="go_to_provider", name="go_to_provider",
            status_code=HTTPStatus.SEE_OTHER, response_class=Response)  # fmt: skip
def go_to_provider(request: Request, service: ServiceDep) -> Response:
    """Go to the identity provider, and come back logged in."""
    if service.provider is None:
        raise unseen()
    back = str(request.base_url).rstrip("/") + _BACK
    try:
        address, browser = service.provider.begin(back)
    except Problem as problem:
        return _shown(request, problem)
    answer = Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": address})
    answer.set_cookie(
        _BROWSER, browser, max_age=WAIT_SECONDS, httponly=True, samesite="lax",
        secure=service.is_secure, path=_BACK,
    )  # fmt: skip
    return answer


@router.get("/session/oidc/return", operation_id="back_from_provider", name="back_from_provider",
            status_code=HTTPStatus.SEE_OTHER, response_class=Response)  # fmt: skip
def back_from_provider(
    request: Request,
    service: ServiceDep,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Begin the session of whoever the provider names, if there is an account for him.

    A browser that is refused is led to the login page, which says why in its reader's language.
    """
    if service.provider is None:
        raise unseen()
    try:
        account = _account(request, service, state, code)
    except Problem as problem:
        return _shown(request, problem)
    answer = Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": "/"})
    answer.set_cookie(
        COOKIE, service.accounts.begin(account), httponly=True, samesite="strict",
        secure=service.is_secure, path="/",
    )  # fmt: skip
    answer.delete_cookie(_BROWSER, path=_BACK)
    return answer


def _account(request: Request, service: Service, state: str, code: str) -> Account:
    """Return the account of whoever came back.

    Raises:
        Problem: 401, the login does not hold or there is no account; 503, the provider fails.
    """
    assert service.provider is not None, "nobody comes back from no provider"
    subject = service.provider.finish(state, request.cookies.get(_BROWSER, ""), code)
    account = service.accounts.of_subject(subject)
    request.state.who = account.login if account else "-"
    request.state.subject = subject
    if account is None or not account.is_active:
        raise refused("the identity provider knows you, and there is no account for you here")
    return account


def _shown(request: Request, problem: Problem) -> Response:
    """Lead a browser to the login page with the code of a problem; any other caller gets it plain.

    Raises:
        Problem: the caller is no browser that goes from page to page.
    """
    if "text/html" not in request.headers.get("accept", ""):
        raise problem
    code, values = coded(problem.detail)
    request.state.subject = f"{getattr(request.state, 'subject', '')} {code}".strip()
    told = urlencode({"refused": code, **values})
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": f"/#/login?{told}"})
