"""The households of a county: their village and group, and how well their kin are on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kinship.coverage import near_kin_of
from graph.kinship.near_kin import NAMED_PARENT
from graph.snapshot.spans import codes_of, column_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.snapshot import Snapshot

    Ints = NDArray[np.int64]

GROWN = 18 * 365.2425
"""Days after which somebody is grown up."""
_OLD = 60 * 365.2425
"""Days after which nobody is asked for parents: a register that begins with the old has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Households:
    """The households that people.csv names, ascending by id, with somebody alive.

    village: int64, place in `villages`, -1 where no member's is known; group: int64, number of the
    villagers' group, -1 unknown; adults, with_parent: int64, its grown-ups not surely over 60, and
    those of them with a parent on record; of_person: int64 by node, -1 for the dead and those
    without household.
    """

    ids: pa.Array
    village: Ints
    villages: tuple[str, ...]
    group: Ints
    adults: Ints
    with_parent: Ints
    of_person: Ints

    def __len__(self) -> int:
        """Count the households."""
        return len(self.ids)

    def places_of(self, ids: Any) -> Ints:
        """Return the place of each household id; -1 where people.csv does not name it."""
        found = pc.fill_null(pc.index_in(ids, self.ids), -1)
        return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def households_of(facts: Facts, since: int) -> Households:
    """Return the households with a member who was alive on the day `since`.

    A household stands in the village and the group where most of its members do; of equally many
    the first by id.
    """
    people = facts.snapshot.table("people")
    codes, names = codes_of(column_of(people, "household"))
    persons = facts.snapshot.persons
    code = np.where(persons.died_last[: len(codes)] < since, -1, codes).astype(np.int64)
    ids, of_person = _ascending(code, names)
    village_code, village_names = codes_of(column_of(people, "village"))
    village_of_person, villages = _renamed(village_code, village_names)
    village = _usual(of_person, village_of_person, len(ids))
    group_code, group_names = codes_of(column_of(people, "group"))
    group_of_person, _ = _renamed(group_code, group_names)
    is_in_group = (group_of_person >= 0) & (village_of_person >= 0)
    pair = np.where(is_in_group, village_of_person * (len(group_names) + 1) + group_of_person, -1)
    adults, with_parent = _grown(facts.snapshot, of_person, len(ids), facts.on)
    return Households(
        ids=ids,
        village=village,
        villages=tuple(villages),
        group=_usual(of_person, pair, len(ids)),
        adults=adults,
        with_parent=with_parent,
        of_person=of_person,
    )


def _ascending(code: Ints, names: list[str]) -> tuple[pa.Array, Ints]:
    """Return the ids in use, ascending, and each person's place among them."""
    used = np.unique(code[code >= 0])
    texts = np.array([names[at] for at in used.tolist()], object)
    order = np.argsort(texts, kind="stable") if len(texts) else np.zeros(0, np.int64)
    place = np.full(len(names) + 1, -1, np.int64)
    place[used[order]] = np.arange(len(used))
    return pa.array(texts[order].tolist(), pa.string()), place[code]


def _renamed(code: NDArray[Any], names: list[str]) -> tuple[Ints, list[str]]:
    """Return the codes in ascending order of their names."""
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.full(len(names) + 1, -1, np.int64)
    place[order] = np.arange(len(names))
    return place[code], [names[at] for at in order]


def _usual(of_person: Ints, value: Ints, count: int) -> Ints:
    """Return the value that most of each household's members have, the least of equals."""
    kept = (of_person >= 0) & (value >= 0)
    width = int(value.max(initial=0)) + 1
    pair, members = np.unique(of_person[kept] * width + value[kept], return_counts=True)
    house, what = pair // width, pair % width
    order = np.lexsort((what, -members, house))
    first = np.unique(house[order], return_index=True)[1]
    found = np.full(count, -1, np.int64)
    found[house[order][first]] = what[order][first]
    return found


def _grown(snapshot: Snapshot, of_person: Ints, count: int, on: int) -> tuple[Ints, Ints]:
    """Return each household's grown-ups not surely over 60, and those with a parent on record."""
    persons, n = snapshot.persons, len(of_person)
    is_child = (persons.born_last[:n] > on - GROWN) & (persons.born_first[:n] > on - GROWN)
    is_old = persons.born_last[:n] < on - _OLD
    nodes = np.flatnonzero((of_person >= 0) & ~is_child & ~is_old)
    known = (near_kin_of(snapshot, nodes.astype(np.int32), on) & NAMED_PARENT) != 0
    house = of_person[nodes]
    adults = np.bincount(house, minlength=count).astype(np.int64)
    return adults, np.bincount(house[known], minlength=count).astype(np.int64)
