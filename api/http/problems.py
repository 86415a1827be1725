"""Errors over HTTP as problem details (RFC 9457): what is wrong, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.http.sentences import INVALID, coded
from graph.errors import HuibiError, LoadError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

MEDIA = "application/problem+json"
NOT_FOUND = "there is nothing here by that id for you; look it up with the search"
"""The one sentence for what does not exist and for what somebody may not see."""


DESCRIBED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem (RFC 9457): what is wrong, and what to do",
        "content": {
            MEDIA: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "code", "values"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "code": {
                            "type": "string",
                            "description": "Names the sentence of `detail`; it does not change",
                        },
                        "values": {
                            "type": "object",
                            "description": "What the sentence says of this case, by name",
                        },
                    },
                },
                "example": {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "detail": NOT_FOUND,
                    "code": "not_here",
                    "values": {},
                },
            }
        },
    }
}
"""How the description of every route tells of its refusals."""


class Problem(Exception):  # noqa: N818
    """An answer that is a problem: its status, what is wrong, what to do."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


def unseen() -> Problem:
    """Return the answer for what does not exist, or exists for others."""
    return Problem(HTTPStatus.NOT_FOUND, NOT_FOUND)


def answer_of(
    status: int, detail: str, error: type[HuibiError] | None = None, **more: Any
) -> Response:
    """Return a problem as an answer that nobody keeps; its code names its sentence."""
    code, values = coded(detail, error)
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
        "values": values,
        **more,
    }
    return Response(
        orjson.dumps(body),
        status_code=status,
        media_type=MEDIA,
        headers={"Cache-Control": "no-store"},
    )


def install(app: FastAPI) -> None:
    """Answer every error of the service as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HuibiError, _huibi)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _problem(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    return answer_of(error.status, error.detail, **error.more)


async def _huibi(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HuibiError):
        raise error
    if error.status == HTTPStatus.NOT_FOUND:
        return answer_of(HTTPStatus.NOT_FOUND, NOT_FOUND)
    more: dict[str, Any] = {}
    if isinstance(error, LoadError):
        more["rows"] = [str(row) for row in error.errors[:100]]
    return answer_of(error.status, str(error), type(error), **more)


async def _invalid(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    fields = [
        {
            "where": ".".join(str(part) for part in one["loc"]),
            "what": one["msg"],
            "invalid": INVALID.get(one["type"], "form"),
        }
        for one in error.errors()[:20]
    ]
    first = fields[0] if fields else {"where": "body", "what": "cannot be read", "invalid": "form"}
    detail = f"{first['where']}: {first['what']}; correct it and send it again"
    values = {
        "where": first["where"].partition(".")[2] or first["where"],
        "invalid": first["invalid"],
    }
    return answer_of(
        HTTPStatus.UNPROCESSABLE_ENTITY, detail, code="invalid", values=values, fields=fields
    )


async def _http(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.NOT_FOUND:
        return answer_of(HTTPStatus.NOT_FOUND, NOT_FOUND)
    found = answer_of(
        error.status_code, str(error.detail), code="http", values={"status": str(error.status_code)}
    )
    found.headers.update(error.headers or {})
    return found
