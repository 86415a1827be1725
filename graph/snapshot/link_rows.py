"""Which columns make nodes, which pairs of columns make ties, and how they become arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import SnapshotError
from graph.ontology.kinds import EDGE, EdgeKind, NodeKind
from graph.snapshot.links import Ties
from graph.snapshot.persons import one_array

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32

Columns = tuple[str, ...]
"""One column, or several whose texts are joined by a slash."""

_JOINED = "/"
_MAY_BE_BLANK = ("unit",)
"""A column of a joined id that may be blank: a class is known without its school."""

NODES: tuple[tuple[NodeKind, str, Columns], ...] = (
    (NodeKind.UNIT, "units", ("id",)),
    (NodeKind.PLACE, "places", ("id",)),
    (NodeKind.CONTRACT, "contracts", ("id",)),
    (NodeKind.PROGRAMME, "programmes", ("id",)),
    (NodeKind.ACCOUNT, "accounts", ("id",)),
    (NodeKind.ACCOUNT, "benefits", ("account",)),
    (NodeKind.ACCOUNT, "bids", ("deposit_account",)),
    (NodeKind.ASSET, "assets", ("id",)),
    (NodeKind.ZONE, "zones", ("zone",)),
    (NodeKind.HOUSEHOLD, "people", ("household",)),
    (NodeKind.HOUSEHOLD, "benefits", ("household",)),
    (NodeKind.HOUSEHOLD, "needs", ("household",)),
    (NodeKind.HOUSEHOLD, "moves", ("from_household",)),
    (NodeKind.HOUSEHOLD, "moves", ("to_household",)),
    (NodeKind.GROUP, "people", ("village", "group")),
    (NodeKind.COHORT, "memberships", ("unit", "group_name")),
    (NodeKind.PHONE, "people", ("phone",)),
    (NodeKind.PHONE, "units", ("phone",)),
    (NodeKind.ADDRESS, "people", ("address",)),
    (NodeKind.ADDRESS, "units", ("address",)),
)
"""Where the ids of each kind stand; persons are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One tie for every row of the edge's table that fills both ends and meets `where`.

    `targets` narrows the kinds of `EDGE` where one edge has a column for each.
    """

    edge: EdgeKind
    source: Columns
    target: Columns
    where: tuple[str, str] | None = None
    sources: tuple[NodeKind, ...] = ()
    targets: tuple[NodeKind, ...] = ()


def _link(
    edge: EdgeKind,
    source: str,
    *target: str,
    where: tuple[str, str] | None = None,
    sources: tuple[NodeKind, ...] = (),
    targets: tuple[NodeKind, ...] = (),
) -> Link:
    return Link(
        edge=edge,
        source=(source,),
        target=target,
        where=where,
        sources=sources or EDGE[edge].sources,
        targets=targets or EDGE[edge].targets,
    )


_K = EdgeKind

LINKS: tuple[Link, ...] = (
    _link(_K.KIN, "person", "relative"),
    _link(_K.FRIEND, "person", "other", where=("kind", "friend")),
    _link(_K.ENMITY, "person", "other", where=("kind", "enmity")),
    _link(_K.TEACHER, "person", "other", where=("kind", "teacher")),
    _link(_K.GUARANTOR, "person", "other", where=("kind", "guarantor")),
    _link(_K.CREDITOR, "person", "other", where=("kind", "creditor")),
    _link(_K.PARTNER, "person", "other", where=("kind", "partner")),
    _link(_K.FIANCE, "person", "other", where=("kind", "fiance")),
    _link(_K.GUARDIAN, "person", "other", where=("kind", "guardian")),
    _link(_K.OTHER_TIE, "person", "other", where=("kind", "other")),
    _link(_K.LEGAL_REPRESENTATIVE, "person", "company", where=("role", "legal_representative")),
    _link(_K.DIRECTOR, "person", "company", where=("role", "director")),
    _link(_K.SUPERVISOR, "person", "company", where=("role", "supervisor")),
    _link(_K.MANAGER, "person", "company", where=("role", "manager")),
    _link(_K.SHAREHOLDER, "person", "company", where=("role", "shareholder")),
    _link(_K.CONTROLLER, "person", "company", where=("role", "controller")),
    _link(_K.HOLDS_POST, "person", "unit"),
    _link(_K.HANDLES_FOR, "person", "unit"),
    _link(_K.STATIONED_IN, "person", "place"),
    _link(_K.BELONGED_TO, "person", "unit"),
    _link(_K.IN_COHORT, "person", "unit", "group_name"),
    _link(_K.IN_HOUSEHOLD, "id", "household"),
    _link(_K.LIVES_IN, "id", "village"),
    _link(_K.IN_GROUP, "id", "village", "group"),
    _link(_K.PERSON_PHONE, "id", "phone"),
    _link(_K.PERSON_ADDRESS, "id", "address"),
    _link(_K.LEFT_HOUSEHOLD, "person", "from_household"),
    _link(_K.JOINED_HOUSEHOLD, "person", "to_household"),
    _link(_K.PART_OF, "id", "parent"),
    _link(_K.SUBORDINATE_TO, "id", "parent"),
    _link(_K.LOCATED_IN, "id", "place"),
    _link(_K.UNIT_PHONE, "id", "phone"),
    _link(_K.UNIT_ADDRESS, "id", "address"),
    _link(_K.BOUGHT, "buyer", "id"),
    _link(_K.SUPPLIED, "supplier", "id"),
    _link(_K.DECIDED_CONTRACT, "decided_by", "id"),
    _link(_K.PERFORMED_IN, "id", "place"),
    _link(_K.BID_FOR, "bidder", "contract"),
    _link(_K.DEPOSITED_FROM, "bidder", "deposit_account"),
    _link(_K.RECEIVED, "person", "programme", sources=(NodeKind.PERSON,)),
    _link(_K.RECEIVED, "household", "programme", sources=(NodeKind.HOUSEHOLD,)),
    _link(_K.GRANTED, "decided_by", "person", targets=(NodeKind.PERSON,)),
    _link(_K.GRANTED, "decided_by", "household", targets=(NodeKind.HOUSEHOLD,)),
    _link(_K.PAID_INTO, "person", "account", sources=(NodeKind.PERSON,)),
    _link(_K.PAID_INTO, "household", "account", sources=(NodeKind.HOUSEHOLD,)),
    _link(_K.OWNS_ACCOUNT, "owner", "id"),
    _link(_K.PAID, "from", "to"),
    _link(_K.ASSET_OF, "id", "village"),
    _link(_K.LEASED, "lessee", "asset"),
    _link(_K.DECIDED_LEASE, "decided_by", "asset"),
    _link(_K.IN_ZONE, "place", "zone"),
)
"""Every tie of the graph."""

LINKED_TABLES = tuple(
    sorted({EDGE[link.edge].table for link in LINKS} | {table for _, table, _ in NODES})
)
"""Tables that the tie graph is built from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkArrays:
    """A tie graph as it is stored; `other_ids` are the ids of all nodes after the persons."""

    first: NDArray[np.int64]
    other_ids: pa.Array
    out: Ties
    into: Ties


