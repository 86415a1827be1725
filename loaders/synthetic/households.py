"""Who lives under one roof: couples with their unmarried children, the old with a son."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS
from loaders.synthetic.arrays import (
    MALE,
    NOBODY,
    TODAY,
    YEAR,
    Ints,
    ints,
    lookup,
    rank_within,
    stream,
)

if TYPE_CHECKING:
    from loaders.synthetic.population import Population


@dataclass(frozen=True, slots=True, kw_only=True)
class Households:
    """`of_person` numbers the households, NOBODY for the dead; `door` counts within the village."""

    of_person: Ints
    door: Ints
    head: Ints
    """A living member of each household, the one its telephone is in the name of."""

    def __len__(self) -> int:
        return len(self.head)


def make_households(population: Population, seed: int) -> Households:
    """Divide the living into households."""
    persons = population.persons
    holder = _holders(population, seed)
    alive = persons.died == ALWAYS
    household = np.unique(holder[alive], return_inverse=True)[1]
    of_person = np.full(len(persons), NOBODY, np.int32)
    of_person[alive] = household
    members = population.alive
    first = np.unique(household, return_index=True)[1]
    head = members[first]
    door = rank_within(persons.village[head]) + 1
    return Households(of_person=of_person, door=ints(door), head=ints(head))


def _holders(population: Population, seed: int) -> Ints:
    """Return the person after whom each one's household goes, dead or alive."""
    persons, couples = population.persons, population.couples
    holder = ints(np.arange(len(persons)))
    order = np.argsort(couples.since, kind="stable")
    standing = order[couples.ended[order] == ALWAYS]
    married = np.zeros(len(persons), np.bool_)
    married[couples.husband] = married[couples.wife] = True
    holder[couples.wife[standing]] = couples.husband[standing]
    for generation in range(1, int(persons.generation.max()) + 1):
        single = (persons.generation == generation) & ~married
        single &= TODAY - persons.born < 35 * YEAR
        parent = np.where(
            persons.adopter >= 0, lookup(couples.husband, persons.adopter), persons.father
        )
        holder[single] = holder[np.maximum(parent, 0)][single]
    return _with_sons(population, holder, married, stream(seed, "households"))


def _with_sons(
    population: Population,
    holder: Ints,
    married: np.ndarray[tuple[int], np.dtype[np.bool_]],
    rng: np.random.Generator,
) -> Ints:
    """Let three in five of those over seventy live with their youngest married son."""
    persons = population.persons
    son = (persons.sex == MALE) & married & (persons.died == ALWAYS)
    sons = ints(np.flatnonzero(son & (persons.father >= 0) & (persons.adopter == NOBODY)))
    sons = sons[np.argsort(persons.born[sons], kind="stable")]
    youngest = np.full(len(persons), NOBODY, np.int32)
    youngest[persons.father[sons]] = sons
    old_couple = (rng.random(len(persons)) < 0.6) & (TODAY - persons.born > 70 * YEAR)
    moves = old_couple[holder] & (youngest[holder] >= 0)
    return np.where(moves, holder[np.maximum(youngest[holder], 0)], holder).astype(np.int32)
