"""From the names in a case to the ids of a snapshot: who is checked against whom, on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from graph.cases.matters import APPOINTMENT, packs_for
from graph.cases.strict_yaml import nearest
from graph.errors import AmbiguousError, CaseError
from graph.model import day_of
from graph.snapshot.rows import is_held, rows_where

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.cases.case import Case, Party

_PERSON, _UNIT = "person:", "unit:"
"""Prefixes that an id may carry."""


class Tables(Protocol):
    """What looking up a case needs of a snapshot."""

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRef:
    """A party found: a person's id or a unit's id, in a role."""

    role: str
    person: str | None = None
    unit: str | None = None

    @property
    def id(self) -> str:
        """The id of the person or the unit."""
        return self.person or self.unit or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedCase:
    """A case whose every name has been found; the team stands first among the candidates."""

    id: str
    matter: str
    on: int
    """Day whose ties and statutes count."""
    place: str | None
    unit: str | None
    parties: tuple[PartyRef, ...]
    candidates: tuple[str, ...]
    team: tuple[str, ...]
    packs: tuple[str, ...]
    """Names of the default packs of its matter."""

    @property
    def sides(self) -> tuple[PartyRef, ...]:
        """The parties, without the body that an appointment is to: its members are compared."""
        if self.matter != APPOINTMENT:
            return self.parties
        return tuple(
            party for party in self.parties if party.unit is None or party.unit != self.unit
        )

    @property
    def has_informant(self) -> bool:
        """Whether the reasons of its verdicts are to be withheld."""
        return any(party.role == "informant" for party in self.parties)


def resolve_case(
    case: Case,
    snapshot: Tables,
    *,
    candidates: Sequence[str] = (),
    on: dt.date | None = None,
    today: dt.date | None = None,
    only_named: bool = False,
) -> ResolvedCase:
    """Find every person and unit of a case, by id or by a name that only one person bears.

    `candidates` and `on` stand in for what the file says. Without any candidate, all people of
    the handlers table are taken, unless `only_named`.

    Raises:
        CaseError: a person, unit or place is not loaded, or there is nobody to check.
        AmbiguousError: several people bear the name.
    """
    people = People(snapshot)
    day = on or case.received or today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    team = tuple(
        people.find(member.person, f"team.{at}.person") for at, member in enumerate(case.team)
    )
    named = [
        people.find(name, f"candidates.{at}")
        for at, name in enumerate(candidates or case.candidates)
    ]
    unit = case.unit.removeprefix(_UNIT) if case.unit else None
    if unit is not None and (snapshot.table("units").num_rows or case.matter == APPOINTMENT):
        _known(unit, snapshot, "unit", "units")
    elif case.matter == APPOINTMENT:
        raise CaseError("'unit': missing; an appointment needs the body to sit in")
    if case.place is not None and snapshot.table("places").num_rows:  # only routing needs it
        _known(case.place, snapshot, "place", "places")
    parties = tuple(
        _party(party, people, snapshot, f"parties.{at}") for at, party in enumerate(case.parties)
    )
    return ResolvedCase(
        id=case.id,
        matter=case.matter,
        on=day_of(day.isoformat()),
        place=case.place,
        unit=unit,
        parties=parties,
        candidates=tuple(
            dict.fromkeys(
                (*team, *named, *(() if named or only_named else _handlers(snapshot, team)))
            )
        ),
        team=tuple(dict.fromkeys(team)),
        packs=packs_for(case.matter, *_kinds(snapshot, unit)),
    )


class People:
    """People by id, or by a name that only one person bears."""

    def __init__(self, snapshot: Tables) -> None:
        self._tables = snapshot

    def find(self, name: str, where: str) -> str:
        """Return the id; `where` tells in a message what named the person.

        Raises:
            CaseError: nobody has the id or bears the name.
            AmbiguousError: several people bear the name.
        """
        name = name.removeprefix(_PERSON)
        if is_held(self._tables, "people", "id", name):
            return name
        bearers = rows_where(self._tables, "people", "name", [name])
        found = list(dict.fromkeys(bearers["id"].to_pylist()))
        if len(found) == 1:
            return str(found[0])
        if found:
            raise AmbiguousError(name, [_described(row) for row in bearers.to_pylist()])
        raise CaseError(
            f"'{where}': no person '{name}' is loaded; load the people first, or look the id up"
            f" with 'huibi find {name}'"
        )


def _described(row: dict[str, object]) -> str:
    parts = (row.get(key) for key in ("id", "name", "sex", "born", "village"))
    return " ".join(str(part) for part in parts if part)


def _party(party: Party, people: People, snapshot: Tables, where: str) -> PartyRef:
    if party.unit is not None:
        unit = party.unit.removeprefix(_UNIT)
        _known(unit, snapshot, f"{where}.unit", "units")
        return PartyRef(role=party.role, unit=unit)
    return PartyRef(role=party.role, person=people.find(party.person or "", f"{where}.person"))


def _known(name: str, snapshot: Tables, where: str, table: str) -> None:
    if not is_held(snapshot, table, "id", name):
        ids = snapshot.table(table)["id"].to_pylist()
        hint = nearest(name, ids) if 0 < len(ids) < 1000 else f"none like it in {table}"
        raise CaseError(f"'{where}': '{name}' is not loaded in {table}; {hint}")


def _handlers(snapshot: Tables, team: tuple[str, ...]) -> list[str]:
    handlers = sorted(set(snapshot.table("handlers")["person"].to_pylist()))
    if not handlers and not team:
        raise CaseError(
            "'candidates': none named and no handlers are loaded; name them in the case, with"
            " --candidate, or load handlers.csv"
        )
    return handlers


def _kinds(snapshot: Tables, unit: str | None) -> tuple[str | None, str | None]:
    if unit is None:
        return None, None
    kind, parent = _row(snapshot, unit)
    return kind, _row(snapshot, parent)[0]


def _row(snapshot: Tables, unit: str | None) -> tuple[str | None, str | None]:
    """Return kind and parent of a unit."""
    rows = rows_where(snapshot, "units", "id", [unit]).to_pylist() if unit else []
    return (rows[-1]["kind"], rows[-1]["parent"]) if rows else (None, None)
