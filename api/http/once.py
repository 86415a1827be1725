"""A write that is sent twice is done once: its key, and the answer kept beside the accounts."""

from __future__ import annotations

import hashlib
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import Depends, Header

from api.http.asking import account_of
from api.http.problems import Problem
from graph.ledger import sql_accounts as sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.http.asking import Asked

KEPT_SECONDS = 7 * 24 * 3600
"""How long an answer is kept for whoever sends the same write again."""


async def key_of(
    account: Annotated[Any, Depends(account_of)],
    idempotency_key: Annotated[
        str,
        Header(
            max_length=100,
            pattern=r"^[\w.:-]*$",
            description="Chosen by the sender: the same write under the same key is done once",
            examples=["5b0c6a1e-2f7d-4c55-9d0a-8f0d0d6f2f11"],
        ),
    ] = "",
) -> str | None:
    """Return the key of a write, apart for each account; None where none was sent."""
    return f"{account.login}:{idempotency_key}" if idempotency_key else None


KeyDep = Annotated[str | None, Depends(key_of)]


def once(
    asked: Asked, key: str | None, operation: str, given: Any, act: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Act, or give the answer of the same write that was sent before under this key.

    What raises is not kept, so that it can be sent again once its cause is mended.

    Raises:
        Problem: 422, the key was used for another write.
    """
    if key is None:
        return act()
    accounts, number = asked.service.accounts, asked.account.number
    said = hashlib.sha256(orjson.dumps([operation, given], option=orjson.OPT_SORT_KEYS)).hexdigest()
    with asked.service.bench.engine:
        accounts.execute(sql.SWEEP_ANSWERS, time.time() - KEPT_SECONDS)
        if kept := accounts.execute(sql.ANSWER_OF_KEY, number, key):
            digest, _status, body = kept[0]
            if digest != said:
                raise Problem(
                    HTTPStatus.UNPROCESSABLE_ENTITY,
                    "this Idempotency-Key stands for another write; choose a new key",
                )
            found: dict[str, Any] = orjson.loads(body)
            return found
        answer = act()
        text = orjson.dumps(answer).decode()
        accounts.execute(sql.KEEP_ANSWER, number, key, said, int(HTTPStatus.OK), text, time.time())
        return answer
