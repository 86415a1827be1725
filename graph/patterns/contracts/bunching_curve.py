"""How many contracts a smooth curve expects just below a line, and how sure that is.

Counts in bins of the log amount follow a Poisson regression on a polynomial, with a term for bins
that hold round sums; the bins around the line are left out of the fit and filled in by it. After
Chetty et al. (2011) and Kleven (2016), who fit by least squares; Poisson suits small counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LOW, HIGH = 0.4, 2.0
"""The amounts that are looked at, in parts of the line."""
_STEPS = 25
_RIDGE = 1e-6
_MOST_EXPONENT = 30.0
_ROUND = (10, 5)
"""Round sums: multiples of a tenth and of half the line's leading power of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """Counts by bin: edges in parts of the line (n + 1), counts and round terms (n, k)."""

    edges: Floats
    counts: NDArray[np.int64]
    round_sums: Floats
    is_below: NDArray[np.bool_]
    """Bins just below the line: the window in question."""
    is_fitted: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """What stands just below the line: observed, expected, (observed - expected) / expected."""

    observed: int
    expected: float
    excess: float
    low: float
    high: float
    p: float
    curve: Floats


def binned(amounts: NDArray[np.int64], line: int, below: float, above: float) -> Bins:
    """Return counts around a line: eight bins in the window below it, the rest as wide in the log.

    amounts, line: fen. A contract at the line is not below it.
    """
    width = -np.log1p(-below) / 8
    down = np.arange(0, np.log(LOW), -width)
    up = np.arange(width, np.log(HIGH), width)
    edges = np.exp(np.concatenate([down[::-1], up]))
    share = amounts / line
    place = np.searchsorted(edges, share, side="right") - 1
    inside = (place >= 0) & (place < len(edges) - 1)
    counts = np.bincount(place[inside], minlength=len(edges) - 1)
    # The line itself is an edge; rounding must not move it.
    start, end = edges[:-1], edges[1:]
    is_below = (start >= 1 - below - 1e-9) & (end <= 1 + 1e-9)
    is_near = (start >= 1 - 1e-9) & (start < 1 + above)
    return Bins(
        edges=edges,
        counts=counts,
        round_sums=_round_terms(edges, line),
        is_below=is_below,
        is_fitted=~(is_below | is_near),
    )


def excess_below(bins: Bins, degree: int, draws: int, rng: np.random.Generator) -> Excess:
    """Return the excess in the window with a 95 % bootstrap interval and a one-sided p.

    Each draw takes new Poisson counts around the curve outside the window and fits again; p is
    the share of draws whose window, Poisson around the curve refitted, holds as many, + 1.
    """
    middle = np.log((bins.edges[:-1] + bins.edges[1:]) / 2)
    scaled = 2 * (middle - middle[0]) / (middle[-1] - middle[0]) - 1
    design = np.column_stack([np.polynomial.legendre.legvander(scaled, degree), bins.round_sums])
    used = design[bins.is_fitted]
    useful = np.abs(used).sum(axis=0) > 0
    design, used = design[:, useful], used[:, useful]
    curve = _predicted(design, _fit(used, bins.counts[bins.is_fitted][None, :]))[0]
    drawn = rng.poisson(curve[bins.is_fitted], (draws, int(bins.is_fitted.sum())))
    again = _predicted(design[bins.is_below], _fit(used, drawn)).sum(axis=1)
    observed = int(bins.counts[bins.is_below].sum())
    expected = max(float(curve[bins.is_below].sum()), _RIDGE)
    least = np.maximum(again, _RIDGE)
    spread = (rng.poisson(max(observed, 1), draws) - least) / least
    low, high = np.quantile(spread, (0.025, 0.975))
    null = rng.poisson(np.minimum(least, 1e9))
    return Excess(
        observed=observed,
        expected=expected,
        excess=(observed - expected) / expected,
        low=float(low),
        high=float(high),
        p=float((1 + np.count_nonzero(null >= observed)) / (draws + 1)),
        curve=curve,
    )


def _round_terms(edges: Floats, line: int) -> Floats:
    """Return for each bin how many multiples of round sums it holds, a column a kind of sum."""
    base = 10.0 ** np.floor(np.log10(line))
    columns = []
    for parts in _ROUND:
        step = base / parts / line
        # Only sums in [start, end) fall into a bin.
        counts = np.ceil(edges[1:] / step - 1e-9) - np.ceil(edges[:-1] / step - 1e-9)
        columns.append(counts)
    return np.column_stack(columns)


def _fit(design: Floats, counts: NDArray[np.int64]) -> Floats:
    """Return Poisson regression coefficients (draws, k) by Newton steps, all draws at once."""
    total = np.maximum(counts.mean(axis=1), _RIDGE)
    beta = np.zeros((len(counts), design.shape[1]))
    beta[:, 0] = np.log(total)
    eye = _RIDGE * np.eye(design.shape[1])
    for _ in range(_STEPS):
        mean = np.exp(np.clip(beta @ design.T, -_MOST_EXPONENT, _MOST_EXPONENT))
        slope = (counts - mean) @ design
        curvature = np.einsum("ij,di,ik->djk", design, mean, design, optimize=True) + eye
        step = np.linalg.solve(curvature, slope[..., None])[..., 0]
        size = np.abs(step).max(axis=1, keepdims=True)
        beta += step / np.maximum(1.0, size / 2)
        if size.max() < 1e-6:
            break
    return beta


def _predicted(design: Floats, beta: Floats) -> Floats:
    return np.exp(np.clip(beta @ design.T, -_MOST_EXPONENT, _MOST_EXPONENT))
