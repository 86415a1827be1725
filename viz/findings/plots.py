"""The plot that belongs to a pattern, as SVG text inside a page.

Each function takes a pattern's findings as plain values and returns plots; a pattern that has no
plot of its own shows what was found against what was expected.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.model import Words
from viz.fonts import chinese_families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes

Json = dict[str, Any]

BLUE, ORANGE, GREEN, GREY, INK = "#0072B2", "#D55E00", "#009E73", "#8c959f", "#1f2328"
_UNSAID = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_LEAST = 2
_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One picture and the sentence under it."""

    svg: str
    caption: Words


def drawn(draw: Callable[[Axes], None], caption: Words, *, height: float = 3.6) -> Plot:
    """Return what a function draws on one pair of axes; equal input gives equal text."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    settings = {
        "font.family": [*chinese_families(), "DejaVu Sans"],
        "svg.hashsalt": "huibi",
        "svg.fonttype": "path",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "font.size": 9,
    }
    with rc_context(settings):
        figure = Figure(figsize=(8, height), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot())
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=_UNSAID)
    svg = text.getvalue()
    return Plot(svg=svg[svg.index("<svg") :], caption=caption)


def plots_of(
    code: str, findings: Sequence[Json], tested: Sequence[Json], names: Mapping[str, str]
) -> list[Plot]:
    """Return the plots of a pattern; none where the machine has no Chinese typeface."""
    from viz.findings.pattern_plots import DRAWN

    try:
        own = DRAWN.get(code)
        return own(findings, tested, names) if own else against_expected(findings, tested, names)
    except InputError:
        return []


def against_expected(
    findings: Sequence[Json], _tested: Sequence[Json], names: Mapping[str, str]
) -> list[Plot]:
    """Show what was found beside what was expected, the largest excess first."""
    shown = [one for one in findings if one["expected"]][:_MOST]
    if len(shown) < _LEAST:
        return []

    def draw(axes: Axes) -> None:
        places = range(len(shown), 0, -1)
        axes.hlines(places, [one["expected"] for one in shown], [one["measure"] for one in shown],
                    color=GREY, linewidth=1)  # fmt: skip
        axes.plot([one["expected"] for one in shown], places, "|", color=INK, label="预期 expected")
        axes.plot([one["measure"] for one in shown], places, "o", color=BLUE, label="实际 found")
        axes.set_yticks(list(places), labels(shown, names))
        axes.set_xlabel(shown[0]["unit"])
        axes.legend(frameon=False, loc="lower right")

    caption = Words(
        "圆点为实际，竖线为预期；线越长，差得越多", "dots: found; bars: expected by chance"
    )
    return [drawn(draw, caption, height=1.2 + 0.22 * len(shown))]


def labels(findings: Iterable[Json], names: Mapping[str, str]) -> list[str]:
    """Return short names of the findings' subjects."""
    return [names.get(one["subject"], one["subject"])[:14] for one in findings]
