"""The tie graph holds one tie for each pair of filled columns, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError, NotFoundError
from graph.ontology.kinds import EDGE, EdgeKind, NodeKind
from graph.ontology.tables import TABLE
from graph.snapshot import open_snapshot
from graph.snapshot.link_rows import LINKED_TABLES, LINKS, NODES, Link, compressed

if TYPE_CHECKING:
    from graph.snapshot.links import TieGraph


@pytest.fixture
def ties(load, ledger_path, family) -> TieGraph:
    load(family)
    return open_snapshot(ledger_path).ties


def out(ties: TieGraph, name: str) -> list[tuple[str, str, int]]:
    positions = ties.out.row_of(ties.index(name))
    return [
        (
            EdgeKind(int(ties.out.kind[at])).name,
            ties.name(int(ties.out.indices[at])),
            int(ties.out.row[at]),
        )
        for at in positions
    ]


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link.edge.name}-{link.target[-1]}")
def test_a_link_reads_columns_of_its_table(link: Link) -> None:
    table = TABLE[EDGE[link.edge].table]
    for column in (*link.source, *link.target):
        assert table.column(column)
    if link.where is not None:
        column, word = link.where
        assert word in dict(table.column(column).choices)
    assert set(link.sources) <= set(EDGE[link.edge].sources)
    assert set(link.targets) <= set(EDGE[link.edge].targets)


def test_every_kind_of_edge_is_linked_and_every_choice_is_an_edge() -> None:
    assert {link.edge for link in LINKS} == set(EdgeKind)
    for table, column in (("ties", "kind"), ("roles", "role")):
        said = {link.where for link in LINKS if EDGE[link.edge].table == table}
        assert said == {(column, word) for word, _ in TABLE[table].column(column).choices}


def test_every_reference_of_a_canonical_table_is_followed() -> None:
    followed = {
        (EDGE[link.edge].table, column) for link in LINKS for column in (*link.source, *link.target)
    }
    references = {
        (name, column.name)
        for name, table in TABLE.items()
        for column in table.columns
        if column.refers
    }
    silent = {"declarations", "records"}  # they join a person to nobody
    decided = {("benefits", "village")}  # where a benefit was paid, which its person tells
    assert {(t, c) for t, c in references - followed if t not in silent} == decided
    assert set(LINKED_TABLES) >= {table for _, table, _ in NODES}


def test_ties_of_a_person(ties: TieGraph) -> None:
    assert out(ties, "P1") == [
        ("KIN", "P2", 0),
        ("KIN", "P3", 1),
        ("HOLDS_POST", "U1", 0),
        ("PERSON_PHONE", "13800000000", 0),
        ("GRANTED", "P3", 0),
        ("GRANTED", "H1", 1),
    ]
    assert out(ties, "P3") == [
        ("FRIEND", "P10", 0),
        ("CREDITOR", "C1", 1),
        ("LIVES_IN", "V1", 3),
        ("IN_GROUP", "V1/一组", 3),
        ("RECEIVED", "G1", 0),
    ]


def test_a_prefixed_id_is_resolved(ties: TieGraph) -> None:
    assert out(ties, "U1")[0] == ("SHAREHOLDER", "C1", 0)


def test_a_household_is_paid_into_an_account_that_no_table_lists(ties: TieGraph) -> None:
    assert out(ties, "household:H1") == [("RECEIVED", "G1", 1), ("PAID_INTO", "A9", 1)]
    assert ties.kind(ties.index("A9")) is NodeKind.ACCOUNT


def test_into_is_out_turned_round(ties: TieGraph) -> None:
    def pairs(direction, *, turn: bool) -> list[tuple[int, int, int, int]]:
        ends = np.repeat(np.arange(ties.n), np.diff(direction.indptr))
        first, second = (direction.indices, ends) if turn else (ends, direction.indices)
        return sorted(zip(first, second, direction.kind, direction.row, strict=True))

    assert pairs(ties.out, turn=False) == pairs(ties.into, turn=True)


def test_degrees_by_kind_find_the_hubs(ties: TieGraph) -> None:
    phone = ties.index("13800000000")
    assert len(ties.into.of_kind(phone, EdgeKind.PERSON_PHONE)) == 2
    assert len(ties.into.of_kind(phone, EdgeKind.UNIT_PHONE)) == 0
    degrees = ties.into.degrees(EdgeKind.PERSON_PHONE)
    assert degrees.dtype == np.int32
    assert degrees[phone] == degrees.sum() == 2


def test_names_resolve_to_the_node_they_name(ties: TieGraph) -> None:
    for node in range(ties.n):
        assert ties.index(ties.name(node)) == node
        assert ties.index(f"{ties.kind(node).prefix}:{ties.id(node)}") == node


def test_unknown_and_ambiguous_names_are_refused(load, ledger_path) -> None:
    load(
        {
            "people": [{"id": "X1", "name": "甲", "household": "X1"}],
            "units": [{"id": "X1", "name": "乙", "kind": "other"}],
        }
    )
    ties = open_snapshot(ledger_path).ties
    with pytest.raises(InputError, match="write one of person:X1, unit:X1"):
        ties.index("X1")
    with pytest.raises(NotFoundError, match="'X2'"):
        ties.index("X2")
    assert [ties.name(node) for node in range(3)] == ["person:X1", "unit:X1", "household:X1"]


def test_a_person_is_meant_before_a_household_of_the_same_id(load, ledger_path) -> None:
    load({"people": [{"id": "1", "name": "甲", "household": "1"}]})
    ties = open_snapshot(ledger_path).ties
    assert ties.kind(ties.index("1")) is NodeKind.PERSON
    assert ties.kind(ties.index("household:1")) is NodeKind.HOUSEHOLD


def test_a_group_is_one_only_within_its_village(load, ledger_path) -> None:
    load(
        {
            "places": [{"id": v, "name": v, "level": "village"} for v in ("V1", "V2")],
            "people": [
                {"id": "P1", "name": "甲", "village": "V1", "group": "一组"},
                {"id": "P2", "name": "乙", "village": "V2", "group": "一组"},
                {"id": "P3", "name": "丙", "group": "一组"},
            ],
        }
    )
    ties = open_snapshot(ledger_path).ties
    assert [ties.id(node) for node in ties.nodes(NodeKind.GROUP)] == ["V1/一组", "V2/一组"]
    assert out(ties, "P3") == []


def test_a_class_is_known_without_its_school(load, ledger_path) -> None:
    load(
        {
            "people": [{"id": "P1", "name": "甲"}],
            "memberships": [{"person": "P1", "group_name": "三班", "kind": "class"}],
        }
    )
    assert out(open_snapshot(ledger_path).ties, "P1") == [("IN_COHORT", "/三班", 0)]


def test_a_prefix_beats_the_order_of_the_tables(load, ledger_path) -> None:
    load(
        {
            "people": [{"id": "A", "name": "甲"}, {"id": "B", "name": "乙"}],
            "units": [{"id": "A", "name": "丙", "kind": "other"}],
            "ties": [
                {"person": "B", "other": "unit:A", "kind": "friend"},
                {"person": "B", "other": "person:A", "kind": "friend"},
            ],
        }
    )
    assert out(open_snapshot(ledger_path).ties, "B") == [
        ("FRIEND", "person:A", 1),
        ("FRIEND", "unit:A", 0),
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([0, 3, 46])), max_size=30
    )
)
def test_compressed_rows_hold_every_tie_in_order(ties: list[tuple[int, int, int]]) -> None:
    source, target, kind = (np.array([tie[at] for tie in ties], np.int32) for at in range(3))
    row = np.arange(len(ties), dtype=np.int32)
    found = compressed(6, source, target, kind.astype(np.uint8), row)
    expected = sorted((s, k, t, r) for r, (s, t, k) in enumerate(ties))
    ends = np.repeat(np.arange(6), np.diff(found.indptr))
    assert list(zip(ends, found.kind, found.indices, found.row, strict=True)) == expected
