"""Who gets what: each village gives each programme to the neediest that apply, as many as it may.

Need is judged with some error, part of it lasting. `Leaning` is what may be added for some.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of
from loaders.synthetic.arrays import NOBODY, Bools, Floats, Ints, ints, rank_within, stream
from loaders.synthetic.programmes import CHOSEN, PROGRAMMES, YEARS

if TYPE_CHECKING:
    from loaders.synthetic.hardship import Hardship
    from loaders.synthetic.scene import Scene

NOT_FILED, FILED, UNTOLD = 0, 1, NOBODY
OWN_ACCOUNT = NOBODY
"""The account of the household itself."""
_OF_NEED, _LASTING_ERROR, _ERROR = 0.75, 0.35, 0.6
_APPLY, _OTHERS_APPLY, _INFORMED_APPLY = 0.7, 0.6, 0.9
_QUOTA_SPREAD = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """Benefits as parallel arrays: indices, NOBODY where there is none; `turn` tells repeats apart.

    `account` is the household whose account is paid, OWN_ACCOUNT for its own, and beyond the
    number of households an account of a home for the old.
    """

    programme: Ints
    year: Ints
    house: Ints
    person: Ints
    village: Ints
    day: Ints
    decider: Ints
    account: Ints
    filed: Ints
    turn: Ints

    def __len__(self) -> int:
        return len(self.house)

    @classmethod
    def of(cls, **columns: Ints | int) -> Grants:
        """Return rows of the given columns, single numbers repeated, others NOBODY, `turn` 0."""
        count = max(len(v) for v in columns.values() if not isinstance(v, int))
        blank = {field.name: np.int32(NOBODY) for field in fields(cls)} | {"turn": np.int32(0)}
        return cls(**{n: ints(np.broadcast_to(v, count)) for n, v in (blank | columns).items()})

    def extended(self, more: Grants) -> Grants:
        """Return these rows followed by the others."""
        return Grants(
            **{f.name: np.r_[getattr(self, f.name), getattr(more, f.name)] for f in fields(self)}
        )

    @property
    def codes(self) -> list[str]:
        """Ids of the benefits, by programme, year, recipient and repeat."""
        return [self.code(row) for row in range(len(self))]

    def code(self, row: int) -> str:
        """Return the id of one benefit."""
        programme, year = PROGRAMMES[self.programme[row]].id, YEARS[self.year[row]]
        house, person = int(self.house[row]), int(self.person[row])
        whom = f"H{house + 1:07d}" if house >= 0 else f"P{person + 1:07d}"
        return f"{programme}-{year}-{whom}" + (f"-{self.turn[row]}" if self.turn[row] else "")


class Judging:
    """How each household is judged for each discretionary programme in each year."""

    def __init__(self, scene: Scene, hardship: Hardship) -> None:
        self._scene, self._hardship = scene, hardship
        self._kept: dict[tuple[int, int], Floats] = {}
        rng = stream(scene.county.seed, "judging")
        shape = (len(CHOSEN), scene.houses)
        self._lasting = rng.normal(0, _LASTING_ERROR, shape).astype(np.float32)
        self._seeds = rng.integers(2**31, size=(len(CHOSEN), len(YEARS)))
        villages = len(scene.county.ground.villages)
        self._spread = np.exp(rng.normal(0, _QUOTA_SPREAD, (len(CHOSEN), len(YEARS), villages)))
        month = rng.integers(2, 13, (len(CHOSEN), len(YEARS), villages))
        day = rng.integers(5, 26, (len(CHOSEN), len(YEARS), villages))
        first = np.array([day_of(f"{year}-01-01") for year in YEARS])[None, :, None]
        self.day = ints(first + (month - 1) * 30.4 + day)
        """Day of decision by discretionary programme, year and village."""

    @cached_property
    def applies(self) -> Floats:
        """Chance that a household applies for something."""
        scene = self._scene
        chance = np.full(scene.houses, _APPLY)
        if not scene.has("better_informed"):
            return chance
        heads, touched = [], []
        for village in scene.villages("better_informed"):
            chance[scene.village == village] = _OTHERS_APPLY
            for person in scene.heads(village):
                kin = scene.kin_houses(scene.lawful, person)
                chance[kin[scene.village[kin] == village]] = _INFORMED_APPLY
                heads.append(scene.names[person])
                touched += kin[scene.village[kin] == village].tolist()
        scene.truth.confound(
            "better_informed",
            ("B1",),
            heads,
            scene.house_codes(sorted(set(touched))),
            "the head's kin apply more often; of equally needy applicants as many are approved",
        )
        return chance

    def judged(self, number: int, year: int) -> Floats:
        """Return the judgement of each household for CHOSEN[number]; -inf if it gets nothing."""
        if (number, year) not in self._kept:
            self._kept[number, year] = self._drawn(number, year)
        return self._kept[number, year]

    def _drawn(self, number: int, year: int) -> Floats:
        rng = np.random.default_rng(self._seeds[number, year])
        error = rng.normal(0, _ERROR, self._scene.houses)
        judged = _OF_NEED * self._hardship.need[:, year] + self._lasting[number] + error
        out = (rng.random(self._scene.houses) >= self.applies) | self._scene.barred
        return np.where(out, -np.inf, judged)

    def quota(self, number: int, year: int, village: Ints) -> Ints:
        """Return how many households each village may give it to; `village` is the households'."""
        villages = self._spread.shape[2]
        houses = np.bincount(village, minlength=villages)
        share = PROGRAMMES[CHOSEN[number]].share
        return ints(np.round(houses * share * self._spread[number, year]))


def chosen_houses(judged: Floats, village: Ints, quota: Ints) -> Bools:
    """Tell which households are the first of their village's quota."""
    order = np.lexsort((-judged, village))
    rank = np.empty(len(judged), np.int32)
    rank[order] = rank_within(village[order])
    chosen: Bools = (rank < quota[village]) & (judged > -np.inf)
    return chosen
