"""Figures in sentences."""

from __future__ import annotations

LEAST = 1e-9
"""Chances below this are told as smaller than it: no model of a village is that exact."""


def chance(p: float) -> str:
    """Return a probability as it is told, `<1e-09` where it is smaller than anybody can know."""
    return f"<{LEAST:.0e}" if p < LEAST else f"{p:.2g}"
