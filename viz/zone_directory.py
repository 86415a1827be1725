"""The list beside a map of zones: every zone's number, name and townships, by county."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viz.zone_map import ZoneMap

_TEXT, _QUIET = "#1F2933", "#6B7280"
_COUNTY, _ZONE, _APART = 1.9, 1.0, 3.8
"""Heights of a county's heading, of a zone among many and of one among few, in lines."""
_TALLEST, _SMALLEST = 0.036, 0.72


def list_zones(panel: Any, picture: ZoneMap, inks: Sequence[str], replaced: dict[int, str]) -> None:
    """Write the list into axes of their own, in as many columns as it takes to be read."""
    panel.set_xlim(0, 1)
    panel.set_ylim(0, 1)
    panel.axis("off")
    many = len(picture.areas) > 1
    entries: list[tuple[float, int | None, str, str]] = []
    for area in range(len(picture.areas)):
        if many:
            entries.append((_COUNTY, None, picture.areas[area].name, ""))
        height = _ZONE if many else _APART
        entries += [
            (height, at, zone.name, zone.line)
            for at, zone in enumerate(picture.zones)
            if zone.area == area
        ]
    high = min(1.0 / max(sum(height for height, *_ in entries), 1e-9), _TALLEST)
    inches = panel.figure.get_size_inches()[1] * panel.get_position().height
    size = min(high * inches * 72 * 0.66, 11.0)
    y = 1.0
    for height, at, name, line in entries:
        y -= height * high
        _entry(panel, y, at, (name, line), (size, high, inks, picture, replaced), many=many)


def _entry(
    panel: Any,
    y: float,
    at: int | None,
    words: tuple[str, str],
    look: tuple[Any, ...],
    *,
    many: bool,
) -> None:
    size, high, inks, picture, replaced = look
    name, line = (text.translate(replaced) for text in words)
    if at is None:
        panel.text(0, y + 0.25 * high, name, fontsize=size * 1.12, weight="bold", color=_TEXT)
        return
    middle = y + high * (0.5 if many else _APART - 0.6)
    number = picture.zones[at].number.translate(replaced)
    panel.text(
        0.028, middle, number, fontsize=size * 0.86, weight="bold", color="#FFFFFF", ha="center",
        va="center", bbox={"boxstyle": "circle,pad=0.2", "fc": inks[at], "ec": "none"},
    )  # fmt: skip
    if many:
        _fitted(panel, panel.text(0.075, middle, line, fontsize=size, color=_TEXT, va="center"))
        return
    _fitted(
        panel,
        panel.text(0.08, middle, name, fontsize=size, weight="bold", color=_TEXT, va="center"),
    )
    below = (line, picture.zones[at].detail.translate(replaced))
    for row, text in enumerate(below, start=1):
        written = panel.text(
            0.08, middle - 1.02 * row * high, text, fontsize=size * 0.92, color=_QUIET, va="center"
        )
        _fitted(panel, written)


def _fitted(panel: Any, text: Any) -> None:
    """Make a text smaller, then shorter, until it ends within the list."""
    renderer = panel.figure.canvas.get_renderer()
    right = panel.get_window_extent(renderer).x1
    smallest = text.get_fontsize() * _SMALLEST
    while text.get_window_extent(renderer).x1 > right:
        if text.get_fontsize() > smallest:
            text.set_fontsize(text.get_fontsize() - 0.25)
        else:
            text.set_text(text.get_text().rstrip("…")[:-1] + "…")
