"""A picture before it is drawn: nodes, lines and the sentence above them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from viz.palette import NodeLook

if TYPE_CHECKING:
    from viz.palette import EdgeLook


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing in the picture; `level` is its generation, ego's being 0."""

    id: str
    label: str
    look: NodeLook
    level: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sourced tie, drawn from `source` to `target`."""

    source: str
    target: str
    label: str
    look: EdgeLook
    note: str = ""


@dataclass(slots=True)
class Picture:
    """Nodes by id and lines without repetition, in the order they were met."""

    title: str
    remarks: list[str] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    lines: dict[tuple[str, str, str], Line] = field(default_factory=dict)
    _told: set[tuple[str, str, str]] = field(default_factory=set, repr=False)
    """Source, target and note of every line, by which its way back is known."""

    def add(self, node: Node) -> None:
        """Add a node; one that is there keeps its place, and its look unless it was plain."""
        held = self.nodes.setdefault(node.id, node)
        if held.look is NodeLook.PERSON and node.look is not NodeLook.PERSON:
            self.nodes[node.id] = replace(node, level=held.level)

    def join(self, line: Line) -> None:
        """Add a line; one tie walked both ways is drawn once."""
        key = (line.source, line.target, line.label)
        if key not in self.lines and (line.target, line.source, line.note) not in self._told:
            self.lines[key] = line
            self._told.add((line.source, line.target, line.note))
