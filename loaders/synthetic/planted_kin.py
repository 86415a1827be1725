"""Deciders and relatives on whom a plant can rest: ties on record that nobody can doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import TODAY, YEAR, ints

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.posts import Post
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth

CLOSE = ("S", "D", "U")
SIBLINGS = ("UD",)
WIDER = ("SUD", "UDS", "UDD", "UUD", "SU", "DS")
BY_STRENGTH = {"strong": CLOSE, "medium": SIBLINGS, "weak": WIDER}
"""Shapes of the tie by strength of the plant."""
WORDS = {
    "S": "配偶", "D": "子女", "U": "父母", "UD": "兄弟姐妹", "SUD": "配偶的兄弟姐妹",
    "UDS": "兄弟姐妹的配偶", "UDD": "侄甥", "UUD": "伯叔姑舅姨", "SU": "配偶的父母",
    "DS": "子女的配偶",
}  # fmt: skip
"""What the relative is to the decider."""
FIRST, LAST = day_of("2021-03-01"), day_of("2026-06-30")
"""Planted events happen between these days."""
_LEAST_SPAN = 200
_PEOPLE_A_PLANT = 5_000
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody's time with a say in a unit: first and last day on which it can be used."""

    unit: Unit
    post: Post
    first: int
    last: int

    @property
    def person(self) -> int:
        """The index of who holds the post."""
        return self.post.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A decider and a relative who is kin to no other decider of the unit."""

    hold: Hold
    relative: int
    shape: str

    @property
    def word(self) -> str:
        """What the relative is to the decider, in Chinese."""
        return WORDS[self.shape]


Item = TypeVar("Item")


def one_of(rng: np.random.Generator, items: list[Item]) -> Item:
    """Return one of the items, all equally likely."""
    return items[int(rng.integers(len(items)))]


def plants_of(truth: Truth) -> int:
    """Return how many of one pattern are planted in a county of this size."""
    return max(_FEWEST, truth.persons // _PEOPLE_A_PLANT)


def _holds(trade: Trade, rng: np.random.Generator, units: list[Unit]) -> Iterator[Hold]:
    """Yield the units' deciding posts that last long enough, in random order, each once."""
    found = [hold for unit in units for hold in holds_of(trade, unit)]
    for at in rng.permutation(len(found)).tolist():
        yield found[at]


def holds_of(trade: Trade, unit: Unit) -> Iterator[Hold]:
    """Yield the deciding posts of one unit that last long enough, by post."""
    for post in trade.offices.posts(unit):
        first = max(FIRST, day_of(post.since) + 30)
        last = min(LAST, day_of(post.until) - 30 if post.until else LAST)
        if last - first >= _LEAST_SPAN:
            yield Hold(unit=unit, post=post, first=first, last=last)


class KinCases:
    """Gives out deciders with a relative each, no person twice."""

    def __init__(self, trade: Trade, rng: np.random.Generator, units: list[Unit]) -> None:
        self._trade, self._rng = trade, rng
        self._holds = list(_holds(trade, rng, units))
        self._used: set[int] = set()

    def next(self, strength: str) -> Kin | None:
        """Return a decider and a relative of the strength's shapes, of any shape if none has."""
        for shapes in (BY_STRENGTH[strength], (*CLOSE, *SIBLINGS, *WIDER)):
            for at, hold in enumerate(self._holds):
                kin = self._of(hold, shapes)
                if kin is not None:
                    self._used |= {kin.relative, hold.person}
                    del self._holds[at]
                    return kin
        return None

    def _of(self, hold: Hold, shapes: tuple[str, ...]) -> Kin | None:
        if hold.person in self._used:
            return None
        for shape in shapes:
            _, relatives = self._trade.kin.walked(ints([hold.person]), shape)
            for relative in self._rng.permutation(relatives).tolist():
                if relative not in self._used and self._fits(relative, hold):
                    return Kin(hold=hold, relative=relative, shape=shape)
        return None

    def _fits(self, person: int, hold: Hold) -> bool:
        """Tell whether the person can own and sign, and is near to this decider alone."""
        persons = self._trade.county.population.persons
        age = (hold.first - int(persons.born[person])) / YEAR
        is_fit = int(persons.died[person]) == ALWAYS and age > 20
        is_fit = is_fit and (TODAY - int(persons.born[person])) / YEAR < 78
        is_fit = is_fit and person not in self._trade.officials
        return is_fit and self._trade.offices.is_kin_of_one(person, hold.person, hold.unit)
