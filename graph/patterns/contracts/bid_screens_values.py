"""Screens of the bids of one tender: how they lie to each other, whatever they cost.

Huber & Imhof (2019), Machine learning with screens for detecting bid-rigging cartels, and
Wallimann, Imhof & Huber (2023) for subgroups. All but SPD and the differences in fen stay the same
when every bid is divided by the control price; SPD does too.
"""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST, MOST_OF_SUBGROUPS = 3, 20
_GROUP_SIZES = (3, 4)
_LEAST_SD = 1e-6
"""Of the losers' mean: losers that are equal to the fen would make RD infinite."""
_CHUNK = 2_000_000


def coefficient_of_variation(bids: Floats) -> Floats:
    """Return CV: standard deviation over mean."""
    return np.asarray(bids.std(-1, ddof=1) / bids.mean(-1), np.float64)


def spread(bids: Floats) -> Floats:
    """Return SPD: (highest − lowest) / lowest."""
    return np.asarray((bids[..., -1] - bids[..., 0]) / bids[..., 0], np.float64)


def percentage_difference(bids: Floats) -> Floats:
    """Return DIFFP: (second lowest − lowest) / lowest."""
    return np.asarray((bids[..., 1] - bids[..., 0]) / bids[..., 0], np.float64)


def relative_distance(bids: Floats) -> Floats:
    """Return RD: (second lowest − lowest) / standard deviation of the losing bids."""
    losers = bids[..., 1:]
    sd = np.maximum(losers.std(-1, ddof=1), _LEAST_SD * losers.mean(-1))
    return np.asarray((bids[..., 1] - bids[..., 0]) / sd, np.float64)


def skewness(bids: Floats) -> Floats:
    """Return the adjusted Fisher–Pearson skewness; NaN where all bids are equal."""
    return _quiet(stats.skew, bids)


def kurtosis(bids: Floats) -> Floats:
    """Return the adjusted excess kurtosis; NaN with fewer than four bids."""
    if bids.shape[-1] <= FEWEST:
        return np.full(bids.shape[:-1], np.nan)
    return _quiet(stats.kurtosis, bids)


def distance_to_uniform(bids: Floats) -> Floats:
    """Return the Kolmogorov–Smirnov distance to even bids between the lowest and the highest."""
    count = bids.shape[-1]
    width = np.maximum(bids[..., -1:] - bids[..., :1], np.finfo(float).tiny)
    place = (bids - bids[..., :1]) / width
    steps = np.arange(count + 1) / count
    above, below = steps[1:] - place, place - steps[:-1]
    return np.asarray(np.maximum(above, below).max(-1), np.float64)


def _quiet(measure: Callable[..., Any], bids: Floats) -> Floats:
    """Return a moment of the bids about their lowest, in units of their width."""
    width = bids[..., -1:] - bids[..., :1]
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = (bids - bids[..., :1]) / width
        found = measure(np.where(width > 0, scaled, np.arange(bids.shape[-1])), axis=-1, bias=False)
    return np.where(width[..., 0] > 0, found, np.nan).astype(np.float64)


SCREENS: Mapping[str, Callable[[Floats], Floats]] = MappingProxyType(
    {
        "cv": coefficient_of_variation,
        "spd": spread,
        "diffp": percentage_difference,
        "rd": relative_distance,
        "skew": skewness,
        "kurt": kurtosis,
        "ks": distance_to_uniform,
    }
)
"""Every screen: takes bids ascending along the last axis, float64[…, m], and gives float64[…]."""


def subgroup_screens(bids: Floats) -> dict[str, Floats]:
    """Return min, median and max of each screen over all subgroups of three and of four bids.

    `bids` is float64[tenders, m], ascending, with m ≤ 20; cost O(m⁴) a tender. A screen that a
    subgroup does not have, as kurtosis of three bids, is left out of the three.
    """
    found: dict[str, list[Floats]] = {name: [] for name in SCREENS}
    for chosen in _subgroups(bids.shape[-1]):
        rows = max(1, _CHUNK // chosen.size)
        parts = [
            {
                name: screen(bids[start : start + rows][:, chosen])
                for name, screen in SCREENS.items()
            }
            for start in range(0, len(bids), rows)
        ]
        for name in SCREENS:
            found[name].append(np.concatenate([part[name] for part in parts]))
    return {
        f"{name}_{word}": _over(reduce, np.concatenate(values, axis=1))
        for name, values in found.items()
        for word, reduce in (("min", np.nanmin), ("median", np.nanmedian), ("max", np.nanmax))
    }


def _subgroups(count: int) -> Iterator[NDArray[np.int64]]:
    """Yield the places of each subgroup, int64[groups, size], a size at a time."""
    for size in _GROUP_SIZES:
        if size <= count <= MOST_OF_SUBGROUPS:
            yield np.array(list(combinations(range(count), size)), np.int64)


def _over(reduce: Callable[..., Any], values: Floats) -> Floats:
    known = ~np.isnan(values).all(axis=1)
    found = np.full(len(values), np.nan)
    if known.any():
        found[known] = reduce(values[known], axis=1)
    return found
