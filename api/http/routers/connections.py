"""Neighbours, relatives and connections: opened for a purpose, on what the account may see."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.answering import ready
from api.http.asking import Asked, AskedDep
from api.http.deriving import with_derived
from api.http.graphing import Drawing, EdgeOut, GraphOut, NodeOut, unique
from api.http.neighbouring import Count, Neighbours, counts_of, neighbours_of
from api.http.opening import open_node
from api.http.problems import unseen
from graph.errors import InputError
from graph.kinship.circles import CIRCLES
from graph.kinship.closure import kin_of
from graph.kinship.report import kin_json
from graph.model import day_of
from graph.ontology.kinds import NodeKind
from graph.paths.connect import Ends, connect
from graph.paths.report import connection_json
from graph.paths.search import Limits

router = APIRouter(tags=["connections"])
_MOST_NODES = 3000
OnParam = Annotated[dt.date | None, Query(description="The day asked about; today if left out")]


class CountsOut(BaseModel):
    """How many neighbours there are, by kind of tie, before any is fetched."""

    counts: list[Count]
    total: int
    hub: bool = Field(description="So many that they are never fetched at once")


class KinOut(GraphOut):
    """A person's legal kin, with the ties that prove each."""

    person: str
    on: str
    kin: list[dict[str, Any]]


class PathsIn(BaseModel):
    """Who is to be connected with whom; ids may carry their kind (`unit:U1`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: list[str] = Field(alias="from", min_length=1, max_length=200, examples=[["P1"]])
    target: list[str] = Field(alias="to", min_length=1, max_length=200, examples=[["P2"]])
    hops: int = Field(4, ge=1, le=6)
    count: int = Field(5, ge=1, le=20)
    on: dt.date | None = None
    sample: bool = Field(True, description="Say how ordinary such paths are")


class PathsOut(GraphOut):
    """The best distinct paths, what was cut, and the nodes and ties to draw."""

    answer: dict[str, Any] = Field(description="Paths with sources, as `huibi path --json`")


class SubgraphIn(BaseModel):
    """Nodes among which the ties are wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nodes: list[str] = Field(max_length=_MOST_NODES, examples=[["person:P1", "person:P2"]])


@router.get("/nodes/{node:path}/counts", operation_id="counts", name="counts")
def counts(node: str, asked: AskedDep, on: OnParam = None) -> CountsOut:
    """Return how many neighbours a node has by kind of tie and direction; cheap even for a hub."""
    at = opened(asked, node)
    found = counts_of(asked.sight, at, _day(asked, on))
    total = sum(one.n for one in found)
    return CountsOut(counts=found, total=total, hub=total > Neighbours.HUB)