class _Directory:
    """Ids of every kind, and the nodes of a table's columns, each looked up once."""

    def __init__(self, person_ids: pa.Array, read: Callable[[str], pa.Table]) -> None:
        self._read = read
        self._known: dict[tuple[str, Columns, tuple[NodeKind, ...]], Int32] = {}
        self.ids = [person_ids, *(self._ids(kind) for kind in NodeKind if kind)]
        self.first = np.cumsum([0, *map(len, self.ids)], dtype=np.int64)

    def _ids(self, kind: NodeKind) -> pa.Array:
        parts = [pc.unique(self.texts(table, cols)) for k, table, cols in NODES if k == kind]
        found = pc.drop_null(pc.unique(pa.chunked_array(parts, pa.string())))
        return found.take(pc.sort_indices(found))

    def texts(self, table: str, columns: Columns) -> pa.Array:
        """Return the id that each row's columns spell, null where one that must be is blank."""
        rows = self._read(table)
        parts = [one_array(rows.column(column)).cast(pa.string()) for column in columns]
        if len(parts) == 1:
            return parts[0]
        eased = [
            pc.fill_null(part, "") if column in _MAY_BE_BLANK else part
            for column, part in zip(columns, parts, strict=True)
        ]
        return pc.binary_join_element_wise(*eased, _JOINED)

    def nodes(self, table: str, columns: Columns, kinds: tuple[NodeKind, ...]) -> Int32:
        """Return the node that each row names, -1 where it names none; int32[rows]."""
        key = (table, columns, kinds)
        if key not in self._known:
            self._known[key] = self._look_up(self.texts(table, columns), kinds)
        return self._known[key]

    def _look_up(self, texts: pa.Array, kinds: tuple[NodeKind, ...]) -> Int32:
        nodes = np.full(len(texts), -1, np.int32)
        if texts.null_count == len(texts):
            return nodes
        for kind in kinds:
            found = self._positions(texts, kind)
            if len(kinds) > 1:
                marked = pc.starts_with(texts, f"{kind.prefix}:")
                if pc.any(marked).as_py():
                    bare = pc.utf8_slice_codeunits(texts, len(kind.prefix) + 1)
                    named = self._positions(pc.if_else(marked, bare, None), kind)
                    found = np.where(named >= 0, named, found)
                    nodes[named >= 0] = -1
            nodes = np.where(nodes >= 0, nodes, found)
        return nodes

    def _positions(self, texts: pa.Array, kind: NodeKind) -> Int32:
        within = pc.fill_null(pc.index_in(texts, value_set=self.ids[kind]), -1).to_numpy()
        return np.where(within >= 0, within + self.first[kind], -1).astype(np.int32)


