"""When somebody took office in a village: from posts of its committee, or his first decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.findings.worlds import DISPUTED
from graph.model import ALWAYS, EVER, day_of, iso_of
from graph.snapshot.spans import SINCE_EVER, STILL, column_of, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.patterns.facts import Facts

_HALF_YEAR = 183
_GAP = 62
"""Days between two terms that are read as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One person's time in office in one village, joined over terms that follow each other.

    start and end are days, end being ALWAYS while it lasts; `origin` is the row of the first post,
    blank where the first decision stands for it; `sure` is its certainty.
    """

    person: str
    village: str
    start: int
    end: int
    origin: str
    role: str
    unit: str = ""
    sure: float = 1.0

    @property
    def first_year(self) -> int:
        """The first year that counts as after: that of the start, or the next where it was late."""
        text = iso_of(self.start)
        year = int(text[:4])
        begun = int(self.start - np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))
        return year if begun < _HALF_YEAR else year + 1

    @property
    def last_before(self) -> int:
        """The last year that ended before the start."""
        return int(iso_of(self.start)[:4]) - 1

    @property
    def last_year(self) -> int:
        """The last year that began in office, as far as is known."""
        return 9999 if self.end == ALWAYS else int(iso_of(self.end)[:4])


def terms_of(facts: Facts, roles: Iterable[str]) -> list[Term]:
    """Return terms of these roles in village committees whose first day is known, by start."""
    posts, units = facts.snapshot.table("posts"), facts.snapshot.table("units")
    columns: Any = units.select(["id", "kind", "place"]).to_pydict()
    places = {
        unit: place
        for unit, kind, place in zip(*columns.values(), strict=True)
        if kind == "village_committee" and place
    }
    since, until = spans_of(posts, "from", SINCE_EVER), spans_of(posts, "to", STILL)
    names = ("person", "unit", "role", "origin")
    cells = {name: column_of(posts, name).to_pylist() for name in names}
    sure = np.asarray(posts.column("confidence").fill_null(1.0).to_numpy(), np.float64)
    sure = sure * np.where(np.asarray(posts.column("disputed").to_numpy(), np.bool_), DISPUTED, 1.0)
    wanted, held = set(roles), list[Term]()
    for at, (person, unit, role) in enumerate(
        zip(cells["person"], cells["unit"], cells["role"], strict=True)
    ):
        if role not in wanted or unit not in places or since.first[at] == EVER:
            continue
        held.append(
            Term(
                person=person,
                village=places[unit],
                start=int(since.last[at]),
                end=int(until.first[at]),
                origin=cells["origin"][at] or "",
                role=role,
                unit=unit,
                sure=float(sure[at]),
            )
        )
    return _joined(held)


def _joined(held: list[Term]) -> list[Term]:
    """Join each person's terms in a village that follow each other; the first run alone counts."""
    found: dict[tuple[str, str], Term] = {}
    for term in sorted(held, key=lambda one: (one.start, one.person, one.village)):
        known = found.get((term.person, term.village))
        if known is None:
            found[term.person, term.village] = term
        elif term.start <= known.end + _GAP:
            found[known.person, known.village] = replace(known, end=max(known.end, term.end))
    return sorted(found.values(), key=lambda one: (one.start, one.person, one.village))


def terms_by_decision(
    deciders: Mapping[tuple[int, int], frozenset[str]],
    villages: tuple[str, ...],
    years: tuple[int, ...],
    known: Iterable[Term],
) -> list[Term]:
    """Return terms of deciders without a post on file: from their first year of decisions on.

    Whoever decided in the first year on record has no known beginning.
    """
    have = {term.person for term in known}
    spans: dict[tuple[str, int], list[int]] = {}
    for (village, year), names in deciders.items():
        for name in names - have:
            spans.setdefault((name, village), []).append(years[year])
    return [
        Term(
            person=name,
            village=villages[village],
            start=day_of(f"{min(told):04d}-01-01"),
            end=day_of(f"{max(told):04d}-12-31"),
            origin="",
            role="",
        )
        for (name, village), told in sorted(spans.items())
        if min(told) > years[0]
    ]
