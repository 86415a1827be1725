"""Whether winners are dealt as chance deals them: concentration, and turns taken in a ring.

The null of both: each award goes to one of its own bidders at random, whoever won the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


_BATCH, _ENOUGH = 200, 20
_CLOSE = 1e-12


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
    places = starts + np.floor(rng.random((draws, len(stands))) * sizes).astype(np.int64)
    found: Ints = flat[places]
    return found


def herfindahl(winners: Ints, count: int) -> NDArray[np.float64]:
    """Return the sum of squared shares of awards of each row of winners (codes below `count`)."""
    rows = np.arange(len(winners))[:, None] * count
    wins = np.bincount((winners + rows).ravel(), minlength=len(winners) * count)
    share = wins.reshape(len(winners), count) / winners.shape[1]
    index: NDArray[np.float64] = (share**2).sum(axis=1)
    return index


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


def concentration(stands: Sequence[Ints], winners: Ints, most: int, seed: Sequence[int]) -> Chance:
    """Return the Herfindahl index of a buyer's awards against winners dealt among bidders."""
    count = int(max(firms.max() for firms in stands)) + 1
    return _against(stands, winners, lambda rows: herfindahl(rows, count), most, seed)


def rotation(
    stands: Sequence[Ints], winners: Ints, size: int, most: int, seed: Sequence[int]
) -> Chance:
    """Return the turns taken by a ring against winners dealt among its members who bid."""
    return _against(stands, winners, lambda rows: turns(rows, size), most, seed)


def _against(
    stands: Sequence[Ints],
    winners: Ints,
    measure: Callable[[Ints], NDArray[Any]],
    most: int,
    seed: Sequence[int],
) -> Chance:
    """Return a measure against `most` deals; fewer once 20 of them reached it.

    Stopping after so many leaves the p-value valid (Besag and Clifford 1991), and awards that
    chance explains are soon done with.
    """
    rng = np.random.default_rng(list(seed))
    observed = float(measure(winners[None, :])[0])
    drawn, reached, total = 0, 0, 0.0
    while drawn < most and reached < _ENOUGH:
        null = measure(dealt(stands, min(_BATCH, most - drawn), rng))
        drawn += len(null)
        reached += int(np.count_nonzero(null >= observed - _CLOSE))
        total += float(null.sum())
    return Chance(observed, total / drawn, (1 + reached) / (drawn + 1))
