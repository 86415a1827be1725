"""From the name of a thing to its node, as if what is not open did not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError, NotFoundError
from graph.ontology.kinds import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.http.sight import Sight

_CLOSED = (NodeKind.PHONE, NodeKind.ADDRESS)
"""Kinds whose ids are numbers of people's own, which nobody may ask for."""


def open_node(sight: Sight, name: str, opens: Callable[[str], bool]) -> int | None:
    """Return the node of an id that exists for an account and that `opens` lets pass.

    None whether there is none, it is hidden, or a person whom `opens` keeps back: each is looked
    for as often as the others, so that neither words nor time tell them apart.
    """
    ties = sight.ground.snapshot.ties

    def is_open(node: int) -> bool:
        kind = ties.kind(node)
        if kind is NodeKind.PERSON:
            person = ties.id(node)
            return sight.sees_person(person) and opens(person)
        return kind not in _CLOSED and sight.sees_node(node)

    try:
        return ties.index(name, is_open)
    except (InputError, NotFoundError):
        return None
