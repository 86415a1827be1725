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
_ROUNDS = 12
_MAD = 1.4826
_SHRINK = 1.0
"""Ridge of village, quality and year effects: a group of n peers keeps n / (n + 1) of its mean."""
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedonic:
    """Each lease against the others: float64[n].

    `residual` is log rent less what its peers would make of it, the lease itself left out of the
    fit; `z` is the residual over the robust spread of all of them.
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
    design, penalty = _design(np.log(area), year, kind, quality, village)
    weights = np.ones(len(y))
    outside = np.zeros(len(y))
    for turn in range(2 * _ROUNDS):
        residual, leverage = _fitted(design, penalty, weights, y)
        outside = residual / np.maximum(1 - leverage, _LEAST)
        scale = max(_spread(outside), _LEAST)
        weights = _huber(outside / scale) if turn < _ROUNDS else _bisquare(outside / scale)
    return Hedonic(residual=outside, z=outside / max(_spread(outside), _LEAST))


def _design(
    log_area: Floats, year: Floats, kind: Sequence[str], quality: Sequence[str], village: Any
) -> tuple[Any, Floats]:
    """Return the sparse design and the ridge of each of its columns."""
    kinds = _dummies(kind)
    by_area = sparse.diags(log_area - log_area.mean()) @ kinds
    trend = sparse.csr_matrix((year - year.mean())[:, None] / max(float(np.ptp(year)), 1.0))
    graded = [f"{one}\x1f{grade}" for one, grade in zip(kind, quality, strict=True)]
    shrunken = [_dummies(graded), _dummies(year.astype(int).tolist()), _dummies(village)]
    design = sparse.hstack([kinds, by_area, trend, *shrunken], format="csr")
    fixed = kinds.shape[1] * 2 + 1
    ridge = np.full(design.shape[1], _SHRINK)
    ridge[:fixed] = _LEAST
    return design, ridge


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
