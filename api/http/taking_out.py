"""What somebody takes out of the explorer: looked up anew, as far as he may see it, and marked."""

from __future__ import annotations

import datetime as dt
import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.http.deriving import with_derived
from api.http.graphing import Drawing, EdgeOut, GraphOut
from api.http.opening import open_node
from api.http.problems import Problem, unseen
from api.http.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.http.asking import Asked, Purpose

MOST_ALONE = 500
"""So many people leave in one file on one account's word; more only on an approver's."""
TieRef = tuple[str, str, str]
"""A tie as the explorer knows it: its two ends, in either order, and the row that states it."""


def open_names(asked: Asked, names: Iterable[str], *, with_purpose: bool = True) -> dict[str, int]:
    """Return the nodes of the names that exist for the account and that its purpose opens.

    The others are left out without a word, whether they are hidden or do not exist.
    """
    purpose = asked.purpose if with_purpose else None
    found = ((name, _opened(asked, name, purpose)) for name in dict.fromkeys(names))
    return {name: node for name, node in found if node is not None}


def _opened(asked: Asked, name: str, purpose: Purpose | None) -> int | None:
    return open_node(asked.sight, name, lambda one: purpose is None or purpose.opens(one))


def shown(asked: Asked, names: Iterable[str], wanted: list[TieRef] | None) -> GraphOut:
    """Return what of some nodes exists and is open, with the ties among it.

    wanted: only these ties; every tie among the nodes if None.

    Raises:
        Problem: 404, nothing of it exists for the account.
    """
    nodes = open_names(asked, names)
    if not nodes:
        raise unseen()
    listed = list(nodes.values())
    found = Drawing(asked.sight).among(listed)
    with asked.service.bench.engine:
        found = with_derived(asked.sight, listed, found)
    if wanted is None:
        return found
    kept = {_key(*one) for one in wanted}
    edges = [edge for edge in found.edges if _key_of(edge) in kept]
    return GraphOut(nodes=found.nodes, edges=edges)


def require_few(asked: Asked, found: GraphOut) -> None:
    """Let nobody carry a crowd out on his own word.

    Raises:
        Problem: 403, so many people need an approver.
    """
    people = sum(node.kind == "person" for node in found.nodes)
    if people > MOST_ALONE and not asked.account.has(Role.APPROVER):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            f"{people} people: at most {MOST_ALONE} leave in one file on one person's word; take "
            "out fewer, or have an approver do it",
        )


def _key(one: str, other: str, origin: str) -> tuple[str, str, str]:
    return (min(one, other), max(one, other), origin)


def _key_of(edge: EdgeOut) -> tuple[str, str, str]:
    return _key(edge.source, edge.target, edge.origin)


def stamp_of(asked: Asked, found: GraphOut, purpose: str) -> tuple[str, str]:
    """Return a file's mark and the stamp that bears it: who, when, what for, from which data.

    The mark stands in the access log too, so that a file that turns up can be found there.
    """
    now = dt.datetime.now(tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sequence = asked.sight.ground.snapshot.sequence
    told: list[Any] = [asked.account.login, now, purpose, sequence, *(n.node for n in found.nodes)]
    mark = hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()[:12]
    stamp = f"{asked.account.login} · {now} · {purpose} · data {sequence} · mark {mark}"
    return mark, stamp
