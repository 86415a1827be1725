"""One self-contained HTML page of a picture: pyvis draws, nothing is fetched, all text escaped."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import orjson

from viz.layout import places_of
from viz.palette import EdgeLook, NodeLook
from viz.whole import whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyvis.network import Network

    from viz.picture import Line, Node, Picture

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_FOREIGN = re.compile(
    r"<!--.*?-->|<link\s[^>]*https?://[^>]*>|<script\s[^>]*https?://[^>]*>\s*</script>"
    r"|<center>\s*<h1>.*?</h1>\s*</center>",
    re.DOTALL,
)
_WRITTEN_OUT = re.compile(r"\\\\|\\u([4-9][0-9a-f]{3})")
"""A Chinese character written as an escape, which takes twice its bytes; a backslash is itself."""
_STYLE = """
body { margin: 0; height: 100vh; display: flex; flex-direction: column; }
body { font: 14px/1.5 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
       color: #202124; background: #fff; }
header { padding: 12px 16px; border-bottom: 1px solid #dadce0; }
h1 { font-size: 18px; margin: 0 0 4px; }
header p { margin: 2px 0; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 8px; font-size: 12px; }
.legend b { display: inline-block; min-width: 1.4em; text-align: center; }
.card { border: 0 !important; flex: 1; min-height: 320px; position: relative; }
#mynetwork { position: absolute !important; inset: 0; width: 100% !important;
             height: 100% !important; border: 0 !important; float: none !important; }
"""
_DRAW = """drawGraph(); network.fit();
        window.addEventListener("load", () => network.fit());
        window.addEventListener("resize", () => network.fit());
"""
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": True, "navigationButtons": False},
    "nodes": {
        "widthConstraint": {"maximum": 140},
        "font": {"size": 16, "strokeWidth": 4, "strokeColor": "#ffffff"},
    },
    "edges": {
        "width": 1.5,
        "smooth": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "font": {"size": 13, "align": "middle", "strokeWidth": 4, "strokeColor": "#ffffff"},
    },
}
"""What all nodes and lines share is said once, which keeps a page of a thousand small."""
_GLYPHS = {"star": "★", "triangle": "▲", "dot": "●", "square": "■", "hexagon": "⬢"}
_DASHES = {"dashed": [8, 6], "gap": [2, 6]}
_STROKES = {"solid": "──", "thick": "━━", "dashed": "╌╌", "gap": "┈┈"}


def write_page(picture: Picture, path: Path) -> None:
    """Write the page as UTF-8, whatever the locale; a page that does not fit is not begun."""
    with whole(path) as part:
        part.write_text(page_of(picture), encoding="utf-8")


def page_of(picture: Picture, places: Mapping[str, tuple[int, int]] | None = None) -> str:
    """Return the whole page; it opens without any network.

    places: where each node stands, in pixels; in rows by generation if left out.
    """
    network = _network(picture, places or places_of(picture), is_placed=places is not None)
    drawn = _FOREIGN.sub("", network.generate_html(notebook=False))
    drawn = _WRITTEN_OUT.sub(_spelt, drawn).replace('"arrows": "to", ', "")
    title = html.escape(picture.title)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
    )
    drawn = drawn.replace("<html>", '<!DOCTYPE html>\n<html lang="zh">', 1)
    drawn = drawn.replace("</head>", f"<style>{_STYLE}</style></head>", 1)
    drawn = drawn.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{head}', 1)
    drawn = drawn.replace("drawGraph();\n", _DRAW, 1)
    return drawn.replace("<body>", f"<body>{_header(picture)}", 1)


def _spelt(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[0]


def _network(
    picture: Picture, places: Mapping[str, tuple[int, int]], *, is_placed: bool
) -> Network:
    from pyvis.network import Network

    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    for node in picture.nodes.values():
        network.add_node(node.id, **_node(node, places[node.id]))
    for line in picture.lines.values():
        is_level = not is_placed and places[line.source][1] == places[line.target][1]
        network.add_edge(line.source, line.target, **_line(line, is_level=is_level))
    network.set_options(orjson.dumps(_OPTIONS).decode())
    return network


def _node(node: Node, place: tuple[int, int]) -> dict[str, object]:
    look = node.look.value
    return {
        "label": node.label,
        "title": node.note or node.label,
        "color": look.colour,
        "shape": look.shape,
        "size": 22 if node.look in {NodeLook.EGO, NodeLook.CANDIDATE, NodeLook.PARTY} else 14,
        "x": place[0],
        "y": place[1],
    }


def _line(line: Line, *, is_level: bool) -> dict[str, object]:
    """Return how a line is drawn; one within a row is bent, so as to pass those between."""
    look = line.look.value
    drawn: dict[str, object] = {"label": line.label, "title": line.note, "color": look.colour}
    if look.shape == "thick":
        drawn["width"] = 4
    if look.shape in _DASHES:
        drawn["dashes"] = _DASHES[look.shape]
    if is_level:
        drawn["smooth"] = {"type": "curvedCW", "roundness": 0.15}
    return drawn


def _header(picture: Picture) -> str:
    remarks = "".join(f"<p>{html.escape(remark)}</p>" for remark in picture.remarks)
    nodes = {node.look for node in picture.nodes.values()}
    lines = {line.look for line in picture.lines.values()}
    legend = "".join(
        _entry(look.value.colour, _GLYPHS[look.value.shape], look.value.zh, look.value.en)
        for look in NodeLook
        if look in nodes
    ) + "".join(
        _entry(look.value.colour, _STROKES[look.value.shape], look.value.zh, look.value.en)
        for look in EdgeLook
        if look in lines
    )
    return (
        f"<header><h1>{html.escape(picture.title)}</h1>{remarks}"
        f'<div class="legend">{legend}</div></header>'
    )


def _entry(colour: str, glyph: str, zh: str, en: str) -> str:
    return f'<span><b style="color:{colour}">{glyph}</b> {zh} {en}</span>'
