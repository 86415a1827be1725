"""Files of what stands on screen: graphs, tables, JSON; none of them runs when it is opened."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import orjson

from viz.board import cells
from viz.board_page import page
from viz.board_svg import svg
from viz.workbook import Page, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import networkx as nx

    from viz.board import Board

JSON_FORMAT, JSON_VERSION = "huibi-board", 1
"""What the explorer looks for before it reads a picture back."""
_RUNS = tuple("=+-@\t\r\n＝＋－＠")
"""How a cell begins that a spreadsheet would run, in both widths (OWASP, CSV Injection)."""
_NODE_COLUMNS = ("node", "kind", "name", "line", "type", "official", "place", "born", "died")
_TIE_COLUMNS = (
    "source", "source_name", "kind", "zh", "en", "target", "target_name", "since", "until",
    "amount", "confidence", "disputed", "standing", "origin",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One format: the end of its file's name, its media type, what writes it."""

    name: str
    suffix: str
    media: str
    write: Callable[[Board], bytes]


def safe_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return "" if value is None else value


def graph_of(board: Board) -> nx.MultiDiGraph:
    """Return the board as a graph; blanks are left out, since GraphML and GEXF hold no None."""
    import networkx as nx

    graph = nx.MultiDiGraph(title=board.title, stamp=board.stamp)
    for node in board.nodes:
        graph.add_node(node.node, label=node.name, **_filled(cells(node), {"node", "id"}))
    for tie in board.ties:
        told = _filled(cells(tie), {"id", "source", "target"})
        graph.add_edge(tie.source, tie.target, key=tie.id, label=tie.zh, **told)
    return graph


def _filled(row: dict[str, Any], without: set[str]) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.items()
        if name not in without and value is not None and value != ""
    }


def _graphml(board: Board) -> bytes:
    import networkx as nx

    written = io.BytesIO()
    nx.write_graphml(graph_of(board), written, named_key_ids=True)
    return written.getvalue()


def _gexf(board: Board) -> bytes:
    """Write GEXF 1.2; the title and the stamp stand as its description."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    graph = graph_of(board)
    for _, _, key, told in graph.edges(keys=True, data=True):
        told.update({"tie": key, "kind_of_tie": told.pop("kind")})
    writer.add_graph(graph)
    meta = writer.xml.find("meta")
    if meta is not None:
        ET.SubElement(meta, "description").text = f"{board.title} — {board.stamp}"
    text: bytes = ET.tostring(writer.xml, encoding="utf-8", xml_declaration=True)
    return text


def _tables(board: Board) -> Iterator[tuple[str, tuple[str, ...], list[list[Any]]]]:
    names = {node.node: node.name for node in board.nodes}
    nodes = [[cells(node)[column] for column in _NODE_COLUMNS] for node in board.nodes]
    yield "nodes", _NODE_COLUMNS, nodes
    ties = []
    for tie in board.ties:
        row = cells(tie) | {"source_name": names[tie.source], "target_name": names[tie.target]}
        ties.append([row[column] for column in _TIE_COLUMNS])
    yield "ties", _TIE_COLUMNS, ties
    yield "about", ("about", "text"), [["title", board.title], ["taken out", board.stamp]]


def _csv(board: Board) -> bytes:
    """Write a ZIP of CSV tables: nodes, ties, and who took them out."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, header, rows in _tables(board):
            text = io.StringIO()
            csv.writer(text).writerows([header, *([safe_cell(one) for one in row] for row in rows)])
            packed.writestr(f"{name}.csv", "\ufeff" + text.getvalue())
    return written.getvalue()


def _xlsx(board: Board) -> bytes:
    pages = [Page(name=name, header=header, rows=rows) for name, header, rows in _tables(board)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.xlsx"
        write_workbook(path, pages)
        return path.read_bytes()


def _json(board: Board) -> bytes:
    """Write what the explorer reads back."""
    return orjson.dumps(
        {
            "format": JSON_FORMAT,
            "version": JSON_VERSION,
            "title": board.title,
            "by": board.stamp,
            "nodes": [cells(node) for node in board.nodes],
            "ties": [cells(tie) for tie in board.ties],
        },
        option=orjson.OPT_INDENT_2,
    )


FORMS = (
    Form(name="graphml", suffix="graphml", media="application/graphml+xml", write=_graphml),
    Form(name="gexf", suffix="gexf", media="application/gexf+xml", write=_gexf),
    Form(name="csv", suffix="csv.zip", media="application/zip", write=_csv),
    Form(
        name="xlsx",
        suffix="xlsx",
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write=_xlsx,
    ),
    Form(name="json", suffix="json", media="application/json", write=_json),
    Form(name="svg", suffix="svg", media="image/svg+xml", write=svg),
    Form(name="pyvis", suffix="html", media="text/html; charset=utf-8", write=page),
)
"""Every format a picture is taken out in."""
FORM = {form.name: form for form in FORMS}
