"""The rules of screening, read once from their file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from graph.cases.strict_yaml import read_mapping
from graph.errors import PackError
from graph.recusal.grounds import Word, Written
from graph.recusal.pack import load_pack
from graph.recusal.pack_model import CiteSpec  # noqa: TC001 - pydantic reads it at run time
from graph.recusal.statutes import Cite, cites_in_force, cites_on, is_in_force

Body = Literal["village", "collective"]
Seat = Literal["committee", "supervision", "finance", "board", "supervisors", "accounts"]


class RecordRule(Written):
    """Records of some kinds stand against a candidacy."""

    id: Word
    zh: Word
    en: Word
    kinds: list[Word]
    words: list[Word] = Field(default_factory=list)
    """The document or note must hold one of these."""
    not_words: list[Word] = Field(default_factory=list)
    doubt_words: list[Word] = Field(default_factory=list)
    """Wording that leaves open whether it happened (proposed, not carried out, quashed)."""
    fails: list[Body] = Field(default_factory=list)
    """Bodies for which the cited statute bars the candidate."""
    ends: bool = False
    """Whether the record stops counting after its `until`."""
    cites: list[CiteSpec] = Field(default_factory=list)

    def cites_on(self, day: int) -> tuple[Cite, ...]:
        """Return the articles in force on a day."""
        return cites_in_force(self.cites, day)

    def is_doubtful(self, text: str) -> bool:
        """Whether the wording leaves open what happened."""
        return any(word in text for word in self.doubt_words)

    def takes(self, kind: str, text: str) -> bool:
        """Whether a record of this kind and wording falls under the rule."""
        if kind not in self.kinds or any(word in text for word in self.not_words):
            return False
        return not self.words or any(word in text for word in self.words)


class SeatRule(Written):
    """Holders of two seats of one body may not be near relatives."""

    id: Word
    one: Seat
    other: Seat
    pack: Word | None = None
    rule: Word | None = None

    def on(self, day: int) -> StandingRule:
        """Return the rule as it stood on a day."""
        if self.pack is None:
            return StandingRule(rule=self, stands=True, cites=())
        spec = next(spec for spec in load_pack(self.pack).spec.rules if spec.id == self.rule)
        return StandingRule(rule=self, stands=is_in_force(spec, day), cites=cites_on(spec, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRule:
    """A rule on two seats on one day; one that no statute states always stands."""

    rule: SeatRule
    stands: bool
    cites: tuple[Cite, ...]


class SeatRules:
    """The rules on seats on one day."""

    def __init__(self, day: int) -> None:
        self.all = tuple(rule.on(day) for rule in rules().seats)
        self._between: dict[frozenset[str], list[StandingRule]] = defaultdict(list)
        for one in self.all:
            if one.stands:
                self._between[frozenset((one.rule.one, one.rule.other))].append(one)

    def between(self, one: str, other: str) -> list[StandingRule]:
        """Return the rules that stand on two seats, whichever of them is sought."""
        return self._between.get(frozenset((one, other)), [])

    def of(self, seat: str) -> list[str]:
        """Return the ids of the rules that stand and are about a seat."""
        named = (one for one in self.all if one.stands and seat in (one.rule.one, one.rule.other))
        return list(dict.fromkeys(one.rule.id for one in named))


class Rules(Written):
    """Every rule of screening."""

    records: list[RecordRule]
    seats: list[SeatRule]


@cache
def rules() -> Rules:
    """Return the rules as their file states them."""
    text = files("graph.screening").joinpath("rules.yaml").read_bytes()
    return Rules.model_validate(
        read_mapping(text, name="rules.yaml", scalars="typed", error=PackError)
    )
