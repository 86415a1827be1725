"""Kin of those who decide on benefits, as law has it and as it may seem, household by household."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import NOBODY, ints
from loaders.synthetic.kin_rows import NO, step_rows
from loaders.synthetic.kinfolk import Kinfolk
from loaders.synthetic.people import REGISTERED

if TYPE_CHECKING:
    from loaders.synthetic.arrays import Bools, Ints
    from loaders.synthetic.population import Population

FIRST_DAY = day_of("2021-01-01")
"""Before the first benefit: marriages that count throughout were made by then."""


def lawful_kin(population: Population) -> Kinfolk:
    """Return walks over ties that count in law through all years of benefits, recorded or not."""
    persons, couples = population.persons, population.couples
    own = persons.adopter == NOBODY
    kept = persons.adoption_registered & (persons.adoption_ended == ALWAYS)
    stands = (couples.kind == REGISTERED) & (couples.over(persons) == ALWAYS)
    return _walks(
        population, _births(population, own) + _adoptive(population, kept), stands, FIRST_DAY
    )


def possible_kin(population: Population, seed: int) -> Kinfolk:
    """Return walks over every tie that may count in law on some day of the years of benefits."""
    persons, couples = population.persons, population.couples
    everyone = np.ones(len(persons), np.bool_)
    up = _births(population, everyone) + _adoptive(population, persons.adoption_registered)
    for rows in step_rows(population, seed):
        told = rows.raised != NO
        up.append((rows.person[told], rows.relative[told]))
    return _walks(
        population, up, (couples.kind == REGISTERED) & (couples.ended > FIRST_DAY), ALWAYS
    )


def _births(population: Population, told: Bools) -> list[tuple[Ints, Ints]]:
    """Return (child, parent) of the children told."""
    persons, child = population.persons, ints(np.flatnonzero(told))
    return [(child, persons.father[child]), (child, persons.mother[child])]


def _adoptive(population: Population, told: Bools) -> list[tuple[Ints, Ints]]:
    persons, couples = population.persons, population.couples
    child = ints(np.flatnonzero(told & (persons.adopter >= 0)))
    couple = persons.adopter[child]
    return [(child, couples.husband[couple]), (child, couples.wife[couple])]


def _walks(
    population: Population, up: list[tuple[Ints, Ints]], couples: Bools, before: int
) -> Kinfolk:
    made = population.couples
    counted = couples & (made.since < before)
    husband, wife = made.husband[counted], made.wife[counted]
    child, parent = (np.concatenate(side) for side in zip(*up, strict=True))
    spouses = np.concatenate([husband, wife]), np.concatenate([wife, husband])
    return Kinfolk((child, parent), spouses, len(population.persons))
