"""Whose accounts close a loop or end a trace: the deciders of a payment and their legal kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.kinship.walks import EVERY_STANDING, LAWFUL_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.patterns.facts import Facts

Group = tuple[int, ...]


class Closing(NamedTuple):
    """The nodes that close for each group: `nodes[indptr[group]:indptr[group + 1]]`; int32."""

    indptr: NDArray[np.int32]
    nodes: NDArray[np.int32]


def ever_closing(facts: Facts, groups: Sequence[Group], day: int) -> Closing:
    """Return the people of each group and whoever was or is any kin of theirs by the day.

    Ties that ended are followed like those that stand, so it holds everyone that `closing_on`
    names for an earlier day, and more. Cost: some 5 µs a person.
    """
    kin = _kin(facts, groups, day, EVERY_STANDING)
    return joined([_union(group, kin) for group in groups])


def closing_on(facts: Facts, asked: Sequence[tuple[Group, int]]) -> Closing:
    """Return for each (group, day) its people and their legal kin (K1-K4) on that day."""
    by_day: dict[int, list[int]] = {}
    for place, (_, day) in enumerate(asked):
        by_day.setdefault(day, []).append(place)
    nodes: list[NDArray[np.int32]] = [np.zeros(0, np.int32)] * len(asked)
    for day, places in by_day.items():
        groups = [asked[place][0] for place in places]
        kin = _kin(facts, groups, day, LAWFUL_ONLY)
        for place, group in zip(places, groups, strict=True):
            nodes[place] = _union(group, kin)
    return joined(nodes)


def _kin(
    facts: Facts, groups: Sequence[Group], day: int, allowed: int
) -> dict[int, NDArray[np.int32]]:
    egos = np.unique(np.array([person for group in groups for person in group], np.int32))
    if not len(egos):
        return {}
    sets = all_kin(facts.snapshot, egos, day, ALL_KIN, allowed=allowed)
    order = np.argsort(sets.ego, kind="stable")
    ego, relative = sets.ego[order], sets.relative[order]
    begins, ends = np.searchsorted(ego, egos), np.searchsorted(ego, egos, side="right")
    return {
        int(one): relative[begin:end] for one, begin, end in zip(egos, begins, ends, strict=True)
    }


def _union(group: Group, kin: dict[int, NDArray[np.int32]]) -> NDArray[np.int32]:
    parts = [np.array(group, np.int32), *(kin[person] for person in group)]
    return np.unique(np.concatenate(parts))


def joined(nodes: Sequence[NDArray[np.int32]]) -> Closing:
    """Return the nodes of each group put together."""
    indptr = np.cumsum([0, *map(len, nodes)], dtype=np.int32)
    return Closing(indptr, np.concatenate([*nodes, np.zeros(0, np.int32)]).astype(np.int32))
