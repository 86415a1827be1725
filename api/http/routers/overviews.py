"""Too much to draw: a county, a village or a hub's neighbours in bundles; and where places lie."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.http.asking import Asked, AskedDep
from api.http.bundling import BundlesOut, By, Crowd
from api.http.graphing import UNSHOWN
from api.http.neighbouring import kind_of
from api.http.placing import places_of, zones_of
from api.http.problems import unseen
from api.http.routers.connections import opened
from api.http.where import NOWHERE
from graph.ontology.kinds import NodeKind

router = APIRouter(tags=["connections"])
Under = Annotated[str, Query(max_length=80, description="A place; the whole if blank",
                             examples=["520621"])]  # fmt: skip
_CROWDED = (NodeKind.PERSON, NodeKind.UNIT)


class GroundOut(BaseModel):
    """Counties as GeoJSON, and townships and villages with where they lie."""

    type: str = "FeatureCollection"
    features: list[dict[str, Any]]
    places: list[dict[str, Any]]
    zones: list[dict[str, Any]] = Field(description="Those loaded, with the townships of each")


@router.get("/overview", operation_id="overview", name="overview")
def overview(asked: AskedDep, under: Under = "", by: By = "place") -> BundlesOut:
    """Return everybody of a place in bundles, with how many ties join them.

    Ties are counted where the purpose opens one of their ends.
    """
    return _bundled(_everybody(asked), under, by)


@router.get("/nodes/{node:path}/bundles", operation_id="bundles", name="bundles")
def bundles(
    node: str,
    asked: AskedDep,
    edge: Annotated[str, Query(max_length=40, description="A kind of tie; all if blank")] = "",
    under: Under = "",
    by: By = "place",
) -> BundlesOut:
    """Return a node's neighbours in bundles: what a hub opens into instead of all at once."""
    crowd = Crowd(asked=asked, nodes=_neighbours(asked, opened(asked, node), edge))
    return _bundled(crowd, under, by)


@router.get("/ground", operation_id="ground", name="ground")
def ground(asked: AskedDep) -> GroundOut:
    """Return the map: outlines of counties, and each place's position, said where it is made."""
    snapshot = asked.sight.ground.snapshot
    features, places = places_of(snapshot)
    return GroundOut(features=features, places=places, zones=zones_of(snapshot))


def _bundled(crowd: Crowd, under: str, by: By) -> BundlesOut:
    """Return a crowd in bundles below a place; where it all is in one, below where it parts."""
    top = _place(crowd.asked, under)
    crowd = crowd.within(top) if top != NOWHERE else crowd
    if not under and by == "place":
        top = _first_that_parts(crowd.asked, crowd)
    return crowd.bundles(by, top)


def _place(asked: Asked, id: str) -> int:
    if not id:
        return NOWHERE
    number = asked.sight.ground.where.number.get(id)
    if number is None:
        raise unseen()
    return number


def _everybody(asked: Asked) -> Crowd:
    """Return the people and units that exist for the account."""
    first, rows = asked.sight.ground.snapshot.ties.first, asked.sight.rows
    nodes = [
        int(first[kind]) + np.flatnonzero(rows[name])
        for kind, name in zip(_CROWDED, ("person", "unit"), strict=True)
    ]
    return Crowd(asked=asked, nodes=np.concatenate(nodes))


def _neighbours(asked: Asked, node: int, edge: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return a node's different neighbours, ascending, numbers of people's own left out."""
    kind = kind_of(edge)
    found = []
    for ties in (asked.sight.graph.ties.out, asked.sight.graph.ties.into):
        rows = ties.row_of(node) if kind is None else ties.of_kind(node, kind)
        part = slice(rows.start, rows.stop)
        found.append(ties.indices[part][~np.isin(ties.kind[part], UNSHOWN)])
    return np.unique(np.concatenate(found)).astype(np.int64)


def _first_that_parts(asked: Asked, crowd: Crowd) -> int:
    """Return the highest place below which a crowd is in several places, not all in one."""
    where, top = asked.sight.ground.where, NOWHERE
    places = np.unique(where.of_node[crowd.nodes])
    places = places[places != NOWHERE]
    while len(places):
        below = np.unique(where.below(top)[places])
        if len(below) > 1 or int(below[0]) == top:
            break
        top = int(below[0])
    return top
