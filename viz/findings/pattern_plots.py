"""Plots of single patterns: funnel of villages, event plot, bunching histogram, money cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from viz.findings.plots import Plot

DRAWN: dict[str, Callable[..., list[Plot]]] = {}
"""The plot of each pattern that has one of its own."""

Json = dict[str, Any]
