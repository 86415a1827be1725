"""What a lease should fetch by its peers: a robust hedonic regression with village effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_HUBER, _BISQUARE = 1.345, 4.685
_ROUNDS = 5
_MAD = 1.4826
_SHRINK = 1.0
"""Ridge of quality and year effects: a group of n peers keeps n / (n + 1) of its mean."""
_VILLAGE_RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Noise over village variance: the one under which leases left out are told best is taken."""
_LEAST = 1e-9
_ENOUGH = 10
"""Leases of one kind and quality from which their own spread is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedonic:
    """Each lease against the others: float64[n].

    `residual` is log rent less what its peers would make of it, the lease itself left out of the
    fit; `z` is the residual over its own spread, wider where a lease has few peers.
    """

    residual: Floats
    z: Floats

    @property
    def ratio(self) -> Floats:
        """Rent over what peers pay."""
        return np.exp(self.residual)


def fit_rents(
    rent: Floats,
    area: Floats,
    year: Floats,
    kind: Sequence[str],
    quality: Sequence[str],
    village: Sequence[str],
) -> Hedonic:
    """Fit log rent by kind, log area within kind and a trend; shrunken effects for the rest.

    Iterated reweighting with Huber's, then Tukey's weights (Huber 1964; Beaton and Tukey 1974);
    hedonic prices after Rosen (1974). Cost: a dense solve of the number of effects.
    """
    y = np.log(rent)
    design, penalty, villages = _design(np.log(area), year, kind, quality, village)
    fits = []
    for ridge in _VILLAGE_RIDGES:
        penalty[-villages:] = ridge
        fits.append(_reweighted(design, penalty, y))
    outside, leverage = min(fits, key=lambda fit: _spread(fit[0]))
    own = outside * np.sqrt(np.maximum(1 - leverage, _LEAST))
    return Hedonic(residual=outside, z=own / _spreads(own, _graded(kind, quality)))


def _spreads(own: Floats, graded: list[str]) -> Floats:
    """Return each lease's spread: that of all, or of its kind and quality where this is wider."""
    whole = max(_spread(own), _LEAST)
    found = np.full(len(own), whole)
    names = np.asarray(graded)
    for name in np.unique(names):
        group = names == name
        if group.sum() >= _ENOUGH:
            found[group] = max(whole, _spread(own[group]))
    return found


def _graded(kind: Sequence[str], quality: Sequence[str]) -> list[str]:
    return [f"{one}\x1f{grade}" for one, grade in zip(kind, quality, strict=True)]


def _reweighted(design: Any, ridge: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return residuals of leases left out, and leverages, after reweighting odd ones down."""
    weights = np.ones(len(y))
    for turn in range(2 * _ROUNDS):
        residual, leverage = _fitted(design, ridge, weights, y)
        outside = residual / np.maximum(1 - leverage, _LEAST)
        scale = max(_spread(outside), _LEAST)
        weights = _huber(outside / scale) if turn < _ROUNDS else _bisquare(outside / scale)
    return outside, leverage


def _design(
    log_area: Floats, year: Floats, kind: Sequence[str], quality: Sequence[str], village: Any
) -> tuple[Any, Floats, int]:
    """Return the sparse design, the ridge of each column, and how many last ones are villages."""
    kinds = _dummies(kind)
    by_area = sparse.diags(log_area - log_area.mean()) @ kinds
    trend = sparse.csr_matrix((year - year.mean())[:, None] / max(float(np.ptp(year)), 1.0))
    shrunken = [
        _dummies(_graded(kind, quality)),
        _dummies(year.astype(int).tolist()),
        _dummies(village),
    ]
    design = sparse.hstack([kinds, by_area, trend, *shrunken], format="csr")
    fixed = kinds.shape[1] * 2 + 1
    ridge = np.full(design.shape[1], _SHRINK)
    ridge[:fixed] = _LEAST
    return design, ridge, shrunken[-1].shape[1]


def _dummies(labels: Sequence[Any]) -> Any:
    _, codes = np.unique(np.asarray(labels), return_inverse=True)
    rows = np.arange(len(codes))
    return sparse.csr_matrix((np.ones(len(codes)), (rows, codes)))


def _fitted(design: Any, ridge: Floats, weights: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return residuals and leverages of a weighted ridge regression."""
    weighted = sparse.diags(weights) @ design
    normal = (design.T @ weighted).toarray() + np.diag(ridge)
    factor = cho_factor(normal)
    beta = cho_solve(factor, weighted.T @ y)
    inverse = cho_solve(factor, np.eye(len(ridge)))
    leverage = weights * np.asarray(design.multiply(design @ inverse).sum(axis=1)).ravel()
    return y - design @ beta, leverage


def _spread(residual: Floats) -> float:
    return float(_MAD * np.median(np.abs(residual - np.median(residual))))


def _huber(z: Floats) -> Floats:
    return np.minimum(1.0, _HUBER / np.maximum(np.abs(z), _LEAST))


def _bisquare(z: Floats) -> Floats:
    return np.where(np.abs(z) < _BISQUARE, (1 - (z / _BISQUARE) ** 2) ** 2, 0.0)
