"""Difference in differences of one official's kin, before and after he took office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from graph.patterns.statistics.permutation import sum_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.onset_panel import Panel
    from graph.patterns.benefits.onset_terms import Term

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

LEAST_YEARS = 2
LEAST_LATER = 3
"""Households of later office holders' kin from which they are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Places of the years before and after, ascending."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are two years on either side."""
        return min(len(self.before), len(self.after)) >= LEAST_YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Places of households in the village: kin, like ones, and kin of later office holders."""

    kin: Ints
    like: Ints
    later: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """Figures of one official; differences in benefits a household and year.

    before, after: means of the kin; expected: what the kin's mean after would be had it moved as
    like households did; later: difference against kin of later office holders, None where they
    are too few; p_dates: the least p of earlier, made-up dates, None where none can be tried.
    """

    term: Term
    windows: Windows
    groups: Groups
    strata: tuple[tuple[Ints, Ints], ...]
    """Per need class the scaled differences of all, and those of the kin."""
    before: float
    after: float
    expected: float
    low: float
    high: float
    later: float | None
    p: float
    p_dates: float | None

    @property
    def difference(self) -> float:
        """The difference in differences against like households."""
        return self.after - self.expected


def windows_of(panel: Panel, term: Term, village: int, most: int) -> Windows:
    """Return the last years before and the first after, of those with benefits in the village."""
    running = np.flatnonzero(panel.running[:, village]).tolist()
    before = [at for at in running if panel.years[at] <= term.last_before]
    after = [at for at in running if term.first_year <= panel.years[at] <= term.last_year]
    return Windows(before=tuple(before[-most:]), after=tuple(after[:most]))


def onset_of(
    panel: Panel, term: Term, village: int, windows: Windows, groups: Groups
) -> Onset | None:
    """Return the figures of one official; None where his kin could show nothing either way."""
    classes = panel.need.classes[windows.before[-1]]
    strata = _strata(panel, classes, groups, windows)
    if not strata:
        return None
    kin = np.concatenate([mine for _, mine in strata])
    scale = len(windows.before) * len(windows.after)
    share = np.array([len(mine) for _, mine in strata]) / len(kin)
    like = [(every.sum() - mine.sum()) / (len(every) - len(mine)) for every, mine in strata]
    spread = sum(
        (part * part) * every.var() / (len(every) - len(mine))
        for part, (every, mine) in zip(share, strata, strict=True)
    )
    error = float(np.sqrt(kin.var(ddof=1) / len(kin) + spread)) if len(kin) > 1 else float("inf")
    estimate = float(kin.mean() - share @ np.array(like)) / scale
    reach = float(ndtri(0.975)) * min(error / scale, 1e6)
    count = panel.count[:, groups.kin]
    after = float(count[list(windows.after)].mean())
    return Onset(
        term=term,
        windows=windows,
        groups=groups,
        strata=strata,
        before=float(count[list(windows.before)].mean()),
        after=after,
        expected=after - estimate,
        low=estimate - reach,
        high=estimate + reach,
        later=_against_later(panel, groups, windows),
        p=p_of(strata),
        p_dates=_made_up_dates(panel, village, windows, groups),
    )


def p_of(strata: tuple[tuple[Ints, Ints], ...]) -> float:
    """Return the chance that as many households drawn from each class rise as much as the kin."""
    return sum_p(
        [(every, len(mine)) for every, mine in strata],
        int(sum(mine.sum() for _, mine in strata)),
    )


def least_p(strata: tuple[tuple[Ints, Ints], ...]) -> float:
    """Return the p-value had the kin risen the most that anybody did."""
    best = sum(int(np.sort(every)[len(every) - len(mine) :].sum()) for every, mine in strata)
    return sum_p([(every, len(mine)) for every, mine in strata], best)


def _strata(
    panel: Panel, classes: Ints, groups: Groups, windows: Windows
) -> tuple[tuple[Ints, Ints], ...]:
    """Return the scaled differences by need class, of classes with kin and like households."""
    found = []
    for number in np.unique(classes[groups.kin]).tolist():
        mine = groups.kin[classes[groups.kin] == number]
        others = groups.like[classes[groups.like] == number]
        if len(mine) and len(others):
            every = _differences(panel, np.concatenate([mine, others]), windows)
            found.append((every, every[: len(mine)]))
    return tuple(found)


def _differences(panel: Panel, houses: Ints, windows: Windows) -> Ints:
    """Return after minus before, each sum times the number of years of the other side: whole."""
    before = panel.count[np.ix_(np.array(windows.before), houses)].sum(axis=0)
    after = panel.count[np.ix_(np.array(windows.after), houses)].sum(axis=0)
    found: Ints = after * len(windows.before) - before * len(windows.after)
    return found


def _against_later(panel: Panel, groups: Groups, windows: Windows) -> float | None:
    if len(groups.later) < LEAST_LATER:
        return None
    scale = len(windows.before) * len(windows.after)
    kin, later = (_differences(panel, one, windows).mean() for one in (groups.kin, groups.later))
    return float(kin - later) / scale


def _made_up_dates(panel: Panel, village: int, windows: Windows, groups: Groups) -> float | None:
    """Return the least p of dates inside the years before office, two years kept on either side."""
    running = np.flatnonzero(panel.running[:, village])
    years = running[running <= windows.before[-1]].tolist()
    found = []
    for cut in range(LEAST_YEARS, len(years) - LEAST_YEARS + 1):
        made_up = Windows(before=tuple(years[:cut]), after=tuple(years[cut:]))
        strata = _strata(panel, panel.need.classes[made_up.before[-1]], groups, made_up)
        found.append(p_of(strata))
    return min(found, default=None)


def series_of(panel: Panel, onset: Onset) -> list[dict[str, Any]]:
    """Return year by year the mean of each group, for the event plot."""
    classes = panel.need.classes[onset.windows.before[-1]]
    told = []
    for at, year in enumerate(panel.years):
        count = panel.count[at]
        told.append(
            {
                "year": year,
                "event": year - onset.term.first_year,
                "kin": float(count[onset.groups.kin].mean()),
                "like": _like_mean(count, classes, onset.groups),
                "later": float(count[onset.groups.later].mean())
                if len(onset.groups.later)
                else None,
            }
        )
    return told


def _like_mean(count: Ints, classes: Ints, groups: Groups) -> float | None:
    """Return the mean of like households, need classes in the kin's proportions."""
    total, weight = 0.0, 0
    for number, held in zip(*np.unique(classes[groups.kin], return_counts=True), strict=True):
        others = groups.like[classes[groups.like] == number]
        if len(others):
            total, weight = total + held * float(count[others].mean()), weight + int(held)
    return total / weight if weight else None
