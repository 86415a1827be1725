"""Neighbours of one node: counted by kind first, then page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import BaseModel, Field

from api.http.graphing import IS_SHOWN, UNSHOWN, Drawing, EdgeOut, NodeOut, nature_of, unique
from graph.errors import InputError
from graph.ontology.kinds import EDGE, EdgeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from api.http.sight import Sight
    from graph.snapshot.links import Ties

    Ints = NDArray[np.int64]

_NODE_BITS = 40


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
        numbers, sizes = np.unique(ties.kind[rows.start : rows.stop], return_counts=True)
        for number, n in zip(numbers.tolist(), sizes.tolist(), strict=True):
            kind = EdgeKind(number)
            if n <= Neighbours.HUB:
                own = ties.of_kind(node, kind)
                n = int(_stood(sight, kind, ties.row[own.start : own.stop], day).sum())
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
        kinds.append(ties.kind[rows.start : rows.stop].astype(np.int64))
        others.append(ties.indices[rows.start : rows.stop])
    pairs = np.unique((np.concatenate(kinds) << _NODE_BITS) | np.concatenate(others))
    numbers, sizes = np.unique(pairs >> _NODE_BITS, return_counts=True)
    counted = zip(map(EdgeKind, numbers.tolist()), sizes.tolist(), strict=True)
    return {kind: n for kind, n in counted if kind not in UNSHOWN}


def neighbours_of(
    sight: Sight, node: int, *, edge: str, limit: int, after: int, order: str, day: int
) -> Neighbours:
    """Return a page of a node's neighbours by one kind of tie, or by all.

    Raises:
        InputError: there is no such kind of tie.
    """
    kinds, rows, ends, is_out = _ties_of(sight, node, kind_of(edge), day)
    others = _once(ends)
    if order != "id":
        degrees = _degrees(sight, others) * (1 if order == "least" else -1)
        others = others[np.lexsort((others, degrees))]
    page = others[after : after + limit]
    drawing = Drawing(sight, counts=True)
    edges = [
        drawing.edge(
            EdgeKind(int(kinds[at])),
            int(rows[at]),
            *((node, int(ends[at])) if is_out[at] else (int(ends[at]), node)),
        )
        for at in np.flatnonzero(np.isin(ends, page))
    ]
    return Neighbours(
        nodes=[drawing.node(other) for other in page.tolist()],
        edges=unique(edges),
        total=len(others),
        more=after + len(page) < len(others),
        after=after + len(page),
    )


def _once(ends: Ints) -> Ints:
    """Return each once, in the order they came first."""
    found, first = np.unique(ends, return_index=True)
    return found[np.argsort(first)]


def kind_of(edge: str) -> EdgeKind | None:
    """Return the kind of tie of a name; None, all kinds, for a blank.

    Raises:
        InputError: there is no such kind of tie.
    """
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
) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """Return kind, row, neighbour and whether it leads away, of the ties that stood on the day."""
    parts: list[tuple[Ints, Ints, Ints, NDArray[np.bool_]]] = []
    for direction, ties in _directions(sight):
        found = ties.row_of(node) if kind is None else ties.of_kind(node, kind)
        rows = slice(found.start, found.stop)
        kinds = ties.kind[rows].astype(np.int64)
        kept = IS_SHOWN[kinds]
        for number in np.unique(kinds).tolist():
            own = kinds == number
            kept[own] &= _stood(sight, EdgeKind(number), ties.row[rows][own], day)
        ends = ties.indices[rows][kept].astype(np.int64)
        is_out = np.full(len(ends), direction == "out")
        parts.append((kinds[kept], ties.row[rows][kept].astype(np.int64), ends, is_out))
    out, into = parts
    return (
        np.concatenate([out[0], into[0]]), np.concatenate([out[1], into[1]]),
        np.concatenate([out[2], into[2]]), np.concatenate([out[3], into[3]]),
    )  # fmt: skip


def _stood(sight: Sight, kind: EdgeKind, rows: NDArray[np.int32], day: int) -> NDArray[np.bool_]:
    """Return whether ties had begun by the day; what has ended since is shown with its dates."""
    if kind is EdgeKind.KIN:
        return np.ones(len(rows), np.bool_)
    times = sight.ground.snapshot.times
    return np.asarray(times.start[times.begin(EDGE[kind].table) + rows] <= day)


def _degrees(sight: Sight, nodes: Ints) -> Ints:
    graph = sight.graph.ties
    out, into = (np.diff(ties.indptr)[nodes].astype(np.int64) for ties in (graph.out, graph.into))
    return np.asarray(out + into)
