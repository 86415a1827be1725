"""Verdicts and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from graph.kinship.kin import Kin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.kinship.kin import Hop
    from graph.recusal.statutes import Cite


class Verdict(IntEnum):
    """Outcomes in rising order; several rules join by maximum."""

    CLEAR = 0
    UNKNOWN = 1
    REVIEW = 2
    MUST_RECUSE = 3

    @property
    def label(self) -> str:
        """The word of the JSON contract."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What the party is to the candidate."""

    shape: str
    terms: tuple[str, ...]
    kin_class: str

    @property
    def kin(self) -> Kin:
        """The relation counted."""
        return Kin.of(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """One tie beyond kinship, in words and numbers."""

    kind: str
    zh: str
    en: str
    strength: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground of a verdict; its path goes from the candidate to the party."""

    rule: str
    verdict: Verdict
    ground: str
    """party, kin, holder, witness, interest, ties or coverage."""
    party: str | None = None
    role: str | None = None
    through: str | None = None
    """Person who stands for a unit party, or who has an interest in it."""
    relation: Relation | None = None
    matched: str | None = None
    """Whose one-sided list names the tie: candidate, party or both."""
    path: tuple[Hop, ...] = ()
    also: tuple[Relation, ...] = ()
    ties: tuple[Acquaintance, ...] = ()
    flags: tuple[str, ...] = ()
    decider: str | None = None
    consequence: tuple[str, str] | None = None
    """What follows from a recusal, in Chinese and in English."""
    cites: tuple[Cite, ...] = ()
    zh: str = ""
    en: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An act that the law asks for beside any verdict."""

    rule: str
    do: str
    party: str
    verified: bool
    relation: Relation | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a verdict looked at, class by class: recorded, declared or unknown."""

    rules: tuple[str, ...]
    kin: Mapping[str, str]
    parties: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, Mapping[str, str]]]
    """Who was taken to stand for each unit that is a party, and what is known of their kin."""
    not_in_force: tuple[str, ...] = ()
    """Rules left out because no article of theirs stood on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateVerdict:
    """The answer for one candidate: reasons gravest first, then by rule and party."""

    person: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    checked: Checked
    duties: tuple[Duty, ...] = ()
    context: tuple[Reason, ...] = ()
    """Ties too weak to raise the verdict."""
    on_team: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVerdict:
    """The answer for a case."""

    case: str
    on: str
    sequence: int
    packs: tuple[str, ...]
    candidates: tuple[CandidateVerdict, ...]
    has_informant: bool
    sealed_rule: str
    """What every verdict above CLEAR cites where reasons are withheld: the same on any ground."""
    sealed_cites: tuple[Cite, ...]
    is_withheld: bool = False
