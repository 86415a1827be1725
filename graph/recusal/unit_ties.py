"""Who belongs to a unit and how: roles, shares through company chains, posts, with their dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.kin import Hop
from graph.model import ALWAYS, EVER, Days, days_of, iso_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from graph.cases.resolve import Tables

_CHAIN_DEPTH = 5
_COLUMNS = (
    "person", "unit", "company", "role", "share", "from", "to",
    "fact", "origin", "confidence", "status",
)  # fmt: skip
_PREFIXES = frozenset({"person", "unit"})
_HALF = 0.5
_OWNERSHIP = frozenset({"shareholder", "controller"})
_BY_ROLE = {
    "legal_representative": "head",
    "director": "director",
    "supervisor": "supervisor",
    "manager": "manager",
    "controller": "control",
}
_BY_POST = {"head": "head", "director": "director", "supervisor": "supervisor"}


class Held(IntEnum):
    """Whether something stood on a day: partial dates may leave it open."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTie:
    """One way in which a person belongs to a unit, directly or through companies."""

    person: str
    unit: str
    unit_asked: str
    """The unit at the end of the chain."""
    by: str
    """post, head, manager, director, supervisor, control or share."""
    word: str
    """Role as recorded."""
    hops: tuple[Hop, ...]
    """From the person to the unit."""
    intervals: tuple[tuple[Days, Days], ...]

    def held(self, on: int, years: int = 0) -> Held:
        """Return whether it stood on a day, or ended at most `years` years before it."""
        since = years_before(on, years)
        return min(_held_between(start, end, since, on) for start, end in self.intervals)


class _ByUnit:
    """The rows of a table by the unit that they name, in the order recorded."""

    def __init__(self, table: pa.Table, column: str) -> None:
        self._table = table.select([name for name in _COLUMNS if name in table.column_names])
        named = table.column(column).combine_chunks().dictionary_encode()
        codes = named.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        self._order = np.argsort(codes, kind="stable")
        self._codes = codes[self._order]
        self._code = {unit: code for code, unit in enumerate(named.dictionary.to_pylist())}

    def rows(self, unit: str) -> list[dict[str, str]]:
        """Return the rows of a unit."""
        code = self._code.get(unit)
        if code is None:
            return []
        first, last = np.searchsorted(self._codes, (code, code + 1))
        rows: list[dict[str, str]] = self._table.take(self._order[first:last]).to_pylist()
        return rows


class UnitTies:
    """The people of units; each unit's rows are read once."""

    def __init__(self, snapshot: Tables) -> None:
        self._roles = _ByUnit(snapshot.table("roles"), "company")
        self._posts = _ByUnit(snapshot.table("posts"), "unit")
        units = snapshot.table("units")
        self._names = dict(zip(units["id"].to_pylist(), units["name"].to_pylist(), strict=True))
        self._known: dict[str, tuple[UnitTie, ...]] = {}

    def name(self, unit: str) -> str:
        """Return the name of a unit."""
        return str(self._names.get(unit, unit))

    def of(self, unit: str) -> tuple[UnitTie, ...]:
        """Return every tie of people to a unit, whatever its dates, in the order recorded."""
        if unit not in self._known:
            posts = [_post(row) for row in self._posts.rows(unit)]
            self._known[unit] = (*posts, *self._owners(unit, (), (), True, frozenset({unit})))
        return self._known[unit]

    def officers(self, unit: str, on: int) -> dict[str, UnitTie]:
        """Return the legal representatives and heads of a unit on a day, the surest tie of each."""
        found: dict[str, UnitTie] = {}
        for tie in self.of(unit):
            known = found.get(tie.person)
            is_officer = tie.by == "head" and len(tie.hops) == 1 and tie.held(on) is not Held.NO
            if is_officer and (known is None or known.held(on) < tie.held(on)):
                found[tie.person] = tie
        return found

    def _owners(
        self,
        unit: str,
        hops: tuple[Hop, ...],
        intervals: tuple[tuple[Days, Days], ...],
        is_controlled: bool,
        seen: frozenset[str],
    ) -> Iterable[UnitTie]:
        for row in self._roles.rows(unit):
            holder, is_unit = self._holder(row["person"])
            role, by = row["role"], _by(row)
            tie = UnitTie(
                person=holder,
                unit=unit,
                unit_asked=hops[-1].target if hops else unit,
                by=by if is_controlled and (not hops or by == "control") else "share",
                word=role,
                hops=(_hop(row, holder, role, unit), *hops),
                intervals=(_interval(row), *intervals),
            )
            if not is_unit:
                yield tie
            elif role in _OWNERSHIP and holder not in seen and len(tie.hops) <= _CHAIN_DEPTH:
                controls = is_controlled and by == "control"
                yield from self._owners(holder, tie.hops, tie.intervals, controls, seen | {holder})

    def _holder(self, written: str) -> tuple[str, bool]:
        """Return an id without its prefix, and whether it is a unit's."""
        kind, colon, bare = written.partition(":")
        if colon and kind in _PREFIXES:
            return bare, kind == "unit"
        return written, written in self._names


def years_before(day: int, years: int) -> int:
    """Return the same calendar day some years earlier; 29 February becomes the 28th."""
    if not years:
        return day
    date = dt.date.fromisoformat(iso_of(day))
    is_leap_day = (date.month, date.day) == (2, 29)
    earlier = date.replace(year=date.year - years, day=28 if is_leap_day else date.day)
    return (earlier - dt.date(1970, 1, 1)).days


def _held_between(start: Days, end: Days, since: int, on: int) -> Held:
    # A window counts the day an appointment ended; a single day does not (half-open intervals).
    slack = 1 if since < on else 0
    if start.last <= on and end.first + slack > since:
        return Held.YES
    return Held.MAYBE if start.first <= on and end.last + slack > since else Held.NO


def _by(row: dict[str, str]) -> str:
    if row["role"] == "shareholder":
        return "control" if float(row.get("share") or 0) >= _HALF else "share"
    return _BY_ROLE.get(row["role"], "post")


def _interval(row: dict[str, str]) -> tuple[Days, Days]:
    start = days_of(row["from"]) if row.get("from") else Days(EVER, EVER)
    end = days_of(row["to"]) if row.get("to") else Days(ALWAYS, ALWAYS)
    return start, end


def _hop(row: dict[str, str], person: str, edge: str, unit: str) -> Hop:
    return Hop(
        source=person,
        edge=edge,
        target=unit,
        origin=row["origin"],
        confidence=float(row.get("confidence") or 1.0),
        disputed=row.get("status") == "disputed",
        fact=int(row.get("fact") or 0),
    )


def _post(row: dict[str, str]) -> UnitTie:
    role = row.get("role") or ""
    return UnitTie(
        person=row["person"],
        unit=row["unit"],
        unit_asked=row["unit"],
        by=_BY_POST.get(role, "post"),
        word=role or "post",
        hops=(_hop(row, row["person"], role or "post", row["unit"]),),
        intervals=(_interval(row),),
    )
