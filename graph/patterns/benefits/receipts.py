"""Benefits with their programme and the household that got them, as it stood on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import ibis

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_EVER, _ALWAYS = "0001-01-01", "9999-12-31"

_living: WeakKeyDictionary[Facts, Any] = WeakKeyDictionary()


def households_of(facts: Facts) -> Any:
    """Return who lived in which household when: (person, house, since, until), computed once.

    until is the first day no longer there; house is null where somebody moved out of the register.
    People who never moved have lived in the household on their own row for ever.
    """
    if facts not in _living:
        people = facts.table("people").select(person="id", own="household")
        moves = _moves(facts)
        movers = moves.select(mover="person").distinct()
        stayed = people.anti_join(movers, people.person == movers.mover)
        parts = [_span(stayed.mutate(house=stayed.own))]
        if facts.count("moves"):
            parts += _moved(people, moves)
        _living[facts] = facts.kept(ibis.union(*parts) if len(parts) > 1 else parts[0])
    return _living[facts]


def receipts(facts: Facts) -> Any:
    """Return benefits with `day`, `house`, `programme_name` and `discretion`.

    house is the household of the row, else that of its person on the day; null where neither is
    known. A partial date is read as its first day.
    """
    benefits = facts.table("benefits")
    programmes = facts.table("programmes").select("discretion", code="id", programme_name="name")
    living = households_of(facts).select("since", "until", "house", resident="person")
    rows = benefits.mutate(day=benefits.date_first)
    rows = rows.join(programmes, rows.programme == programmes.code)
    rows = rows.left_join(
        living,
        (rows.person == living.resident, living.since <= rows.day, rows.day < living.until),
    )
    rows = rows.mutate(house=rows.household.coalesce(rows.house))
    return rows.drop("code", "resident", "since", "until")


def _moves(facts: Facts) -> Any:
    moves = facts.table("moves")
    window = ibis.window(group_by="person", order_by=["date_first", "fact"])
    return moves.select(
        "person",
        "date_first",
        "from_household",
        "to_household",
        turn=ibis.row_number().over(window),
        until=moves.date_first.lead().over(window),
    )


def _moved(people: Any, moves: Any) -> list[Any]:
    """Return the spans of people who moved: before the first move, and after each."""
    rows = moves.join(people, "person")
    is_silent = rows.from_household.isnull() & rows.to_household.isnull()
    first = rows.filter(rows.turn == 0)
    before = first.mutate(
        house=ibis.ifelse(is_silent, rows.own, rows.from_household),
        until=first.date_first,
        date_first=ibis.null("date"),
    )
    # A last move without a destination is one out of the register, unless the person's own row
    # names another household than the one left.
    stays = rows.until.isnull() & (is_silent | (rows.own != rows.from_household).fill_null(False))
    after = rows.mutate(
        house=ibis.ifelse(rows.to_household.isnull() & stays, rows.own, rows.to_household)
    )
    return [_span(before), _span(after)]


def _span(rows: Any) -> Any:
    since = rows.date_first if "date_first" in rows.columns else ibis.null("date")
    until = rows.until if "until" in rows.columns else ibis.null("date")
    return rows.select(
        "person",
        "house",
        since=ibis.coalesce(since, ibis.literal(_EVER).cast("date")),
        until=ibis.coalesce(until, ibis.literal(_ALWAYS).cast("date")),
    )
