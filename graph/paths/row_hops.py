"""Ties of rows in words: the row's cells, read for the hops that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model import Words
from graph.ontology.kinds import EDGE, EdgeKind
from graph.paths.layout import OUT
from graph.snapshot.subgraph import edge_attributes

if TYPE_CHECKING:
    from graph.paths.names import NodeNames
    from graph.snapshot import Snapshot

_ROLE_WORDS = {
    "head": ("负责人", "head"),
    "deputy": ("副职", "deputy"),
    "member": ("成员", "member"),
    "handler": ("办案人员", "handler"),
    "reviewer": ("审理人员", "reviewer"),
    "finance": ("财务", "finance"),
    "supervisor": ("监督委员", "supervisor"),
    "director": ("理事", "director"),
    "employee": ("职工", "employee"),
}


class RowTie(NamedTuple):
    """A row that proves a tie, as it is told from one of its ends."""

    kind: EdgeKind
    row: int
    source: int
    target: int
    is_against: bool
    cells: dict[str, Any]
    label: str
    words: Words


class RowReader:
    """Reads the rows of ties."""

    def __init__(self, snapshot: Snapshot, names: NodeNames) -> None:
        self._snapshot = snapshot
        self._names = names

    def read(self, code: int, near: int, far: int) -> RowTie:
        """Return the row of a tie that stands in `near`'s part of the arrays, told from `near`."""
        direction, position = code & 7, code >> 3
        ties = self._snapshot.ties.out if direction == OUT else self._snapshot.ties.into
        kind, row = EdgeKind(int(ties.kind[position])), int(ties.row[position])
        cells = edge_attributes(self._snapshot, kind, row)
        is_against = direction != OUT
        label, words = self._words(kind, row, near, far, is_against)
        return RowTie(kind, row, near, far, is_against, cells, label, words)

    def turned(self, tie: RowTie) -> RowTie:
        """Return the tie told from its other end."""
        _, words = self._words(tie.kind, tie.row, tie.target, tie.source, not tie.is_against)
        return tie._replace(
            source=tie.target, target=tie.source, is_against=not tie.is_against, words=words
        )

    def _words(
        self, kind: EdgeKind, row: int, near: int, far: int, is_against: bool
    ) -> tuple[str, Words]:
        edge, (zh, en) = EDGE[kind], self._details(kind, row)
        one, other = self._names.label(near), self._names.label(far)
        label = f"{edge.zh}：{zh}" if zh else edge.zh
        arrow = f"{one} ←{label}— {other}" if is_against else f"{one} —{label}→ {other}"
        subject, thing = (other, one) if is_against else (one, other)
        english = f"{subject}: {edge.en} {thing}" + (f" ({en})" if en else "")
        return label, Words(zh=arrow, en=english)

    def _details(self, kind: EdgeKind, row: int) -> tuple[str, str]:
        """Return what the row says beyond its kind: title, share, amount."""
        edge = EDGE[kind]
        if kind is EdgeKind.HOLDS_POST:
            title, role = self._cell("posts", "title", row), self._cell("posts", "role", row)
            zh, en = _ROLE_WORDS.get(role, (role, role))
            return title or zh, ", ".join(filter(None, (title, en)))
        if kind is EdgeKind.SHAREHOLDER:
            share = self._cell("roles", "share", row)
            shown = f"{float(share):.0%}" if share else ""
            return shown, shown
        if kind is EdgeKind.PAID:
            amount = self._cell("transfers", "amount", row)
            purpose = self._cell("transfers", "purpose", row)
            return _yuan(amount, purpose)
        if kind in (EdgeKind.SUPPLIED, EdgeKind.BOUGHT, EdgeKind.DECIDED_CONTRACT):
            return _yuan(self._cell("contracts", "amount", row), "")
        if edge.table == "benefits":
            return _yuan(self._cell("benefits", "amount", row), "")
        return "", ""

    def _cell(self, table: str, column: str, row: int) -> str:
        value = self._snapshot.table(table).column(column)[row].as_py()
        return "" if value is None else str(value)


def _yuan(fen: str, purpose: str) -> tuple[str, str]:
    """Return an amount of whole fen in words, with what it was for."""
    if not fen.lstrip("-").isdecimal():
        return purpose, purpose
    yuan = f"{int(fen) / 100:,.2f}".removesuffix(".00")
    return "，".join(filter(None, (f"{yuan} 元", purpose))), ", ".join(
        filter(None, (f"{yuan} yuan", purpose))
    )
