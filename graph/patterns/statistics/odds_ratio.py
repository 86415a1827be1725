"""Size of effect of stratified counts: the Mantel-Haenszel odds ratio and the shrunk ratio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.statistics.strata import Strata

    Floats = NDArray[np.float64]

UNBOUNDED = 1e6
"""Stands for an odds ratio without an upper bound, so that every figure can be written as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsRatios:
    """Odds ratios by unit with the interval; float64, 0 to `UNBOUNDED`."""

    value: Floats
    low: Floats
    high: Floats


def mantel_haenszel(strata: Strata, level: float = 0.95) -> OddsRatios:
    """Return each unit's common odds ratio with the interval of Robins, Breslow and Greenland.

    Mantel and Haenszel, J. Natl. Cancer Inst. 22 (1959); Robins et al., Biometrics 42 (1986).
    Where one side of the ratio is zero a half is added to every cell of the strata for the
    interval alone; the value then stays 0 or `UNBOUNDED`.
    """
    value = _ratio(_sums(strata, 0.0))
    plain = _sums(strata, 0.0)
    is_zero = (plain["r"] == 0) | (plain["s"] == 0)
    sums = {
        name: np.where(is_zero, half, whole)
        for (name, whole), half in zip(plain.items(), _sums(strata, 0.5).values(), strict=True)
    }
    r, s = sums["r"], sums["s"]
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = sums["pr"] / (2 * r * r) + sums["ps_qr"] / (2 * r * s) + sums["qs"] / (2 * s * s)
        middle = np.log(r / s)
    spread = float(ndtri(0.5 + level / 2)) * np.sqrt(variance)
    low = np.where(plain["r"] == 0, 0.0, np.exp(middle - spread))
    high = np.where(plain["s"] == 0, UNBOUNDED, np.exp(middle + spread))
    is_void = ~np.isfinite(middle)
    return OddsRatios(
        value=value,
        low=np.where(is_void, 0.0, np.clip(low, 0.0, UNBOUNDED)),
        high=np.where(is_void, UNBOUNDED, np.clip(high, 0.0, UNBOUNDED)),
    )


def _sums(strata: Strata, added: float) -> dict[str, Any]:
    """Return the sums by unit: R, S, PR, PS + QR and QS of Robins et al."""
    a = strata.t + added
    b = strata.k - strata.t + added
    c = strata.b - strata.t + added
    d = strata.n - strata.k - strata.b + strata.t + added
    n = a + b + c + d
    p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    parts = {"r": r, "s": s, "pr": p * r, "ps_qr": p * s + q * r, "qs": q * s}
    return {name: np.bincount(strata.unit, part, strata.units) for name, part in parts.items()}


def _ratio(sums: dict[str, Any]) -> Floats:
    r, s = sums["r"], sums["s"]
    found = np.where(s > 0, r / np.where(s > 0, s, 1.0), np.where(r > 0, UNBOUNDED, 1.0))
    return np.minimum(found, UNBOUNDED).astype(np.float64)


def shrunk_ratio(observed: Floats, expected: Floats, weight: float = 0.5) -> Floats:
    """Return (T + a) / (E + a): the mean of a Poisson rate under a gamma law of mean one.

    For ranking alone: small counts are drawn towards one. `weight` is a.
    """
    return (observed + weight) / (expected + weight)
