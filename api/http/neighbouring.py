"""Neighbours of one node: counted by kind first, then page by page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import BaseModel, Field

from api.http.graphing import UNSHOWN, Drawing, EdgeOut, NodeOut, nature_of, unique
from graph.errors import InputError
from graph.ontology.kinds import EDGE, EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.http.sight import Sight
    from graph.snapshot.links import Ties


class Count(BaseModel):
    """How many ties of one kind lead away from a node, or to it."""

    edge: str = Field(examples=["holds_post"])
    zh: str
    en: str
    nature: str
    direction: str = Field(description="out or in")
    n: int = Field(description="Ties of this kind and direction")
    neighbours: int = Field(description="Different neighbours by this kind, both ways together")


class Neighbours(BaseModel):
    """A page of neighbours and the ties to them."""

    HUB: ClassVar[int] = 200

    nodes: list[NodeOut]
    edges: list[EdgeOut]
    total: int
    more: bool
    after: int = Field(description="What to give as `after` for the next page")


def counts_of(sight: Sight, node: int, day: int) -> list[Count]:
    """Return the number of a node's ties by kind and direction, kinds in their own order.

    Of a kind with more than 200 ties the number is that of all its rows; of a smaller one, of those
    that stood on the day.
    """
    found: list[Count] = []
    reach = _reach(sight, node)
    for direction, ties in _directions(sight):
        rows = ties.row_of(node)
        kinds = Counter(ties.kind[rows.start : rows.stop].tolist())
        for number, n in sorted(kinds.items()):
            kind = EdgeKind(number)
            if n <= Neighbours.HUB:
                n = sum(
                    _stood(sight, kind, int(ties.row[at]), day) for at in ties.of_kind(node, kind)
                )
            if n and kind in reach:
                edge = EDGE[kind]
                found.append(
                    Count(
                        edge=kind.name.lower(),
                        zh=edge.zh,
                        en=edge.en,
                        nature=nature_of(kind),
                        direction=direction,
                        n=n,
                        neighbours=reach[kind],
                    )
                )
    return found


def _reach(sight: Sight, node: int) -> dict[EdgeKind, int]:
    """Return the number of different neighbours by kind of tie, whichever way the ties lead."""
    kinds, others = [], []
    for _, ties in _directions(sight):
        rows = ties.row_of(node)
        kinds.append(ties.kind[rows.start : rows.stop])
        others.append(ties.indices[rows.start : rows.stop])
    pairs = np.unique(np.stack((np.concatenate(kinds), np.concatenate(others))), axis=1)
    counted = Counter(pairs[0].tolist())
    return {kind: n for number, n in counted.items() if (kind := EdgeKind(number)) not in UNSHOWN}


def neighbours_of(
    sight: Sight, node: int, *, edge: str, limit: int, after: int, order: str, day: int
) -> Neighbours:
    """Return a page of a node's neighbours by one kind of tie, or by all.

    Raises:
        InputError: there is no such kind of tie.
    """
    found = list(_ties_of(sight, node, _kind(edge), day))
    others = list(dict.fromkeys(other for _, _, other, _ in found))
    if order != "id":
        degrees = _degrees(sight, others)
        others.sort(key=lambda other: (degrees[other] * (1 if order == "least" else -1), other))
    page = dict.fromkeys(others[after : after + limit])
    drawing = Drawing(sight, counts=True)
    edges = [
        drawing.edge(kind, row, *((node, other) if direction == "out" else (other, node)))
        for kind, row, other, direction in found
        if other in page
    ]
    return Neighbours(
        nodes=[drawing.node(other) for other in page],
        edges=unique(edges),
        total=len(others),
        more=after + len(page) < len(others),
        after=after + len(page),
    )


def _kind(edge: str) -> EdgeKind | None:
    if not edge:
        return None
    try:
        return EdgeKind[edge.upper()]
    except KeyError as error:
        raise InputError(
            f"no kind of tie is called '{edge}'; GET /api/v1/ontology lists them"
        ) from error


def _directions(sight: Sight) -> tuple[tuple[str, Ties], ...]:
    graph = sight.graph.ties
    return (("out", graph.out), ("in", graph.into))


def _ties_of(
    sight: Sight, node: int, kind: EdgeKind | None, day: int
) -> Iterator[tuple[EdgeKind, int, int, str]]:
    """Yield kind, row, neighbour and direction of the ties that stood on the day."""
    ties_kinds = sight.ground.snapshot.ties
    for direction, ties in _directions(sight):
        rows = ties.row_of(node) if kind is None else ties.of_kind(node, kind)
        for at in rows:
            one, row, other = EdgeKind(int(ties.kind[at])), int(ties.row[at]), int(ties.indices[at])
            hidden = ties_kinds.kind(other) in (NodeKind.PHONE, NodeKind.ADDRESS)
            if not hidden and _stood(sight, one, row, day):
                yield one, row, other, direction


def _stood(sight: Sight, kind: EdgeKind, row: int, day: int) -> bool:
    """Whether a row's tie had begun by the day; what has ended since is shown with its dates."""
    if kind is EdgeKind.KIN:
        return True
    times = sight.ground.snapshot.times
    return bool(times.start[times.begin(EDGE[kind].table) + row] <= day)


def _degrees(sight: Sight, nodes: list[int]) -> dict[int, int]:
    graph = sight.graph.ties
    both = [np.diff(ties.indptr) for ties in (graph.out, graph.into)]
    return {node: int(both[0][node]) + int(both[1][node]) for node in nodes}
