"""Awards and their bidders, as every pattern about suppliers reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_WITHIN_TOWNSHIP = ("village", "group")


def awards(facts: Facts) -> Any:
    """Return contracts with `firm` (supplier, else the bid that won), `day`, `price`, `year`.

    The day is that of the award, else of signing, else of publication; the price, in fen, is the
    contract's, else the budget's. `what` is the category, else the kind; `area`
    the township where it is done.
    """
    contracts, bids = facts.table("contracts"), facts.table("bids")
    winners = bids.filter(bids.won.fill_null(False)).group_by(won_contract="contract")
    found = winners.aggregate(bid_winner=bids.bidder.min())
    rows = contracts.left_join(found, contracts.id == found.won_contract)
    rows = rows.mutate(
        firm=rows.supplier.coalesce(rows.bid_winner),
        day=ibis.coalesce(rows.awarded_first, rows.signed_first, rows.published_first),
        price=rows.amount.coalesce(rows.budget_amount),
        what=ibis.coalesce(rows.category, rows.kind, ibis.literal("")),
    )
    areas, units = _areas(facts), facts.table("units").select(buyer_id="id", buyer_place="place")
    rows = rows.left_join(units, rows.buyer == units.buyer_id)
    rows = rows.mutate(where=rows.place.coalesce(rows.buyer_place))
    rows = rows.left_join(areas, rows["where"] == areas.area_place)
    return rows.mutate(
        year=rows.day.year(), area=ibis.coalesce(rows.area_of, rows["where"], ibis.literal(""))
    ).drop("won_contract", "bid_winner", "buyer_id", "buyer_place", "area_place", "area_of")


def bidders(facts: Facts, awarded: Any) -> Any:
    """Return distinct (contract, firm): who bid and did not withdraw, and who got the award."""
    bids = facts.table("bids")
    stood = bids.filter(bids.status.fill_null("valid") != "withdrawn")
    named = awarded.filter(awarded.firm.notnull()).select(contract="id", firm="firm")
    return stood.select(contract="contract", firm="bidder").union(named, distinct=True)


def _areas(facts: Facts) -> Any:
    """Return the township of each village and group; every other place is its own area."""
    places = facts.table("places").select("id", "level", "parent")
    upper = places.view().select(upper_id="id", upper_level="level", upper_parent="parent")
    rows = places.left_join(upper, places.parent == upper.upper_id)
    is_within, is_twice = (
        rows.level.isin(_WITHIN_TOWNSHIP),
        rows.upper_level.isin(_WITHIN_TOWNSHIP),
    )
    area = ibis.cases(
        (is_within & is_twice, rows.upper_parent), (is_within, rows.parent), else_=rows.id
    )
    return rows.select(area_place="id", area_of=area)
