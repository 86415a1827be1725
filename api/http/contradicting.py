"""Contradictions about a person: what each source says, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from api.http.registering import Contradicted, columns_of, fact_of, named
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from api.http.registering import Fact, Record
    from api.http.sight import Sight
    from graph.snapshot.contradictions import Contradiction

_OF_PERSON = ("name", "sex", "born", "died", "id_number")
"""Cells of people's rows that can contradict each other."""


def with_contradictions(record: Record, sight: Sight, ledger: Path, *, is_opened: bool) -> Record:
    """Return a person's record with what is contradicted in it.

    is_opened: whether a purpose opens his relatives; those about them are only counted else.
    """
    found = [
        one
        for one in sight.ground.contradicted(record.node.id)
        if all(sight.sees_person(person) for person in one.persons)
    ]
    shown = [one for one in found if is_opened or not _is_about_kin(one)]
    told = [_told(one, sight, ledger) for one in shown]
    names, kinds = named(
        sight, [("kin" if _is_about_kin(o) else "people", t.stated) for o, t in zip(shown, told,
         strict=True)]
    )  # fmt: skip
    return record.model_copy(
        update={
            "contradictions": told,
            "closed": len(found) - len(shown),
            "names": record.names | names,
            "kinds": record.kinds | kinds,
        }
    )


def _is_about_kin(one: Contradiction) -> bool:
    return bool(one.rows) or len(one.persons) > 1


def _told(one: Contradiction, sight: Sight, ledger: Path) -> Contradicted:
    table = "kin" if one.rows else "people"
    stated = _of_kin(one, sight) if one.rows else _of_people(one, sight, ledger)
    return Contradicted(
        rule=one.code,
        what=one.message_zh,
        what_en=one.message,
        sources=list(one.origins),
        columns=columns_of(table, stated),
        stated=stated,
    )


def _of_kin(one: Contradiction, sight: Sight) -> list[Fact]:
    rows = sight.ground.snapshot.table("kin").take(pa.array(one.rows)).to_pylist()
    return [fact_of("kin", row) for row in rows]


def _of_people(one: Contradiction, sight: Sight, ledger: Path) -> list[Fact]:
    """Return the rows of people at fault; where sources disagree, one of each from the ledger."""
    people = sight.ground.snapshot.table("people")
    if len(one.facts) > 1:
        with open_ledger(ledger) as book:
            people = book.read("people")
    wanted = pc.is_in(people["fact"], value_set=pa.array(one.facts, people["fact"].type))
    facts = [fact_of("people", row) for row in people.filter(wanted).to_pylist()]
    return [
        fact.model_copy(
            update={"cells": {name: fact.cells[name] for name in _OF_PERSON if name in fact.cells}}
        )
        for fact in facts
    ]
