"""What is loaded: the kinds of things, the state of the data, the search."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.http.answering import ready
from api.http.asking import AskedDep
from api.http.graphing import Drawing, NodeOut, nature_of
from graph.kinship.circles import CIRCLES
from graph.ontology.kinds import EDGES, NODE_LABELS, NodeKind
from graph.ontology.tables import TABLES

router = APIRouter(tags=["register"])


class KindOut(BaseModel):
    """A kind of thing or of tie, in both languages."""

    kind: str
    zh: str
    en: str
    nature: str = ""


class OntologyOut(BaseModel):
    """The words of the explorer that come from the data's own model."""

    nodes: list[KindOut]
    edges: list[KindOut]
    circles: list[KindOut]


class StatusOut(BaseModel):
    """What is loaded, and up to when."""

    sequence: int = Field(examples=[18234])
    tables: dict[str, int] = Field(examples=[{"people": 30000}])
    contradictions: int
    cases: int


class SearchOut(BaseModel):
    """What answers to a search."""

    items: list[NodeOut]
    total: int
    more: bool
    too_wide: bool = Field(description="One character that too many names hold: type one more")


@router.get("/ontology", operation_id="ontology", name="ontology")
def ontology(_asked: AskedDep) -> OntologyOut:
    """Return the kinds of nodes, ties and legal circles with their labels."""
    return OntologyOut(
        nodes=[
            KindOut(kind=kind.prefix, zh=zh, en=kind.prefix) for kind, zh in NODE_LABELS.items()
        ],
        edges=[
            KindOut(kind=one.kind.name.lower(), zh=one.zh, en=one.en, nature=nature_of(one.kind))
            for one in EDGES
        ],
        circles=[KindOut(kind=one.code, zh=one.title, en=one.english) for one in CIRCLES.values()],
    )


@router.get("/status", operation_id="status", name="status")
def status(asked: AskedDep) -> StatusOut:
    """Return how much is loaded, as far as it may be seen."""
    snapshot = asked.sight.ground.snapshot
    counts = (
        {table.name: snapshot.table(table.name).num_rows for table in TABLES}
        if asked.sight.sees_everybody
        else {"people": int(asked.sight.people.sum())}
    )
    return StatusOut(
        sequence=snapshot.sequence,
        tables={name: count for name, count in counts.items() if count},
        contradictions=snapshot.table("contradictions").num_rows
        if asked.sight.sees_everybody
        else 0,
        cases=len(asked.sight.cases),
    )


@router.get("/search", operation_id="search", name="search", response_model=SearchOut)
def search(
    request: Request,
    asked: AskedDep,
    q: Annotated[str, Query(min_length=1, max_length=100, examples=["建国"])],
    kind: Literal["", "person", "unit", "place", "contract"] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    after: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Return people, units, places and contracts by name, pinyin or id, the closest first."""
    request.state.subject = q
    ground = asked.sight.ground
    found = ground.index.search(q, asked.sight.rows, kind=kind, limit=limit, after=after)
    drawing = Drawing(asked.sight)
    first = ground.snapshot.ties.first
    nodes = [int(first[NodeKind[kind.upper()]]) + row for kind, row in found.items]
    return ready(
        SearchOut(
            items=[drawing.node(node) for node in nodes],
            total=found.total,
            more=after + len(nodes) < found.total,
            too_wide=found.is_too_wide,
        )
    )
