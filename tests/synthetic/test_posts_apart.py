"""Honest bodies seat no kin side by side, and the kin that this rests on is the legal one."""

from itertools import combinations

import numpy as np

from loaders.synthetic import County
from loaders.synthetic.arrays import TODAY, ints
from loaders.synthetic.kin_rows import known_parents
from loaders.synthetic.kinfolk import plain_kin, widest_kin
from loaders.synthetic.posts import Candidates, make_posts


def _kin_pairs(county: County, posts: list) -> set[tuple[str, int, int]]:
    kin = widest_kin(county.population).sets(ints([post.person for post in posts]))
    by_unit: dict[str, set[int]] = {}
    for post in posts:
        by_unit.setdefault(post.unit.id, set()).add(post.person)
    return {
        (unit, one, other)
        for unit, people in by_unit.items()
        for one, other in combinations(sorted(people), 2)
        if other in kin[one]
    }


def test_no_two_of_one_unit_are_kin_though_drawing_alone_would_seat_some(county: County) -> None:
    candidates = Candidates(county.population, county.ground, county.seed)
    drawn = make_posts(
        county.ground, county.organisations, candidates, without=county.casting.village
    )
    assert _kin_pairs(county, drawn)
    assert not _kin_pairs(county, county.posts)
    assert len(county.posts) > 0.95 * len(drawn)


def test_kin_are_those_that_steps_over_single_people_reach(county: County) -> None:
    persons, couples = county.population.persons, county.population.couples
    kinfolk = plain_kin(county.population, known_parents(county.population, county.seed), TODAY)
    wives, husbands = kinfolk.walked(couples.wife, "S")
    pairs = set(zip(couples.wife.tolist(), couples.husband.tolist(), strict=True))
    assert set(zip(wives.tolist(), husbands.tolist(), strict=True)) <= pairs
    siblings, others = kinfolk.walked(ints(np.arange(len(persons))), "UD")
    same_father = persons.father[siblings] == persons.father[others]
    same_mother = persons.mother[siblings] == persons.mother[others]
    assert np.all(same_father | same_mother)
    assert not np.any(siblings == others)
    wide = widest_kin(county.population)
    for person in siblings[:: max(1, len(siblings) // 20)].tolist():
        assert kinfolk.of(person) <= wide.of(person)
