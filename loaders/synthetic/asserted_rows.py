"""Kin stated by a Chinese term where the parents between are not recorded: 舅舅, 侄女, 堂弟."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import ALWAYS
from loaders.synthetic.arrays import MALE, NOBODY, Bools, Ints, ints, lookup, stream
from loaders.synthetic.columns import chosen
from loaders.synthetic.kin_rows import KinRows, Known

if TYPE_CHECKING:
    from loaders.synthetic.population import Population

_SIBLINGS = ("弟弟", "妹妹", "哥哥", "姐姐")
_FATHERS_SIDE = ("叔叔", "姑姑", "伯父", "姑姑")
_MOTHERS_SIDE = ("舅舅", "姨妈", "舅舅", "姨妈")
_BROTHERS_CHILDREN = ("侄子", "侄女")
_SISTERS_CHILDREN = ("外甥", "外甥女")
_COUSINS = ("堂弟", "堂妹", "堂哥", "堂姐")
_PARENTS_IN_LAW = ("岳父", "岳母")


def asserted_rows(population: Population, known: Known, seed: int) -> list[KinRows]:
    """Return stated relations, mostly of people whose parents are missing; all of them true."""
    persons = population.persons
    rng = stream(seed, "asserted rows")
    sibling = _siblings(population)
    missing = (persons.father >= 0) & ~(known.father & known.mother)
    draw = rng.random(len(persons))
    fatherless, motherless = missing & ~known.father, missing & ~known.mother
    brother = lookup(sibling, persons.father)
    mothers = lookup(sibling, persons.mother)
    return [
        _stated(population, _SIBLINGS, sibling, fatherless & motherless & (draw < 0.5)),
        _stated(population, _FATHERS_SIDE, brother, fatherless & (draw > 0.4), of=persons.father),
        _stated(population, _MOTHERS_SIDE, mothers, motherless & (draw > 0.6), of=persons.mother),
        _told_by_elder(population, brother, fatherless & (draw < 0.2), persons.father),
        _told_by_elder(population, mothers, motherless & (draw < 0.2), persons.mother),
        _cousins(population, brother, fatherless & (draw > 0.3) & (draw < 0.5)),
        *_parents_in_law(population, known),
    ]


def _siblings(population: Population) -> Ints:
    """Return a full sibling of each person, neither of them adopted; NOBODY where none is."""
    persons = population.persons
    ordered = np.lexsort((persons.born, persons.birth_couple))
    plain = (persons.birth_couple[ordered] >= 0) & (persons.adopter[ordered] == NOBODY)
    order = ints(ordered[plain])
    couple = persons.birth_couple[order]
    sibling = np.full(len(persons), NOBODY, np.int32)
    same = couple[1:] == couple[:-1]
    sibling[order[1:][same]] = order[:-1][same]
    sibling[order[:-1][same]] = order[1:][same]
    return sibling


def _stated(
    population: Population,
    words: tuple[str, str, str, str],
    relative: Ints,
    where: Bools,
    of: Ints | None = None,
) -> KinRows:
    """State relatives by sex, and by age against the person or against `of`; elders come last."""
    persons = population.persons
    plain = where & (relative >= 0) & (persons.adopter == NOBODY)
    person = ints(np.flatnonzero(plain))
    other = relative[person]
    measure = person if of is None else of[person]
    elder = persons.born[other] < persons.born[measure]
    word = np.where(persons.sex[other] == MALE, 0, 1) + np.where(elder, 2, 0)
    return KinRows(person=person, relation=chosen(words, ints(word)), relative=other)


def _told_by_elder(population: Population, elder: Ints, where: Bools, parent: Ints) -> KinRows:
    """State nephews and nieces from the side of the parent's sibling, who is uncle or aunt.

    The parent's sex decides the word: a brother's child is 侄, a sister's 外甥.
    """
    persons = population.persons
    plain = where & (elder >= 0) & (persons.adopter == NOBODY)
    child = ints(np.flatnonzero(plain))
    words = _BROTHERS_CHILDREN + _SISTERS_CHILDREN
    girl = np.where(persons.sex[child] == MALE, 0, 1)
    sisters = np.where(persons.sex[parent[child]] == MALE, 0, 2)
    return KinRows(
        person=elder[child], relation=chosen(words, ints(girl + sisters)), relative=child
    )


def _cousins(population: Population, uncle: Ints, where: Bools) -> KinRows:
    """State a child of the father's brother."""
    persons = population.persons
    plain = ints(np.flatnonzero((persons.adopter == NOBODY) & (persons.father >= 0)))
    eldest = np.full(len(persons), NOBODY, np.int32)
    eldest[persons.father[plain[::-1]]] = plain[::-1]
    cousin = np.where(lookup(persons.sex, uncle) == MALE, lookup(eldest, uncle), NOBODY)
    different = lookup(persons.born, ints(cousin)) != persons.born
    return _stated(population, _COUSINS, ints(cousin), where & different)


def _parents_in_law(population: Population, known: Known) -> list[KinRows]:
    """State a wife's parent from the husband's side where she has no record of that parent."""
    persons, couples = population.persons, population.couples
    wives = np.bincount(couples.husband, minlength=len(persons))
    husbands = np.bincount(couples.wife, minlength=len(persons))
    once = (wives[couples.husband] == 1) & (husbands[couples.wife] == 1) & (couples.kind == 0)
    once &= (couples.ended == ALWAYS) & (persons.adopter[couples.wife] == NOBODY)
    rows = []
    for parent, recorded, word in (
        (persons.father, known.father, _PARENTS_IN_LAW[0]),
        (persons.mother, known.mother, _PARENTS_IN_LAW[1]),
    ):
        theirs = once & ~recorded[couples.wife] & (parent[couples.wife] >= 0)
        theirs &= couples.wife % 4 == 0
        rows.append(
            KinRows(
                person=couples.husband[theirs],
                relation=pa.repeat(word, int(theirs.sum())),
                relative=parent[couples.wife[theirs]],
            )
        )
    return rows