@router.get(
    "/nodes/{node:path}/neighbours", operation_id="neighbours", name="neighbours",
    response_model=Neighbours,
)  # fmt: skip
def neighbours(
    node: str,
    asked: AskedDep,
    edge: Annotated[str, Query(max_length=40, description="A kind of tie; all if blank")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 25,
    after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    order: Literal["id", "most", "least"] = "id",
    on: OnParam = None,
) -> Response:
    """Return a page of neighbours with the ties to them: by id, or by how many ties they have."""
    at = opened(asked, node)
    page = neighbours_of(
        asked.sight, at, edge=edge, limit=limit, after=after, order=order, day=_day(asked, on)
    )
    return ready(page)


@router.get("/people/{id}/kin", operation_id="kin", name="kin")
def kin(
    id: str,
    asked: AskedDep,
    circle: Annotated[str, Query(max_length=40, examples=["K1-K4"])] = "",
    on: OnParam = None,
) -> KinOut:
    """Return a person's relatives by legal circle, each with its term and the ties that prove it.

    Ties of people who do not exist for the account prove nothing here.
    """
    asked.require_opened(id)
    if circle and circle not in CIRCLES:
        raise InputError(f"no circle is called '{circle}': one of {', '.join(CIRCLES)}")
    day = _day(asked, on)
    with asked.service.bench.engine:
        found = kin_of(asked.sight.graph, id, day, CIRCLES.get(circle))
    drawing = Drawing(asked.sight, counts=True)
    hops = [hop for one in found for reading in one.readings for hop in reading.hops]
    people = dict.fromkeys([id, *(one.person for one in found)])
    people |= dict.fromkeys(end for hop in hops for end in (hop.source, hop.target))
    find = asked.sight.ground.snapshot.ties.find
    nodes = [node for one in people if (node := find(NodeKind.PERSON, one)) is not None]
    told = kin_json(id, found, day)
    return KinOut(
        person=told["person"],
        on=told["on"],
        kin=told["kin"],
        nodes=[drawing.node(node) for node in nodes],
        edges=unique(drawing.hop(hop) for hop in hops),
    )


@router.post("/paths", operation_id="paths", name="paths")
def paths(given: PathsIn, request: Request, asked: AskedDep) -> PathsOut:
    """Return how two sides are connected: the best distinct paths, each hop with its source.

    Nothing found is "no tie within so many hops of the data loaded", or "incomplete: cut at …".
    Legal kin are found up to six hops away, and stand among the paths by their strength.
    """
    request.state.subject = " ".join((*given.source, *given.target))
    ends = [
        Ends(
            asked=", ".join(names),
            nodes=tuple(sorted({opened(asked, name) for name in names})),
        )
        for names in (given.source, given.target)
    ]
    with asked.service.bench.engine:
        found = connect(
            asked.sight.graph,  # type: ignore[arg-type]
            ends[0],
            ends[1],
            day=_day(asked, given.on),
            count=given.count,
            limits=Limits(hops=given.hops),
            with_sample=given.sample,
        )
        answer = _ranked(connection_json(found))
    drawn = _drawn(asked, found)
    return PathsOut(answer=answer, nodes=drawn.nodes, edges=drawn.edges)


@router.post("/subgraph", operation_id="subgraph", name="subgraph")
def subgraph(given: SubgraphIn, request: Request, asked: AskedDep) -> GraphOut:
    """Return nodes and every tie among them, those too that several rows imply together."""
    request.state.subject = " ".join(given.nodes)
    nodes = [opened(asked, name) for name in dict.fromkeys(given.nodes)]
    drawn = Drawing(asked.sight, counts=True).among(nodes)
    with asked.service.bench.engine:
        return with_derived(asked.sight, nodes, drawn)


def _day(asked: Asked, on: dt.date | None) -> int:
    return day_of((on or asked.today).isoformat())


def opened(asked: Asked, name: str) -> int:
    """Return the node of an id that exists for the account and that its purpose opens.

    Raises:
        Problem: 404, whether it does not exist, is hidden, or is not opened.
    """
    purpose = asked.purpose
    node = open_node(asked.sight, name, lambda one: purpose is not None and purpose.opens(one))
    if node is None:
        raise unseen()
    return node


def _ranked(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with legal kinship beyond the limit among its paths, by strength."""
    both = (*answer["paths"], *answer["kin_beyond"])
    paths = sorted(both, key=lambda one: -float(one["strength"]))
    return answer | {"paths": paths, "kin_beyond": []}


def _drawn(asked: Asked, found: Any) -> GraphOut:
    """Return the nodes and hops of the paths found."""
    drawing = Drawing(asked.sight, counts=True)
    nodes: dict[str, NodeOut] = {}
    edges: list[EdgeOut] = []

    def node_of(number: int) -> NodeOut:
        if number < asked.sight.ground.snapshot.ties.n:
            return drawing.node(number)
        ident = found.names.id(number)
        return NodeOut(
            node=f"implied:{ident}", id=ident, kind="implied", name="未记载的亲属", line=""
        )

    for path in (*found.paths, *found.beyond):
        for hop in path.hops:
            ends = node_of(hop.source), node_of(hop.target)
            nodes |= {one.node: one for one in ends}
            edges.append(
                EdgeOut(
                    id=f"{ends[0].node}>{hop.edge}>{ends[1].node}>{hop.origin}",
                    source=ends[0].node,
                    target=ends[1].node,
                    kind=hop.edge,
                    nature=_NATURES.get(hop.family, "acquaintance"),
                    zh=hop.label,
                    en=hop.edge,
                    since=hop.since,
                    until=hop.until,
                    confidence=hop.confidence,
                    origin=hop.origin,
                    derived="implied" in (ends[0].kind, ends[1].kind),
                )
            )
    return GraphOut(nodes=list(nodes.values()), edges=unique(edges))


_NATURES = {
    "kinship": "kin",
    "company": "business",
    "work": "office",
    "money": "money",
    "contract": "money",
    "asset": "money",
    "welfare": "money",
    "residence": "place",
    "place": "place",
}
"""What the line of a hop looks like, by the hop's family of ties."""
