"""How unusual CV and RD of a tender are among its peers, without a labelled case.

Under honest bids from any law of location and scale, RD tells of shape alone and CV of scale, and
for normal bids the two are independent (Basu 1955). So each is ranked among the tenders that the
other does not point at, which makes p-values whatever the law (conformal p-values: Bates, Candès,
Lei, Romano & Sesia 2023), and the two are multiplied as Fisher did (1932).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from graph.patterns.contracts.bid_screens_values import relative_distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DRAWS, _SEED = 100_000, 20260930
_MOST_BIDS = 30
"""The law of RD hardly changes beyond so many bids."""
_ANCHOR = 0.05
"""Share of the peers below which the normal law's tail goes on where ranks end."""


def rd_tail(rd: Floats, bids: Ints) -> Floats:
    """Return P(RD ≥ rd) for independent normal bids, simulated with a fixed seed."""
    found = np.ones(len(rd))
    for count in np.unique(bids):
        law, these = _rd_law(min(int(count), _MOST_BIDS)), bids == count
        found[these] = (1 + len(law) - np.searchsorted(law, rd[these])) / (1 + len(law))
    return found


def expected_rd(bids: int) -> float:
    """Return the median of RD for independent normal bids."""
    return float(np.median(_rd_law(min(bids, _MOST_BIDS))))


@lru_cache(maxsize=_MOST_BIDS)
def _rd_law(count: int) -> Any:
    draws = np.random.default_rng([_SEED, count]).standard_normal((_DRAWS, count))
    draws.sort(axis=1)
    return np.sort(relative_distance(draws + 100.0))


def cv_tail(cv: Floats, bids: Ints, centre: Floats) -> Floats:
    """Return P(CV ≤ cv) for normal bids whose median CV, of any number of bids, is `centre`.

    `centre` is on the scale of `level_of`.
    """
    degrees = bids - 1
    ratio = np.exp(2 * (level_of(cv, bids) - centre))
    return np.asarray(stats.chi2.cdf(ratio * stats.chi2.median(degrees), degrees), np.float64)


def level_of(cv: Floats, bids: Ints) -> Floats:
    """Return log CV less what its median owes to the number of bids."""
    degrees = bids - 1
    return np.asarray(np.log(cv) - 0.5 * np.log(stats.chi2.median(degrees) / degrees), np.float64)


def centres(level: Floats, groups: Sequence[NDArray[Any]], least: int) -> tuple[Floats, Ints]:
    """Return the median level of each tender's peers, and which of the groupings gave it.

    The first grouping in which a tender has at least `least` peers, itself among them, is taken;
    the number of groupings where none has: then all tenders are its peers.
    """
    centre = np.full(len(level), np.median(level) if len(level) else np.nan)
    used = np.full(len(level), len(groups))
    for place in reversed(range(len(groups))):
        _, code, size = np.unique(groups[place], return_inverse=True, return_counts=True)
        for one in np.flatnonzero(size >= least):
            centre[code == one], used[code == one] = np.median(level[code == one]), place
    return centre, used.astype(np.int64)


def ranked(tail: Floats, peers: Floats) -> Floats:
    """Return the share of peers whose tail is as small: (1 + #{peer ≤ tail}) / (1 + peers).

    Below the peers' lowest twentieth the share falls as the tail itself does, so that few peers
    still tell a rare tender from a very rare one.
    """
    ordered = np.sort(peers)
    shares = (1 + np.searchsorted(ordered, tail, "right")) / (1 + len(ordered))
    place = max(1, int(np.ceil(_ANCHOR * len(ordered))))
    anchor, share = ordered[place - 1], (1 + place) / (1 + len(ordered))
    return np.asarray(np.where(tail < anchor, tail / anchor * share, shares), np.float64)


def combined(cv: Floats, rd: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the p-values of CV, of RD and of both, from their tails.

    CV is ranked among the half of tenders with the less telling RD, and RD among the half with
    the less telling CV: covers have both and so stand in neither half.
    """
    low = ranked(cv, cv[rd >= np.median(rd)])
    high = ranked(rd, rd[cv >= np.median(cv)])
    both = stats.chi2.sf(-2 * (np.log(low) + np.log(high)), 4)
    return low, high, np.asarray(both, np.float64)
