"""Which seats of one body kin may not hold together, on a day; read from `seats.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.cases.strict_yaml import read_mapping
from graph.errors import PackError
from graph.kinship.circles import CIRCLES
from graph.model import days_of

if TYPE_CHECKING:
    from graph.kinship.bodies import Sitting
    from graph.kinship.circles import Circle

_HEADED = frozenset({"committee", "board"})
_FILE = "seats.yaml"


class _Written(BaseModel):
    """Something of the file: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Article(_Written):
    """An article and the days on which it stood."""

    law: str
    article: str
    paragraph: str = ""
    since: str
    until: str = ""

    def stands(self, day: int) -> bool:
        """Whether the article was in force on a day."""
        has_begun = days_of(self.since).first <= day
        return has_begun and (not self.until or day <= days_of(self.until).last)

    def __str__(self) -> str:
        """Return the law with its article, as it is cited."""
        paragraph = f"第{self.paragraph}款" if self.paragraph else ""
        return f"《{self.law}》第{self.article}条{paragraph}"


class SeatPair(_Written):
    """Two seats of one body that relatives of a circle may not hold together."""

    id: str
    seats: list[str]
    circle: str
    zh: str
    en: str
    cites: list[Article]

    @property
    def kin(self) -> Circle:
        """The circle of relatives it means, from either side."""
        return CIRCLES[self.circle].both()

    def joins(self, one: Sitting, other: Sitting) -> bool:
        """Whether two seats are those of the rule, whichever comes first."""
        first, second = self.seats
        ones, others = _names(one), _names(other)
        return (first in ones and second in others) or (first in others and second in ones)

    def articles(self, day: int) -> tuple[str, ...]:
        """Return its articles in force on a day, as cited."""
        return tuple(str(cite) for cite in self.cites if cite.stands(day))


class _File(_Written):
    """Every pair of seats."""

    pairs: list[SeatPair]


def pairs_on(day: int) -> tuple[SeatPair, ...]:
    """Return the pairs whose statute is in force on a day, and those that rest on none."""
    return tuple(pair for pair in seat_pairs() if not pair.cites or pair.articles(day))


@cache
def seat_pairs() -> tuple[SeatPair, ...]:
    """Return every pair of seats as the file states it.

    Raises:
        PackError: the file is not what it should be.
    """
    text = files("graph.patterns.bodies").joinpath(_FILE).read_bytes()
    written = read_mapping(text, name=_FILE, scalars="typed", error=PackError)
    try:
        return tuple(_File.model_validate(written).pairs)
    except ValidationError as error:
        raise PackError(
            f"{_FILE}: kin in one body cannot be judged by it; correct: {error}"
        ) from error


def _names(sitting: Sitting) -> frozenset[str]:
    names = {sitting.seat}
    if sitting.role == "head" and sitting.seat in _HEADED:
        names.add("head")
    if sitting.seat == "accounts":
        names.add("finance")
    return frozenset(names)
