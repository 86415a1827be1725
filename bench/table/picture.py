"""Growth with size: one panel a question, one line an engine."""

from __future__ import annotations

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
_LABELS = {"s": "seconds", "MB": "MB", "B": "bytes"}


def draw(path: Path, sizes: Sequence[dict[str, Any]]) -> None:
    """Draw value against persons, both logarithmic."""
    rows = -(-len(QUESTIONS) // _COLUMNS)
    with mpl.rc_context({"font.size": 7, "font.family": "DejaVu Sans"}):
        sheet = Sheet(figsize=(_COLUMNS * _WIDE, rows * _HIGH), layout="constrained", dpi=110)
        for at, question in enumerate(QUESTIONS):
            panel = sheet.add_subplot(rows, _COLUMNS, at + 1)
            for engine, colour in zip(ENGINES, _COLOURS, strict=True):
                points = [
                    (size["persons"], figure["value"])
                    for size in sizes
                    for figure in size["figures"]
                    if figure["question"] == question.code and figure["engine"] == engine
                ]
                if points:
                    panel.plot(*zip(*points, strict=True), "o-", ms=3, lw=1, color=colour)
            panel.set(xscale="log", yscale="log", title=question.title, xlabel="persons")
            panel.set_ylabel(_LABELS[question.unit])
            panel.grid(visible=True, which="major", lw=0.3)
        lines = [
            mpl.lines.Line2D([], [], color=colour, marker="o", ms=3, label=name)
            for name, colour in zip(ENGINES.values(), _COLOURS, strict=True)
        ]
        sheet.legend(handles=lines, loc="outside lower center", ncols=len(ENGINES))
        sheet.savefig(path, metadata={"Software": None})
