"""Logging in at the identity provider, where one is configured."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.asking import COOKIE, ServiceDep
from api.http.oidc import WAIT_SECONDS, refused
from api.http.problems import unseen

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
    address, browser = service.provider.begin(back)
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
    """Begin the session of whoever the provider names, if there is an account for him."""
    if service.provider is None:
        raise unseen()
    subject = service.provider.finish(state, request.cookies.get(_BROWSER, ""), code)
    account = service.accounts.of_subject(subject)
    request.state.who = account.login if account else "-"
    request.state.subject = subject
    if account is None or not account.is_active:
        raise refused("the identity provider knows you, and there is no account for you here")
    answer = Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": "/"})
    answer.set_cookie(
        COOKIE, service.accounts.begin(account), httponly=True, samesite="strict",
        secure=service.is_secure, path="/",
    )  # fmt: skip
    answer.delete_cookie(_BROWSER, path=_BACK)
    return answer
