"""How needy each household is, year by year, and what the registers say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from scipy.special import ndtr

from loaders.synthetic.arrays import NOBODY, Bools, Floats, Ints, ints, lookup, stream
from loaders.synthetic.columns import blanked, chosen, codes, constant
from loaders.synthetic.population import GROUPS
from loaders.synthetic.programmes import YEARS

if TYPE_CHECKING:
    import numpy.typing as npt

    from loaders.synthetic.scene import Scene

LINEAGE, BRANCH, GROUP, OWN = 0.15, 0.25, 0.10, 0.50
"""Shares of the variance of need."""
NEEDIER = 1.2
"""How many standard deviations of branches a needy branch stands above the others."""
_LASTING = 0.85
"""Share of a household's own need that stays from year to year."""
_NOISE, _WELL, _BADLY = 0.4, 0.1, 0.9
"""Noise with which need is seen: everywhere; of officials' kin where theirs is seen better; and of
the others there."""
_UNSEEN = 0.12
"""Share of the others there of whose need nothing is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardship:
    """Households by years: true need (standard deviations) and the score on record (0 to 100).

    `on_record` tells whether there is a record at all.
    """

    need: Floats
    score: Floats
    on_record: npt.NDArray[np.bool_]


def branches(scene: Scene) -> Ints:
    """Return each household's branch: the eldest of its male line born after the founders."""
    persons, couples = scene.county.population.persons, scene.county.population.couples
    adopter = lookup(couples.husband, persons.adopter)
    father = np.where(persons.adopter >= 0, adopter, persons.father)
    eldest = scene.speaker.copy()
    for _ in range(int(persons.generation.max())):
        above = lookup(ints(father), eldest)
        climbs = (above != NOBODY) & (lookup(persons.generation, above) >= 1)
        eldest = np.where(climbs, above, eldest)
    return ints(eldest)


def make_hardship(scene: Scene) -> Hardship:
    """Return true and recorded need, with the confounders that touch them."""
    persons, houses = scene.county.population.persons, scene.houses
    rng = stream(scene.county.seed, "hardship")
    lineage = rng.normal(size=int(persons.lineage.max()) + 1)
    branch = rng.normal(size=len(persons))
    group = rng.normal(size=len(scene.county.ground.villages) * GROUPS)
    own, yearly = rng.normal(size=houses), rng.normal(size=(houses, len(YEARS)))
    noise = rng.normal(size=(houses, len(YEARS)))
    unseen = rng.random((houses, len(YEARS))) < _UNSEEN
    of_branch = branches(scene)
    _needier_branches(scene, branch, of_branch)
    fixed = np.sqrt(LINEAGE) * lineage[persons.lineage[scene.speaker]]
    fixed += np.sqrt(BRANCH) * branch[of_branch]
    fixed += np.sqrt(GROUP) * group[scene.village * GROUPS + persons.group[scene.speaker]]
    of_year = np.sqrt(_LASTING) * own[:, None] + np.sqrt(1 - _LASTING) * yearly
    need = fixed[:, None] + np.sqrt(OWN) * of_year
    seen, hidden = _how_seen(scene)
    score = ndtr((need + noise * seen[:, None]) / np.hypot(1, seen)[:, None]) * 100
    on_record = ~(unseen & hidden[:, None])
    return Hardship(need=need, score=np.round(score, 1), on_record=on_record)


def _needier_branches(scene: Scene, branch: Floats, of_branch: Ints) -> None:
    """Let the heads of some villages come from branches that are needier than others."""
    if not scene.has("needy_branch"):
        return
    house, heads, touched = scene.county.households.of_person, [], []
    for village in scene.villages("needy_branch"):
        for person in scene.heads(village):
            own = of_branch[house[person]]
            branch[own] = NEEDIER + abs(branch[own])
            heads.append(scene.names[person])
            touched += np.flatnonzero(of_branch == own).tolist()
    scene.truth.confound(
        "needy_branch",
        ("B1", "B4"),
        heads,
        scene.house_codes(sorted(set(touched))),
        "the head's branch is needier than others; benefits follow need",
    )


def _how_seen(scene: Scene) -> tuple[Floats, Bools]:
    """Return the noise with which each household's need is seen; where it may be off the record."""
    noise = np.full(scene.houses, _NOISE)
    hidden = np.zeros(scene.houses, np.bool_)
    if not scene.has("need_recorded_better"):
        return noise, hidden
    heads, touched = [], []
    for village in scene.villages("need_recorded_better"):
        local = scene.village == village
        kin = np.zeros(scene.houses, np.bool_)
        for person in scene.heads(village):
            kin[scene.kin_houses(scene.lawful, person)] = True
            heads.append(scene.names[person])
        noise[local] = np.where(kin[local], _WELL, _BADLY)
        hidden[local] = ~kin[local]
        touched += np.flatnonzero(local & kin).tolist()
    scene.truth.confound(
        "need_recorded_better",
        ("B1",),
        heads,
        scene.house_codes(touched),
        "the need of the head's kin is on record more exactly than that of others",
    )
    return noise, hidden


def need_table(scene: Scene, hardship: Hardship) -> pa.Table:
    """Return the table `needs`: a row a household and year on record."""
    rng = stream(scene.county.seed, "hardship told")
    parts = []
    facts = _facts(scene)
    for column, year in enumerate(YEARS):
        need, told = hardship.need[:, column], hardship.on_record[:, column]
        drawn = rng.normal(size=(4, len(need)))
        income = np.round(np.exp(9.7 - 0.28 * need + 0.3 * drawn[3]) * scene.size, -2)
        part = pa.table(
            {
                "household": codes("H", ints(np.arange(len(need)) + 1), 7),
                "year": constant(str(year), len(need)),
                "score": pa.array(hardship.score[:, column]).cast(pa.string()),
                "disability": _levels(("四级", "三级", "二级", "一级"), need + drawn[0], 1.9),
                "illness": _levels(("慢性病", "大病"), need + drawn[1], 2.2),
                "lost_earner": _levels(("是",), need + drawn[2], 2.5),
                **facts,
                "income": pa.array(income.astype(np.int64)).cast(pa.string()),
            }
        )
        parts.append(part.filter(pa.array(told)))
    return pa.concat_tables(parts)


def _facts(scene: Scene) -> dict[str, pa.Array]:
    """Return what follows from who lives in the household."""
    house = scene.county.households.of_person
    old, pupils = scene.living(65, 200), scene.living(6, 18)
    count = [np.bincount(house[who], minlength=scene.houses) for who in (old, pupils)]
    alone = ints(np.where(count[0] == scene.size, 0, -1))
    children = pa.array(ints(count[1])).cast(pa.string())
    return {
        "elderly_alone": chosen(("是",), alone),
        "school_children": blanked(children, count[1] == 0),
    }


def _levels(words: tuple[str, ...], felt: Floats, least: float) -> pa.Array:
    """Return a word where what is felt exceeds `least`, a graver one every half step above it."""
    level = np.floor((felt - least) * 2).clip(-1, len(words) - 1)
    return chosen(words, ints(np.where(felt < least, -1, level)))
