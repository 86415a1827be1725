"""The ties between people, found when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ties.compare import COMPARISONS, Pair
from graph.ties.lives import Life, add_past_cases, lives_of
from graph.ties.marks import marks_of
from graph.ties.sizes import Sizes
from graph.ties.tie import Acquaintance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.snapshot.rows import Tables
    from graph.ties.lives import PastCase
    from graph.ties.marks import Mark

_STRANGERS = Acquaintance()
_EVERY = [compare for compare, _ in COMPARISONS]


class TieFinder:
    """Compares any two of the people it was made for; making it costs one scan a table.

    Of `IndexedTables`, with `LastingSizes`, it costs their own rows alone.
    """

    def __init__(
        self,
        snapshot: Tables,
        persons: Iterable[str],
        past_cases: Iterable[PastCase] = (),
        *,
        sizes: Sizes | None = None,
    ) -> None:
        self._lives = lives_of(snapshot, persons)
        add_past_cases(self._lives, past_cases)
        self._sizes = sizes or Sizes(snapshot, self._lives.values())
        self._marks: dict[str, frozenset[Mark]] = {}

    def marks(self, person: str) -> frozenset[Mark] | None:
        """Return what others must share with a person to have any tie with him.

        None of somebody the finder was not made for: only the other's rows tell of him.
        """
        if person not in self._marks and person in self._lives:
            self._marks[person] = marks_of(self._lives[person])
        return self._marks.get(person)

    def between(self, one: str, other: str, on: int, *, but: str | None = None) -> Acquaintance:
        """Return the ties of two people on a day, strongest first, then by kind and source.

        What a case of the id `but` left on record is passed over.
        """
        mine, theirs = self.marks(one), self.marks(other)
        comparisons = _EVERY
        if mine is not None and theirs is not None:
            kinds = {mark[0] for mark in mine & theirs}
            if not kinds:
                return _STRANGERS
            comparisons = [compare for compare, needs in COMPARISONS if not needs.isdisjoint(kinds)]
        pair = Pair(
            one=self._lives.get(one, Life(one)),
            other=self._lives.get(other, Life(other)),
            sizes=self._sizes,
            on=on,
            but=but,
        )
        ties = [tie for compare in comparisons for tie in compare(pair)]
        ties.sort(key=lambda tie: (-tie.strength, tie.kind.code, tie.origins))
        return Acquaintance(ties=tuple(ties))
