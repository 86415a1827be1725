"""Bidders of one tender behind whom stand two people who were legal kin on its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.patterns.contracts import control
from graph.patterns.contracts.control_kin import ever_kin, kin_on

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

KIN = "kin"
_STRONG = ("legal_representative", "post:head", "shareholder", "controller")


def kin_pairs(facts: Facts, bids: Any, least: float) -> Any:
    """Return (contract, one, other, day, person, relative, proof_one, proof_other).

    bids: as `related_bidders_links.bids_of`; `one` is the lesser id of the two firms. Cost: one kin
    search a person behind a bidder, then one a distinct day.
    """
    paths = control.ways(facts)
    bidding = bids.select("firm").distinct()
    people = paths.filter(~paths.is_unit & paths.role.isin(_STRONG))
    people = people.join(bidding, people.unit == bidding.firm)
    people = facts.kept(people.select("unit", "holder").distinct())
    names = people.select("holder").distinct().to_pyarrow()["holder"].to_pylist()
    kin = facts.given(ever_kin(facts, names, names))
    met = _met(facts, bids)
    left = people.select(one="unit", person="holder")
    right = people.view().select(other="unit", relative="holder")
    pairs = met.join(left, "one").join(right, "other")
    pairs = pairs.join(kin, (pairs.person == kin.ego) & (pairs.relative == kin.relative)).select(
        "one", "other", "person", "relative"
    )
    return _on_their_days(facts, bids, facts.kept(pairs), least)


def _met(facts: Facts, bids: Any) -> Any:
    """Return the distinct pairs of firms that ever bid for one contract."""
    dated = bids.filter(bids.day.notnull()).select("contract", one="firm")
    other = dated.view().select(tender="contract", other="one")
    joined = dated.join(other, (dated.contract == other.tender) & (dated.one < other.other))
    return facts.kept(joined.select("one", "other").distinct())


def _on_their_days(facts: Facts, bids: Any, pairs: Any, least: float) -> Any:
    first = bids.select("contract", "day", one="firm")
    second = bids.view().select(tender="contract", other="firm")
    rows = first.join(pairs, "one")
    rows = rows.join(second, (rows.contract == second.tender) & (rows.other == second.other))
    rows = facts.kept(rows.select("contract", "day", "one", "other", "person", "relative"))
    asked = rows.select(unit="one", day="day").union(rows.select(unit="other", day="day"))
    held = control.behind(facts, facts.kept(asked.distinct()), least=least)
    held = facts.kept(held.filter(~held.is_unit).select("unit", "day", "holder", "proof"))
    again = held.view()
    rows = rows.join(
        held,
        (rows.one == held.unit) & (rows.day == held.day) & (rows.person == held.holder),
    ).select(*rows.columns, proof_one="proof")
    rows = rows.join(
        again,
        (rows.other == again.unit) & (rows.day == again.day) & (rows.relative == again.holder),
    ).select(*rows.columns, proof_other="proof")
    found = rows.to_pyarrow()
    lawful = kin_on(facts, found["person"], found["relative"], found["day"])
    return found.filter(pa.array(lawful))
