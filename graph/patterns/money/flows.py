"""Transfers in the order of time, as arrays, their ends resolved to whoever owns the account."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.kinds import EdgeKind, NodeKind
from graph.patterns.money.kernels.rows import grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.snapshot import Snapshot

    Int32 = NDArray[np.int32]
    Int64 = NDArray[np.int64]

_Made = TypeVar("_Made")
SECONDS_A_DAY = 86_400
PUBLIC_KINDS = ("public_body", "village_committee")
"""Kinds of units whose payments are public."""
_A_DAY = len("2026-01-01")


class Rows(NamedTuple):
    """The events of each node, ascending: `events[indptr[node]:indptr[node + 1]]`; all int32."""

    indptr: Int32
    events: Int32


@dataclass(frozen=True, kw_only=True, eq=False)
class Flows:
    """Transfers between parties; an event is a place in these columns, which are ordered by time.

    source, target: int32 nodes, the account where one is named; payer, payee: int32 nodes, the
    owner of that account, else itself. time: int64 seconds since 1970; amount: int64 fen, above 0;
    row: int32, the row of the snapshot's `transfers`. `undated` counts transfers left out because
    their day is unknown, `empty` those of no amount.
    """

    nodes: int
    source: Int32
    target: Int32
    payer: Int32
    payee: Int32
    time: Int64
    amount: Int64
    row: Int32
    undated: int = 0
    empty: int = 0
    _made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, key: Any, make: Callable[[], _Made]) -> _Made:
        """Return what `make` gives, made once for this key: several patterns ask for the same."""
        if key not in self._made:
            self._made[key] = make()
        return cast("_Made", self._made[key])

    def __len__(self) -> int:
        """Count the events."""
        return len(self.time)

    @cached_property
    def paid(self) -> Rows:
        """Events by payer."""
        return Rows(*grouped(self.payer, self.nodes))

    @cached_property
    def received(self) -> Rows:
        """Events by payee."""
        return Rows(*grouped(self.payee, self.nodes))

    @cached_property
    def months(self) -> Int64:
        """Where each calendar month begins among the events, the end last; ascending."""
        if not len(self):
            return np.zeros(1, np.int64)
        first, last = self.time[[0, -1]].astype("M8[s]").astype("M8[M]")
        begins = np.arange(first, last + 2).astype("M8[s]").astype(np.int64)
        return np.unique(np.searchsorted(self.time, begins))

    @cached_property
    def month(self) -> Int64:
        """The number of each event's month, from 0."""
        return np.repeat(np.arange(len(self.months) - 1), np.diff(self.months))

    @cached_property
    def repeats(self) -> Int64:
        """How many transfers its payer made to its payee in all, for each event."""
        pair = self.payer.astype(np.int64) << 32 | self.payee
        _, place, count = np.unique(pair, return_inverse=True, return_counts=True)
        return np.asarray(count[place], np.int64)

    @cached_property
    def day(self) -> Int64:
        """The day of each event since 1970-01-01."""
        return self.time // SECONDS_A_DAY


def in_order(
    *, nodes: int, ends: tuple[Int32, Int32], owner: Int32, time: Int64, amount: Int64
) -> Flows:
    """Return flows from columns in any order; `ends` are source and target, row their place.

    owner: int32[nodes], each node's owner, itself where it has none. Cost: one sort.
    """
    order = np.argsort(time, kind="stable")
    source, target = (np.ascontiguousarray(end[order], np.int32) for end in ends)
    return Flows(
        nodes=nodes,
        source=source,
        target=target,
        payer=owner[source],
        payee=owner[target],
        time=np.ascontiguousarray(time[order], np.int64),
        amount=np.ascontiguousarray(amount[order], np.int64),
        row=order.astype(np.int32),
    )


_known: WeakKeyDictionary[Facts, Flows] = WeakKeyDictionary()


def flows_of(facts: Facts) -> Flows:
    """Return the transfers of a snapshot, read once. Cost: some 1 s a million."""
    if facts not in _known:
        _known[facts] = _read(facts.snapshot)
    return _known[facts]


def _read(snapshot: Snapshot) -> Flows:
    table, ties = snapshot.table("transfers"), snapshot.ties
    position = np.flatnonzero(ties.out.kind == EdgeKind.PAID)
    order = np.argsort(ties.out.row[position], kind="stable")
    position = position[order]
    row = np.asarray(ties.out.row[position], np.int32)
    source = (np.searchsorted(ties.out.indptr, position, side="right") - 1).astype(np.int32)
    amount = _numbers(table.column("amount"))[row]
    time, is_dated = _times(table.column("date"))
    used = np.flatnonzero(is_dated[row] & (amount > 0))
    flows = in_order(
        nodes=ties.n,
        ends=(source[used], ties.out.indices[position][used]),
        owner=_owners(snapshot),
        time=time[row[used]],
        amount=amount[used],
    )
    return replace(
        flows,
        row=row[used][flows.row],
        undated=int((~is_dated[row]).sum()),
        empty=int((is_dated[row] & (amount <= 0)).sum()),
    )


def _numbers(column: Any) -> Int64:
    return np.asarray(pc.fill_null(column.cast(pa.int64()), 0).to_numpy(), np.int64)


def _times(column: Any) -> tuple[Int64, NDArray[np.bool_]]:
    """Return seconds since 1970 of full dates, and which dates are full."""
    length = pc.fill_null(pc.utf8_length(column), 0).to_numpy()
    is_dated = (length >= _A_DAY) & ~pc.fill_null(pc.starts_with(column, "-"), False).to_numpy()
    full = pc.if_else(pa.array(is_dated), column, None)
    seconds = full.cast(pa.timestamp("s")).cast(pa.int64())
    return np.asarray(pc.fill_null(seconds, 0).to_numpy(), np.int64), is_dated


def _owners(snapshot: Snapshot) -> Int32:
    """Return each node's owner, itself where it has none; of several the first by id."""
    into = snapshot.ties.into
    owner = np.arange(snapshot.ties.n, dtype=np.int32)
    position = np.flatnonzero(into.kind == EdgeKind.OWNS_ACCOUNT)[::-1]
    account = np.searchsorted(into.indptr, position, side="right") - 1
    owner[account] = into.indices[position]
    return owner


def units_of(snapshot: Snapshot, kinds: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which nodes are units of these kinds; bool[nodes]."""
    ties, units = snapshot.ties, snapshot.table("units")
    is_kind = np.zeros(ties.n, bool)
    wanted = units.filter(pc.is_in(units.column("kind"), pa.array(kinds))).column("id")
    for ident in wanted.to_pylist():
        node = ties.find(NodeKind.UNIT, ident)
        if node is not None:
            is_kind[node] = True
    return is_kind
