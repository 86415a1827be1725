"""Five generations of a few villages, from founders in lineages to the children of today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import FEMALE, MALE, NOBODY, YEAR, Ints, ints, stream
from loaders.synthetic.births import adopt, births
from loaders.synthetic.marriage import first_marriages, remarriages
from loaders.synthetic.mortality import deaths
from loaders.synthetic.people import Couples, Persons, nobody

GENERATIONS = 5
GROUPS = 8
"""Villagers' groups (村民小组) in a village."""
LINEAGES = 6
"""Lineages in a village, the largest with some two fifths of its founders."""
_FOUNDERS = 0.095
"""Founders as a share of all persons; a trial corrects it."""
_FOUNDED = day_of("1912-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The made people, sorted by village, and their couples."""

    persons: Persons
    couples: Couples

    @property
    def alive(self) -> Ints:
        """Indices of the living."""
        return ints(np.flatnonzero(self.persons.died == ALWAYS))


def make_population(
    persons: int, villages: int, seed: int, *, single: tuple[int, ...] = ()
) -> Population:
    """Return exactly `persons` people in `villages` villages, those of `single` of one lineage.

    More are made than asked for; children of the last generation who have no one are left out.
    """
    founders = persons * _FOUNDERS
    while True:
        made = _grow(int(founders), villages, single, seed)
        if len(made.persons) >= persons:
            break
        founders *= max(1.02, 1.02 * persons / len(made.persons))
    return _trimmed(made, persons, seed)


def _grow(founders: int, villages: int, single: tuple[int, ...], seed: int) -> Population:
    rng = stream(seed, "population")
    persons = _founders(rng, founders, villages, single)
    couples = Couples(**{name: nobody(0) for name in ("husband", "wife", "since", "ended", "kind")})
    oldest = 0
    for generation in range(GENERATIONS):
        people = ints(np.arange(oldest, len(persons)))
        oldest = len(persons)
        first = len(couples)
        couples = couples.extended(first_marriages(rng, persons, people, couples))
        married = couples.extended(remarriages(rng, persons, _since(couples, first), couples))
        couples = married
        if generation < GENERATIONS - 1:
            persons = persons.extended(births(rng, persons, couples, first))
            adopt(rng, persons, couples, first)
    return Population(persons=persons, couples=couples)


def _since(couples: Couples, first: int) -> Couples:
    return Couples(
        husband=couples.husband[first:],
        wife=couples.wife[first:],
        since=couples.since[first:],
        ended=couples.ended[first:],
        kind=couples.kind[first:],
    )


def _founders(
    rng: np.random.Generator, count: int, villages: int, single: tuple[int, ...]
) -> Persons:
    """Return the oldest generation, whose own parents nobody remembers."""
    weights = 1 / np.arange(1, LINEAGES + 1)
    village = ints(np.arange(count) % villages)
    drawn = rng.choice(LINEAGES, count, p=weights / weights.sum())
    group = ints((drawn * 3 + rng.integers(0, 3, count)) % GROUPS)
    rank = np.where(np.isin(village, single), 0, drawn)
    born = ints(_FOUNDED + rng.normal(0, 4 * YEAR, count))
    return Persons(
        sex=ints(np.where(rng.random(count) < 0.5, MALE, FEMALE)),
        born=born,
        died=deaths(rng, born, least_years=40.0),
        generation=np.zeros(count, np.int32),
        village=village,
        birth_village=village.copy(),
        group=group,
        lineage=ints(village * LINEAGES + rank),
        father=nobody(count),
        mother=nobody(count),
        birth_couple=nobody(count),
        adopter=nobody(count),
        adopted_on=nobody(count),
        adoption_ended=nobody(count),
        adoption_registered=np.zeros(count, np.bool_),
    )


def _trimmed(made: Population, wanted: int, seed: int) -> Population:
    """Drop the surplus among those without spouse, child or adopter, and sort by village."""
    persons, couples = made.persons, made.couples
    needed = persons.adopter != NOBODY
    for people in (couples.husband, couples.wife, persons.father, persons.mother):
        needed[people[people >= 0]] = True
    loose = np.flatnonzero(~needed & (persons.generation >= GENERATIONS - 2))
    surplus = len(persons) - wanted
    dropped = stream(seed, "trim").choice(loose, min(surplus, len(loose)), replace=False)
    keep = np.ones(len(persons), np.bool_)
    keep[dropped] = False
    kept = np.flatnonzero(keep)
    by_village = np.lexsort((persons.born[kept], persons.lineage[kept], persons.village[kept]))
    order = ints(kept[by_village])
    return Population(persons=persons.taken(order), couples=couples.renumbered(order, len(persons)))
