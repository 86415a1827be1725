"""Births by sex and lengths of life: rates of the right order, not estimates of the place."""

from __future__ import annotations

import numpy as np

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import FEMALE, MALE, TODAY, YEAR, Floats, Ints, ints

_ERAS = tuple(day_of(f"{year}-01-01") for year in (1950, 1965, 1980, 2000))
_CHILD_DEATHS = np.array([0.10, 0.06, 0.03, 0.012, 0.005])
"""Share that dies before the age of ten, by era of birth."""
_MODE = np.array([71.0, 74.0, 77.0, 80.0, 82.0])
"""Most frequent age at death of those who grow up, by era of birth."""
_SPREAD = 9.0


def sexes(rng: np.random.Generator, count: int) -> Ints:
    """Return sexes at birth, 106 boys to 100 girls."""
    return ints(np.where(rng.random(count) < 106 / 206, MALE, FEMALE))


def deaths(rng: np.random.Generator, born: Ints, *, least_years: float = 0.0) -> Ints:
    """Return the day of each person's death, ALWAYS for those alive today.

    `least_years` lets founders live long enough to have had the children that they had.
    """
    era = np.searchsorted(_ERAS, born, side="right")
    years = _grown_up(rng, _MODE[era])
    as_child = rng.random(len(born)) < _CHILD_DEATHS[era]
    years = np.where(as_child, 10 * rng.random(len(born)) ** 3, years)
    days = born + 1 + np.maximum(years, least_years) * YEAR
    return ints(np.where(days > TODAY, ALWAYS, days))


def _grown_up(rng: np.random.Generator, mode: Floats) -> Floats:
    """Return ages at death by Gompertz's law, never under eleven."""
    uniform = rng.random(len(mode))
    hazard = np.exp(-mode / _SPREAD)
    years: Floats = _SPREAD * np.log1p(-np.log1p(-uniform) / hazard)
    return np.maximum(years, 11.0)
