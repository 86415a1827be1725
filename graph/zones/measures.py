"""What is known of a county's townships that a plan can weigh, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.zones.acquaintance import Acquaintance
    from graph.zones.staff import Staff
    from graph.zones.townships import County

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Figures by township of one county, in its order.

    size: float64[n], in the unit that `size_unit` names. staff: int64[n], handlers or others;
    `has_handlers` where the table of handlers names somebody in the county. skills: bool[n, s],
    columns as in `skill_names`. rate: float64[n, n], expected ties a pair of row's staff and
    column's people, unknown cells filled with the county's mean; all zero where `knows_ties` is
    false. ties, people: as counted, with 0 where nothing is recorded.
    """

    size: Floats
    size_unit: str
    staff: Ints
    has_handlers: bool
    skills: Bools
    skill_names: tuple[str, ...]
    rate: Floats
    knows_ties: bool
    ties: Floats
    people: Ints

    @property
    def knows_staff(self) -> bool:
        """Whether anybody is known to handle cases in the county's townships."""
        return bool(self.staff.any())

    def unmeasured(self) -> NDArray[np.int64]:
        """Return the townships of which no rate can be told: without staff or without people."""
        return np.flatnonzero((self.staff == 0) | (self.people == 0))


def measures_of(
    county: County, staff: Staff | None = None, ties: Acquaintance | None = None
) -> Measures:
    """Return the figures of one county."""
    ids = [township.id for township in county.townships]
    people = staff.people if staff is not None else {}
    known = {township: staff.skills.get(township, frozenset()) for township in ids} if staff else {}
    names = tuple(sorted(set().union(*known.values())))
    size, unit = _size(county, ties)
    counts = np.array([len(people.get(township, ())) for township in ids], np.int64)
    n = len(county)
    block = _block(ties, ids) if ties is not None else (np.zeros((n, n)), np.zeros(n, np.int64))
    rate, knows_ties = _rate(block[0], counts, block[1])
    return Measures(
        size=size,
        size_unit=unit,
        staff=counts,
        has_handlers=staff is not None and staff.is_certified and bool(counts.any()),
        skills=np.array([[s in known[t] for s in names] for t in ids], bool).reshape(n, len(names)),
        skill_names=names,
        rate=rate,
        knows_ties=knows_ties,
        ties=block[0],
        people=block[1],
    )


def _size(county: County, ties: Acquaintance | None) -> tuple[Floats, str]:
    """Return the best measure that every township has: inhabitants, people on file, villages."""
    recorded = [township.population for township in county.townships]
    if all(recorded):
        return np.array(recorded, float), "inhabitants"
    if ties is not None:
        filed = _block(ties, [township.id for township in county.townships])[1]
        if filed.all():
            return filed.astype(float), "people"
    villages = [township.villages for township in county.townships]
    if all(villages):
        return np.array(villages, float), "villages"
    return np.ones(len(county)), "townships"


def _block(ties: Acquaintance, ids: list[str]) -> tuple[Floats, Ints]:
    at = [ties.townships.index(township) for township in ids]
    return ties.ties[np.ix_(at, at)], ties.people[at].astype(np.int64)


def _rate(ties: Floats, staff: Ints, people: Ints) -> tuple[Floats, bool]:
    """Return ties a pair, the diagonal 0; what is not known counts as the mean, never as none."""
    pairs = staff[:, None] * people[None, :]
    off = ~np.eye(len(staff), dtype=bool)
    known = off & (pairs > 0)
    if not known.any():
        return np.zeros_like(ties), False
    rate = np.divide(ties, pairs, out=np.zeros_like(ties), where=known)
    return np.where(off & ~known, rate[known].mean(), rate), True
