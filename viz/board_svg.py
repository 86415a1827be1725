"""A picture as SVG, from the places at which things stood on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from viz.board_looks import look_of, stroke_of, told

if TYPE_CHECKING:
    from viz.board import Board, BoardNode, BoardTie

_EDGE, _RADIUS, _TOP, _FOOT, _NARROWEST = 80.0, 11.0, 44.0, 48.0, 720.0
_LABELLED = 400
"""Beyond so many ties their words would only cover each other; the title still tells them."""
_DASHES = {"dashed": "7 5", "gap": "2 5"}
_FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
Attributes = dict[str, str]


def svg(board: Board) -> bytes:
    """Return the picture as one file that fetches and runs nothing; its foot bears the stamp."""
    left, top, right, bottom = _bounds(board)
    width, height = max(_NARROWEST, right - left), bottom - top + _TOP + _FOOT
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            "font-family": _FONT,
            "font-size": "13",
        },
    )
    ET.SubElement(root, "title").text = board.title
    ET.SubElement(root, "desc").text = board.stamp
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _text(root, 16, 28, board.title, {"font-size": "18", "fill": "#202124"})
    moved = f"translate({(width - right - left) / 2:.1f} {_TOP - top:.1f})"
    drawn = ET.SubElement(root, "g", {"transform": moved})
    places = {node.node: (node.x, node.y) for node in board.nodes}
    for tie in board.ties:
        _tie(drawn, tie, places, named=len(board.ties) <= _LABELLED)
    for node in board.nodes:
        _node(drawn, node)
    _text(root, 16, height - 18, board.stamp, {"fill": "#5f6368", "font-size": "11"})
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _bounds(board: Board) -> tuple[float, float, float, float]:
    across = [node.x for node in board.nodes] or [0.0]
    down = [node.y for node in board.nodes] or [0.0]
    return min(across) - _EDGE, min(down) - _EDGE, max(across) + _EDGE, max(down) + _EDGE


def _tie(
    parent: ET.Element, tie: BoardTie, places: dict[str, tuple[float, float]], *, named: bool
) -> None:
    look = stroke_of(tie).value
    (x1, y1), (x2, y2) = places[tie.source], places[tie.target]
    group = ET.SubElement(parent, "g")
    ET.SubElement(group, "title").text = told(tie)
    line = {
        "x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}",
        "stroke": look.colour, "stroke-width": "4" if look.shape == "thick" else "1.5",
    }  # fmt: skip
    if look.shape in _DASHES:
        line["stroke-dasharray"] = _DASHES[look.shape]
    ET.SubElement(group, "line", line)
    if named:
        _text(group, (x1 + x2) / 2, (y1 + y2) / 2 - 3, tie.zh, _HALO | {"font-size": "11"})


_HALO = {
    "text-anchor": "middle", "fill": "#202124", "stroke": "#ffffff", "stroke-width": "3",
    "paint-order": "stroke",
}  # fmt: skip


def _node(parent: ET.Element, node: BoardNode) -> None:
    look = look_of(node).value
    group = ET.SubElement(parent, "g")
    ET.SubElement(group, "title").text = " · ".join(p for p in (node.name, node.line, node.id) if p)
    at = {"fill": look.colour, "stroke": "#202124" if node.official else "#ffffff"}
    if look.shape == "dot":
        where = {"cx": f"{node.x:.1f}", "cy": f"{node.y:.1f}", "r": str(_RADIUS)}
        ET.SubElement(group, "circle", at | where)
    else:
        corners = _CORNERS[look.shape]
        points = " ".join(
            f"{node.x + _RADIUS * dx:.1f},{node.y + _RADIUS * dy:.1f}" for dx, dy in corners
        )
        ET.SubElement(group, "polygon", at | {"points": points})
    _text(group, node.x, node.y + 27, node.name, _HALO)


_CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "hexagon": ((-1.1, 0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0), (0.55, 0.95), (-0.55, 0.95)),
}


def _text(parent: ET.Element, x: float, y: float, text: str, look: Attributes) -> None:
    ET.SubElement(parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", **look}).text = text
