"""How sure facts are: the share of possible worlds in which they hold."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.findings.finding import Evidence

DISPUTED = 0.5
"""What a disputed fact counts, times its confidence: either side may be right."""


def sureness(confidence: float, is_disputed: bool) -> float:
    """Return the share of worlds in which one fact holds."""
    return confidence * (DISPUTED if is_disputed else 1.0)


def all_hold(evidence: Iterable[Evidence]) -> float:
    """Return the share of worlds in which every one of these facts holds, each drawn apart."""
    return prod((sureness(one.confidence, one.is_disputed) for one in evidence), start=1.0)
