"""Nodes and ties as the explorer draws them: named, dated, sourced, and nothing unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, Field

from api.http.where import NOWHERE
from graph.model import Standing
from graph.ontology.kin_words import KIN_WORDS
from graph.ontology.kinds import EDGE, NODE_LABELS, EdgeKind, NodeKind
from graph.snapshot.subgraph import node_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.http.sight import Sight
    from graph.kinship.kin import Hop
    from graph.ontology.kinds import Edge

KIN_ZH = dict(KIN_WORDS)
"""Chinese words of the canonical relations."""
_KIN = {EdgeKind.KIN}
_BUSINESS = {
    EdgeKind.LEGAL_REPRESENTATIVE, EdgeKind.DIRECTOR, EdgeKind.SUPERVISOR, EdgeKind.MANAGER,
    EdgeKind.SHAREHOLDER, EdgeKind.CONTROLLER,
}  # fmt: skip
_OFFICE = {EdgeKind.HOLDS_POST, EdgeKind.HANDLES_FOR, EdgeKind.STATIONED_IN}
_MONEY = {
    EdgeKind.RECEIVED, EdgeKind.GRANTED, EdgeKind.PAID_INTO, EdgeKind.OWNS_ACCOUNT, EdgeKind.PAID,
    EdgeKind.BOUGHT, EdgeKind.SUPPLIED, EdgeKind.DECIDED_CONTRACT, EdgeKind.BID_FOR,
    EdgeKind.LEASED, EdgeKind.DECIDED_LEASE, EdgeKind.DEPOSITED_FROM,
}  # fmt: skip
_PLACE = {
    EdgeKind.LIVES_IN, EdgeKind.IN_GROUP, EdgeKind.PART_OF, EdgeKind.LOCATED_IN,
    EdgeKind.SUBORDINATE_TO, EdgeKind.IN_ZONE, EdgeKind.ASSET_OF, EdgeKind.PERFORMED_IN,
}  # fmt: skip
_HIDDEN_NAMES = (NodeKind.PHONE, NodeKind.ADDRESS)
UNSHOWN = (
    EdgeKind.PERSON_PHONE, EdgeKind.PERSON_ADDRESS, EdgeKind.UNIT_PHONE, EdgeKind.UNIT_ADDRESS,
)  # fmt: skip
"""Ties to numbers of people's own, which are never listed as neighbours."""
IS_SHOWN = ~np.isin(np.arange(256), UNSHOWN)
"""Whether ties of a kind are listed, by the kind's number."""
_FEW = 500
_DIGITS = 4
_TABLES = {
    NodeKind.PERSON: "people", NodeKind.UNIT: "units", NodeKind.PLACE: "places",
    NodeKind.CONTRACT: "contracts",
}  # fmt: skip
"""Kinds with one row a node, in the order of the nodes."""


class NodeOut(BaseModel):
    """One thing on screen."""

    node: str = Field(examples=["person:P1"])
    id: str = Field(examples=["P1"])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["张建国"])
    line: str = Field(
        default="", description="What tells namesakes apart", examples=["男 1970 东风村"]
    )
    type: str = Field(default="", description="Of a unit: what sort it is", examples=["company"])
    official: bool = False
    place: str = ""
    born: str = ""
    died: str = ""
    new: bool = Field(default=False, description="Arrived, or changed, in the last 30 days")
    neighbours: int | None = Field(
        default=None, description="How many there are to expand; only where a purpose opens them"
    )


class EdgeOut(BaseModel):
    """One tie on screen, with the row that states it."""

    id: str = Field(examples=["kin:14"])
    source: str = Field(examples=["person:P1"])
    target: str = Field(examples=["person:P2"])
    kind: str = Field(examples=["kin"])
    nature: str = Field(description="kin, marriage, acquaintance, office, business, money, place",
                        examples=["kin"])  # fmt: skip
    zh: str = Field(examples=["父亲"])
    en: str = Field(examples=["father"])
    since: str = ""
    until: str = Field(default="", description="The same as `since` for what happened on one day")
    confidence: float = 1.0
    disputed: bool = False
    standing: str = ""
    origin: str = Field(default="", examples=["county/kin.csv:14"])
    amount: float | None = None
    new: bool = Field(default=False, description="Its row arrived, or changed, in the last 30 days")
    derived: bool = Field(default=False, description="No row states it: several rows imply it")
    via: str = Field(default="", description="Of a derived tie: through whom or what")


