"""Whom the rows of a list mean: by id, by identity number, and, never surely, by name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import days_of
from graph.screening.outcome import Candidacy, Identified

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.kinship.bodies import Tables
    from graph.model import Fact

_COLUMNS = ["id", "name", "id_number", "born", "village"]
Person = dict[str, Any]


def identify(rows: Sequence[Fact], snapshot: Tables) -> list[Candidacy]:
    """Return the candidacy of each row, in order."""
    people = snapshot.table("people").select(_COLUMNS)
    by_id = {row["id"]: row for row in _where(people, "id", _values(rows, "person"))}
    by_number: dict[str, list[Person]] = defaultdict(list)
    for row in _where(people, "id_number", _values(rows, "id_number")):
        by_number[row["id_number"]].append(row)
    unnamed = [row for row in rows if "person" not in row.cells]
    by_name: dict[str, list[Person]] = defaultdict(list)
    for row in _where(people, "name", _values(unnamed, "name")):
        by_name[row["name"]].append(row)
    return [_candidacy(row, by_id, by_number, by_name) for row in rows]


def _values(rows: Sequence[Fact], column: str) -> list[str]:
    return sorted({row.cells[column] for row in rows if column in row.cells})


def _where(people: pa.Table, column: str, values: list[str]) -> list[Person]:
    if not values:
        return []
    found: list[Person] = people.filter(
        pc.is_in(people[column], value_set=pa.array(values, pa.string()))
    ).to_pylist()
    return found


def _candidacy(
    row: Fact,
    by_id: dict[str, Person],
    by_number: dict[str, list[Person]],
    by_name: dict[str, list[Person]],
) -> Candidacy:
    cells = row.cells
    same_number = by_number.get(cells.get("id_number", ""), [])
    if "person" in cells:
        return _told(row, by_id[cells["person"]], Identified.ID, ())
    if len(same_number) == 1:
        return _told(row, same_number[0], Identified.ID_NUMBER, ())
    if len(same_number) > 1:
        ids = tuple(person["id"] for person in same_number)
        doubt = ("证件号码为数人所用", "several people bear the identity number")
        return _told(row, None, Identified.NAME, ids, (doubt,))
    alike = [person for person in by_name.get(cells["name"], ()) if _may_be(person, cells)]
    if not alike:
        return _told(row, None, Identified.NOBODY, ())
    only = alike[0] if len(alike) == 1 else None
    return _told(row, only, Identified.NAME, tuple(person["id"] for person in alike))


def _may_be(person: Person, cells: Mapping[str, str]) -> bool:
    """Whether nothing that both sides state tells them apart."""
    number, village, born = cells.get("id_number"), cells.get("village"), cells.get("born")
    if number and person["id_number"] and number != person["id_number"]:
        return False
    if village and person["village"] and village != person["village"]:
        return False
    return not (born and person["born"] and _apart(born, person["born"]))


def _apart(one: str, other: str) -> bool:
    first, second = days_of(one), days_of(other)
    return first.last < second.first or second.last < first.first


def _told(
    row: Fact,
    person: Person | None,
    identified: Identified,
    namesakes: tuple[str, ...],
    doubts: tuple[tuple[str, str], ...] = (),
) -> Candidacy:
    cells = row.cells
    name = cells.get("name") or (person["name"] if person else "")
    return Candidacy(
        origin=f"{row.file}:{row.row}",
        name=name,
        identified=identified,
        person=person["id"] if person else None,
        unit=cells.get("unit"),
        post=cells.get("post"),
        namesakes=namesakes,
        doubts=(*doubts, *(_disagreements(cells, person) if person else ())),
    )


def _disagreements(cells: Mapping[str, str], person: Person) -> tuple[tuple[str, str], ...]:
    found = []
    if "name" in cells and cells["name"] != person["name"]:
        found.append((f"登记姓名为{person['name']}", f"registered as {person['name']}"))
    number = cells.get("id_number")
    if number and person["id_number"] and number != person["id_number"]:
        found.append(("证件号码与登记不符", "the identity number is not the registered one"))
    if "born" in cells and person["born"] and _apart(cells["born"], person["born"]):
        found.append(("出生日期与登记不符", "the date of birth is not the registered one"))
    return tuple(found)
