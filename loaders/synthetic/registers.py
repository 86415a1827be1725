"""The tables of persons and places, made from the arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import MALE, TODAY, YEAR, ints, lookup, stream
from loaders.synthetic.columns import blanked, chosen, codes, constant, dates, joined, partly
from loaders.synthetic.names import names_of
from loaders.synthetic.numbers import identity_numbers, telephones
from loaders.synthetic.organisations import MADE
from loaders.synthetic.population import GROUPS, Population

if TYPE_CHECKING:
    from loaders.synthetic.ground import Ground
    from loaders.synthetic.households import Households

GROUP_NAMES = tuple(f"{digit}组" for digit in "一二三四五六七八")
MADE_SITE = "坐标合成"
_OLD_REGISTERS = day_of("1950-01-01")


def person_ids(count: int) -> pa.Array:
    """Return the ids of persons by index."""
    return codes("P", ints(np.arange(1, count + 1)), 7)


def people_table(
    population: Population, households: Households, ground: Ground, ids: pa.Array, seed: int
) -> pa.Table:
    """Return the table `people`; the old are known by year or month of birth only."""
    persons = population.persons
    rng = stream(seed, "people")
    vague = rng.random(len(persons))
    old = persons.born < _OLD_REGISTERS
    house = households.of_person
    number = identity_numbers(persons, seed)
    untold = (old & (vague < 0.4)) & number.is_null().to_numpy(zero_copy_only=False)
    address = joined(
        chosen([ground.full_name(i) for i in range(len(ground.villages))], persons.village),
        chosen(GROUP_NAMES, persons.group),
        lookup_text(households, house),
        "号",
    )
    alive = persons.died == ALWAYS
    return pa.table(
        {
            "id": ids,
            "name": names_of(persons, seed),
            "sex": chosen(("M", "F"), ints(np.where(persons.sex == MALE, 0, 1))),
            "born": partly(dates(persons.born), untold & (vague < 0.3), untold),
            "died": dates(persons.died, ~alive),
            "id_number": number,
            "phone": _phones(population, households, seed),
            "address": address,
            "village": chosen([village.code for village in ground.villages], persons.village),
            "group": chosen(GROUP_NAMES, persons.group),
            "household": codes("H", np.where(house >= 0, house + 1, -1).astype(np.int32), 7),
            "note": constant(MADE, len(persons)),
        }
    )


def lookup_text(
    households: Households, house: np.ndarray[tuple[int], np.dtype[np.int32]]
) -> pa.Array:
    """Return each person's house number, blank for the dead."""
    door = lookup(households.door, house)
    return blanked(pa.array(door).cast(pa.string()), house < 0)


def _phones(population: Population, households: Households, seed: int) -> pa.Array:
    """Return telephones: grown-ups have their own, some share that of their household's head."""
    persons = population.persons
    rng = stream(seed, "telephones")
    own = rng.permutation(len(persons))
    grown = (persons.died == ALWAYS) & (TODAY - persons.born > 16 * YEAR)
    shared = rng.random(len(persons)) < np.where(TODAY - persons.born > 65 * YEAR, 0.5, 0.05)
    head = lookup(households.head, households.of_person)
    owner = np.where(shared, head, np.arange(len(persons)))
    return telephones(ints(np.where(grown, own[np.maximum(owner, 0)], -1)))


def place_table(population: Population, households: Households, ground: Ground) -> pa.Table:
    """Return the table `places`, from the province to the villagers' groups.

    Groups and the positions of townships are made up.
    """
    persons = population.persons
    divisions = [*ground.above, *ground.counties, *ground.townships, *ground.villages]
    people = np.bincount(persons.village[population.alive], minlength=len(ground.villages))
    houses = np.bincount(persons.village[households.head], minlength=len(ground.villages))
    blank: list[str | None] = [None] * (len(divisions) - len(ground.villages))
    site = {t.code: p for t, p in zip(ground.townships, ground.positions, strict=True)}
    known = pa.table(
        {
            "id": [d.code for d in divisions],
            "name": [d.name for d in divisions],
            "level": [d.level for d in divisions],
            "parent": [d.parent or None for d in divisions],
            "lat": pa.array([_degrees(site, d.code, 1) for d in divisions], pa.string()),
            "lon": pa.array([_degrees(site, d.code, 0) for d in divisions], pa.string()),
            "note": pa.array([MADE_SITE if d.code in site else None for d in divisions]),
            "population": pa.array(blank + [str(n) for n in people.tolist()], pa.string()),
            "households": pa.array(blank + [str(n) for n in houses.tolist()], pa.string()),
        }
    )
    groups = [(village, number) for village in ground.villages for number in range(GROUPS)]
    made = pa.table(
        {
            "id": [f"{village.code}{number + 1:02d}" for village, number in groups],
            "name": [village.name + GROUP_NAMES[number] for village, number in groups],
            "level": ["group"] * len(groups),
            "parent": [village.code for village, _ in groups],
            "note": [MADE] * len(groups),
        }
    )
    return pa.concat_tables([known, made], promote_options="default")


def _degrees(site: dict[str, tuple[float, float]], code: str, part: int) -> str | None:
    return f"{site[code][part]:.5f}" if code in site else None
