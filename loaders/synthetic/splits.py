"""Households that divided: most when a couple married; B5 where a benefit was the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of, iso_of
from loaders.synthetic.arrays import Ints, ints, lookup, stream
from loaders.synthetic.programmes import NUMBER, YEARS

if TYPE_CHECKING:
    from loaders.synthetic.dealings import Dealings
    from loaders.synthetic.hardship import Hardship

SPLITS = {"weak": 1, "medium": 2, "strong": 4}
"""Households of one village that divided for a benefit, by strength of B5."""
_VILLAGES_A_PLANT, _LEAST_PLANTS = 15, 3
_ORDINARY = 0.15
"""Share of the sons' households outside the benefits whose division is on record."""
_BETTER_OFF = 45.0
"""Score of recorded need below which a household would hardly get anything."""
_GIVEN = NUMBER["F01"]


def _parents(dealings: Dealings) -> Ints:
    """Return the household of each speaker's father where it is another one of the village."""
    scene = dealings.scene
    father = lookup(scene.county.population.persons.father, scene.speaker)
    house = lookup(scene.county.households.of_person, father)
    same = (house >= 0) & (house != np.arange(scene.houses))
    same &= lookup(scene.village, house) == scene.village
    return ints(np.where(same, house, -1))


def ordinary_splits(dealings: Dealings) -> None:
    """Record divisions after which nothing was granted by decision."""
    scene = dealings.scene
    rng = stream(scene.county.seed, "ordinary splits")
    parents = _parents(dealings)
    drawn = rng.random(scene.houses) < _ORDINARY
    day = rng.integers(day_of("2021-01-15"), day_of("2026-06-30"), scene.houses)
    split = np.flatnonzero(drawn & (parents >= 0) & dealings.free)
    dealings.used[split] = True
    for house in split.tolist():
        _split(dealings, house, int(parents[house]), int(day[house]), "结婚分户")


def plant_splits(dealings: Dealings, hardship: Hardship) -> None:
    """Plant B5: households that divided from better-off ones weeks before they got a benefit."""
    scene, truth = dealings.scene, dealings.scene.truth
    if not truth.plants:
        return
    rng, strengths = truth.stream("B5"), truth.strengths()
    parents = _parents(dealings)
    well_off = hardship.score.max(axis=1) < _BETTER_OFF
    able = (parents >= 0) & dealings.free & ~dealings.used & ~scene.barred
    able &= well_off[np.maximum(parents, 0)] & dealings.free[np.maximum(parents, 0)]
    villages = rng.permutation(len(scene.county.ground.villages)).tolist()
    wanted = max(_LEAST_PLANTS, len(villages) // _VILLAGES_A_PLANT)
    for village in villages:
        pool = rng.permutation(np.flatnonzero(able & (scene.village == village)))
        if wanted and len(pool) >= SPLITS["strong"] and scene.heads(village):
            strength, wanted = next(strengths), wanted - 1
            for house in pool[: SPLITS[strength]].tolist():
                _plant(dealings, rng, house, int(parents[house]), strength)


def _plant(
    dealings: Dealings, rng: np.random.Generator, house: int, parent: int, strength: str
) -> None:
    scene = dealings.scene
    dealings.used[house] = True
    year = int(rng.integers(1, len(YEARS)))
    granted = day_of(f"{YEARS[year]}-01-01") + int(rng.integers(180, 350))
    day = granted - int(rng.integers(30, 150))
    _split(dealings, house, parent, day, "分户")
    village = int(scene.village[house])
    code = dealings.give(_GIVEN, year, granted, house=house, village=village)
    new, old = scene.house_codes([house, parent])
    why = f"divided on {iso_of(day)}, granted on {iso_of(granted)}"
    scene.truth.plant("B5", new, [old, code], strength, why)


def _split(dealings: Dealings, house: int, parent: int, day: int, reason: str) -> None:
    new, old = dealings.scene.house_codes([house, parent])
    names, members = dealings.scene.names, dealings.members(house).tolist()
    dealings.former |= dict.fromkeys(members, parent)
    dealings.rows["moves"] += [
        {
            "person": names[person],
            "date": iso_of(day),
            "from_household": old,
            "to_household": new,
            "reason": reason,
        }
        for person in members
    ]
