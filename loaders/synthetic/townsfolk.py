"""Grown people without office for firms, wages and fields: those without a tie to any decider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS
from loaders.synthetic.arrays import TODAY, YEAR, ints, stream

if TYPE_CHECKING:
    from loaders.synthetic.county import County
    from loaders.synthetic.kinfolk import Kinfolk
    from loaders.synthetic.offices import Offices

_FOR_WORK = 0.4
"""Share of the unattached kept as workers."""
_OFFERED = 6


class Townsfolk:
    """People who may own firms, each offered once, no two of them legal kin.

    Those free of every decider come first; in a small county the others follow, whose ties the
    caller has to mind. `workers` are free of every decider, but may be kin to each other.
    """

    def __init__(self, county: County, kinfolk: Kinfolk, offices: Offices, wanted: int) -> None:
        rng = stream(county.seed, "townsfolk")
        persons = county.population.persons
        age = (TODAY - persons.born) / YEAR
        grown = (persons.died == ALWAYS) & (age > 28) & (age < 70)
        grown[county.officials] = False
        tied = np.zeros(len(persons), np.bool_)
        tied[list(offices.all_near)] = True
        free = rng.permutation(np.flatnonzero(grown & ~tied))
        cut = int(len(free) * _FOR_WORK)
        self.workers: list[int] = free[:cut].tolist()
        bound = rng.permutation(np.flatnonzero(grown & tied))
        offered: list[int] = np.concatenate([free[cut:], bound])[: wanted * _OFFERED].tolist()
        self._kinfolk = kinfolk
        self._kin = kinfolk.sets(ints(offered))
        self._taken: set[int] = set()
        self._offered = iter(offered)

    def take(self) -> int | None:
        """Return the next person who is no kin to anybody taken before, None if there is none."""
        for person in self._offered:
            if person not in self._taken and self._kin[person].isdisjoint(self._taken):
                self._taken.add(person)
                return person
        return None

    def kin(self, person: int) -> frozenset[int]:
        """Return a person's legal kin."""
        return self._kin[person] if person in self._kin else self._kinfolk.of(person)
