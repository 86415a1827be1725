"""The same aid twice: to one person or household, or to one person under two ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.benefits.recipient_status import DUPLICATE, hits

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_ONCE = 0.95
"""Share of recipients paid once in a year from which a programme counts as yearly."""


def same_aid_twice(facts: Facts, rows: Any) -> Any:
    """Return benefits of one programme to one recipient twice in its period, all of a group.

    The period is the year where nearly all recipients are paid once a year, else the month; for
    two people with one identity number it is the year.
    """
    keyed = facts.kept(_keyed(rows))
    again = _groups(keyed, "recipient")
    found = hits(_as_hits(keyed, again, "recipient", "received_again"), DUPLICATE)
    people = facts.table("people")
    known = people.filter(people.id_number.notnull()).select(holder="id", number="id_number")
    several = known.group_by("number").aggregate(
        ids=known.holder.nunique(), subject=known.holder.min()
    )
    doubled = several.filter(several.ids > 1).select("subject", twice="number")
    twins = known.join(doubled, known.number == doubled.twice)
    named = keyed.join(twins, keyed.person == twins.holder).mutate(period=0)
    named = facts.kept(named)
    both = _groups(named, "number", of="person")
    return found.union(hits(_as_hits(named, both, "number", "same_id_number"), DUPLICATE))


def _keyed(rows: Any) -> Any:
    """Return benefits with recipient and period: 0 for yearly programmes, else the month."""
    rows = rows.mutate(
        recipient=rows.person.coalesce(rows.household), year=rows.day.year(), month=rows.day.month()
    )
    rows = rows.filter(rows.recipient.notnull())
    yearly = rows.group_by("programme", "recipient", "year").aggregate(times=rows.id.count())
    shares = yearly.group_by("programme").aggregate(once=(yearly.times == 1).mean())
    shares = shares.select(of_programme="programme", once="once")
    rows = rows.join(shares, rows.programme == shares.of_programme)
    return rows.mutate(period=ibis.ifelse(rows.once >= _ONCE, 0, rows.month))


def _groups(rows: Any, key: str, of: str = "id") -> Any:
    grouped = rows.group_by("programme", key, "year", "period").aggregate(
        several=rows[of].nunique(), first=rows.day.min()
    )
    grouped = grouped.filter(grouped.several > 1)
    return grouped.select(
        "first",
        group_programme="programme",
        group_key=key,
        group_year="year",
        group_period="period",
    )


def _as_hits(rows: Any, groups: Any, key: str, edge: str) -> Any:
    joined = rows.join(
        groups,
        (
            rows.programme == groups.group_programme,
            rows[key] == groups.group_key,
            rows.year == groups.group_year,
            rows.period == groups.group_period,
        ),
    )
    return joined.mutate(
        who=joined.person,
        began=joined["first"],
        edge=ibis.literal(edge),
        thing=joined[key],
        status_origin=joined.origin,
        status_confidence=joined.confidence,
        status_disputed=joined.disputed,
    )
