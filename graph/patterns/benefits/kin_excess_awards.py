"""What deciders gave to households, and which households are a decider's kin, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.model import day_of
from graph.snapshot.persons import one_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kinship.circles import Circle
    from graph.patterns.benefits.need_households import Households
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_OWN_LIST = replace(ALL_KIN, shapes=ALL_KIN.listed)
"""Kin whom the Acts list from the decider's own side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awards:
    """Discretionary benefits, one row a (decider, programme, year, household), in that order.

    decider: place in `deciders`, -1 where nobody is named; programme: place in `programmes`; year:
    0 is the year before the window; house: place among the households; all int64. filed: every
    benefit of the row was declared as a relative's.
    """

    deciders: tuple[str, ...]
    programmes: tuple[str, ...]
    first_year: int
    years: int
    """Years of the window; `year` runs from 0 to this number."""
    decider: Ints
    programme: Ints
    year: Ints
    house: Ints
    filed: Flags
    homeless: int
    """Benefits in the window whose household people.csv does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KinHouses:
    """Households of deciders' kin, one row a (decider, year, household), years from 1.

    is_out: the decider's own household, or kin for a part of the year alone: neither kin nor like
    household, so outside the test. is_listed: kin by the decider's own list, not only by theirs.
    """

    decider: Ints
    year: Ints
    house: Ints
    is_out: Flags
    is_listed: Flags


def discretionary(facts: Facts) -> Any:
    """Return the discretionary benefits up to the day asked about, with `house` and `year`.

    `house` is the household named, else that of the person named.
    """
    benefits, programmes = facts.table("benefits"), facts.table("programmes")
    chosen = programmes.filter(programmes.discretion == "discretionary").select(code="id")
    receivers = facts.table("people").select(receiver="id", theirs="household")
    rows = benefits.join(chosen, benefits.programme == chosen.code)
    rows = rows.left_join(receivers, rows.person == receivers.receiver)
    rows = rows.mutate(house=rows.household.coalesce(rows.theirs), year=rows.date_first.year())
    return rows.filter(rows.date_first <= np.datetime64(facts.on, "D").item())


def awards_of(facts: Facts, rows: Any, households: Households, first: int, years: int) -> Awards:
    """Return the awards of the window and of the year before it."""
    wanted = rows.filter(rows.year >= first - 1, rows.year < first + years)
    keys = ("decided_by", "programme", "year", "house")
    table = (
        wanted.group_by(*keys)
        .agg(filed=wanted.filed.fill_null(False).all(), benefits=wanted.count())
        .to_pyarrow()
    )
    house = households.places_of(table.column("house").combine_chunks())
    year = table.column("year").to_numpy().astype(np.int64) - first + 1
    lost = (house < 0) & (year > 0)
    homeless = int(table.column("benefits").to_numpy()[lost].sum())
    decider, deciders = _coded(table.column("decided_by"))
    programme, programmes = _coded(table.column("programme"))
    order = np.lexsort((house, year, programme, decider))
    order = order[house[order] >= 0]
    return Awards(
        deciders=deciders,
        programmes=programmes,
        first_year=first,
        years=years,
        decider=decider[order],
        programme=programme[order],
        year=year[order],
        house=house[order],
        filed=np.asarray(table.column("filed").to_numpy(zero_copy_only=False), np.bool_)[order],
        homeless=homeless,
    )


def _coded(column: Any) -> tuple[Ints, tuple[str, ...]]:
    """Return each row's place among the distinct texts, ascending; -1 where blank."""
    names = pc.unique(column).drop_null().sort().cast(pa.string())
    found = pc.fill_null(pc.index_in(column, names), -1)
    return np.asarray(found.to_numpy(), np.int64), tuple(names.to_pylist())


