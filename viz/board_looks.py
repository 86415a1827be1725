"""How things of each kind and ties of each nature look outside the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.palette import EdgeLook, NodeLook

if TYPE_CHECKING:
    from viz.board import BoardNode, BoardTie

_DEEDS = frozenset(("contract", "account", "asset", "programme", "case"))
_NATURES = {
    "kin": EdgeLook.KIN,
    "marriage": EdgeLook.MARRIAGE,
    "office": EdgeLook.ROLE,
    "business": EdgeLook.ROLE,
    "money": EdgeLook.DEED,
}


def look_of(node: BoardNode) -> NodeLook:
    """Return the look of a node."""
    if node.kind == "person":
        return NodeLook.PERSON
    if node.kind == "unit":
        return NodeLook.COMPANY if node.type == "company" else NodeLook.UNIT
    return NodeLook.DEED if node.kind in _DEEDS else NodeLook.SHARED


def stroke_of(tie: BoardTie) -> EdgeLook:
    """Return the look of a tie; what is disputed or not registered is dotted whatever it is."""
    if tie.disputed or tie.standing:
        return EdgeLook.DOUBTFUL
    return _NATURES.get(tie.nature, EdgeLook.ACQUAINTANCE)


def told(tie: BoardTie) -> str:
    """Return in one line what a tie is, when it held, and which row states it."""
    days = f"{tie.since}–{tie.until}" if tie.since or tie.until else ""
    amount = f"{tie.amount:,.2f} 元" if tie.amount is not None else ""
    return " · ".join(part for part in (tie.zh, days, amount, tie.origin) if part)
