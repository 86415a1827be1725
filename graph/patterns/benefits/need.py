"""How needy each household was before a year's decisions, and its class within its village.

Classes are cut at the quantiles .50, .75, .90 and .95: fine at the top, where benefits go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.patterns.benefits.need_households import Households
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

CUTS = (0.50, 0.75, 0.90, 0.95)
UNRECORDED = len(CUTS) + 1
"""Class of a household without a record of need; `CLASSES` counts it."""
CLASSES = UNRECORDED + 1
_NO = ("", "0", "0.0", "false", "False", "FALSE", "no", "No", "N", "n", "无", "否", "没有", "未")
_FLAGS = ("disability", "illness", "lost_earner", "elderly_alone")
_A_CHILD, _MOST_CHILDREN = 0.5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Need by year and household: what was on record when the year's decisions were made.

    years: ascending; rank: float64[years, households], mid-rank of the score within the village
    in 0..1, NaN without record; classes: int64 of the same shape, 0 the least needy to 4, and
    `UNRECORDED`; missing: float64[years, villages], share of households without record.
    """

    years: tuple[int, ...]
    rank: Floats
    classes: Ints
    missing: Floats


def need_of(facts: Facts, households: Households, years: Sequence[int]) -> Need:
    """Return the need known in each of these years, from each household's latest record till then.

    Where no record of the table carries a score, one is made of hardships, children and income.
    """
    rows = _records(facts).to_pyarrow()
    house = households.places_of(rows.column("household").combine_chunks())
    when = rows.column("year").to_numpy()
    score = rows.column("score").to_numpy()
    kept = (house >= 0) & np.isfinite(score)
    house, when, score = house[kept], when[kept].astype(np.int64), score[kept]
    order = np.lexsort((score, when, house))
    house, when, score = house[order], when[order], score[order]
    known = np.full((len(years), len(households)), np.nan)
    for at, year in enumerate(years):
        before = when <= year
        known[at, house[before]] = score[before]
    villages = len(households.villages)
    rank = np.stack([mid_ranks(row, households.village) for row in known])
    return Need(
        years=tuple(years),
        rank=rank,
        classes=classes_of(rank),
        missing=np.stack([_missing(row, households.village, villages) for row in known]),
    )


def classes_of(rank: Floats) -> Ints:
    """Return the class of each mid-rank; `UNRECORDED` where there is none."""
    found = np.searchsorted(CUTS, rank, side="right")
    return np.where(np.isnan(rank), UNRECORDED, found).astype(np.int64)


def mid_ranks(score: Floats, village: Ints) -> Floats:
    """Return (average rank - 1/2) / n of each score within its village, NaN staying NaN.

    Equal scores have equal ranks, so no order of rows can part them into classes.
    """
    found = np.full(len(score), np.nan)
    kept = np.flatnonzero(np.isfinite(score) & (village >= 0))
    order = kept[np.lexsort((score[kept], village[kept]))]
    where, value = village[order], score[order]
    if not len(order):
        return found
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = where[1:] != where[:-1]
    starts = np.flatnonzero(is_new)
    size = np.diff(np.append(starts, len(order)))
    is_other = is_new.copy()
    is_other[1:] |= value[1:] != value[:-1]
    run = np.flatnonzero(is_other)
    length = np.diff(np.append(run, len(order)))
    middle = np.repeat(run + (length - 1) / 2, length) - np.repeat(starts, size)
    found[order] = (middle + 0.5) / np.repeat(size, size)
    return found


def _records(facts: Facts) -> Any:
    """Return household, year and score of every record; a score is made where no row has one."""
    needs = facts.table("needs")
    given = needs.filter(needs.score.notnull()).count().to_pyarrow().as_py()
    score = needs.score if given else _made_score(needs)
    return needs.select("household", "year", score=score.cast("float64"))


def _made_score(needs: Any) -> Any:
    """Return one point a hardship, half a point a school child up to three, and up to one point.

    The last is for the place of the income within the year, the poorest highest.
    """
    points = sum((_is_told(needs[name]) for name in _FLAGS), start=ibis.literal(0.0))
    told = needs.school_children.strip().nullif("")
    number = told.try_cast("float64").coalesce(_is_told(needs.school_children))
    children = ibis.least(number, ibis.literal(float(_MOST_CHILDREN)))
    window = ibis.window(group_by=needs.year, order_by=needs.income.desc())
    poor = ibis.ifelse(needs.income.isnull(), 0.0, ibis.percent_rank().over(window))
    return points + _A_CHILD * children + poor


def _is_told(text: Any) -> Any:
    return ibis.ifelse(text.strip().isin(_NO) | text.isnull(), 0.0, 1.0)


def _missing(score: Floats, village: Ints, villages: int) -> Floats:
    kept = village >= 0
    blank = np.bincount(village[kept], np.isnan(score[kept]), villages)
    size = np.bincount(village[kept], minlength=villages)
    return np.asarray(blank / np.maximum(size, 1), np.float64)
