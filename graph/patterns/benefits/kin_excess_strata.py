"""Strata of the kin test: like households of one village that one decider chose among.

A stratum is village, need class, programme, year, and how the household stood: in a villagers'
group that got it as a whole, and, where a programme's list stands from year to year, with or
without it the year before. A list that is carried on is so no new evidence, and a road or the
relocation of a group is compared with nothing else. Households that somebody else served, and those
filed as relatives, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.patterns.benefits.need import CLASSES
from graph.patterns.statistics.strata import Strata

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_awards import Awards, KinHouses
    from graph.patterns.benefits.need_households import Households

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_NEW, _RENEWED, _WHOLE_GROUP = range(3)
_KINDS = 3
_LEAST_GROUP = 5
_STANDING = 0.8
"""A programme's list stands where so many of last year's households have it again."""
_WHOLE, _BESIDES = 0.8, 0.5
"""A whole group got it where four in five households did, and at least twice the others' share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Strata with kin in them, units being the places of deciders, and the kin households' rows.

    programme, year, village: int64 by stratum; of, house: int64 by kin row, its stratum and
    household; got: whether the decider gave it this benefit.
    """

    strata: Strata
    programme: Ints
    year: Ints
    village: Ints
    of: Ints
    house: Ints
    got: Flags


def count_strata(
    households: Households, classes: Ints, usable: Flags, awards: Awards, kin: KinHouses
) -> Counted:
    """Return the strata of all deciders.

    classes: int64[years, households]; usable: bool[years, villages], whether the village may be
    tested in the year. Cost: programmes x years x households, plus awards and kin rows.
    """
    parts = [
        _one(households, classes[year - 1], usable[year - 1], awards, kin, programme, year)
        for year in range(1, awards.years + 1)
        for programme in range(len(awards.programmes))
    ]
    sizes = np.cumsum([0, *(len(part["unit"]) for part in parts)])
    whole = {name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS}
    of = np.concatenate([part["of"] + at for part, at in zip(parts, sizes.tolist(), strict=False)])
    order = np.argsort(whole["unit"], kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    counts = {name: whole[name][order] for name in ("unit", "n", "b", "k", "t")}
    return Counted(
        strata=Strata(units=len(awards.deciders), **counts),
        programme=whole["programme"][order],
        year=whole["year"][order],
        village=whole["village"][order],
        of=place[of],
        house=np.concatenate([part["house"] for part in parts]),
        got=np.concatenate([part["got"] for part in parts]).astype(np.bool_),
    )


_COLUMNS = ("unit", "n", "b", "k", "t", "programme", "year", "village")


def _one(
    households: Households,
    classes: Ints,
    usable: Flags,
    awards: Awards,
    kin: KinHouses,
    programme: int,
    year: int,
) -> dict[str, Ints]:
    """Return the strata and kin rows of one programme in one year."""
    size = len(households)
    cell = _cells(households, classes, usable, awards, programme, year)
    cells = len(households.villages) * CLASSES * _KINDS
    rows = _rows(awards, programme, year)
    rows = rows[cell[awards.house[rows]] >= 0]
    decider, house, filed = awards.decider[rows], awards.house[rows], awards.filed[rows]
    given = np.zeros(size, np.bool_)
    given[house] = True
    all_households = np.bincount(cell[cell >= 0], minlength=cells)
    all_given = np.bincount(cell[given], minlength=cells)
    named = decider >= 0
    pair, pair_filed = (decider * size + house)[named], filed[named]
    key = (decider * cells + cell[house])[named]
    keys, at, own = np.unique(key, return_inverse=True, return_counts=True)
    filed_count = np.bincount(at[pair_filed], minlength=len(keys))

    mine = np.flatnonzero((kin.year == year) & (cell[kin.house] >= 0))
    kin_key = kin.decider[mine] * cells + cell[kin.house[mine]]
    where = np.minimum(np.searchsorted(keys, kin_key), max(len(keys) - 1, 0))
    hit = keys[where] == kin_key if len(keys) else np.zeros(len(mine), np.bool_)
    mine, where = mine[hit], where[hit]
    by_him, is_filed = _given_by(pair, pair_filed, kin.decider[mine] * size + kin.house[mine])
    stays = ~is_filed & (by_him | ~given[kin.house[mine]])
    is_kin, is_out = stays & ~kin.is_out[mine], stays & kin.is_out[mine]

    here = keys % cells if len(keys) else keys
    out = np.bincount(where[is_out], minlength=len(keys))
    out_given = np.bincount(where[is_out & by_him], minlength=len(keys))
    k = np.bincount(where[is_kin], minlength=len(keys))
    found = {
        "unit": keys // max(cells, 1),
        "n": all_households[here] - (all_given[here] - own) - filed_count - out,
        "b": own - filed_count - out_given,
        "k": k,
        "t": np.bincount(where[is_kin & by_him], minlength=len(keys)),
        "programme": np.full(len(keys), programme),
        "year": np.full(len(keys), year),
        "village": here // (CLASSES * _KINDS),
    }
    kept = np.flatnonzero((k > 0) & (found["b"] > 0))
    place = np.full(len(keys), -1, np.int64)
    place[kept] = np.arange(len(kept))
    shown = is_kin & (place[where] >= 0) if len(keys) else is_kin
    return {name: column[kept].astype(np.int64) for name, column in found.items()} | {
        "of": place[where[shown]],
        "house": kin.house[mine[shown]],
        "got": by_him[shown],
    }


def _rows(awards: Awards, programme: int, year: int) -> Ints:
    return np.flatnonzero((awards.programme == programme) & (awards.year == year))


def _given_by(pair: Ints, filed: Flags, asked: Ints) -> tuple[Flags, Flags]:
    """Return whether each asked (decider, household) got it, and whether it was filed."""
    if not len(pair):
        return np.zeros(len(asked), np.bool_), np.zeros(len(asked), np.bool_)
    order = np.argsort(pair, kind="stable")
    at = np.minimum(np.searchsorted(pair[order], asked), len(pair) - 1)
    found = pair[order][at] == asked
    return found, found & filed[order][at]


def _cells(
    households: Households,
    classes: Ints,
    usable: Flags,
    awards: Awards,
    programme: int,
    year: int,
) -> Ints:
    """Return each household's village, class and standing as one number; -1 outside the test."""
    size = len(households)
    had = np.zeros(size, np.bool_)
    had[awards.house[_rows(awards, programme, year - 1)]] = True
    got = np.zeros(size, np.bool_)
    got[awards.house[_rows(awards, programme, year)]] = True
    is_standing = (had & got).sum() >= _STANDING * max(int(had.sum()), 1)
    kind = np.where(had & is_standing, _RENEWED, _NEW)
    kind[in_whole_group(households, got)] = _WHOLE_GROUP
    village = households.village
    is_in = (village >= 0) & usable[np.maximum(village, 0)]
    return np.where(is_in, (village * CLASSES + classes) * _KINDS + kind, -1)


def in_whole_group(households: Households, got: Flags) -> Flags:
    """Return which households live in a group that got it as a whole, the village did not."""
    group, village = households.group, households.village
    known = (group >= 0) & (village >= 0)
    names, first, at = np.unique(group[known], return_index=True, return_inverse=True)
    size = np.bincount(at, minlength=len(names))
    given = np.bincount(at, got[known], minlength=len(names))
    home = village[known][first]
    all_size = np.bincount(village[village >= 0], minlength=len(households.villages))[home]
    all_given = np.bincount(
        village[village >= 0], got[village >= 0], minlength=len(households.villages)
    )[home]
    share = given / np.maximum(size, 1)
    besides = (all_given - given) / np.maximum(all_size - size, 1)
    whole = (size >= _LEAST_GROUP) & (share >= _WHOLE) & (besides <= _BESIDES * share)
    found = np.zeros(len(group), np.bool_)
    found[np.flatnonzero(known)[whole[at]]] = True
    return found
