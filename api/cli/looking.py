"""`huibi status` and `huibi find`: what is loaded, and who."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from api.cli.screen import answer, answer_grid, answer_json
from api.cli.workplace import ledger_path, snapshot_of
from graph.desk.docket import docket
from graph.desk.states import STATE_ZH, State
from graph.errors import InputError, NotFoundError
from graph.ledger import open_ledger
from graph.ontology.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from graph.snapshot import Snapshot

_MOST_SHOWN = 20
_SHOWN = ("id", "name", "sex", "born", "village", "household")


def status_command(*, ledger: Path | None, as_json: bool) -> None:
    """Print sources, tables, coverage of kinship and contradictions."""
    snapshot = snapshot_of(ledger)
    path = ledger_path(ledger)
    with open_ledger(path) as book:
        sources = [
            {"source": s.name, "facts": s.facts, "loaded_at": s.loaded_at, "sequence": s.sequence}
            for s in book.sources()
        ]
        writer = book.writer()
        cases = Counter(file.state.value for file in docket(book).values())
    found = {
        "ledger": str(path),
        "sequence": snapshot.sequence,
        "snapshot": snapshot.digest[:16],
        "sources": sources,
        "tables": _rows(snapshot),
        "coverage": _coverage(snapshot),
        "contradictions": snapshot.table("contradictions").to_pylist(),
        "cases": {state.value: cases[state.value] for state in State if cases[state.value]},
        "writer": writer,
    }
    if as_json:
        answer_json(found)
    else:
        _print_status(found)


def _rows(snapshot: Snapshot) -> dict[str, int]:
    counts = {table.name: snapshot.table(table.name).num_rows for table in TABLES}
    return {name: count for name, count in counts.items() if count}


def _coverage(snapshot: Snapshot) -> dict[str, int]:
    parents, n = snapshot.kin.parents, snapshot.persons.n
    real = parents.indices < n
    with_parent = set()
    if len(real):
        import numpy as np

        child = np.repeat(np.arange(len(parents.indptr) - 1), np.diff(parents.indptr))
        with_parent = set(child[real & (child < n)].tolist())
    declared = set(snapshot.table("declarations").column("person").to_pylist())
    known = with_parent | {snapshot.persons.index(person) for person in declared}
    return {
        "people": n,
        "with_recorded_parent": len(with_parent),
        "declared": len(declared),
        "neither": n - len(known),
    }


def _print_status(found: dict[str, Any]) -> None:
    answer(f"ledger {found['ledger']} · sequence {found['sequence']} · {found['snapshot']}")
    if found["writer"]:
        answer(f"being written by {found['writer']}")
    if not found["sources"]:
        answer("nothing is loaded yet: huibi load FOLDER, or huibi template OUT.xlsx to begin")
        return
    answer_grid(
        ("source", "facts", "loaded at (UTC)", "sequence"),
        [[str(value) for value in source.values()] for source in found["sources"]],
    )
    answer("rows: " + ", ".join(f"{name} {count:,}" for name, count in found["tables"].items()))
    cover = found["coverage"]
    answer(
        f"people {cover['people']:,}: {cover['with_recorded_parent']:,} with a recorded parent, "
        f"{cover['declared']:,} with a declaration, {cover['neither']:,} with neither "
        "(资料不足: a check answers UNKNOWN)"
    )
    if found["cases"]:
        states = ", ".join(
            f"{STATE_ZH[State(state)]} {state} {count:,}" for state, count in found["cases"].items()
        )
        answer(f"cases {sum(found['cases'].values()):,}: {states}")
    disputes = found["contradictions"]
    answer(f"contradictions: {len(disputes):,}")
    for dispute in disputes[:_MOST_SHOWN]:
        answer(f"  {dispute['code']}: {dispute['message']} ({', '.join(dispute['origins'])})")
    if len(disputes) > _MOST_SHOWN:
        answer(f"  and {len(disputes) - _MOST_SHOWN:,} more: huibi status --json")


def find_command(name: str, *, ledger: Path | None, as_json: bool) -> None:
    """Print everyone whose id is, or whose name contains, the text; whole names first."""
    if not name.strip():
        raise InputError("a blank name would list everyone; give a name, part of one, or an id")
    snapshot = snapshot_of(ledger)
    rows = people_named(snapshot.table("people"), name)
    places = dict(
        zip(*(snapshot.table("places").column(c).to_pylist() for c in ("id", "name")), strict=True)
    )
    if as_json:
        answer_json([_person(row, places) for row in rows])
        return
    if not rows:
        raise NotFoundError(
            f"nobody called '{name}' is loaded; try part of the name, or see huibi status"
        )
    same = sum(row["name"] == name for row in rows)
    if same > 1:
        answer(f"{same} people are called {name}: use the id")
    for row in rows:
        seen = _person(row, places)
        answer("  ".join(f"{value}" for value in seen.values() if value))


def people_named(people: pa.Table, text: str) -> list[dict[str, Any]]:
    """Return the rows of people by id or by part of the name, whole names first, then by id."""
    hit = pc.or_(
        pc.equal(people.column("id"), text), pc.match_substring(people.column("name"), text)
    )
    rows: list[dict[str, Any]] = people.filter(hit).to_pylist()
    return sorted(rows, key=lambda row: (text not in (row["name"], row["id"]), row["id"]))


def _person(row: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    seen = {column: row[column] for column in _SHOWN}
    if row["village"]:
        seen["village_name"] = places.get(row["village"])
    return seen | {"source": row["origin"]}
