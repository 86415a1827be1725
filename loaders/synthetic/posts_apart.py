"""Nobody sits in a body beside kin unless that is planted: whoever would is replaced."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.synthetic.arrays import ints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.synthetic.kinfolk import Kinfolk
    from loaders.synthetic.population import Population
    from loaders.synthetic.posts import Candidates, Post

_TRIES = 40


def keep_kin_apart(
    posts: list[Post], candidates: Candidates, population: Population, kinfolk: Kinfolk
) -> list[Post]:
    """Return the posts with everybody replaced who would be kin to an earlier member of the unit.

    The replacement comes from the same village and was a candidate; where none is left that is
    kin to no one, the post falls away.
    """
    members: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for post in posts:
        members[post.unit.id].setdefault(post.person)
    kin = kinfolk.sets(ints([post.person for post in posts]))
    changed: dict[tuple[str, int], int | None] = {}
    for unit, people in members.items():
        seated: list[int] = []
        for person in people:
            if kin[person].isdisjoint(seated):
                seated.append(person)
                continue
            village = int(population.persons.village[person])
            other = _stranger(candidates, village, seated, kinfolk)
            changed[unit, person] = other
            seated += [] if other is None else [other]
    return list(_seated(posts, changed))


def _stranger(
    candidates: Candidates, village: int, seated: list[int], kinfolk: Kinfolk
) -> int | None:
    """Return a candidate of the village who is kin to nobody seated."""
    for _ in range(_TRIES):
        for person in candidates.take([village], 1):
            if kinfolk.of(person).isdisjoint(seated):
                return person
    return None


def _seated(posts: list[Post], changed: dict[tuple[str, int], int | None]) -> Iterable[Post]:
    for post in posts:
        person = changed.get((post.unit.id, post.person), post.person)
        if person is not None:
            yield replace(post, person=person)
