"""One tie beyond kinship, and what several of them amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.ties.strength import joined, tier_of

if TYPE_CHECKING:
    from graph.ties.kinds import Family, TieKind, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One sourced tie between two people."""

    kind: TieKind
    strength: float
    zh: str
    en: str
    origins: tuple[str, ...]
    """Where the rows that prove it were read."""

    @property
    def family(self) -> Family:
        """The family it counts in."""
        return self.kind.family


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
