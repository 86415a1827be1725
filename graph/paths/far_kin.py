"""Legal kinship that takes more steps than a search goes: one tie in law, however many on record.

A cousin's husband is five recorded ties away, a search goes four: without this a village that two
such relatives share would stand in place of their kinship.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.kinship.circles import ALL_KIN
from graph.paths.distinct import are_alike, direction_of, stations_of
from graph.paths.layout import ACROSS, DOWN, UP
from graph.paths.search import MOST_HOPS, best_paths
from graph.paths.ways import KINSHIP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.paths.arrays import PathGraph
    from graph.paths.search import Limits, Path

_LOOKED_AT = 64
"""Ways of kinship looked at: a legal one may be weaker than others between the same two."""
_STRAIGHT = {UP: "U", DOWN: "D", ACROSS: "S"}
_TURNED = {UP: "D", DOWN: "U", ACROSS: "S"}


def far_kin(
    graph: PathGraph,
    sides: Sequence[Sequence[int]],
    *,
    day: int,
    count: int,
    families: frozenset[str] | None,
    limits: Limits,
) -> tuple[Path, ...]:
    """Return the strongest ways of legal kinship that a search so limited could not go.

    Up to six ties long and distinct, at most `count`. Cost: a search along kinship alone, where
    the limit is below six ties.
    """
    if limits.hops >= MOST_HOPS or not (families is None or KINSHIP in families):
        return ()
    walked = best_paths(
        graph, sides[0], sides[1], day=day, count=_LOOKED_AT, families=frozenset((KINSHIP,)),
        limits=replace(limits, hops=MOST_HOPS), distinct=False,
    )  # fmt: skip
    far = (path for path in walked.paths if len(path.codes) > limits.hops)
    return _distinct(graph, sides, [path for path in far if _is_legal(graph, path)], count)


def _is_legal(graph: PathGraph, path: Path) -> bool:
    """Whether a path of kinship joins two people of whom the law says that they are kin."""
    shape = "".join(
        (_STRAIGHT if code >= 0 else _TURNED)[direction_of(code)] for code in path.codes
    )
    return max(path.nodes[0], path.nodes[-1]) < graph.persons and ALL_KIN.lists(shape)


def _distinct(
    graph: PathGraph, sides: Sequence[Sequence[int]], paths: Sequence[Path], count: int
) -> tuple[Path, ...]:
    """Return the first of the paths, strongest first, those left out that are like one before."""
    told = len(sides[0]) > 1, len(sides[1]) > 1
    kept: list[Path] = []
    seen: list[tuple[frozenset[int], tuple[int, ...]]] = []
    for path in paths:
        stations = stations_of(graph, path, told)
        if len(kept) < count and not any(are_alike(stations, *one) for one in seen):
            kept.append(path)
            seen.append((stations, path.nodes))
    return tuple(kept)