def build_links(person_ids: pa.Array, read: Callable[[str], pa.Table]) -> LinkArrays:
    """Return the tie graph of the tables that `read` gives; rows are theirs.

    Ids that no table knows any more (their row was withdrawn) make no tie.
    """
    directory = _Directory(person_ids, read)
    sources, targets, kinds, rows = [], [], [], []
    for link in LINKS:
        table = EDGE[link.edge].table
        source = directory.nodes(table, link.source, link.sources)
        target = directory.nodes(table, link.target, link.targets)
        holds = (source >= 0) & (target >= 0)
        if link.where is not None:
            column, word = link.where
            holds &= pc.fill_null(pc.equal(read(table).column(column), word), False).to_numpy()
        row = np.flatnonzero(holds).astype(np.int32)
        sources.append(source[row])
        targets.append(target[row])
        kinds.append(np.full(len(row), link.edge, np.uint8))
        rows.append(row)
    ends = np.concatenate(sources), np.concatenate(targets)
    kind, row = np.concatenate(kinds), np.concatenate(rows)
    n = int(directory.first[-1])
    return LinkArrays(
        first=directory.first,
        other_ids=pa.concat_arrays([ids.cast(pa.string()) for ids in directory.ids[1:]]),
        out=compressed(n, ends[0], ends[1], kind, row),
        into=compressed(n, ends[1], ends[0], kind, row),
    )


def compressed(n: int, source: Int32, target: Int32, kind: NDArray[np.uint8], row: Int32) -> Ties:
    """Return ties among `n` nodes as rows by source; each row by kind, target, then as given.

    Raises:
        SnapshotError: more nodes or ties than 32-bit arrays number.
    """
    width = max(1, n.bit_length())
    if 2 * width + 8 > 64 or len(source) >= 2**31:
        raise SnapshotError(
            f"{n} nodes and {len(source)} ties are more than one snapshot can number; "
            "split the ledger by county"
        )
    order = np.argsort(
        (source.astype(np.uint64) << (width + 8))
        | (kind.astype(np.uint64) << width)
        | target.astype(np.uint64),
        kind="stable",
    )
    indptr = np.zeros(n + 1, np.int32)
    indptr[1:] = np.cumsum(np.bincount(source, minlength=n))
    return Ties(indptr=indptr, indices=target[order], kind=kind[order], row=row[order])
