"""Decisions on benefits by programme, year and village: by whom, when, for which households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from loaders.synthetic.arrays import NOBODY, Bools, Ints, ints, stream
from loaders.synthetic.grants import Grants, Judging, chosen_houses
from loaders.synthetic.population import GROUPS
from loaders.synthetic.programmes import (
    AFTER_DISASTERS,
    CHOSEN,
    PROGRAMMES,
    RELOCATION,
    YEARS,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from loaders.synthetic.scene import Scene

MERGED_IN, MOVED_IN, STRUCK_IN = YEARS.index(2024), YEARS.index(2023), YEARS.index(2022)
"""Years in which a part of a village is merged, a group is relocated, a disaster strikes."""
_STRUCK = 0.4
"""Share of the households that a disaster strikes."""
_TOWNSHIPS_IN_BATCHES = 3
"""One township in three decides in batches."""


@dataclass(slots=True, kw_only=True)
class Decisions:
    """All decisions as arrays; the first two axes are discretionary programme and year.

    `chosen` goes on by household, `decider` and `day` by village; `village` is each household's
    by year alone.
    """

    chosen: npt.NDArray[np.bool_]
    decider: Ints
    day: Ints
    village: Ints

    def grants(self) -> Grants:
        """Return the benefits decided on."""
        number, year, house = np.nonzero(self.chosen)
        village = self.village[year, house]
        return Grants.of(
            programme=ints(np.array(CHOSEN)[number]),
            year=ints(year),
            house=ints(house),
            village=village,
            day=self.day[number, year, village],
            decider=self.decider[number, year, village],
        )


def decide(scene: Scene, judging: Judging) -> Decisions:
    """Return the decisions without any favour, with the confounders that touch them."""
    village = _villages_by_year(scene)
    chosen = np.zeros((len(CHOSEN), len(YEARS), scene.houses), np.bool_)
    for number in range(len(CHOSEN)):
        for year in range(len(YEARS)):
            quota = judging.quota(number, year, village[year])
            judged = judging.judged(number, year)
            chosen[number, year] = chosen_houses(judged, village[year], quota)
    decider = _deciders(scene, judging.day)
    made = Decisions(chosen=chosen, decider=decider, day=judging.day, village=village)
    _relocate_groups(scene, made)
    _strike(scene, made)
    return made


def _villages_by_year(scene: Scene) -> Ints:
    """Return each household's village by year: some belonged to a neighbour until they merged."""
    village = np.repeat(scene.village[None, :], len(YEARS), axis=0)
    if not scene.has("village_merger"):
        return village
    group = scene.county.population.persons.group[scene.speaker]
    for merged in scene.villages("village_merger"):
        before = _neighbour(scene, merged)
        moved = np.flatnonzero((scene.village == merged) & (group < GROUPS // 4))
        village[:MERGED_IN, moved] = before
        scene.truth.confound(
            "village_merger",
            ("B1", "B3", "B4"),
            [scene.names[p] for p in (*scene.heads(before), *scene.heads(merged))],
            scene.house_codes(moved.tolist()),
            f"two groups of {scene.village_code(merged)} belonged to "
            f"{scene.village_code(before)} until {YEARS[MERGED_IN] - 1}",
        )
    return village


def _neighbour(scene: Scene, village: int) -> int:
    """Return a village of the same township if it has another, else the next one."""
    ground = scene.county.ground
    others = [v for v in range(len(ground.villages)) if v != village]
    near = [v for v in others if ground.township_of[v] == ground.township_of[village]]
    return (near or others)[0]


def _deciders(scene: Scene, day: Ints) -> Ints:
    """Return who decides, by programme, year and village: the head of the day, or a clerk."""
    decider = np.full(day.shape, NOBODY, np.int32)
    for place in np.ndindex(*day.shape):
        decider[place] = scene.head_on(place[2], int(day[place]))
    if not scene.has("batch_approver"):
        return decider
    ground = scene.county.ground
    batch = [n for n, i in enumerate(CHOSEN) if PROGRAMMES[i].in_batches]
    townships = len(ground.townships)
    drawn = stream(scene.county.seed, "batch approvers").permutation(townships)
    for township in sorted(drawn[: -(-townships // _TOWNSHIPS_IN_BATCHES)].tolist()):
        clerk = _clerk(scene, township)
        if clerk != NOBODY:
            villages = [v for v, t in enumerate(ground.township_of) if t == township]
            decider[np.ix_(batch, range(len(YEARS)), villages)] = clerk
            scene.truth.confound(
                "batch_approver",
                ("B1", "B10"),
                [scene.names[clerk]],
                [],
                f"signs lists of all villages of {ground.townships[township].code}",
            )
    return decider


def _clerk(scene: Scene, township: int) -> int:
    """Return the employee of the township's government who is there longest."""
    government = scene.county.organisations.governments[township].id
    posts = [p for p in scene.county.posts if p.unit.id == government and p.role == "employee"]
    return min(posts, key=lambda post: post.since).person if posts else NOBODY


def _relocate_groups(scene: Scene, made: Decisions) -> None:
    """Give relocation to the whole villagers' group of the head, and to nobody else there."""
    if not scene.has("group_project"):
        return
    number = CHOSEN.index(RELOCATION)
    group = scene.county.population.persons.group[scene.speaker]
    for village in scene.villages("group_project"):
        head = int(made.decider[number, MOVED_IN, village])
        if head == NOBODY:
            continue
        own = scene.county.population.persons.group[head]
        moved = (scene.village == village) & (group == own) & ~scene.barred
        _replace(made, number, MOVED_IN, scene.village == village, moved)
        scene.truth.confound(
            "group_project",
            ("B1", "B9"),
            [scene.names[head]],
            scene.house_codes(np.flatnonzero(moved).tolist()),
            "a project relocated the whole villagers' group in which the head lives",
        )


def _strike(scene: Scene, made: Decisions) -> None:
    """Let a disaster bring emergency aid and repairs to many households of a village."""
    if not scene.has("disaster_year"):
        return
    rng = stream(scene.county.seed, "disasters")
    for village in scene.villages("disaster_year"):
        local = scene.village == village
        struck = local & ~scene.barred & (rng.random(scene.houses) < _STRUCK)
        for programme in AFTER_DISASTERS:
            _replace(made, CHOSEN.index(programme), STRUCK_IN, local, struck)
        scene.truth.confound(
            "disaster_year",
            ("B1", "B4", "B9"),
            [scene.names[p] for p in scene.heads(village)],
            scene.house_codes(np.flatnonzero(struck).tolist()),
            f"a disaster struck {scene.village_code(village)} in {YEARS[STRUCK_IN]}",
        )


def _replace(made: Decisions, number: int, year: int, local: Bools, chosen: Bools) -> None:
    made.chosen[number, year, local] = chosen[local]
