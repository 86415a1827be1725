"""What the need of kin and neighbours tells of a household's own, and sets that decide nothing.

Need is recorded with error, and runs in families: of two households with equal records, the one
among needy kin is the needier (regression to the mean). The index made here is a prognostic score
(Hansen, Biometrika 95, 2008), fitted where nobody is kin to a decider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.patterns.benefits.need import UNRECORDED, classes_of, mid_ranks
from graph.patterns.benefits.need_households import GROWN
from graph.patterns.statistics.placebo import excess_z

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.need import Need
    from graph.patterns.benefits.need_households import Households
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_LEAST_HOUSEHOLDS, _LEAST_AWARDS = 200, 50
_CHUNK = 20_000
_OLD = 65 * 365.2425


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Which household has kin in which other one, int64, by `ego` ascending, each pair once."""

    ego: Ints
    house: Ints


def kin_of_households(facts: Facts, households: Households) -> Pairs:
    """Return the kin households of every household, read from one grown-up member of each.

    That is the eldest under 65, else the eldest, as deciders are people of working age. Cost: some
    5 µs a household and a sort of some sixty pairs each.
    """
    nodes, size = _speakers(facts, households), len(households)
    chunks = range(0, len(nodes), _CHUNK)
    parts = [_pairs(facts, households, nodes[at : at + _CHUNK]) for at in chunks]
    pair = np.concatenate([np.zeros(0, np.int64), *parts])
    return Pairs(ego=pair // max(size, 1), house=pair % max(size, 1))


def _speakers(facts: Facts, households: Households) -> Ints:
    """Return the node that speaks for each household with a grown-up, by household."""
    persons, n = facts.snapshot.persons, len(households.of_person)
    born = persons.born_first[:n].astype(np.int64)
    is_child = (persons.born_last[:n] > facts.on - GROWN) & (born > facts.on - GROWN)
    nodes = np.flatnonzero((households.of_person >= 0) & ~is_child)
    is_old = born[nodes] < facts.on - _OLD
    order = nodes[np.lexsort((nodes, born[nodes], is_old, households.of_person[nodes]))]
    first = np.unique(households.of_person[order], return_index=True)[1]
    return np.asarray(order[first], np.int64)


def _pairs(facts: Facts, households: Households, nodes: Ints) -> Ints:
    """Return household x households + kin household, each once, the own one left out."""
    sets = all_kin(facts.snapshot, nodes.astype(np.int32), facts.on, ALL_KIN)
    real = sets.relative < len(households.of_person)
    house = households.of_person[sets.relative[real]]
    own = households.of_person[sets.ego[real]]
    kept = (house >= 0) & (house != own)
    return distinct(own[kept] * len(households) + house[kept])


def distinct(values: Ints) -> Ints:
    """Return the distinct values, ascending: by one sort, four times as fast as np.unique here."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def classes_around(
    households: Households, need: Need, pairs: Pairs, awards: Ints, free: Flags
) -> Ints | None:
    """Return need classes by the index of own, kin's and group's recorded need, as in `Need`.

    awards: int64 by household, benefits it got in the window; free: those with no decider among
    their kin, from whom alone the weights are fitted. None where they are too few.

    The weights are those of least squares, which have the right direction for any link (Li and
    Duan, Ann. Stat. 17, 1989); a negative one is taken as zero.
    """
    size = len(households)
    parts = [_parts(households, rank, pairs) for rank in need.rank]
    known = free & (need.classes[-1] != UNRECORDED)
    if known.sum() < _LEAST_HOUSEHOLDS or awards[known].sum() < _LEAST_AWARDS:
        return None
    columns = np.column_stack([np.ones(size), *parts[-1]])
    weight = np.linalg.lstsq(columns[known], awards[known].astype(np.float64), rcond=None)[0][1:]
    weight = np.maximum(weight, 0.0)
    scores = [sum(w * part for w, part in zip(weight, each, strict=True)) for each in parts]
    ranks = [
        mid_ranks(np.where(np.isnan(rank), np.nan, score), households.village)
        for rank, score in zip(need.rank, scores, strict=True)
    ]
    return classes_of(np.stack(ranks))


def _parts(households: Households, rank: Floats, pairs: Pairs) -> tuple[Floats, Floats, Floats]:
    """Return own need on the scale of log odds of its rank, the mean of kin's, and the group's."""
    size = len(households)
    is_known = ~np.isnan(rank)
    own = np.where(is_known, np.log(rank / (1 - rank), where=is_known, out=np.zeros(size)), 0.0)
    kept = is_known[pairs.house]
    ego, house = pairs.ego[kept], pairs.house[kept]
    kin = np.bincount(ego, own[house], size) / np.maximum(np.bincount(ego, minlength=size), 1)
    there = np.flatnonzero((households.group >= 0) & is_known)
    _, at = np.unique(households.group[there], return_inverse=True)
    others = np.bincount(at)[at] - 1
    group = np.zeros(size)
    group[there] = (np.bincount(at, own[there])[at] - own[there]) / np.maximum(others, 1)
    return own, kin, group


def set_excess(
    cell: Ints, awards: Ints, ego: Ints, house: Ints, egos: int
) -> tuple[Floats, Floats]:
    """Return Z and E of sets of households, against like households outside each set.

    cell: int64 by household, village and need class, -1 unknown; awards: benefits of each in the
    window; ego, house: int64, the sets. E leaves the set itself out of the rates of its cells.
    """
    kept = cell[house] >= 0
    ego, house = ego[kept], house[kept]
    width = int(cell.max(initial=0)) + 1
    size = np.bincount(cell[cell >= 0], minlength=width)
    total = np.bincount(cell[cell >= 0], awards[cell >= 0], width)
    pair = ego * width + cell[house]
    keys = distinct(pair)
    at = np.searchsorted(keys, pair)
    k, t = np.bincount(at, minlength=len(keys)), np.bincount(at, awards[house], len(keys))
    where, owner = keys % width, keys // width
    rest = size[where] - k
    expected = np.where(rest > 0, k * (total[where] - t) / np.maximum(rest, 1), t)
    observed_sum: Any = np.bincount(owner, t, egos)
    expected_sum: Any = np.bincount(owner, expected, egos)
    return excess_z(observed_sum, expected_sum), expected_sum