def kin_houses(facts: Facts, awards: Awards, households: Households) -> KinHouses:
    """Return the kin households of every decider in every year of the window.

    A household counts as kin where it is so on the first day of the year and on the last.
    """
    nodes, known = _nodes_of(facts, awards.deciders)
    days = _turns(awards, facts.on)
    turns = [_houses_on(facts, nodes, households, day, ALL_KIN) for day in days]
    own_list = [_houses_on(facts, nodes, households, day, _OWN_LIST) for day in days]
    own = households.of_person[nodes]
    at, mine = np.flatnonzero(own >= 0), own[own >= 0]
    width = len(households) + 1
    parts: list[tuple[Ints, Ints, Flags, Flags]] = []
    listed_turns = pairwise(own_list)
    for (before, after), listed in zip(pairwise(turns), listed_turns, strict=True):
        both = np.intersect1d(before, after, assume_unique=True)
        either = np.union1d(np.union1d(before, after), at * width + mine)
        is_out = ~np.isin(either, both, assume_unique=True)
        is_out |= np.isin(either, at * width + mine, assume_unique=True)
        is_listed = np.isin(either, np.intersect1d(*listed, assume_unique=True))
        parts.append((known[either // width], either % width, is_out, is_listed))
    sizes = [len(part[0]) for part in parts]
    return KinHouses(
        decider=np.concatenate([part[0] for part in parts]),
        year=np.repeat(np.arange(1, len(parts) + 1), sizes),
        house=np.concatenate([part[1] for part in parts]),
        is_out=np.concatenate([part[2] for part in parts]),
        is_listed=np.concatenate([part[3] for part in parts]),
    )


def without_filing(awards: Awards, kin: KinHouses, size: int) -> Awards:
    """Return the awards, those of a decider in a programme where he files his kin being nobody's.

    That is where half or more of the awards to his kin in the window are filed. What is disclosed
    is no evidence, and kin who got nothing there must not stand for those who were filed.
    """
    programmes = max(len(awards.programmes), 1)
    in_window = (awards.year >= 1) & (awards.decider >= 0)
    known = (kin.decider * (awards.years + 1) + kin.year) * size + kin.house
    row = (awards.decider * (awards.years + 1) + awards.year) * size + awards.house
    is_kin = in_window & np.isin(row, known[~kin.is_out])
    place = np.maximum(awards.decider, 0) * programmes + awards.programme
    places = len(awards.deciders) * programmes + 1
    filed = np.bincount(place[in_window & awards.filed], minlength=places)
    silent = np.bincount(place[is_kin & ~awards.filed], minlength=places)
    is_filing = (filed > 0) & (filed >= silent)
    return replace(awards, decider=np.where(is_filing[place], -1, awards.decider))


def _turns(awards: Awards, on: int) -> list[int]:
    """Return the first day of each year of the window and the day after them all, none after on."""
    years = range(awards.first_year, awards.first_year + awards.years + 1)
    return [min(day_of(f"{year:04d}-01-01"), on) for year in years]


def _nodes_of(facts: Facts, people: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Return the nodes of the people that are loaded, and their places in the list."""
    loaded = facts.snapshot.persons
    ids = pa.array(people, pa.string())
    register = one_array(facts.snapshot.table("people").column("id"))
    where = pc.fill_null(pc.index_in(ids, register), -1)
    nodes = np.asarray(where.to_numpy(zero_copy_only=False), np.int64)
    known = np.flatnonzero((nodes >= 0) & (nodes < loaded.n))
    return nodes[known], known


def _houses_on(facts: Facts, nodes: Ints, households: Households, day: int, circle: Circle) -> Ints:
    """Return the pairs ego x (households + 1) + household on a day, ascending, each once."""
    egos, place = np.unique(nodes, return_inverse=True)
    sets = all_kin(facts.snapshot, egos.astype(np.int32), day, circle)
    back = np.zeros(len(egos), np.int64)
    back[place] = np.arange(len(nodes))
    real = sets.relative < len(households.of_person)
    house = np.full(len(sets.relative), -1, np.int64)
    house[real] = households.of_person[sets.relative[real]]
    ego = back[np.searchsorted(egos, sets.ego)]
    return np.unique((ego * (len(households) + 1) + house)[house >= 0])
