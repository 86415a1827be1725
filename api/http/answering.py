"""Answers turned into bytes where they are made, in the thread that made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import Response

if TYPE_CHECKING:
    from pydantic import BaseModel


def ready(answer: BaseModel) -> Response:
    """Return an answer as its bytes.

    The route names the model that describes it: a model just made need not be checked again, which
    would take a turn of another thread.
    """
    return Response(answer.model_dump_json(by_alias=True), media_type="application/json")
