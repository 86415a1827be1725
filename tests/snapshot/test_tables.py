"""One row for one thing, attribute by attribute from the source most to be trusted."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ledger import open_ledger
from graph.snapshot.tables import current


def people(*rows: dict[str, object]) -> pa.Table:
    columns = ["fact", "origin", "source", "key", "confidence", "status", "id", "name", "phone"]
    types = [pa.int64(), *[pa.string()] * 3, pa.float64(), *[pa.string()] * 4]
    filled = [
        {"confidence": 1.0, "status": "asserted", "origin": f"s/people.csv:{row['fact']}", **row}
        for row in rows
    ]
    return pa.Table.from_pylist(filled, pa.schema(list(zip(columns, types, strict=True))))


def test_rows_are_by_id_in_code_point_order() -> None:
    found = current("people", people(*({"fact": i, "id": x} for i, x in enumerate("b𠀀乙a9"))))
    assert found.column("id").to_pylist() == sorted("b𠀀乙a9")


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        pytest.param({"confidence": 0.5}, {"confidence": 0.9}, "乙", id="more-confident"),
        pytest.param({}, {}, "甲", id="earlier"),
        pytest.param({"status": "disputed"}, {"confidence": 0.2}, "乙", id="uncontested"),
        pytest.param({"confidence": 0.9}, {"confidence": 0.5}, "甲", id="first-is-better"),
    ],
)
def test_the_most_trusted_fact_names_the_person(first, second, name: str) -> None:
    found = current(
        "people",
        people(
            {"fact": 1, "id": "P1", "name": "甲", **first},
            {"fact": 2, "id": "P1", "name": "乙", **second},
        ),
    ).to_pylist()
    assert [row["name"] for row in found] == [name]


def test_a_blank_is_filled_from_the_other_source() -> None:
    found = current(
        "people",
        people(
            {"fact": 1, "id": "P1", "name": "甲", "source": "a"},
            {"fact": 2, "id": "P1", "name": "乙", "phone": "139", "source": "b"},
            {"fact": 3, "id": "P2", "name": "丙"},
        ),
    ).to_pylist()
    assert [(row["name"], row["phone"], row["fact"]) for row in found] == [
        ("甲", "139", 1),
        ("丙", None, 3),
    ]
    assert found[0]["origins"] == ["s/people.csv:1", "s/people.csv:2"]
    assert found[0]["origin"] == "s/people.csv:1"
    assert found[0]["source"] == "a"


def test_one_contested_fact_contests_the_row() -> None:
    found = current(
        "people",
        people({"fact": 1, "id": "P1"}, {"fact": 2, "id": "P1", "status": "disputed"}),
    )
    assert found.column("disputed").to_pylist() == [True]
    assert found.column("status").to_pylist() == ["disputed"]


def test_other_tables_keep_every_row(load, ledger_path) -> None:
    rows = {
        "people": [{"id": "P1", "name": "甲"}, {"id": "P2", "name": "乙"}],
        "ties": [{"person": "P1", "other": "P2", "kind": "friend"}],
    }
    load(rows, "a")
    load({"ties": rows["ties"]}, "b")
    with open_ledger(ledger_path) as ledger:
        found = current("ties", ledger.read("ties"))
    assert found.column("source").to_pylist() == ["a", "b"]
    assert found.column("disputed").to_pylist() == [False, False]


_ROW = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["P1", "P2", "P10"]),
        "name": st.sampled_from([None, "甲", "乙"]),
        "phone": st.sampled_from([None, "1", "2"]),
        "confidence": st.sampled_from([0.5, 1.0]),
        "status": st.sampled_from(["asserted", "disputed"]),
    }
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_ROW, max_size=12))
def test_merging_equals_the_plain_loop(rows: list[dict[str, object]]) -> None:
    facts = [{**row, "fact": at} for at, row in enumerate(rows)]
    ranked = sorted(facts, key=lambda r: (r["status"], -r["confidence"], r["fact"]))
    expected = [
        {
            column: next((r[column] for r in ranked if r["id"] == i and r[column]), None)
            for column in ("id", "name", "phone")
        }
        for i in sorted({row["id"] for row in rows})
    ]
    found = current("people", people(*facts)).select(["id", "name", "phone"]).to_pylist()
    assert found == expected
