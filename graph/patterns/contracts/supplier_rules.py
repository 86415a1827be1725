"""What is odd about the supplier of a contract on the day of the award, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from graph.patterns.bare_ids import bare

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_DECIDING = ("head", "deputy", "finance", "reviewer")
_IQR = 1.5


def awards(facts: Facts) -> Any:
    """Return contracts with their supplier's row: id, supplier, buyer, day, amount and the like."""
    contracts, units = facts.table("contracts"), facts.table("units")
    firms = units.select(
        "founded", "founded_first", "staff", "parent", firm="id", firm_kind="kind",
        firm_name="name", firm_origin="origin", firm_confidence="confidence",
        firm_phone="phone", firm_address="address",
    )  # fmt: skip
    rows = contracts.select(
        "id", "buyer", "amount", "category", "decided_by", "place", "origin", "confidence",
        "disputed", supplier=bare(contracts.supplier),
        day=contracts.awarded_first.coalesce(contracts.signed_first),
    )  # fmt: skip
    rows = rows.filter(rows.supplier.notnull())
    return rows.join(firms, rows.supplier == firms.firm)


def is_new(rows: Any, months: int) -> Any:
    """Whether the firm surely was founded so shortly before the award.

    Cooperatives are left out, many being founded under a programme that then orders from them, and
    firms below another unit, which may carry on an older business.
    """
    old_enough = (rows.founded_first + ibis.interval(months=months)).cast("date")
    is_young = (rows.founded_first <= rows.day) & (old_enough > rows.day)
    return is_young.fill_null(False) & (rows.firm_kind != "cooperative") & rows.parent.isnull()


def varied(rows: Any, least: int, digits: int) -> tuple[dict[str, int], float | None]:
    """Return firms with oddly many categories among those with enough contracts, and the fence.

    The fence is Q3 + 1.5 IQR of the number of categories, cut to some digits (R048 of Cardinal);
    it must lie above Q3, or every firm could be odd. None where no firm has enough contracts.
    """
    named = rows.filter(rows.category.notnull())
    sums = named.group_by("supplier").aggregate(
        contracts=named.id.nunique(), categories=named.category.substr(0, digits).nunique()
    )
    enough = sums.filter(sums.contracts >= least).order_by("supplier").to_pyarrow()
    if not enough.num_rows:
        return {}, None
    numbers = enough["categories"].to_numpy()
    low, high = np.percentile(numbers, [25, 75])
    fence = float(high + _IQR * (high - low))
    odd = (numbers >= fence) & (numbers > high)
    names = enough["supplier"].to_pylist()
    pairs = zip(names, numbers.tolist(), odd.tolist(), strict=True)
    return {name: number for name, number, is_odd in pairs if is_odd}, fence


def officials(facts: Facts, rows: Any) -> Any:
    """Return (contract, official): the decider, and who had a say in the buyer on the day."""
    deciders = rows.filter(rows.decided_by.notnull()).select(contract="id", official="decided_by")
    posts = facts.table("posts")
    seats = posts.filter(posts.role.isin(_DECIDING)).select(
        body="unit", official="person", begun="from_last", ended="to_first"
    )
    held = rows.join(seats, rows.buyer == seats.body)
    held = held.filter(held.begun.isnull() | (held.begun <= held.day))
    held = held.filter(held.ended.isnull() | (held.ended > held.day))
    return deciders.union(held.select(contract="id", official="official")).distinct()


def contacts(facts: Facts, rows: Any, most: int) -> Any:
    """Return (contract, person, contact, person_origin): who has the firm's phone or address.

    A phone or address of more than `most` people is a public one and names nobody.
    """
    people = facts.table("people")
    parts = []
    for name in ("phone", "address"):
        known = people.filter(people[name].notnull())
        crowd = known.group_by(name).aggregate(holders=known.id.count())
        few = crowd.filter(crowd.holders <= most).select(private=name)
        kept = known.semi_join(few, known[name] == few.private)
        kept = kept.select(person="id", value=name, person_origin="origin")
        same = rows.join(kept, rows[f"firm_{name}"] == kept.value)
        parts.append(
            same.select(
                contract="id",
                person="person",
                contact=ibis.literal(name),
                person_origin="person_origin",
            )
        )
    return ibis.union(*parts)
