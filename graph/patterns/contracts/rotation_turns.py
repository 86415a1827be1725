"""Whether winners are dealt as chance deals them: concentration, and turns taken in a ring.

The null of both: each award goes to one of its own bidders at random, whoever won the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Chance(NamedTuple):
    """What was counted, what it is on average under the null, and how often as much or more."""

    observed: float
    expected: float
    p: float


def dealt(stands: Sequence[Ints], draws: int, rng: np.random.Generator) -> Ints:
    """Return winners drawn among each award's bidders, uniformly; shape (draws, awards).

    stands: the codes of the firms that could win each award, in the order of awards.
    """
    sizes = np.array([len(firms) for firms in stands])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    flat = np.concatenate(stands)
    return flat[starts + np.floor(rng.random((draws, len(stands))) * sizes).astype(np.int64)]


def herfindahl(winners: Ints, count: int) -> NDArray[np.float64]:
    """Return the sum of squared shares of awards of each row of winners (codes below `count`)."""
    rows = np.arange(len(winners))[:, None] * count
    wins = np.bincount((winners + rows).ravel(), minlength=len(winners) * count)
    share = wins.reshape(len(winners), count) / winners.shape[1]
    return (share**2).sum(axis=1)


def turns(winners: Ints, size: int) -> Ints:
    """Return over all runs of `size` awards the number of different winners, added up.

    winners: shape (draws, awards), by date. A ring of `size` firms that take turns reaches
    `size` in every run; chance repeats winners sooner.
    """
    total = np.zeros(len(winners), np.int64)
    for start in range(winners.shape[1] - size + 1):
        run = np.sort(winners[:, start : start + size], axis=1)
        total += 1 + (np.diff(run, axis=1) != 0).sum(axis=1)
    return total


def serial_correlation(winners: Ints) -> float:
    """Return the correlation of winning one award with winning the next, over the firms.

    One award and the next are pairs of 0/1 a firm; negative where winners step back.
    """
    firms = np.unique(winners)
    won = (winners[:, None] == firms[None, :]).astype(float)
    one, following = won[:-1].ravel(), won[1:].ravel()
    if one.std() == 0 or following.std() == 0:
        return 0.0
    return float(np.corrcoef(one, following)[0, 1])


def concentration(stands: Sequence[Ints], winners: Ints, draws: int, seed: Sequence[int]) -> Chance:
    """Return the Herfindahl index of a buyer's awards against winners dealt among bidders."""
    count = int(max(firms.max() for firms in stands)) + 1
    null = herfindahl(dealt(stands, draws, np.random.default_rng(list(seed))), count)
    observed = float(herfindahl(winners[None, :], count)[0])
    above = np.count_nonzero(null >= observed - 1e-12)
    return Chance(observed, float(null.mean()), float((1 + above) / (draws + 1)))


def rotation(
    stands: Sequence[Ints], winners: Ints, size: int, draws: int, seed: Sequence[int]
) -> Chance:
    """Return the turns taken by a ring against winners dealt among its members who bid."""
    null = turns(dealt(stands, draws, np.random.default_rng(list(seed))), size)
    observed = int(turns(winners[None, :], size)[0])
    above = np.count_nonzero(null >= observed)
    return Chance(float(observed), float(null.mean()), float((1 + above) / (draws + 1)))
