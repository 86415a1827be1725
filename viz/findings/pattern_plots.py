"""Plots of single patterns: funnel of deciders, event plot, bunching histogram, money loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model import Words
from viz.findings.plots import BLUE, GREEN, GREY, INK, ORANGE, drawn, labels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes

    from viz.findings.plots import Plot

Json = dict[str, Any]

_LIMITS = ((1.96, "95 %"), (3.09, "99.8 %"))
_SERIES, _LOOPS = 4, 2
_LEAST = 3


def funnel(
    findings: Sequence[Json], tested: Sequence[Json], names: Mapping[str, str]
) -> list[Plot]:
    """Show every decider tested: found over expected against expected, with Poisson limits."""
    points = [one for one in (*findings, *tested) if one.get("expected") and one.get("measure")]
    if len(points) < _LEAST:
        return []
    expected = np.array([one["expected"] for one in points])
    ratio = np.array([one["measure"] for one in points]) / expected
    found = np.arange(len(points)) < len([one for one in findings if one["expected"]])

    def draw(axes: Axes) -> None:
        across = np.geomspace(max(expected.min() * 0.8, 0.05), expected.max() * 1.2, 200)
        for z, name in _LIMITS:
            half = z / np.sqrt(across)
            axes.plot(across, 1 + half, color=GREY, linewidth=0.8)
            axes.plot(across, np.maximum(1 - half, 0), color=GREY, linewidth=0.8)
            axes.annotate(name, (across[-1], 1 + half[-1]), color=GREY, fontsize=7)
        axes.axhline(1, color=INK, linewidth=0.8)
        axes.plot(
            expected[~found],
            ratio[~found],
            "o",
            color=GREY,
            markersize=4,
            label="未达门槛 not raised",
        )
        axes.plot(expected[found], ratio[found], "D", color=BLUE, markersize=6, label="线索 lead")
        for one, x, y in zip(findings, expected, ratio, strict=False):
            axes.annotate(
                labels([one], names)[0],
                (x, y),
                xytext=(6, 4),
                textcoords="offset points",
                fontsize=8,
            )
        axes.set_xscale("log")
        axes.set_ylim(0, min(float(ratio.max()) * 1.15, 12))
        axes.set_xlabel("预期 expected")
        axes.set_ylabel("实际 / 预期 found / expected")
        axes.legend(frameon=False, loc="upper right")

    caption = Words(
        "每点一名决定人：其亲属户实际受益与同等困难户应有之比；样本越小，偶然的起伏越大（灰线）",
        "one point a decider: benefits of his kin over those of like households; the fewer are "
        "expected, the more chance alone swings them (grey limits)",
    )
    return [drawn(draw, caption, height=4.2)]


def event(
    findings: Sequence[Json], _tested: Sequence[Json], names: Mapping[str, str]
) -> list[Plot]:
    """Show, for the first findings, benefits of kin and of like households around the office."""
    shown = [one for one in findings if one["detail"].get("series")][:_SERIES]
    return [_event(one, names) for one in shown]


def _event(one: Json, names: Mapping[str, str]) -> Plot:
    series = one["detail"]["series"]
    years = [row["year"] for row in series]

    def draw(axes: Axes) -> None:
        for key, colour, style, name in (
            ("kin", BLUE, "o-", "亲属户 kin"),
            ("like", GREY, "s--", "同等困难户 like households"),
            ("later", GREEN, "^:", "后任者亲属户 kin of later holders"),
        ):
            values = [row.get(key) for row in series]
            if any(value is not None for value in values):
                axes.plot(
                    years,
                    [np.nan if v is None else v for v in values],
                    style,
                    color=colour,
                    label=name,
                )
        start = str(one["detail"].get("office_since", ""))[:4]
        if start.isdigit():
            axes.axvline(int(start) - 0.5, color=INK, linewidth=0.8)
            axes.annotate(
                "任职 office", (int(start) - 0.45, axes.get_ylim()[1]), fontsize=8, va="top"
            )
        axes.set_xticks(years)
        axes.set_ylabel("每户每年项数 a household and year")
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)

    name = names.get(one["subject"], one["subject"])
    caption = Words(
        f"{name}：任职前后亲属户与同等困难户的受益",
        f"{name}: benefits of kin and of like households before and after taking office",
    )
    return drawn(draw, caption, height=3.2)


def bunching(
    findings: Sequence[Json], _tested: Sequence[Json], names: Mapping[str, str]
) -> list[Plot]:
    """Show, for the first findings, contracts by amount around the threshold they crowd below."""
    shown = [one for one in findings if one["detail"].get("histogram")][:_SERIES]
    return [_bunching(one, names) for one in shown]


def _bunching(one: Json, names: Mapping[str, str]) -> Plot:
    histogram = one["detail"]["histogram"]
    left = np.array([row["from"] for row in histogram]) / 10_000
    right = np.array([row["to"] for row in histogram]) / 10_000
    counts = [row["count"] for row in histogram]
    smooth = [row.get("expected") for row in histogram]

    def draw(axes: Axes) -> None:
        axes.bar(
            left,
            counts,
            width=right - left,
            align="edge",
            color=BLUE,
            alpha=0.55,
            label="实际 found",
        )
        if any(value is not None for value in smooth):
            axes.plot(
                (left + right) / 2,
                [np.nan if v is None else v for v in smooth],
                color=ORANGE,
                label="预期 expected",
            )
        threshold = one["detail"].get("threshold")
        if threshold:
            axes.axvline(threshold / 10_000, color=INK, linewidth=1)
            axes.annotate(
                "限额 threshold", (threshold / 10_000, axes.get_ylim()[1]), fontsize=8, va="top"
            )
        axes.set_xlabel("合同金额（万元）amount in 10,000 yuan")
        axes.set_ylabel("合同数 contracts")
        axes.legend(frameon=False)

    name = names.get(one["subject"], one["subject"])
    caption = Words(
        f"{name}：合同金额在限额之下的聚集", f"{name}: contracts just below the threshold"
    )
    return drawn(draw, caption, height=3.2)


def loop(findings: Sequence[Json], _tested: Sequence[Json], names: Mapping[str, str]) -> list[Plot]:
    """Show, for the first findings, the way of the money as a ring; kinship closes it dashed."""
    return [_loop(one, names) for one in findings[:_LOOPS] if one["detail"].get("parties")]


def _loop(one: Json, names: Mapping[str, str]) -> Plot:
    parties = one["detail"]["parties"]
    by_kin = one["detail"].get("closes_by") == "kin"
    ring = parties if by_kin or parties[0] != parties[-1] else parties[:-1]
    angles = np.pi / 2 - np.linspace(0, 2 * np.pi, len(ring), endpoint=False)
    x, y = np.cos(angles), np.sin(angles)
    amounts = [edge.get("amount") for edge in one["evidence"] if edge.get("amount") is not None]

    def draw(axes: Axes) -> None:
        for at in range(len(ring)):
            last = at == len(ring) - 1
            if last and by_kin:
                _arrow(
                    axes,
                    (x[at], y[at]),
                    (x[0], y[0]),
                    "--",
                    str(one["detail"].get("term") or "亲属 kin"),
                )
            elif not last or parties[0] == parties[-1]:
                told = f"{amounts[at]:,.0f}" if at < len(amounts) else ""
                to = (at + 1) % len(ring)
                _arrow(axes, (x[at], y[at]), (x[to], y[to]), "-", told)
        axes.plot(x, y, "o", color=BLUE, markersize=12)
        for party, across, up in zip(ring, x, y, strict=True):
            axes.annotate(
                names.get(party, party)[:12],
                (across * 1.22, up * 1.16),
                ha="center",
                va="center",
                fontsize=9,
            )
        axes.set_xlim(-1.9, 1.9)
        axes.set_ylim(-1.4, 1.4)
        axes.set_aspect("equal")
        axes.axis("off")

    caption = Words(
        f"付款 {one['subject']}：款项依次经过各方，金额单位元；虚线为亲属关系",
        f"payment {one['subject']}: the money's way in order, yuan; dashed where kinship closes it",
    )
    return drawn(draw, caption, height=4.4)


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], line: str, text: str
) -> None:
    style = {"arrowstyle": "-|>", "linestyle": line, "color": INK, "shrinkA": 9, "shrinkB": 9}
    axes.annotate("", end, start, arrowprops=style)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    axes.annotate(text, middle, ha="center", fontsize=8, color=ORANGE, backgroundcolor="white")


DRAWN: dict[str, Callable[..., list[Plot]]] = {
    "B1": funnel,
    "B4": event,
    "C3b": bunching,
    "D1": loop,
}
"""The plot of each pattern that has one of its own."""
