"""Public payments and who decides on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.kinds import EdgeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows
    from graph.patterns.money.runs import Purposes
    from graph.snapshot.persons import Texts

DECISION_ROLES = ("head", "deputy", "finance", "reviewer")
"""Roles of a post that decide on a unit's payments."""
_TOKEN = re.compile(r"[^\s,，;；:：、。()（）\[\]【】“”\"']+")
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_\-./]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """Payments and who decided on each.

    events: int32[n]; group: int32[n], a place in `groups`, -1 where no decider is known. A group
    is the nodes of its people, ascending.
    """

    events: NDArray[np.int32]
    group: NDArray[np.int32]
    groups: tuple[tuple[int, ...], ...]


def contracts_named(
    facts: Facts, purposes: Purposes, wanted: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Return the row of the contract that each wanted event's purpose names, else -1."""
    rows = {ident: row for row, ident in enumerate(_column(facts, "contracts", "id"))}
    found = np.full(len(purposes.texts) + 1, -1, np.int32)
    codes = np.unique(purposes.code[wanted])
    for code in codes[codes >= 0].tolist() if rows else ():
        text = purposes.texts[code].as_py()
        for token in (text, *_TOKEN.findall(text), *_PLAIN.findall(text)):
            if token in rows:
                found[code] = rows[token]
                break
    return np.where(wanted, found[purposes.code], -1).astype(np.int32)


def decided(
    facts: Facts,
    flows: Flows,
    events: NDArray[np.int32],
    contract: NDArray[np.int32],
    public: NDArray[np.bool_],
) -> Payments:
    """Return who decided on these payments, by group; those without a known decider come first.

    contract: int32 of every event, a row of `contracts` or -1; public: bool[nodes], who pays
    publicly. The contract's decider where one is recorded; else whoever held a post that decides,
    in the unit that paid, on the day. Payments of others have no decider.
    """
    known: dict[tuple[int, ...], int] = {}
    group = np.full(len(events), -1, np.int32)
    is_public = public[flows.payer[events]]
    contract = np.where(is_public, contract[events], -1)
    persons = _persons(facts, _column(facts, "contracts", "decided_by"))
    named = np.flatnonzero(contract >= 0)
    for place in named.tolist():
        decider = persons[contract[place]]
        if decider is not None:
            group[place] = known.setdefault((decider,), len(known))
    left = np.flatnonzero((group < 0) & is_public)
    posts = _posts(facts)
    order = left[np.argsort(flows.payer[events[left]], kind="stable")]
    payer, day = flows.payer[events[order]], flows.day[events[order]]
    heads = np.flatnonzero(np.diff(payer, prepend=-1))
    bounds = np.append(heads, len(order)).tolist()
    for first, last in pairwise(bounds):
        held = posts.get(int(payer[first]))
        if held:
            group[order[first:last]] = _holders(held, day[first:last], known)
    by_group = np.argsort(group, kind="stable")
    return Payments(events=events[by_group], group=group[by_group], groups=tuple(known))


def _posts(facts: Facts) -> dict[int, list[tuple[int, int, int]]]:
    """Return (person, first day, day after the last) of posts that decide, by unit node."""
    ties, times = facts.snapshot.ties, facts.snapshot.times
    position = np.flatnonzero(ties.out.kind == EdgeKind.HOLDS_POST)
    row, begin = ties.out.row[position], times.begin("posts")
    roles = np.array([role in DECISION_ROLES for role in _column(facts, "posts", "role")], bool)
    decides = roles[row] if len(roles) else np.zeros(0, bool)
    position, row = position[decides], row[decides]
    person = np.searchsorted(ties.out.indptr, position, side="right") - 1
    posts: dict[int, list[tuple[int, int, int]]] = {}
    columns = person, ties.out.indices[position], times.start[begin + row], times.end[begin + row]
    for who, unit, start, end in zip(*(column.tolist() for column in columns), strict=True):
        posts.setdefault(unit, []).append((who, start, end))
    return posts


def _holders(
    held: list[tuple[int, int, int]], days: NDArray[np.int64], known: dict[tuple[int, ...], int]
) -> NDArray[np.int32]:
    """Return the group that held the posts on each day, -1 where nobody did."""
    breaks = sorted({day for _, start, end in held for day in (start, end)})
    pieces = np.searchsorted(breaks, days, side="right")
    group = np.full(len(days), -1, np.int32)
    for piece in np.unique(pieces).tolist():
        if piece == 0:
            continue
        day = breaks[piece - 1]
        people = tuple(sorted({who for who, start, end in held if start <= day < end}))
        if people:
            group[pieces == piece] = known.setdefault(people, len(known))
    return group


def post_rows(facts: Facts, person: int, unit: int, day: int) -> list[dict[str, Any]]:
    """Return the posts by which a person decides in a unit on a day, as rows; both are nodes."""
    ties, times = facts.snapshot.ties, facts.snapshot.times
    table, begin = facts.snapshot.table("posts"), times.begin("posts")
    found = []
    for position in ties.out.of_kind(person, EdgeKind.HOLDS_POST):
        row = int(ties.out.row[position])
        is_held = times.start[begin + row] <= day < times.end[begin + row]
        if ties.out.indices[position] == unit and is_held:
            found += table.slice(row, 1).to_pylist()
    return [row for row in found if row["role"] in DECISION_ROLES]


def _column(facts: Facts, table: str, name: str) -> list[Any]:
    return list(facts.snapshot.table(table).column(name).to_pylist())


def _persons(facts: Facts, idents: list[str | None]) -> list[int | None]:
    """Return the node of each id of a person, None where there is none."""
    ids = cast("Texts", facts.snapshot.ties.person_ids).arrow.cast(pa.string())
    place = pc.index_in(pa.array(idents, pa.string()), value_set=ids)
    return list(place.to_pylist())
