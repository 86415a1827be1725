"""Favour planted among the decisions: heads lean towards their kin until the odds are as wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from loaders.synthetic.arrays import Bools, Floats, Ints, ints
from loaders.synthetic.programmes import CHOSEN, FILED_KIN, YEARS
from loaders.synthetic.truth import VERY_STRONG
from loaders.synthetic.village_roles import FAVOURED, ONSET, PLAIN

if TYPE_CHECKING:
    from loaders.synthetic.decisions import Decisions
    from loaders.synthetic.grants import Judging
    from loaders.synthetic.hardship import Hardship
    from loaders.synthetic.scene import Scene

ODDS = {"weak": 3.0, "medium": 5.0, "strong": 11.0, VERY_STRONG: 30.0}
"""Odds ratio wanted of each strength of B1."""
ONSET_STRENGTH = {"weak": "medium", "medium": "strong", "strong": VERY_STRONG}
"""Strength of B1 that goes with each strength of B4."""
QUANTILES = (0.50, 0.75, 0.90, 0.95)
"""Where classes of need are cut: finely at the top, where benefits go."""
_LEAST_KIN, _ENOUGH_KIN = 4, 8
"""Kin households in the village without which no head favours any; from which none is preferred."""
_MOST_LEANING, _STEPS = 12.0, 22


def need_classes(hardship: Hardship) -> Ints:
    """Return each household's class of recorded need by year: 0 to 4, by quantiles of the county.

    Shape: households by years.
    """
    told = np.where(hardship.on_record, hardship.score, np.nan)
    cuts = np.nanquantile(told, QUANTILES, axis=0)
    return ints((hardship.score[None] > cuts[:, None, :]).sum(axis=0))


def odds_ratio(chosen: Bools, kin: Bools, stratum: Ints) -> float:
    """Return the Mantel-Haenszel odds ratio of being chosen, kin against others, over the strata.

    Mantel and Haenszel (1959). Infinite where no chosen other stands beside kin left out.
    """
    cells = np.bincount(stratum * 4 + chosen * 2 + kin, minlength=4 * (int(stratum.max()) + 1))
    others_out, kin_out, others_in, kin_in = cells.reshape(-1, 4).T.astype(float)
    total = np.maximum(others_out + kin_out + others_in + kin_in, 1)
    against = float((kin_out * others_in / total).sum())
    return float((kin_in * others_out / total).sum()) / against if against else np.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Favour:
    """The decisions of one head in one village; one row a decision, one column a household."""

    head: int
    houses: Ints
    places: list[tuple[int, int]]
    """Discretionary programme and year of each decision."""
    judged: Floats
    quota: Ints
    kin: Bools
    stratum: Ints

    def chosen(self, leaning: float) -> Bools:
        """Return who is chosen if kin are judged needier by so much."""
        judged = self.judged + leaning * self.kin
        rank = np.argsort(np.argsort(-judged, axis=1, kind="stable"), axis=1, kind="stable")
        return (rank < self.quota[:, None]) & (judged > -np.inf)

    def ratio(self, leaning: float, of: Bools | None = None) -> float:
        """Return the odds ratio that such a leaning makes of kin, or of some of them."""
        kin = np.broadcast_to(self.kin if of is None else of, self.judged.shape)
        return odds_ratio(self.chosen(leaning).ravel(), kin.ravel(), self.stratum.ravel())

    def realised(self, made: Decisions) -> float:
        """Return the odds ratio of the decisions as they are."""
        chosen = np.stack([made.chosen[n, y, self.houses] for n, y in self.places])
        kin = np.broadcast_to(self.kin, chosen.shape)
        return odds_ratio(chosen.ravel(), kin.ravel(), self.stratum.ravel())

    def leaning(self, wanted: float) -> float:
        """Return the leaning whose ratio comes nearest to the wanted one."""
        low, high = -_MOST_LEANING / 4, _MOST_LEANING
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.ratio(middle) < wanted else (low, middle)
        return min((low, high), key=lambda one: abs(np.log(self.ratio(one) / wanted)))


def plant_favour(scene: Scene, hardship: Hardship, judging: Judging, made: Decisions) -> None:
    """Plant B1 in the villages for it, B4 with B1 where the head changed; changes the decisions."""
    if not scene.truth.plants:
        return
    classes = need_classes(hardship)

    strengths = scene.truth.strengths(also=(VERY_STRONG,))
    for found in _able(scene, judging, made, classes, FAVOURED):
        _favour(scene, made, found, next(strengths))
    strengths = scene.truth.strengths()
    for found in _able(scene, judging, made, classes, ONSET):
        strength = next(strengths)
        objects = _favour(scene, made, found, ONSET_STRENGTH[strength])
        why = "kin favoured since the village has another head"
        scene.truth.plant("B4", scene.names[found.head], objects, strength, why)


def _able(
    scene: Scene, judging: Judging, made: Decisions, classes: Ints, role: str
) -> list[Favour]:
    """Return the last heads of villages of the role, of plain ones in reserve, who have most kin.

    Where the role is ONSET the village must have changed its head, else it must not.
    """
    found = []
    for village in (*scene.villages(role), *scene.villages(PLAIN)[::-1]):
        heads = scene.heads(village)
        if len(heads) == (2 if role == ONSET else 1):
            found.append(of_head(scene, judging, made, classes, (village, heads[-1])))
    able = [one for one in found if one is not None and one.kin.sum() >= _LEAST_KIN]
    able.sort(key=lambda one: -min(int(one.kin.sum()), _ENOUGH_KIN))
    return able[: len(scene.villages(role))]


def _favour(scene: Scene, made: Decisions, favour: Favour, strength: str) -> list[str]:
    """Let one head favour kin; returns the kin households chosen."""
    leaning = favour.leaning(ODDS[strength])
    chosen = favour.chosen(leaning)
    recorded = np.isin(favour.houses, scene.kin_houses(scene.recorded, favour.head))
    for row, (number, year) in enumerate(favour.places):
        made.chosen[number, year, favour.houses] = chosen[row]
    objects = scene.house_codes(favour.houses[(chosen & favour.kin).any(axis=0)].tolist())
    scene.truth.plant(
        "B1",
        scene.names[favour.head],
        objects,
        strength,
        f"the head judges kin {leaning:.2f} standard deviations needier than they are; "
        f"{int(favour.kin.sum())} kin households, {len(favour.places)} decisions",
        odds_ratio=round(favour.ratio(leaning), 2),
        odds_ratio_on_record=_finite(favour.ratio(leaning, recorded)),
    )
    return objects


def _finite(ratio: float) -> float | None:
    return round(ratio, 2) if np.isfinite(ratio) else None


def of_head(
    scene: Scene, judging: Judging, made: Decisions, classes: Ints, plan: tuple[int, int]
) -> Favour | None:
    """Return the decisions of a head on all households but his own; None where there are none.

    Programmes whose rule is to file kin are left out.
    """
    village, head = plan
    local = scene.village == village
    local[scene.house_of(ints([head]))] = False
    houses = ints(np.flatnonzero(local))
    kin = np.isin(houses, scene.kin_houses(scene.lawful, head))
    places = [
        (number, year)
        for number, programme in enumerate(CHOSEN)
        for year in range(len(YEARS))
        if made.decider[number, year, village] == head and programme not in FILED_KIN
    ]
    if not places or not kin.any():
        return None
    top = len(QUANTILES) + 1
    return Favour(
        head=head,
        houses=houses,
        places=places,
        judged=np.stack([judging.judged(n, y)[houses] for n, y in places]),
        quota=ints([judging.quota(n, y, made.village[y])[village] for n, y in places]),
        kin=kin,
        stratum=ints(np.stack([classes[houses, y] + top * i for i, (_, y) in enumerate(places)])),
    )
