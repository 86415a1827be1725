"""One tie beyond kinship, and what several of them amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import ALWAYS, EVER, iso_of
from graph.ties.strength import joined, tier_of

if TYPE_CHECKING:
    from graph.ties.kinds import Family, TieKind, Tier
    from graph.ties.lives import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One sourced tie between two people; its words are made when they are read."""

    kind: TieKind
    strength: float
    what: str
    """Name of what is shared."""
    size: int | None
    """How many people share it, where that matters."""
    term: Term | None
    origins: tuple[str, ...]
    """Where the rows that prove it were read."""

    @property
    def family(self) -> Family:
        """The family it counts in."""
        return self.kind.family

    @property
    def zh(self) -> str:
        """The tie in Chinese."""
        sized = f"（{self.size} 人）" if self.size is not None else ""
        span = _span(self.term)
        return f"{self.kind.zh}：{self.what}{sized}{span}，强度 {self.strength:.2f}"

    @property
    def en(self) -> str:
        """The tie in English."""
        crowd = f" of {self.size} people" if self.size is not None else ""
        span = _span(self.term)
        return f"{self.kind.en}: {self.what}{crowd}{span}, strength {self.strength:.2f}"


def _span(term: Term | None) -> str:
    if term is None or (term.start == EVER and term.end == ALWAYS):
        return ""
    start = "" if term.start == EVER else iso_of(term.start)
    end = "" if term.end == ALWAYS else iso_of(term.end - 1)
    return f" {start}–{end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """All ties between two people, strongest first, and the strength they reach together."""

    ties: tuple[Tie, ...] = ()

    @property
    def strength(self) -> float:
        """Chance that some tie matters: the strongest of each family, families joined."""
        best: dict[Family, float] = {}
        for tie in self.ties:
            best[tie.family] = max(best.get(tie.family, 0.0), tie.strength)
        return joined(best)

    @property
    def tier(self) -> Tier:
        """What the strength asks for."""
        return tier_of(self.strength)
