"""How many awards a decider would give to tied firms if winners were drawn from who could win.

An award with two bidders or more is drawn among its bidders; any other is dealt from the awards
of the same area, category, year and side of the tender line. Firms tied to the decider among them
set the odds, so a sole supplier is expected and never surprising.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Chances:
    """What one decider's awards could have been: draws among bidders, and deals from pools."""

    contested: Counter[tuple[int, int]] = field(default_factory=Counter)
    """(tied bidders, bidders) of each award with rivals."""
    pools: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """(tied awards, awards, awards he decided) of each pool."""

    @property
    def expected(self) -> float:
        """Return the mean number of awards to tied firms."""
        drawn = sum(times * tied / size for (tied, size), times in self.contested.items())
        return drawn + sum(own * tied / size for tied, size, own in self.pools.values())

    @property
    def is_open(self) -> bool:
        """Whether chance could have given any other number."""
        return any(0 < tied < size for tied, size in self.contested) or any(
            0 < tied < size and own < size for tied, size, own in self.pools.values()
        )


def p_value(chances: Chances, observed: int, draws: int, seed: Iterable[int]) -> float:
    """Return the share of permutations with at least as many tied awards, the data one of them.

    Winners dealt at random give a hypergeometric number a pool and a binomial one for draws of
    equal odds, so each permutation is drawn by its counts; Phipson & Smyth 2010 for the +1.
    """
    rng = np.random.default_rng(list(seed))
    total = np.zeros(draws, np.int64)
    for (tied, size), times in sorted(chances.contested.items()):
        total += rng.binomial(times, tied / size, draws)
    for _, (tied, size, own) in sorted(chances.pools.items()):
        total += rng.hypergeometric(tied, size - tied, own, draws)
    return float((1 + np.count_nonzero(total >= observed)) / (draws + 1))
