"""A picture as one page that opens without any network; pyvis draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.board_looks import look_of, stroke_of, told
from viz.page import page_of
from viz.picture import Line, Node, Picture

if TYPE_CHECKING:
    from viz.board import Board


def page(board: Board) -> bytes:
    """Return the page as UTF-8; things stand where they stood on screen."""
    picture = Picture(title=board.title, remarks=[board.stamp])
    short = {node.node: str(at) for at, node in enumerate(board.nodes)}
    for node in board.nodes:
        note = "\n".join(part for part in (node.name, node.line, node.id) if part)
        picture.add(Node(id=short[node.node], label=node.name, look=look_of(node), note=note))
    for tie in board.ties:
        picture.join(
            Line(
                source=short[tie.source], target=short[tie.target], label=tie.zh,
                look=stroke_of(tie), note=told(tie),
            )
        )  # fmt: skip
    places = {short[node.node]: (round(node.x), round(node.y)) for node in board.nodes}
    return page_of(picture, places).encode()