class GraphOut(BaseModel):
    """A part of the graph."""

    nodes: list[NodeOut]
    edges: list[EdgeOut]


def nature_of(kind: EdgeKind) -> str:
    """Return of what nature a tie is: what its line on screen looks like."""
    for nature, kinds in (("kin", _KIN), ("business", _BUSINESS), ("office", _OFFICE),
                          ("money", _MONEY), ("place", _PLACE)):  # fmt: skip
        if kind in kinds:
            return nature
    return "acquaintance"


class Drawing:
    """Turns nodes and rows of one sight into what is drawn."""

    def __init__(self, sight: Sight, *, counts: bool = False) -> None:
        self._sight = sight
        self._counts = counts
        self._whole = sight.ground.snapshot
        self._cells = sight.ground.cells
        self._old = sight.ground.old(sight.day)
        self._named: dict[int, str] = {}

    def name(self, node: int) -> str:
        """Return `kind:id`, the id of a node everywhere on the wire."""
        if node not in self._named:
            self._named[node] = f"{self._whole.ties.kind(node).prefix}:{self._id(node)}"
        return self._named[node]

    def _id(self, node: int) -> str:
        ties = self._whole.ties
        ident = ties.id(node)
        return f"…{ident[-_DIGITS:]}" if ties.kind(node) in _HIDDEN_NAMES else ident

    def node(self, node: int) -> NodeOut:
        """Return one node, with the number of its neighbours if that was wanted."""
        ties = self._whole.ties
        kind, ident = ties.kind(node), self._id(node)
        if kind is NodeKind.PERSON:
            return self._person(node, ident)
        label = self._label(kind, ident) or node_label(self._whole, node) or ident
        return NodeOut(
            node=self.name(node), id=ident, kind=kind.prefix, name=label, type=self._type(node),
            place=self._place(node), new=self._is_new(kind, node), neighbours=self._wanted(node),
        )  # fmt: skip

    def _wanted(self, node: int) -> int | None:
        return self.reach(node) if self._counts else None

    def reach(self, node: int) -> int:
        """Return how many different neighbours a node has, on whatever day."""
        graph = self._sight.graph.ties
        ends = []
        for ties in (graph.out, graph.into):
            rows = ties.row_of(node)
            shown = IS_SHOWN[ties.kind[rows.start : rows.stop]]
            ends.append(ties.indices[rows.start : rows.stop][shown])
        if len(ends[0]) + len(ends[1]) < _FEW:
            return len({*ends[0].tolist(), *ends[1].tolist()})
        counted = self._sight.ground.crowds.setdefault(self._sight.account.places, {})
        if node not in counted:
            counted[node] = len(np.unique(np.concatenate(ends)))
        return counted[node]

    def _place(self, node: int) -> str:
        where = self._sight.ground.where
        place = int(where.of_node[node])
        return where.ids[place] if place != NOWHERE else ""

    def _is_new(self, kind: NodeKind, node: int) -> bool:
        table = _TABLES.get(kind)
        if table is None:
            return False
        row = node - int(self._whole.ties.first[kind])
        return bool(self._cells.number(table, "fact", row) > self._old)

    def _label(self, kind: NodeKind, ident: str) -> str:
        """Return the name of what no table names: `of/part` by the name of what it is part of."""
        if kind in (*_HIDDEN_NAMES, NodeKind.HOUSEHOLD):
            return f"{NODE_LABELS[kind]} {ident}"
        if kind not in (NodeKind.GROUP, NodeKind.COHORT):
            return ""
        whole, _, part = ident.partition("/")
        name = self._sight.ground.names.of([whole]).get(whole, whole)
        return part if part.startswith(name) else f"{name} {part}"

    def _type(self, node: int) -> str:
        ties = self._whole.ties
        if ties.kind(node) is not NodeKind.UNIT:
            return ""
        return self._cells.text("units", "kind", node - int(ties.first[NodeKind.UNIT]))

    def _person(self, node: int, ident: str) -> NodeOut:
        cells = {
            column: self._cells.text("people", column, node)
            for column in ("name", "sex", "born", "died", "village")
        }
        village = self._sight.ground.names.of([cells["village"]]).get(cells["village"], "")
        sex = {"M": "男", "F": "女"}.get(cells["sex"], "")
        return NodeOut(
            node=f"person:{ident}",
            id=ident,
            kind="person",
            name=cells["name"],
            line=" ".join(part for part in (sex, cells["born"][:4], village) if part),
            official=ident in self._sight.ground.officials,
            place=cells["village"],
            born=cells["born"],
            died=cells["died"],
            new=self._is_new(NodeKind.PERSON, node),
            neighbours=self._wanted(node),
        )

    def edge(self, kind: EdgeKind, row: int, source: int, target: int) -> EdgeOut:
        """Return the tie that a row of a table states."""
        edge, cells = EDGE[kind], self._cells
        word = cells.text(edge.table, "relation", row) if kind is EdgeKind.KIN else ""
        amount = cells.text(edge.table, "amount", row)
        nature = "marriage" if word in ("husband", "wife", "spouse") else nature_of(kind)
        return EdgeOut(
            id=f"{edge.table}:{row}:{kind.name.lower()}",
            source=self.name(source),
            target=self.name(target),
            kind=kind.name.lower(),
            nature=nature,
            zh=self._words(word, edge, row),
            en=word or edge.en,
            since=cells.text(edge.table, edge.since, row) if edge.since else "",
            until=cells.text(edge.table, edge.until, row) if edge.until else "",
            confidence=cells.number(edge.table, "confidence", row),
            disputed=cells.number(edge.table, "disputed", row),
            origin=cells.text(edge.table, "origin", row),
            amount=int(amount) / 100 if amount else None,
            new=cells.number(edge.table, "fact", row) > self._old,
        )

    def _words(self, word: str, edge: Edge, row: int) -> str:
        if word:
            return KIN_ZH.get(word, word)
        title = self._cells.text(edge.table, "title", row) if edge.zh == "任职" else ""
        return title or edge.zh

    def hop(self, hop: Hop) -> EdgeOut:
        """Return one step of kinship as the engine proves it."""
        is_marriage = hop.edge in ("husband", "wife", "spouse")
        lawful = hop.standing is Standing.LAWFUL
        return EdgeOut(
            id=f"{hop.source}>{hop.edge}>{hop.target}>{hop.origin}",
            source=f"person:{hop.source}",
            target=f"person:{hop.target}",
            kind="kin",
            nature="marriage" if is_marriage else "kin",
            zh=KIN_ZH.get(hop.edge, hop.edge),
            en=hop.edge,
            confidence=hop.confidence,
            disputed=hop.disputed,
            standing="" if lawful else hop.standing.name.lower(),
            origin=hop.origin,
        )

    def among(self, nodes: Sequence[int]) -> GraphOut:
        """Return nodes and every tie among them, in the order of the nodes."""
        chosen = dict.fromkeys(nodes)
        ties = self._sight.graph.ties.out
        edges = [
            self.edge(EdgeKind(int(ties.kind[at])), int(ties.row[at]), node, int(ties.indices[at]))
            for node in chosen
            for at in ties.row_of(node)
            if int(ties.indices[at]) in chosen
        ]
        return GraphOut(nodes=[self.node(node) for node in chosen], edges=unique(edges))


def unique(edges: Iterable[EdgeOut]) -> list[EdgeOut]:
    """Return each tie once, in order."""
    return list({edge.id: edge for edge in edges}.values())
