"""Legal kinship that takes more steps than a search goes: one tie in law, however many on record.

A cousin's husband is four or five recorded ties away, a search goes four: without this a villagers'
group that two such relatives share would stand in place of their kinship.
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
    from graph.paths.search import Limits, Outcome, Path

_LOOKED_AT = 64
"""Ways of kinship looked at: a legal one may be weaker than others between the same two."""
_STRAIGHT = {UP: "U", DOWN: "D", ACROSS: "S"}
_TURNED = {UP: "D", DOWN: "U", ACROSS: "S"}


def with_far_kin(
    graph: PathGraph,
    sides: Sequence[Sequence[int]],
    found: Outcome,
    *,
    day: int,
    count: int,
    families: frozenset[str] | None,
    limits: Limits,
) -> Outcome:
    """Return the outcome of a search with legal kinship of up to six ties among its paths.

    Such a path takes its place by strength; weaker ones that are like it, and what is more than
    was wanted, go. Cost: a search along kinship alone, where the limit is below six ties.
    """
    if limits.hops >= MOST_HOPS or not (families is None or KINSHIP in families):
        return found
    walked = best_paths(
        graph, sides[0], sides[1], day=day, count=_LOOKED_AT, families=frozenset((KINSHIP,)),
        limits=replace(limits, hops=MOST_HOPS), distinct=False,
    )  # fmt: skip
    far = [
        path for path in walked.paths if len(path.codes) > limits.hops and _is_legal(graph, path)
    ]
    if not far:
        return found
    return replace(found, paths=_merged(graph, sides, (*found.paths, *far), count))


def _is_legal(graph: PathGraph, path: Path) -> bool:
    """Whether a path of kinship joins two people of whom the law says that they are kin."""
    shape = "".join(
        (_STRAIGHT if code >= 0 else _TURNED)[direction_of(code)] for code in path.codes
    )
    return max(path.nodes[0], path.nodes[-1]) < graph.persons and ALL_KIN.lists(shape)


def _merged(
    graph: PathGraph, sides: Sequence[Sequence[int]], paths: Sequence[Path], count: int
) -> tuple[Path, ...]:
    """Return the strongest of the paths, those left out that are like a stronger one."""
    told = len(sides[0]) > 1, len(sides[1]) > 1
    merged: list[Path] = []
    kept: list[tuple[frozenset[int], tuple[int, ...]]] = []
    for path in sorted(paths, key=lambda one: (-one.strength, len(one.codes), one.nodes)):
        stations = stations_of(graph, path, told)
        if len(merged) < count and not any(are_alike(stations, *one) for one in kept):
            merged.append(path)
            kept.append((stations, path.nodes))
    return tuple(merged)
