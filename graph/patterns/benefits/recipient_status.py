"""What people and households are or have that keeps them from a benefit, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.benefits.receipts import households_of

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

DEAD, PAYROLL, COMPANY, HOLDING, DUPLICATE, MOVED = (
    "dead", "payroll", "company", "holding", "duplicate", "moved",
)  # fmt: skip
_EVER, _ALWAYS = "0001-01-01", "9999-12-31"
_STATUS = (
    "who", "since", "began", "until", "edge", "thing",
    "status_origin", "status_confidence", "status_disputed",
)  # fmt: skip
HIT = (
    "rule", "subject", "who", "benefit", "day", "amount", "village", "decided_by", "programme_name",
    "origin", "confidence", "disputed", "began", "edge", "thing",
    "status_origin", "status_confidence", "status_disputed",
)  # fmt: skip


def payroll(facts: Facts, roles: tuple[str, ...]) -> Any:
    """Return who holds a paid post in a public body, and when."""
    posts, units = facts.table("posts"), facts.table("units")
    public = units.filter(units.kind == "public_body").select(public="id")
    rows = posts.filter(posts.role.isin(roles))
    rows = rows.semi_join(public, rows.unit == public.public)
    return _status(rows, who=rows.person, edge="holds_post", thing=rows.unit)


def companies(facts: Facts, least_share: float) -> Any:
    """Return who represents, controls or owns enough of a company; cooperatives do not count."""
    roles, units = facts.table("roles"), facts.table("units")
    firms = units.filter(units.kind == "company").select(firm="id")
    is_large = (roles.role == "shareholder") & (roles.share.fill_null(0.0) >= least_share)
    rows = roles.filter(roles.role.isin(("legal_representative", "controller")) | is_large)
    rows = rows.semi_join(firms, rows.company == firms.firm)
    return _status(rows, who=rows.person, edge=rows.role, thing=rows.company)


def held_by(status: Any, rows: Any, facts: Facts, rule: str) -> Any:
    """Return benefits to people with the status, and to households in which one of them lives.

    A benefit that names a person is his alone; another is that of everybody who lives there.
    """
    named = rows.filter(rows.person.notnull()).join(status, rows.person == status.who)
    named = named.filter((named.since <= named.day) & (named.day < named.until))
    living = households_of(facts).select("house", lives="person", came="since", left_on="until")
    there = status.join(living, status.who == living.lives).rename(their_house="house")
    whole = rows.filter(rows.person.isnull())
    whole = whole.join(there, whole.house == there.their_house)
    whole = whole.filter((whole.since <= whole.day) & (whole.day < whole.until))
    whole = whole.filter((whole.came <= whole.day) & (whole.day < whole.left_on))
    return hits(named, rule).union(hits(whole, rule))


def hits(rows: Any, rule: str) -> Any:
    """Return rows of benefits with a status as hits of a rule.

    The subject is the person, or the household where none is named, unless the rows have one.
    """
    recipient = rows.person.coalesce(rows.house)
    subject = rows.subject if "subject" in rows.columns else recipient
    return rows.mutate(rule=ibis.literal(rule), subject=subject, benefit=rows.id).select(*HIT)


def moved_away(facts: Facts, rows: Any) -> Any:
    """Return benefits to people who had moved out of the register and had not come back."""
    living = households_of(facts)
    away = living.filter(living.house.isnull() & (living.since > _day(_EVER)))
    moves = facts.table("moves").select(
        "origin", "confidence", "disputed", "reason", mover="person", on="date_first"
    )
    gone = away.join(moves, (away.person == moves.mover, away.since == moves.on))
    status = gone.select(
        who="person",
        since="since",
        began="since",
        until="until",
        edge=ibis.literal("left_household"),
        thing=gone.reason.fill_null(""),
        status_origin="origin",
        status_confidence="confidence",
        status_disputed="disputed",
    )
    named = rows.filter(rows.person.notnull()).join(status, rows.person == status.who)
    return hits(named.filter((named.since <= named.day) & (named.day < named.until)), MOVED)


def dead(facts: Facts, rows: Any, grace: int) -> Any:
    """Return benefits dated after the death of their person, or of all their household."""
    people = facts.table("people")
    gone = people.filter(people.died_last.notnull()).select(
        who="id",
        since="died_last",
        began="died_last",
        edge=ibis.literal("died"),
        thing=people.died,
        status_origin="origin",
        status_confidence="confidence",
        status_disputed="disputed",
    )
    named = rows.filter(rows.person.notnull()).join(gone, rows.person == gone.who)
    homes = (
        people.filter(people.household.notnull())
        .group_by("household")
        .aggregate(
            members=people.id.count(),
            deaths=people.died_last.count(),
            last=people.died_last.max(),
            last_id=people.id.argmax(people.died_last),
        )
    )
    empty = homes.filter(homes.members == homes.deaths).select(home="household", last_id="last_id")
    over = empty.join(gone, empty.last_id == gone.who)
    whole = rows.filter(rows.person.isnull()).join(over, rows.house == over.home)
    wait = ibis.interval(days=grace)
    return ibis.union(
        *(
            hits(part.filter(part.day > (part.since + wait).cast("date")), DEAD)
            for part in (named, whole)
        )
    )


def _status(rows: Any, *, who: Any, edge: Any, thing: Any) -> Any:
    """Return the sure span of each row; `began` stays null where no beginning is recorded."""
    return rows.select(
        who=who,
        since=rows["from_last"].fill_null(_day(_EVER)),
        began=rows["from_last"],
        until=rows["to_first"].fill_null(_day(_ALWAYS)),
        edge=edge if not isinstance(edge, str) else ibis.literal(edge),
        thing=thing,
        status_origin=rows.origin,
        status_confidence=rows.confidence,
        status_disputed=rows.disputed,
    ).select(*_STATUS)


def _day(text: str) -> Any:
    return ibis.literal(text).cast("date")
