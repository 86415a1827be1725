"""How far settlements lie over awards by supplier or decider, drawn towards the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Of each group: contracts, and its effect in log points above what its peers' contracts do."""

    sizes: Ints
    effect: Floats


def winsorised(values: Floats, share: float) -> Floats:
    """Return values with the lowest and highest `share` pulled in to the quantiles there."""
    if not len(values):
        return values
    low, high = np.quantile(values, (share, 1 - share))
    return np.clip(values, low, high)


def usual(values: Floats, strata: Ints, least: int) -> Floats:
    """Return the median of each value's stratum, or of all where it has fewer than `least`.

    1 where all together are fewer.
    """
    if not len(values):
        return values
    order = np.lexsort((values, strata))
    sizes = np.bincount(strata)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ranked = values[order]
    top = len(values) - 1
    lower = ranked[np.minimum(starts + np.maximum(sizes - 1, 0) // 2, top)]
    upper = ranked[np.minimum(starts + sizes // 2, top)]
    middle = (lower + upper) / 2
    common = float(np.median(values)) if len(values) >= least else 1.0
    return np.where(sizes[strata] >= least, middle[strata], common)


def effects_of(residuals: Floats, groups: Ints) -> Effects:
    """Return the best linear unbiased prediction of each group's effect in a random-effects model.

    residuals: one a contract; groups: codes 0..k-1, -1 for none. effect = n / (n + σ²ₑ / σ²ᵤ) times
    the group's mean, variances by moments of the one-way layout (Searle, Casella and McCulloch
    1992, 3.6); all 0 where groups differ no more than their contracts do.
    """
    known = groups >= 0
    count = int(groups.max()) + 1 if known.any() else 0
    sizes = np.bincount(groups[known], minlength=count)
    total = np.bincount(groups[known], residuals[known], minlength=count)
    mean = np.divide(total, sizes, out=np.zeros(count), where=sizes > 0)
    number, held = int(sizes.sum()), int((sizes > 0).sum())
    if number <= held or held < 2:
        return Effects(sizes=sizes, effect=np.zeros(count))
    inner = float(((residuals[known] - mean[groups[known]]) ** 2).sum()) / (number - held)
    centre = float(total.sum()) / number
    outer = float((sizes * (mean - centre) ** 2).sum()) / (held - 1)
    weight = (number - float((sizes**2).sum()) / number) / (held - 1)
    between = max(0.0, (outer - inner) / weight)
    if between <= 0.0:
        return Effects(sizes=sizes, effect=np.zeros(count))
    shrink = sizes / (sizes + inner / between)
    return Effects(sizes=sizes, effect=shrink * (mean - centre))
