"""Benefits by year and household over all years on record, and whose kin live where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.model import day_of
from graph.patterns.benefits.kin_excess_awards import awards_of, discretionary
from graph.patterns.benefits.kin_excess_strata import in_whole_group
from graph.patterns.benefits.need import need_of
from graph.patterns.benefits.need_households import households_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_awards import Awards
    from graph.patterns.benefits.need import Need
    from graph.patterns.benefits.need_households import Households
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_MOST = 3
"""Programmes of one household in one year beyond which no more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """count: int64[years, households], discretionary programmes that reached it, at most three.

    Relatives filed and what reached a whole villagers' group are not counted. running:
    bool[years, villages], whether anybody in the village got anything. deciders: by village and
    place of the year, who decided there.
    """

    years: tuple[int, ...]
    households: Households
    need: Need
    awards: Awards
    count: Ints
    running: Flags
    deciders: Mapping[tuple[int, int], frozenset[str]]


def panel_of(facts: Facts) -> Panel | None:
    """Return the panel of all years; None where there are no benefits or no households."""
    rows = discretionary(facts)
    bounds = rows.aggregate(first=rows.year.min(), last=rows.year.max()).to_pyarrow().to_pylist()
    first, last = bounds[0]["first"], bounds[0]["last"]
    if first is None:
        return None
    households = households_of(facts, day_of(f"{last:04d}-01-01"))
    if not len(households):
        return None
    years = tuple(range(first, last + 1))
    awards = awards_of(facts, rows, households, first, len(years))
    running, deciders = _deciding(awards, households)
    return Panel(
        years=years,
        households=households,
        need=need_of(facts, households, years),
        awards=awards,
        count=_count(awards, households),
        running=running,
        deciders=deciders,
    )


def _count(awards: Awards, households: Households) -> Ints:
    size = len(households)
    count = np.zeros((awards.years, size), np.int64)
    pair = awards.programme * (awards.years + 1) + awards.year
    order = np.argsort(pair, kind="stable")
    bounds = np.searchsorted(
        pair[order], np.arange(len(awards.programmes) * (awards.years + 1) + 1)
    )
    for key in np.unique(pair).tolist():
        rows = order[bounds[key] : bounds[key + 1]]
        got = np.zeros(size, np.bool_)
        got[awards.house[rows]] = True
        whole = in_whole_group(households, got)
        got[:] = False
        got[awards.house[rows][~awards.filed[rows]]] = True
        count[key % (awards.years + 1) - 1] += got & ~whole
    return np.minimum(count, _MOST)


def _deciding(
    awards: Awards, households: Households
) -> tuple[Flags, dict[tuple[int, int], frozenset[str]]]:
    villages = len(households.villages)
    running = np.zeros((awards.years, villages), np.bool_)
    village = households.village[awards.house]
    kept = village >= 0
    running[awards.year[kept] - 1, village[kept]] = True
    named = kept & (awards.decider >= 0)
    width = len(awards.deciders)
    keys = np.unique(
        ((village * (awards.years + 1) + awards.year) * max(width, 1) + awards.decider)[named]
    )
    found: dict[tuple[int, int], set[str]] = {}
    for key in keys.tolist():
        place, decider = divmod(key, max(width, 1))
        where, year = divmod(place, awards.years + 1)
        found.setdefault((where, year - 1), set()).add(awards.deciders[decider])
    return running, {key: frozenset(names) for key, names in found.items()}


def kin_households(
    facts: Facts, households: Households, people: list[str]
) -> dict[str, tuple[Ints, int]]:
    """Return each person's kin households today, ascending, and his own (-1 unknown)."""
    nodes = facts.nodes_of(people)
    sets = all_kin(facts.snapshot, nodes, facts.on, ALL_KIN)
    real = sets.relative < len(households.of_person)
    ego, house = sets.ego[real], households.of_person[sets.relative[real]]
    found = {}
    bounds = np.searchsorted(ego, np.append(nodes, np.iinfo(np.int32).max))
    for at, node in enumerate(nodes.tolist()):
        mine = np.unique(house[bounds[at] : bounds[at + 1]])
        own = int(households.of_person[node])
        mine = mine[(mine >= 0) & (mine != own)]
        found[facts.snapshot.persons.id(node)] = (mine, own)
    return found
