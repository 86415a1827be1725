"""The ties between people, found when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ties.compare import COMPARISONS, Pair
from graph.ties.lives import Life, add_past_cases, lives_of
from graph.ties.sizes import Sizes
from graph.ties.tie import Acquaintance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ties.lives import PastCase, Tables


class TieFinder:
    """Compares any two of the people it was made for; making it costs one scan a table."""

    def __init__(
        self, snapshot: Tables, persons: Iterable[str], past_cases: Iterable[PastCase] = ()
    ) -> None:
        self._lives = lives_of(snapshot, persons)
        add_past_cases(self._lives, past_cases)
        self._sizes = Sizes(snapshot, self._lives.values())

    def between(self, one: str, other: str, on: int) -> Acquaintance:
        """Return the ties of two people on a day, strongest first, then by kind and source."""
        pair = Pair(
            one=self._lives.get(one, Life(one)),
            other=self._lives.get(other, Life(other)),
            sizes=self._sizes,
            on=on,
        )
        ties = [tie for compare in COMPARISONS for tie in compare(pair)]
        ties.sort(key=lambda tie: (-tie.strength, tie.kind.code, tie.origins))
        return Acquaintance(ties=tuple(ties))
