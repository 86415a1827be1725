"""Households that divided off another, and what was granted to them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.benefits.receipts import households_of, receipts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graph.patterns.facts import Facts

YEAR = 365.2425
_EVER = "0001-01-01"
_COUPLE = ("spouse", "husband", "wife")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A new household, the one it left, and its first discretionary benefits."""

    house: str
    parent: str
    village: str
    day: date
    granted: date
    benefits: tuple[dict[str, Any], ...]
    """Those of the first 180 days or so after the split, in order."""
    origin: str
    confidence: float
    reason: str


def new_households(facts: Facts) -> Any:
    """Return one row a household all of whose first members came on one day from another.

    Columns: house, parent, day, village, reason, mover, origin, confidence.
    """
    living = households_of(facts)
    homes = (
        living.filter(living.house.notnull()).group_by("house").aggregate(born=living.since.min())
    )
    homes = homes.filter(homes.born > ibis.literal(_EVER).cast("date"))
    people = facts.table("people").select(mover_id="id", village="village")
    moves = facts.table("moves")
    came = moves.join(homes, (moves.to_household == homes.house, moves.date_first == homes.born))
    came = came.left_join(people, came.person == people.mover_id)
    came = came.filter(came.from_household.notnull() & (came.from_household != came.house))
    return came.group_by("house").aggregate(
        parent=came.from_household.min(),
        day=came.born.min(),
        village=came.village.min(),
        reason=came.reason.fill_null("").max(),
        mover=came.person.min(),
        origin=came.origin.min(),
        confidence=came.confidence.min(),
    )


def ordinary(facts: Facts, splits: Any, words: Sequence[str], crowd: int, days: int) -> Any:
    """Leave out splits told to be, or dated like, a marriage or divorce, and register clean-ups.

    A clean-up is a day on which so many households of a village divided.
    """
    told = splits.reason.re_search("|".join(words)) if words else ibis.literal(False)
    kin = facts.table("kin")
    couples = kin.filter(kin.relation.isin(_COUPLE))
    near = ibis.interval(days=days)
    parts = []
    for person in ("person", "relative"):
        for day in ("from_first", "to_first"):
            dated = couples.filter(couples[day].notnull())
            parts.append(dated.select(spouse=person, wed=day))
    wed = ibis.union(*parts)
    around = splits.join(wed, splits.mover == wed.spouse)
    around = around.filter(
        ((around.wed - near).cast("date") <= around.day)
        & (around.day <= (around.wed + near).cast("date"))
    ).select(married="house")
    busy = splits.group_by("village", "day").aggregate(houses=splits.house.count())
    busy = busy.filter(busy.houses >= crowd).select(busy_village="village", busy_day="day")
    kept = splits.filter(~told)
    kept = kept.anti_join(around, kept.house == around.married)
    return kept.anti_join(busy, (kept.village == busy.busy_village, kept.day == busy.busy_day))


def granted_splits(facts: Facts, splits: Any, days: int) -> list[Split]:
    """Return the splits whose new household later got something by decision, by household."""
    rows = receipts(facts)
    rows = rows.filter((rows.discretion == "discretionary") & rows.house.notnull())
    rows = rows.select(
        "decided_by", "amount", benefit="id", home="house", given="day", benefit_origin="origin",
        benefit_confidence="confidence", name="programme_name",
    )  # fmt: skip
    joined = splits.join(rows, splits.house == rows.home)
    joined = joined.filter(joined.given >= joined.day)
    by_house: dict[str, list[dict[str, Any]]] = {}
    for row in joined.order_by("house", "given", "benefit").to_pyarrow().to_pylist():
        by_house.setdefault(row["house"], []).append(row)
    return [_split(group, days) for _, group in sorted(by_house.items())]


def _split(group: list[dict[str, Any]], days: int) -> Split:
    first = group[0]
    soon = tuple(row for row in group if (row["given"] - first["day"]).days <= days)
    return Split(
        house=first["house"],
        parent=first["parent"],
        village=first["village"] or "",
        day=first["day"],
        granted=first["given"],
        benefits=soon,
        origin=first["origin"],
        confidence=first["confidence"],
        reason=first["reason"],
    )
