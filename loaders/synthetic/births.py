"""The children of the couples, and those whom other couples adopted."""

from __future__ import annotations

import numpy as np

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import NOBODY, TODAY, YEAR, Bools, Ints, ints, lookup
from loaders.synthetic.mortality import deaths, sexes
from loaders.synthetic.people import Couples, Persons, children_of

_ERAS = tuple(day_of(f"{year}-01-01") for year in (1955, 1970, 1980, 1992))
_WANTED = np.array([4.9, 3.8, 2.7, 2.1, 1.8])
"""Mean number of children, by era of the marriage."""
_MOST = 9
_ADOPTED_BY_AGE = 6 * YEAR


def births(rng: np.random.Generator, persons: Persons, couples: Couples, first: int) -> Persons:
    """Return the children of the couples from index `first` on, a year or more apart."""
    husband, wife, since = couples.husband[first:], couples.wife[first:], couples.since[first:]
    count = len(husband)
    era = np.searchsorted(_ERAS, since, side="right")
    wanted = np.minimum(rng.poisson(_WANTED[era] - 0.4) + (rng.random(count) < 0.4), _MOST)
    gaps = 330 + rng.gamma(2.0, 0.6 * YEAR, (count, _MOST))
    gaps[:, 0] = 270 + rng.gamma(2.0, 0.3 * YEAR, count)
    days = since[:, None] + np.cumsum(gaps, axis=1)
    last = np.minimum.reduce(
        [
            persons.died[wife] - 1.0,
            persons.died[husband] + 240.0,
            couples.ended[first:] - 1.0,
            persons.born[wife] + 43 * YEAR,
            np.full(count, TODAY - 1.0),
        ]
    )
    happens = (np.arange(_MOST) < wanted[:, None]) & (days < last[:, None])
    parents, order = np.nonzero(happens)
    born = ints(days[parents, order])
    sex = sexes(rng, len(born))
    return children_of(persons, couples, ints(parents + first), born, sex, deaths(rng, born))


def adopt(rng: np.random.Generator, persons: Persons, couples: Couples, first: int) -> None:
    """Let childless couples from index `first` on adopt children of others.

    A third take a nephew without registering it; the others register a child of strangers. An
    adopted child lives with the adopters and joins their lineage.
    """
    has_child = np.zeros(len(couples), np.bool_)
    has_child[persons.birth_couple[persons.birth_couple >= first]] = True
    over = couples.over(persons)
    childless = ~has_child[first:] & (rng.random(len(couples) - first) < 0.35)
    willing = ints(np.flatnonzero(childless) + first)
    willing = willing[
        (over[willing] - couples.since[willing] > 12 * YEAR) & (couples.kind[willing] == 0)
    ]
    spare = _spare_children(persons, couples, first)
    for registered in (True, False):
        takers = willing[(np.arange(len(willing)) % 3 > 0) == registered]
        children = _chosen(rng, persons, couples, takers, spare, registered=registered)
        _place(rng, persons, couples, takers, children, registered=registered)
        spare[children[children >= 0]] = False


def _spare_children(persons: Persons, couples: Couples, first: int) -> Bools:
    """Tell which children have two sisters or brothers and live to be adopted."""
    siblings = np.bincount(persons.birth_couple[persons.birth_couple >= 0], minlength=len(couples))
    newest = persons.birth_couple >= first
    lives = persons.died - persons.born > 3 * _ADOPTED_BY_AGE
    spare: Bools = newest & lives & (lookup(ints(siblings), persons.birth_couple) >= 3)
    return spare


def _chosen(
    rng: np.random.Generator,
    persons: Persons,
    couples: Couples,
    takers: Ints,
    spare: Bools,
    *,
    registered: bool,
) -> Ints:
    """Return a child for each adopting couple, NOBODY where none fits; no child twice."""
    pool = ints(np.flatnonzero(spare))
    if not len(pool) or not len(takers):
        return np.full(len(takers), NOBODY, np.int32)
    if registered:
        pool = rng.permutation(pool)
        pool = pool[np.argsort(persons.born[pool], kind="stable")]
        slot = np.searchsorted(persons.born[pool], couples.since[takers] + 2 * YEAR)
    else:
        brothers = persons.birth_couple[persons.father[pool]]
        pool = pool[np.argsort(brothers, kind="stable")]
        keys = persons.birth_couple[persons.father[pool]]
        slot = np.searchsorted(keys, persons.birth_couple[couples.husband[takers]])
    child = pool[np.minimum(slot, len(pool) - 1)]
    fits = _fits(persons, couples, takers, child, registered=registered)
    child = np.where(fits, child, np.int32(NOBODY))
    first_seen = np.zeros(len(child), np.bool_)
    first_seen[np.unique(child, return_index=True)[1]] = True
    return np.where(first_seen, child, np.int32(NOBODY)).astype(np.int32)


def _fits(
    persons: Persons, couples: Couples, takers: Ints, child: Ints, *, registered: bool
) -> Bools:
    """Tell whether the child came late enough, of the right family, with both adopters alive."""
    age_at_wedding = couples.since[takers] - persons.born[child]
    over = couples.over(persons)[takers]
    fits: Bools = (age_at_wedding < 0) & (persons.born[child] + 2 * _ADOPTED_BY_AGE < over)
    fits &= persons.born[child] + _ADOPTED_BY_AGE + YEAR < TODAY
    own_family = persons.birth_couple[couples.husband[takers]]
    nephew: Bools = persons.birth_couple[persons.father[child]] == own_family
    nephew &= own_family >= 0
    fits &= ~nephew if registered else nephew
    return fits


def _place(
    rng: np.random.Generator,
    persons: Persons,
    couples: Couples,
    takers: Ints,
    children: Ints,
    *,
    registered: bool,
) -> None:
    given = children >= 0
    child, taker = children[given], takers[given]
    day = persons.born[child] + 100 + rng.random(len(child)) * (_ADOPTED_BY_AGE - 100)
    ends = (rng.random(len(child)) < 0.06) & registered
    end = persons.born[child] + YEAR * (12 + 18 * rng.random(len(child)))
    ends &= end < np.minimum(persons.died[child], couples.over(persons)[taker]) - 30
    ends &= end < TODAY - 30
    father = couples.husband[taker]
    persons.adopter[child] = taker
    persons.adopted_on[child] = ints(day)
    persons.adoption_ended[child] = ints(np.where(ends, end, ALWAYS))
    persons.adoption_registered[child] = registered
    persons.lineage[child] = persons.lineage[father]
    for name in ("village", "birth_village", "group"):
        getattr(persons, name)[child] = (
            persons.village[father] if name != "group" else persons.group[father]
        )
