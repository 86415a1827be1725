"""How strong a tie is: size of the shared group, years since it ended, families joined."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from graph.ties.kinds import Family, TieKind, Tier

_YEAR = 365.25
_PROPOSE, _DISCLOSE, _CONTEXT = 0.80, 0.40, 0.15


def shared_strength(kind: TieKind, sharers: int | None) -> float:
    """Return the strength of sharing a group of `sharers` people, 0 where it is a hub."""
    if sharers is None:
        return min(kind.ceiling, kind.cap)
    if kind.hub is not None and sharers > kind.hub:
        return 0.0
    known = 1.0
    if kind.circle is not None and sharers > 1:
        known = min(1.0, kind.circle / (sharers - 1))
    return min(kind.ceiling * known, kind.cap)


def decay(kind: TieKind, days_since_end: int) -> float:
    """Return what is left of a tie this many days after it ended; 1 while it lasts."""
    years = max(0.0, days_since_end / _YEAR - kind.grace_years)
    if kind.half_life_years is None:
        return 1.0
    return max(math.pow(0.5, years / kind.half_life_years), kind.floor)


def joined(strengths: Mapping[Family, float] | Iterable[float]) -> float:
    """Return the chance that any family's tie matters (noisy-OR); adding one never lowers it."""
    values = strengths.values() if isinstance(strengths, Mapping) else strengths
    return 1.0 - math.prod(1.0 - value for value in values)


def tier_of(strength: float) -> Tier:
    """Return what a combined strength asks for."""
    if strength >= _PROPOSE:
        return Tier.PROPOSE
    if strength >= _DISCLOSE:
        return Tier.DISCLOSE
    return Tier.CONTEXT if strength >= _CONTEXT else Tier.HIDDEN
