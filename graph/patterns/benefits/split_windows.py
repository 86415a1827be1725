"""Splits in the months before a grant against the same months of earlier years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.stats import binomtest

from graph.patterns.benefits.splits import YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graph.patterns.benefits.splits import Split

_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One split placed: whether just before its grant, and how many years' windows were seen."""

    split: Split
    is_case: bool
    windows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Splits just before grants in one village, or several: cases, controls, and chance."""

    cases: int
    controls: int
    expected: float
    ratio: float
    low: float
    p: float
    least_p: float
    """The smallest p that as many splits could have given."""


def placed(split: Split, start: date, days: int) -> Window | None:
    """Return where a split falls; None where in no window, or where only one could be seen.

    Windows are the `days` before the first grant and the same days of each earlier year back to
    `start`, the first day of the record (case-crossover: Maclure 1991).
    """
    before = (split.granted - split.day).days
    seen = (split.granted - start).days
    windows = 1 + max(0, int((seen - days) // YEAR))
    year = int(before // YEAR)
    if windows == 1 or before - year * YEAR > days or year >= windows:
        return None
    return Window(split=split, is_case=year == 0, windows=windows)


def timing(windows: Sequence[Window]) -> Timing:
    """Return how often splits fell just before the grant, against an equal chance of any year.

    p is the upper tail of a Poisson binomial of 1 / windows; the ratio is per window, half a
    control standing in where there is none, its lower limit Clopper and Pearson's of 95 %.
    """
    cases = sum(one.is_case for one in windows)
    controls = len(windows) - cases
    chances = [1 / one.windows for one in windows]
    share = sum(chances) / len(chances)
    odds = (1 - share) / share
    limit = float(binomtest(cases, len(windows)).proportion_ci(0.95).low)
    return Timing(
        cases=cases,
        controls=controls,
        expected=sum(chances),
        ratio=cases / max(controls, _HALF) * odds,
        low=limit / (1 - limit) * odds if limit < 1 else 0.0,
        p=tail(chances, cases),
        least_p=tail(chances, len(chances)),
    )


def tail(chances: Sequence[float], least: int) -> float:
    """Return the chance of at least so many successes of unlike trials."""
    left = [1.0]
    for chance in chances:
        more = [0.0, *(share * chance for share in left)]
        fewer = [*(share * (1 - chance) for share in left), 0.0]
        left = [one + other for one, other in zip(more, fewer, strict=True)]
    return min(1.0, sum(left[least:]))
