"""What two bidders of one tender share: each ground as pairs of firms with the rows that prove it.

Pairs are made value by value, never firm by firm, so that a tender with many bidders costs what it
shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.contracts import control

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

PHONE, ADDRESS, ACCOUNT, OWNER = "phone", "address", "account", "account_owner"
AUTHOR, PERSON, HOLDING, MANAGED = "author", "person", "holding", "management"
_LEAST_DIGITS, _LEAST_ADDRESS = 7, 4
_PUBLIC = ("public_body", "village_committee")


def bids_of(facts: Facts) -> Any:
    """Return (contract, firm, day, account, author, fact) of bids that stood, once a firm.

    The day is the tender's: of its first bid, else of the deadline, the award, the signing or the
    publication.
    """
    bids, contracts = facts.table("bids"), facts.table("contracts")
    stood = bids.filter(bids.status.fill_null("valid") != "withdrawn")
    rows = stood.group_by(contract="contract", firm="bidder").aggregate(
        bid_day=stood.date_first.min(),
        account=stood.deposit_account.max(),
        author=stood.author.max(),
        fact=stood.fact.min(),
    )
    first = rows.group_by(tender="contract").aggregate(
        first_bid=rows.bid_day.min(), firms=rows.firm.nunique()
    )
    dates = contracts.select(
        dated="id",
        else_day=ibis.coalesce(
            contracts.deadline_first,
            contracts.awarded_first,
            contracts.signed_first,
            contracts.published_first,
        ),
    )
    joined = rows.join(first, rows.contract == first.tender)
    joined = joined.left_join(dates, joined.contract == dates.dated)
    return joined.filter(joined.firms > 1).select(
        "contract", "firm", "account", "author", "fact",
        day=joined.first_bid.coalesce(joined.else_day),
    )  # fmt: skip


def shared_values(facts: Facts, bids: Any, hub: int) -> Any:
    """Return (contract, one, other, ground, value, proof_one, proof_other) of all shared values.

    hub: telephones, addresses and accounts that more units share say nothing and are left out.
    """
    contacts = _contacts(facts)
    crowd = hubs(facts, bids, hub)
    held = bids.join(contacts, bids.firm == contacts.unit).select(
        "contract", "firm", "ground", "value", "proof"
    )
    listed = held.union(_of_bids(bids, "account", ACCOUNT)).anti_join(crowd, ["ground", "value"])
    author = _of_bids(bids, "author", AUTHOR)
    return paired(listed.union(author)).union(
        paired(_and_themselves(_owners(facts, bids), bids, OWNER))
    )


def hubs(facts: Facts, bids: Any, hub: int) -> Any:
    """Return (ground, value) of telephones, addresses and accounts of more than `hub` units."""
    contacts = _contacts(facts)
    held = contacts.select("unit", "ground", "value").union(
        _of_bids(bids, "account", ACCOUNT).select(unit="firm", ground="ground", value="value"),
        distinct=True,
    )
    counted = held.group_by("ground", "value").aggregate(units=held.unit.nunique())
    return counted.filter(counted.units > hub).select("ground", "value")


def shared_owners(facts: Facts, bids: Any, least: float) -> Any:
    """Return pairs whose firms have one person behind them, one controlling firm, or each other.

    Firms that only a public body controls are left out: the state holds many.
    """
    paths = control.ways(facts)
    units = facts.table("units")
    bidding = bids.select("firm").distinct()
    links = paths.join(bidding, paths.unit == bidding.firm)
    own = bidding.select(holder="firm", unit="firm")
    counted = links.select("holder", "unit").union(own, distinct=True)
    several = counted.group_by("holder").aggregate(units=counted.unit.nunique())
    many = several.filter(several.units > 1).select(many="holder")
    units_of = links.join(many, links.holder == many.many).select(named="unit").distinct()
    asked = bids.join(units_of, bids.firm == units_of.named).filter(bids.day.notnull())
    asked = facts.kept(asked.select(unit="firm", day="day").distinct())
    held = control.behind(facts, asked, least=least)
    public = units.filter(units.kind.isin(_PUBLIC)).select(public="id")
    held = held.left_join(public, held.holder == public.public)
    held = held.filter(~held.is_unit | ((held.basis == control.CONTROL) & held.public.isnull()))
    there = held.select(
        there_unit="unit", there_day="day", value="holder", proof="proof",
        ground=ibis.ifelse(held.is_unit, HOLDING, PERSON),
    )  # fmt: skip
    rows = bids.join(there, (bids.firm == there.there_unit) & (bids.day == there.there_day))
    rows = facts.kept(rows.select("contract", "firm", "ground", "value", "proof"))
    held = paired(_and_themselves(rows, bids, HOLDING))
    return held.union(paired(_and_themselves(_managed(facts, bids), bids, MANAGED)))


def paired(rows: Any) -> Any:
    """Return the pairs of firms of one contract with one value of one ground."""
    rows = rows.filter(rows.value.notnull() & (rows.value != ""))
    rows = rows.group_by("contract", "firm", "ground", "value").aggregate(proof=rows.proof.min())
    shared = rows.group_by("contract", "ground", "value").aggregate(firms=rows.firm.nunique())
    shared = shared.filter(shared.firms > 1).drop("firms")
    left = rows.semi_join(shared, ["contract", "ground", "value"])
    right = left.view()
    joined = left.join(
        right,
        (left.contract == right.contract)
        & (left.ground == right.ground)
        & (left.value == right.value)
        & (left.firm < right.firm),
        rname="{name}_other",
    )
    return joined.select(
        "contract", one="firm", other="firm_other", ground="ground", value="value",
        proof_one="proof", proof_other="proof_other",
    )  # fmt: skip


def _contacts(facts: Facts) -> Any:
    """Return (unit, ground, value, proof): telephones as digits, addresses without blanks."""
    units = facts.table("units")
    digits = units.phone.re_replace(r"[^0-9]", "")
    is_real = (digits.length() >= _LEAST_DIGITS) & (digits.replace(digits.left(1), "") != "")
    phones = units.filter(is_real.fill_null(False)).select(
        unit="id", ground=ibis.literal(PHONE), value=digits, proof=_proof("t", units.fact)
    )
    address = units.address.re_replace(r"\s", "")
    placed = units.filter((address.length() >= _LEAST_ADDRESS).fill_null(False)).select(
        unit="id", ground=ibis.literal(ADDRESS), value=address, proof=_proof("d", units.fact)
    )
    return phones.union(placed)


def _of_bids(bids: Any, column: str, ground: str) -> Any:
    return bids.filter(bids[column].notnull()).select(
        "contract", "firm", ground=ibis.literal(ground), value=column, proof=_proof("b", bids.fact)
    )


def _owners(facts: Facts, bids: Any) -> Any:
    """Return whose the deposit accounts are."""
    accounts = facts.table("accounts").select(account="id", owner="owner", account_fact="fact")
    rows = bids.join(accounts, "account").filter(accounts.owner.notnull())
    return rows.select(
        "contract", "firm", ground=ibis.literal(OWNER), value="owner",
        proof=_proof("b", rows.fact).concat(",", _proof("a", rows.account_fact)),
    )  # fmt: skip


def _managed(facts: Facts, bids: Any) -> Any:
    """Return the firms that bidders are subordinate to."""
    units = facts.table("units")
    above = units.view().select(above="id", above_kind="kind")
    rows = units.join(above, units.parent == above.above).filter(~above.above_kind.isin(_PUBLIC))
    parents = rows.select(unit="id", parent="parent", unit_fact="fact")
    joined = bids.join(parents, bids.firm == parents.unit)
    return joined.select(
        "contract", "firm", ground=ibis.literal(MANAGED), value="parent",
        proof=_proof("m", joined.unit_fact),
    )  # fmt: skip


def _and_themselves(rows: Any, bids: Any, ground: str) -> Any:
    """Add the bidders that are themselves a value of another bidder: its owner, its parent."""
    itself = bids.select(
        "contract", "firm", ground=ibis.literal(ground), value="firm", proof=_proof("b", bids.fact)
    )
    return rows.union(itself.semi_join(rows.select("contract", "value"), ["contract", "value"]))


def _proof(letter: str, fact: Any) -> Any:
    return ibis.literal(letter).concat(fact.cast("string"))
