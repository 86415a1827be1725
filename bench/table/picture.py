"""Growth with size: one panel a question, one line an engine."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure as Sheet

from bench.table.questions import ENGINES, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_COLUMNS = 4
_COLOURS = ("#1b4f8a", "#3f8fd2", "#c4572e", "#7a9e3b", "#8a6bb1", "#8c8c8c")
_WIDE, _HIGH = 3.2, 2.6
_BEYOND = 0.1
_LABELS = {"s": "seconds", "MB": "MB", "B": "bytes"}


def draw(path: Path, sizes: Sequence[dict[str, Any]]) -> None:
    """Draw value against persons, both logarithmic, whole powers of ten at the edges."""
    rows = -(-len(QUESTIONS) // _COLUMNS)
    across = _decades([size["persons"] for size in sizes])
    with mpl.rc_context({"font.size": 7, "font.family": "DejaVu Sans"}):
        sheet = Sheet(figsize=(_COLUMNS * _WIDE, rows * _HIGH), layout="constrained", dpi=110)
        for at, question in enumerate(QUESTIONS):
            panel = sheet.add_subplot(rows, _COLUMNS, at + 1)
            every: list[float] = []
            for engine, colour in zip(ENGINES, _COLOURS, strict=True):
                points = _points(sizes, question.code, engine)
                every += [value for _, value in points]
                if points:
                    panel.plot(*zip(*points, strict=True), "o-", ms=3, lw=1, color=colour)
            panel.set(xscale="log", yscale="log", title=question.title, xlabel="persons")
            panel.set(xlim=across, ylim=_decades(every), ylabel=_LABELS[question.unit])
            panel.grid(visible=True, which="major", lw=0.3)
        lines = [
            mpl.lines.Line2D([], [], color=colour, marker="o", ms=3, label=name)
            for name, colour in zip(ENGINES.values(), _COLOURS, strict=True)
        ]
        sheet.legend(handles=lines, loc="outside lower center", ncols=len(ENGINES))
        sheet.savefig(path, metadata={"Software": None})


def _points(
    sizes: Sequence[dict[str, Any]], question: str, engine: str
) -> list[tuple[float, float]]:
    return [
        (size["persons"], figure["value"])
        for size in sizes
        for figure in size["figures"]
        if figure["question"] == question and figure["engine"] == engine
    ]


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """Return the powers of ten around some values, a little beyond."""
    low, high = (math.log10(limit(values or [1.0])) for limit in (min, max))
    return 10 ** (math.floor(low) - _BEYOND), 10 ** (max(math.ceil(high), low + 1) + _BEYOND)
