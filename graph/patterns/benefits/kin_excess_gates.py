"""When the kin test must not be made: need or parents are too poorly on record, or too few kin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.findings import NotTested
from graph.model import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_awards import Awards, KinHouses
    from graph.patterns.benefits.need import Need
    from graph.patterns.benefits.need_households import Households

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Share of grown-ups to 60 with a parent on record, by decider; NaN where there are none.

    kin: in his kin's households; others: in the other households of the villages he decides for.
    """

    kin: Floats
    others: Floats


def usable_villages(need: Need, most_missing: float) -> Flags:
    """Return in which years which villages have need on record for nearly all households."""
    return need.missing < most_missing


def without_need(
    code: str, households: Households, awards: Awards, usable: Flags
) -> list[NotTested]:
    """Return, village by village, the years that cannot be tested for want of need records."""
    village, year = households.village[awards.house], awards.year
    asked = np.zeros(usable.shape, np.bool_)
    kept = (village >= 0) & (year >= 1) & (awards.decider >= 0)
    asked[year[kept] - 1, village[kept]] = True
    told = []
    for place in np.flatnonzero((asked & ~usable).any(axis=0)).tolist():
        years = np.flatnonzero(asked[:, place] & ~usable[:, place]) + awards.first_year
        span = "、".join(str(one) for one in years.tolist())
        why = Words(
            f"{span} 年之前（含当年）有困难情况记录的户不足九成，无法按困难程度比较",
            f"need was not on record for nine households in ten by {span.replace('、', ', ')}: "
            f"like households cannot be told",
        )
        told.append(NotTested(code=code, subject=households.villages[place], why=why))
    return told


def coverage_of(households: Households, need: Need, awards: Awards, kin: KinHouses) -> Coverage:
    """Return how well parents are known on both sides, in households with need or benefits."""
    size, villages = len(households), max(len(households.villages), 1)
    has_record: Flags = np.asarray(np.isfinite(need.rank).any(axis=0))
    has_record[awards.house] = True
    kept = has_record & (households.village >= 0)
    adults = np.where(kept, households.adults, 0)
    known = np.where(kept, households.with_parent, 0)
    named = (awards.decider >= 0) & (awards.year >= 1) & (households.village[awards.house] >= 0)
    turf = np.unique(awards.decider[named] * villages + households.village[awards.house[named]])
    mine = np.unique((kin.decider * size + kin.house)[~kin.is_out])
    decider, house = mine // max(size, 1), mine % max(size, 1)
    inside = np.isin(decider * villages + households.village[house], turf)
    decider, house = decider[inside & kept[house]], house[inside & kept[house]]
    units = len(awards.deciders)
    sums = []
    for column in (adults, known):
        whole = np.bincount(households.village[kept], column[kept], villages)[turf % villages]
        all_sum = np.bincount(turf // villages, whole, units)
        kin_sum = np.bincount(decider, column[house], units)
        sums.append((kin_sum, all_sum - kin_sum))
    with np.errstate(invalid="ignore", divide="ignore"):
        return Coverage(kin=sums[1][0] / sums[0][0], others=sums[1][1] / sums[0][1])


def poorly_known(coverage: Coverage, least: float) -> Flags:
    """Return whose kin, or whose others, have too few parents on record."""
    return (coverage.kin < least) | (coverage.others < least)


def poorly_known_words(coverage: Coverage, at: int, least: float) -> Words:
    """Return why one decider was not tested."""
    kin, others = (_share(side[at]) for side in (coverage.kin, coverage.others))
    return Words(
        f"父母已登记的 60 岁以下成年人：亲属户 {kin}，其他户 {others}，"
        f"低于 {least:.0%}，亲属网不完整",
        f"grown-ups with a parent on record, of those up to 60: {kin} in kin's households, "
        f"{others} in the others, below {least:.0%}: kinship is too incomplete to compare",
    )


def _share(value: float) -> str:
    return "—" if np.isnan(value) else f"{value:.0%}"


NOT_ENOUGH = Words(
    "数据不足：亲属户或受益户太少，即使全部亲属受益也不能说明问题（不等于没有问题）",
    "not enough data: so few kin households or benefits that no outcome could tell "
    "(which does not mean that nothing is wrong)",
)
