"""Saved pictures with their notes, and who else may read them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from api.http.asking import Asked, AskedDep
from api.http.problems import Problem, unseen
from api.http.taking_out import open_names
from graph.ledger import sql_accounts as sql
from graph.ledger.load import utc_now

router = APIRouter(tags=["pictures"])
_MOST_NODES, _MOST_VIEWS = 3000, 500
Text = Annotated[str, Field(max_length=200)]
Pixel = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
ViewId = Annotated[
    str,
    InPath(
        pattern=r"^[\w-]{8,64}$",
        description="Chosen by the sender, such as a UUID",
        examples=["3f2a7f0e-8a51-4b6f-9f0d-0f6f2c1f8a11"],
    ),
]


class PlacedIn(BaseModel):
    """One thing on screen by its id; its name is looked up whenever the picture is opened."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    node: Text = Field(examples=["person:P1"])
    x: Pixel = 0.0
    y: Pixel = 0.0
    pinned: bool = False
    hidden: bool = False


class ViewBody(BaseModel):
    """The picture: ids and places, no data, so that readers see what they may see themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nodes: list[PlacedIn] = Field(max_length=_MOST_NODES)
    settings: dict[Text, Text | float | bool | list[Text]] = Field(
        default_factory=dict,
        max_length=50,
        description="How it is drawn, as the explorer keeps it",
        examples=[{"layout": "force", "on": "2026-01-01"}],
    )


class ViewIn(BaseModel):
    """A picture to keep."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1, max_length=200, pattern=r"\S", examples=["东风村两委"])
    notes: str = Field("", max_length=10_000)
    readers: list[Annotated[str, Field(max_length=100)]] = Field(
        default_factory=list, max_length=100, examples=[["li"]]
    )
    body: ViewBody


class ViewHead(BaseModel):
    """A saved picture as it is listed."""

    id: str
    owner: str = Field(description="Login of who keeps it", examples=["zhang"])
    title: str
    notes: str
    readers: list[str] = Field(description="Logins; told to the owner alone")
    is_own: bool
    nodes: int = Field(description="Things in it that exist for who asks")
    changed: str = Field(examples=["2026-01-01T08:00:00Z"])


class ViewOut(ViewHead):
    """A saved picture with what of it exists for who asks and is open to his purpose."""

    body: ViewBody
    closed: int = Field(description="Things in it that another purpose would open")


@router.get("/views", operation_id="views", name="views")
def views(asked: AskedDep) -> list[ViewHead]:
    """Return the account's own pictures and those shared with it, the last changed first."""
    rows = asked.service.accounts.execute(sql.VIEWS_OF, asked.account.login)
    return [_head(asked, _read(row)) for row in rows]


@router.get("/views/{id}", operation_id="view", name="view")
def view(id: ViewId, asked: AskedDep) -> ViewOut:
    """Return a picture; whoever does not exist for who asks is not in it."""
    found = _readable(asked, id)
    there = _existing(asked, found["body"])
    opened = open_names(asked, (one.node for one in there))
    kept = [one for one in there if one.node in opened]
    return ViewOut(
        **_head(asked, found).model_dump(),
        body=ViewBody(nodes=kept, settings=found["body"].settings),
        closed=len(there) - len(kept),
    )


@router.put("/views/{id}", operation_id="put_view", name="put_view")
def put_view(id: ViewId, given: ViewIn, asked: AskedDep) -> ViewHead:
    """Keep a picture, or change one's own; sent twice it is kept once."""
    accounts, account = asked.service.accounts, asked.account
    known = accounts.execute(sql.VIEW, id)
    if known and known[0][1] != account.login:
        _readable(asked, id)
        raise Problem(
            HTTPStatus.FORBIDDEN, "this picture is another's; keep it under a new id as your own"
        )
    if not known and len(_own(asked)) >= _MOST_VIEWS:
        raise Problem(
            HTTPStatus.CONFLICT, f"{_MOST_VIEWS} pictures are kept; delete some of them first"
        )
    readers = sorted(set(given.readers) - {account.login})
    if unknown := [login for login in readers if accounts.of_login(login) is None]:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"no account is called {', '.join(unknown)}; correct the readers and send it again",
        )
    body = orjson.dumps({"notes": given.notes, "body": given.body.model_dump()}).decode()
    listed = orjson.dumps(readers).decode()
    accounts.execute(sql.PUT_VIEW, id, account.number, given.title, body, listed, utc_now())
    return _head(asked, _readable(asked, id))


@router.delete(
    "/views/{id}", operation_id="drop_view", name="drop_view", status_code=HTTPStatus.NO_CONTENT
)
def drop_view(id: ViewId, asked: AskedDep) -> None:
    """Delete one of one's own pictures; its readers lose it too."""
    if not _readable(asked, id)["is_own"]:
        raise Problem(HTTPStatus.FORBIDDEN, "this picture is another's; its owner may delete it")
    asked.service.accounts.execute(sql.DROP_VIEW, id, asked.account.login)


def _own(asked: Asked) -> list[tuple[Any, ...]]:
    login = asked.account.login
    rows = asked.service.accounts.execute(sql.VIEWS_OF, login)
    return [row for row in rows if row[1] == login]


def _readable(asked: Asked, id: str) -> dict[str, Any]:
    """Return a picture that the account owns or may read.

    Raises:
        Problem: 404, whether there is none or it is closed to the account.
    """
    rows = asked.service.accounts.execute(sql.VIEW, id)
    found = _read(rows[0]) if rows else {}
    login = asked.account.login
    if not found or login not in (found["owner"], *found["readers"]):
        raise unseen()
    return found | {"is_own": found["owner"] == login}


def _read(row: tuple[Any, ...]) -> dict[str, Any]:
    id, owner, title, body, readers, _began, changed = row
    kept = orjson.loads(body)
    return {
        "id": id,
        "owner": owner,
        "title": title,
        "notes": kept["notes"],
        "body": ViewBody.model_validate(kept["body"]),
        "readers": orjson.loads(readers),
        "changed": changed,
    }


def _existing(asked: Asked, body: ViewBody) -> list[PlacedIn]:
    there = open_names(asked, (one.node for one in body.nodes), with_purpose=False)
    return [one for one in body.nodes if one.node in there]


def _head(asked: Asked, found: dict[str, Any]) -> ViewHead:
    is_own = found["owner"] == asked.account.login
    return ViewHead(
        id=found["id"],
        owner=found["owner"],
        title=found["title"],
        notes=found["notes"],
        readers=found["readers"] if is_own else [],
        is_own=is_own,
        nodes=len(_existing(asked, found["body"])),
        changed=found["changed"],
    )
