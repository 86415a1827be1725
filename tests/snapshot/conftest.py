"""A ledger in a folder of its own, filled by rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pytest

from graph.ledger import open_ledger
from graph.model import Fact
from graph.ontology.tables import TABLE, key_of

if TYPE_CHECKING:
    from pathlib import Path

Rows = Mapping[str, Sequence[Mapping[str, str]]]
Load = Callable[..., int]


def facts_of(rows: Rows) -> list[Fact]:
    return [
        Fact(
            table=table,
            key=key_of(TABLE[table], dict(cells)),
            cells=dict(cells),
            file=f"{table}.csv",
            row=at,
        )
        for table, lines in rows.items()
        for at, cells in enumerate(lines, start=2)
    ]


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    return tmp_path / "huibi.db"


@pytest.fixture
def load(ledger_path: Path) -> Load:
    """Load rows by table into the ledger as one source; returns the new head."""

    def loaded(rows: Rows, source: str = "county", *, replace: bool = False) -> int:
        with open_ledger(ledger_path, create=True) as ledger, ledger.load(source) as staged:
            staged.add(facts_of(rows))
            return staged.commit(replace=replace)

    return loaded


FAMILY: Rows = {
    "people": [
        {"id": "P2", "name": "张建国", "sex": "M", "born": "1950-03", "household": "H1"},
        {"id": "P1", "name": "张伟", "sex": "M", "born": "1975-06-01", "phone": "13800000000"},
        {"id": "P3", "name": "李梅", "sex": "F", "village": "V1", "group": "一组"},
        {"id": "P10", "name": "王芳", "born": "-0044-03-15", "phone": "13800000000"},
    ],
    "kin": [
        {"person": "P1", "relation": "father", "relative": "P2"},
        {"person": "P1", "relation": "wife", "relative": "P3", "from": "2001-05-01"},
    ],
    "places": [
        {"id": "T1", "name": "和平乡", "level": "township"},
        {"id": "V1", "name": "幸福村", "level": "village", "parent": "T1"},
    ],
    "units": [
        {"id": "U1", "name": "县纪委", "kind": "public_body", "place": "T1"},
        {"id": "C1", "name": "兴隆公司", "kind": "company"},
    ],
    "posts": [{"person": "P1", "unit": "U1", "title": "主任", "from": "2015"}],
    "roles": [{"person": "unit:U1", "company": "C1", "role": "shareholder", "share": "0.3"}],
    "ties": [
        {"person": "P3", "other": "person:P10", "kind": "friend"},
        {"person": "P3", "other": "C1", "kind": "creditor"},
    ],
    "contracts": [{"id": "HT1", "title": "修路", "buyer": "U1", "supplier": "C1"}],
    "zones": [{"zone": "Z1", "place": "T1", "name": "第一片区"}],
    "programmes": [{"id": "G1", "name": "低保"}],
    "benefits": [
        {"id": "B1", "programme": "G1", "person": "P3", "date": "2024-01", "decided_by": "P1"},
        {
            "id": "B2",
            "programme": "G1",
            "household": "H1",
            "date": "2024-02",
            "account": "A9",
            "decided_by": "P1",
        },
    ],
}


@pytest.fixture
def family() -> Rows:
    """Four people, their ties to units, places and money."""
    return FAMILY
