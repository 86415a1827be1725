"""Who holds which post: village committees by terms, officials of townships and the county."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS, day_of, iso_of
from loaders.synthetic.arrays import TODAY, YEAR, stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.synthetic.ground import Ground
    from loaders.synthetic.organisations import Organisations, Unit
    from loaders.synthetic.population import Population

TERMS = (("2016-12-20", "2021-01-10"), ("2021-01-10", "2026-01-20"), ("2026-01-20", ""))
"""Terms of the village committees: first and last day, the last one still running."""
_REPLACED_IN, REPLACED_ON = 1, "2023-07-01"
"""Where a head is replaced in mid-term: in which of the terms, and when."""
_COMMITTEE = (
    ("主任", "head"), ("副主任", "deputy"), ("委员", "member"), ("委员", "member"),
    ("会计", "finance"), ("村务监督委员会主任", "supervisor"), ("村务监督委员会委员", "supervisor"),
)  # fmt: skip
_TOWNSHIP = (("乡镇长", "head"), *(("副乡镇长", "deputy"),) * 3, *(("干部", "employee"),) * 12)
_TOWNSHIP_DISCIPLINE = (
    ("纪委书记", "head"),
    ("纪委副书记", "deputy"),
    *(("纪检干事", "handler"),) * 2,
)
_COUNTY_DISCIPLINE = (
    ("主任", "head"), *(("副主任", "deputy"),) * 2, *(("监察官", "handler"),) * 14,
    *(("审理员", "reviewer"),) * 4, ("会计", "finance"),
)  # fmt: skip
_BUREAU = (
    ("局长", "head"),
    *(("副局长", "deputy"),) * 2,
    ("会计", "finance"),
    *(("科员", "employee"),) * 6,
)
_COOPERATIVE = (("理事长", "head"), *(("理事", "director"),) * 2, ("监事", "supervisor"))
_STAYS = 0.5
"""Chance that a member of a committee is elected again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One person's post in a unit; `person` is an index, `until` blank while it lasts."""

    person: int
    unit: Unit
    title: str
    role: str
    since: str
    until: str = ""


class Candidates:
    """Grown-ups by village in random order; whoever was taken is not offered again."""

    def __init__(self, population: Population, ground: Ground, seed: int) -> None:
        self._rng = stream(seed, "posts")
        persons = population.persons
        age = (TODAY - persons.born) / YEAR
        grown = np.flatnonzero((persons.died == ALWAYS) & (age > 28) & (age < 58))
        grown = self._rng.permutation(grown)
        self._left: list[list[int]] = [[] for _ in ground.villages]
        for person, village in zip(grown.tolist(), persons.village[grown].tolist(), strict=True):
            self._left[village].append(person)
        self._born = persons.born

    def take(self, villages: list[int], count: int) -> list[int]:
        """Return up to `count` people of the villages, fewer if these are exhausted."""
        taken: list[int] = []
        for village in self._rng.choice(villages, count * 3).tolist():
            if len(taken) < count and self._left[village]:
                taken.append(self._left[village].pop())
        return taken

    def since(self, person: int) -> str:
        """Return the day a post held today began: in the last ten years, at 22 or older."""
        grown = int(self._born[person] + 22 * YEAR)
        return iso_of(max(grown, int(TODAY - self._rng.integers(200, 3650))))

    def stays(self) -> bool:
        """Tell whether one more member is elected again."""
        return bool(self._rng.random() < _STAYS)


def make_posts(
    ground: Ground,
    made: Organisations,
    candidates: Candidates,
    *,
    without: int,
    replaced: frozenset[int] = frozenset(),
) -> list[Post]:
    """Return the posts of every unit but the committee of the village `without`.

    In the villages `replaced` another head takes over on REPLACED_ON.
    """
    posts: list[Post] = []
    in_township: list[list[int]] = [[] for _ in ground.townships]
    for village, township in enumerate(ground.township_of):
        in_township[township].append(village)
        if village != without:
            posts += _committee(
                made.committees[village], candidates, village, replaces=village in replaced
            )
        posts += _fill(made.cooperatives[village], _COOPERATIVE, candidates, [village])
    in_county: list[list[int]] = [[] for _ in ground.counties]
    for township, villages in enumerate(in_township):
        in_county[ground.county_of[township]] += villages
        posts += _fill(made.governments[township], _TOWNSHIP, candidates, villages)
        discipline = made.township_discipline[township]
        posts += _fill(discipline, _TOWNSHIP_DISCIPLINE, candidates, villages)
    for county, villages in enumerate(in_county):
        posts += _fill(made.county_discipline[county], _COUNTY_DISCIPLINE, candidates, villages)
        for bureau in made.bureaus[county]:
            posts += _fill(bureau, _BUREAU, candidates, villages)
    return posts


def _fill(
    unit: Unit, places: Iterable[tuple[str, str]], candidates: Candidates, villages: list[int]
) -> list[Post]:
    titles = list(places)
    people = candidates.take(villages, len(titles))
    return [
        Post(person=person, unit=unit, title=title, role=role, since=candidates.since(person))
        for person, (title, role) in zip(people, titles, strict=False)
    ]


def _committee(unit: Unit, candidates: Candidates, village: int, *, replaces: bool) -> list[Post]:
    """Return three terms; the eldest term's members were at least grown up then."""
    posts: list[Post] = []
    holders: list[int] = []
    for number, (since, until) in enumerate(TERMS):
        fresh = iter(candidates.take([village], len(_COMMITTEE)))
        kept = [person if candidates.stays() else next(fresh, person) for person in holders]
        holders = kept or list(fresh)
        term = [
            Post(person=person, unit=unit, title=title, role=role, since=since, until=until)
            for person, (title, role) in zip(holders, _COMMITTEE, strict=False)
        ]
        heir = candidates.take([village], 1) if replaces and number == _REPLACED_IN else []
        if heir and term:
            term[:1] = _handed_over(term[0], heir[0])
            holders[0] = heir[0]
        posts += term
    return posts


def _handed_over(post: Post, heir: int) -> list[Post]:
    """Return the post up to REPLACED_ON, and the heir's from then on."""
    return [
        replace(post, until=iso_of(day_of(REPLACED_ON) - 1)),
        replace(post, person=heir, since=REPLACED_ON),
    ]
