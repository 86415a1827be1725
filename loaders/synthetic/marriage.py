"""Who marries whom: near in age and place, never within the lineage or three generations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import TODAY, YEAR, Bools, Ints, ints, lookup, rank_within
from loaders.synthetic.people import COHABITING, REGISTERED, VOID, Couples, Persons

_ROUNDS = 4
_REACH = 8
"""Marriages stay within about this many villages."""
_AGE_NOISE = 2.0 * YEAR
_NEVER_MARRIED = 0.05
_LATE = day_of("1980-01-01")
_MODERN = day_of("1995-01-01")
_LAWFUL_AGE = day_of("1955-01-01")
"""Men born later married under the ages of 22 and 20 (婚姻法 of 1980)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Men and women who may marry, aligned."""

    men: Ints
    women: Ints


def first_marriages(
    rng: np.random.Generator, persons: Persons, people: Ints, couples: Couples
) -> Couples:
    """Return the first marriages among `people`; wives are moved to their husbands' villages."""
    willing = people[rng.random(len(people)) >= _NEVER_MARRIED]
    pairs = _match(rng, persons, couples, willing)
    early = persons.born[pairs.men] < _LAWFUL_AGE
    husband_age = np.where(early, 19, 22) + rng.gamma(2.0, 0.9, len(pairs.men))
    wife_age = np.where(early, 18, 20) + rng.gamma(2.0, 0.9, len(pairs.men))
    since = np.maximum(
        persons.born[pairs.men] + husband_age * YEAR, persons.born[pairs.women] + wife_age * YEAR
    )
    return _wed(rng, persons, pairs, ints(since))


def remarriages(
    rng: np.random.Generator, persons: Persons, ended: Couples, couples: Couples
) -> Couples:
    """Return second marriages of those whom a death or a divorce left alone before old age."""
    over = ended.over(persons)
    free = np.full(len(persons), ALWAYS, np.int32)
    for spouse, limit in ((ended.husband, 50), (ended.wife, 44)):
        alive = persons.died[spouse] > over
        young = over - persons.born[spouse] < limit * YEAR
        willing = alive & young & (rng.random(len(over)) < 0.6)
        free[spouse[willing]] = over[willing]
    pairs = _match(rng, persons, couples, ints(np.flatnonzero(free != ALWAYS)))
    since = np.maximum(free[pairs.men], free[pairs.women])
    since = since + YEAR * (1 + 3 * rng.random(len(since)))
    return _wed(rng, persons, pairs, ints(since))


def _match(rng: np.random.Generator, persons: Persons, couples: Couples, people: Ints) -> Pairs:
    """Pair the people, rank by rank of age among their neighbours, in several rounds."""
    men = people[persons.sex[people] == 1]
    women = people[persons.sex[people] == 2]
    found: list[Pairs] = []
    for _ in range(_ROUNDS):
        pairs = _paired_once(rng, persons, men, women)
        allowed = ~_forbidden(persons, couples, pairs)
        found.append(Pairs(men=pairs.men[allowed], women=pairs.women[allowed]))
        men = np.setdiff1d(men, found[-1].men)
        women = np.setdiff1d(women, found[-1].women)
    return Pairs(
        men=np.concatenate([pairs.men for pairs in found]),
        women=np.concatenate([pairs.women for pairs in found]),
    )


def _paired_once(rng: np.random.Generator, persons: Persons, men: Ints, women: Ints) -> Pairs:
    shift = rng.integers(0, _REACH)
    sides = []
    for people in (men, women):
        away = rng.uniform(-_REACH / 2, _REACH / 2, len(people))
        block = ints(np.floor((persons.village[people] + away + shift) / _REACH))
        shuffled = rng.permutation(len(people))
        sides.append((people[shuffled], block[shuffled]))
    blocks = range(2 + max((int(block.max(initial=0)) for _, block in sides), default=0))
    bins = np.arange(-3, len(blocks))
    count = np.minimum(*(np.histogram(block, bins)[0] for _, block in sides))
    chosen = []
    for people, block in sides:
        kept = rank_within(block) < count[block + 3]
        people, block = people[kept], block[kept]
        age = persons.born[people] + rng.normal(0, _AGE_NOISE, len(people))
        chosen.append(people[np.lexsort((age, block))])
    return Pairs(men=ints(chosen[0]), women=ints(chosen[1]))


def _forbidden(persons: Persons, couples: Couples, pairs: Pairs) -> Bools:
    """Tell which pairs share a lineage, a parent or a grandparent, by birth or adoption."""
    barred: Bools = persons.lineage[pairs.men] == persons.lineage[pairs.women]
    for men in _elders(persons, couples, pairs.men):
        for women in _elders(persons, couples, pairs.women):
            barred |= (men == women) & (men >= 0)
    return barred


def _elders(persons: Persons, couples: Couples, people: Ints) -> list[Ints]:
    parents = _parents(persons, couples, people)
    return parents + [elder for parent in parents for elder in _parents(persons, couples, parent)]


def _parents(persons: Persons, couples: Couples, people: Ints) -> list[Ints]:
    adopter = lookup(persons.adopter, people)
    parents = [lookup(persons.father, people), lookup(persons.mother, people)]
    if (adopter >= 0).any():
        parents += [lookup(couples.husband, adopter), lookup(couples.wife, adopter)]
    return parents


def _wed(rng: np.random.Generator, persons: Persons, pairs: Pairs, since: Ints) -> Couples:
    """Marry the pairs who live to see the day, and let some of the marriages end."""
    alive = np.minimum(persons.died[pairs.men], persons.died[pairs.women]) > since + 30
    happens = alive & (since < TODAY - 30)
    men, women, since = pairs.men[happens], pairs.women[happens], since[happens]
    persons.village[women] = persons.village[men]
    persons.group[women] = persons.group[men]
    draw = rng.random(len(since))
    kind = np.where(draw < 0.015, COHABITING, np.where(draw < 0.018, VOID, REGISTERED))
    kind = np.where(since < _MODERN, REGISTERED, kind)
    risk = np.where(since < _LATE, 0.01, 0.09) * (kind == REGISTERED)
    day = since + YEAR * (1 + 14 * rng.random(len(since)))
    first_death = np.minimum(persons.died[men], persons.died[women])
    divorced = (rng.random(len(since)) < risk) & (day < np.minimum(first_death, TODAY) - 30)
    return Couples(
        husband=men,
        wife=women,
        since=since,
        ended=ints(np.where(divorced, day, ALWAYS)),
        kind=ints(kind),
    )
