"""Where benefits of several households meet: one account, one payee soon after, one phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.bare_ids import bare
from graph.patterns.benefits.receipts import households_of, receipts

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

ACCOUNT, PAYEE, PHONE = "account", "payee", "phone"
KINDS = (ACCOUNT, PAYEE, PHONE)
_PERSON = "person:"
_COLUMNS = (
    "kind", "point", "owner", "house", "recipient", "benefit", "day", "amount", "village",
    "origin", "confidence", "disputed", "other_origin", "other_confidence",
)  # fmt: skip


def meetings(facts: Facts, least: int, days: int, share: float) -> Any:
    """Return the benefits that meet where those of at least so many households do.

    One row a benefit and point: kind, point (account, payee or phone), owner (of the account, or
    the payee), house, recipient (null for a household), benefit, day, amount, village, the row of
    the benefit and of what leads to the point. Points of units are left out.
    """
    paid = facts.kept(_paid(facts))
    parts = [_crowded(_accounts(facts, paid), least)]
    if facts.count("transfers"):
        parts.append(_crowded(_payees(facts, paid, days, share), least))
    parts.append(_crowded(_phones(facts, paid), least))
    return facts.kept(ibis.union(*parts))


def _paid(facts: Facts) -> Any:
    rows = receipts(facts)
    rows = rows.filter(rows.house.notnull())
    return rows.select(
        "account",
        "house",
        "day",
        "amount",
        "village",
        "origin",
        "confidence",
        "disputed",
        recipient="person",
        benefit="id",
    )


def _crowded(rows: Any, least: int) -> Any:
    """Keep the points at which so many households meet."""
    houses = rows.group_by("point").aggregate(houses=rows.house.nunique())
    full = houses.filter(houses.houses >= least).select(crowded="point")
    return rows.semi_join(full, rows.point == full.crowded).select(*_COLUMNS)


def _accounts(facts: Facts, paid: Any) -> Any:
    """Return benefits by the account they were paid into, units' accounts left out."""
    rows = paid.filter(paid.account.notnull())
    owners = _owners(facts)
    rows = rows.left_join(owners, rows.account == owners.held)
    rows = rows.filter(~rows.is_unit.fill_null(False))
    return rows.mutate(
        kind=ibis.literal(ACCOUNT),
        point=rows.account,
        other_origin=rows.owner_origin,
        other_confidence=rows.owner_confidence,
    )


def _owners(facts: Facts) -> Any:
    """Return the owner of each account and whether it is a unit."""
    accounts = facts.table("accounts")
    units = facts.table("units").select(unit="id")
    named = accounts.mutate(bare=bare(accounts.owner))
    named = named.left_join(units, named.bare == units.unit)
    is_person = named.owner.startswith(_PERSON).fill_null(False)
    return named.select(
        held=named.id,
        owner=named.bare,
        is_unit=named.unit.notnull() & ~is_person,
        owner_origin=named.origin,
        owner_confidence=named.confidence,
    )


def _payees(facts: Facts, paid: Any, days: int, share: float) -> Any:
    """Return benefits by who got most of them from the recipient within so many days."""
    transfers, owners = facts.table("transfers"), _owners(facts)
    people = facts.table("people").select(known="id")
    known = owners.filter(~owners.is_unit).select("held", "owner")
    by_account = paid.filter(paid.account.notnull()).mutate(source=paid.account)
    by_person = paid.filter(paid.recipient.notnull()).mutate(source=paid.recipient)
    through = paid.filter(paid.recipient.notnull() & paid.account.isnull())
    through = through.join(known, through.recipient == known.owner).mutate(source=known.held)
    sources = by_account.union(by_person).union(through.select(*by_account.columns))
    moved = transfers.select(
        payer=bare(transfers["from"]),
        to=bare(transfers["to"]),
        moved_on=transfers.date_first,
        moved=transfers.amount,
        other_origin=transfers.origin,
        other_confidence=transfers.confidence,
    )
    rows = sources.join(
        moved,
        (
            sources.source == moved.payer,
            moved.moved_on >= sources.day,
            moved.moved_on <= (sources.day + ibis.interval(days=days)).cast("date"),
            moved.moved >= sources.amount * share,
            moved.moved <= sources.amount * (2 - share),
        ),
    )
    rows = rows.left_join(owners, rows.to == owners.held)
    rows = rows.filter(~rows.is_unit.fill_null(False))
    rows = rows.mutate(point=rows.owner.coalesce(rows.to))
    units = facts.table("units").select(unit_id="id")
    rows = rows.anti_join(units, rows.point == units.unit_id)
    rows = rows.left_join(people, rows.point == people.known)
    return rows.mutate(kind=ibis.literal(PAYEE), owner=rows.known)


def _phones(facts: Facts, paid: Any) -> Any:
    """Return benefits by the phone of whoever got them; units' phones are left out."""
    people, units = facts.table("people"), facts.table("units")
    public = units.filter(units.phone.notnull()).select(unit_phone="phone")
    phones = people.filter(people.phone.notnull()).select(
        holder="id",
        point="phone",
        owner=ibis.null("string"),
        other_origin="origin",
        other_confidence="confidence",
    )
    phones = phones.anti_join(public, phones.point == public.unit_phone)
    living = households_of(facts).select("since", "until", lives="person", at="house")
    named = paid.filter(paid.recipient.notnull()).mutate(who=paid.recipient)
    whole = paid.filter(paid.recipient.isnull())
    whole = whole.join(
        living, (whole.house == living["at"], living.since <= whole.day, whole.day < living.until)
    )
    whole = whole.mutate(who=whole.lives).select(*named.columns)
    rows = named.union(whole)
    return rows.join(phones, rows.who == phones.holder).mutate(kind=ibis.literal(PHONE))
