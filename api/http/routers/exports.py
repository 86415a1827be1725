"""Pictures as files, and figures of what is on screen."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.asking import AskedDep
from api.http.measuring import MeasuresOut, measures_of
from api.http.taking_out import require_few, shown, stamp_of
from viz.board import board_of
from viz.board_files import FORM, FORMS

router = APIRouter(tags=["pictures"])
_MOST_NODES, _MOST_TIES = 3000, 20_000
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {form.media.partition(";")[0]: {} for form in FORMS}}
}
Text = Annotated[str, Field(max_length=200)]
Pixel = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class ExportIn(BaseModel):
    """What is to be written; names and ties are looked up anew, only places are taken as given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["graphml", "gexf", "csv", "xlsx", "json", "svg", "pyvis"]
    nodes: list[Text] = Field(
        min_length=1, max_length=_MOST_NODES, examples=[["person:P1", "person:P2"]]
    )
    edges: list[tuple[Text, Text, Text]] | None = Field(
        None,
        max_length=_MOST_TIES,
        description="Ties wanted, as source, target and origin; every tie among the nodes if null",
        examples=[[["person:P1", "person:P2", "county/kin.csv:14"]]],
    )
    positions: dict[Text, tuple[Pixel, Pixel]] = Field(
        default_factory=dict, max_length=_MOST_NODES, examples=[{"person:P1": [0, 0]}]
    )
    title: str = Field("", max_length=200, examples=["东风村"])


class MeasuresIn(BaseModel):
    """Nodes on screen, and the ties between them if not all are shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nodes: list[Text] = Field(min_length=1, max_length=_MOST_NODES, examples=[["person:P1"]])
    edges: list[tuple[Text, Text, Text]] | None = Field(None, max_length=_MOST_TIES)


@router.post("/exports", operation_id="export", name="export", responses=_FILE,
             response_class=Response)  # fmt: skip
def export(given: ExportIn, request: Request, asked: AskedDep) -> Response:
    """Return a picture as a file that bears who took it out, when, what for and from which data.

    Whoever does not exist for the account is not in it. CSV comes as a ZIP of its tables.
    """
    request.state.subject = f"{given.format} {' '.join(given.nodes)}"
    found = shown(asked, given.nodes, given.edges)
    require_few(asked, found)
    mark, stamp = stamp_of(asked, found, request.state.purpose)
    request.state.subject = f"{given.format} {mark} {' '.join(n.node for n in found.nodes)}"
    nodes = [node.model_dump() for node in found.nodes]
    names = {node.node for node in found.nodes}
    board = board_of(
        given.title or f"Huibi {dt.datetime.now(tz=dt.UTC):%Y-%m-%d}",
        stamp,
        nodes,
        [edge.model_dump() for edge in found.edges],
        {name: place for name, place in given.positions.items() if name in names},
    )
    form = FORM[given.format]
    stem = f"huibi-{mark}.{form.suffix}"
    return Response(
        form.write(board),
        media_type=form.media,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(stem)}"},
    )


@router.post("/measures", operation_id="measures", name="measures")
def measures(given: MeasuresIn, request: Request, asked: AskedDep) -> MeasuresOut:
    """Return degree, betweenness and communities of what is on screen; nothing hidden counts."""
    request.state.subject = " ".join(given.nodes)
    found = shown(asked, given.nodes, given.edges)
    return measures_of(
        [node.node for node in found.nodes], [(edge.source, edge.target) for edge in found.edges]
    )
