"""What screening says of one candidate, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.kinship.kin import Hop
    from graph.recusal.statutes import Cite


class Outcome(IntEnum):
    """Outcomes in rising order; several bars join by maximum."""

    PASS = 0
    NEEDS_DOCUMENT = 1
    FAIL = 2

    @property
    def label(self) -> str:
        """The word in JSON."""
        return self.name.lower()


class Identified(StrEnum):
    """How a candidate was found among the people loaded."""

    ID = "id"
    ID_NUMBER = "id_number"
    NAME = "name"
    """By name alone: such a match never fails anyone."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """One row of the list, and whom it means."""

    origin: str
    name: str
    identified: Identified
    person: str | None = None
    unit: str | None = None
    post: str | None = None
    namesakes: tuple[str, ...] = ()
    """Ids of everybody whom the name may mean, where it was found by name."""
    doubts: tuple[tuple[str, str], ...] = ()
    """What speaks against the identification, in Chinese and English."""

    @property
    def is_certain(self) -> bool:
        """Whether an exact identifier names the person and nothing contradicts it."""
        return self.identified in (Identified.ID, Identified.ID_NUMBER) and not self.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One thing that stands against a candidacy, or that only a document can clear up."""

    rule: str
    outcome: Outcome
    zh: str
    en: str
    date: str | None = None
    sources: tuple[str, ...] = ()
    other: str | None = None
    """The relative, where kinship is the ground."""
    path: tuple[Hop, ...] = ()
    terms: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Somebody who must leave the election committee because of a nomination (V-ELEC)."""

    person: str
    zh: str
    en: str
    sources: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """The answer for one row of the list: bars gravest first, then by rule."""

    candidacy: Candidacy
    bars: tuple[Bar, ...]
    leaves: tuple[Leave, ...]
    checked: tuple[str, ...]
    """Rules that were asked."""

    @property
    def outcome(self) -> Outcome:
        """The gravest outcome of any bar."""
        return max((bar.outcome for bar in self.bars), default=Outcome.PASS)
