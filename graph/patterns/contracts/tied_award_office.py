"""Offices that look like interests: a post held for the village or a public body in its own firm.

A village head who heads the village's collective does so by office, and so does an official whom
his authority names as the head of the firm it owns. Shares or control of his own are an interest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.patterns.contracts import control

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_PUBLIC = ("public_body", "village_committee")
_PRIVATE_COOPERATIVE = "专业合作"


def by_office(facts: Facts, ties: Any) -> Any:
    """Return the rows of `ties` (as `tied_award_ties.ties`) that are an office, not an interest."""
    units = facts.table("units")
    firms = units.select(
        firm_id="id", firm_kind="kind", firm_parent="parent", firm_place="place", firm_name="name"
    )
    rows = ties.filter(
        ties.basis.isin((control.HEAD, control.MEMBER)) & (ties.share < control.LEAST_SHARE)
    )
    rows = rows.join(firms, rows.firm == firms.firm_id)
    public = rows.filter(rows.firm_kind.isin(_PUBLIC)).select(*ties.columns)
    posts = _offices(facts)
    held = rows.join(posts, rows.holder == posts.office_holder)
    held = held.filter(
        (held.office_since.isnull() | (held.office_since <= held.day))
        & (held.office_until.isnull() | (held.office_until > held.day))
        & (held.is_self | (held.office_unit == held.buyer))
    )
    owned = _owned(facts)
    held = held.left_join(
        owned, (held.firm == owned.owned_unit) & (held.office_unit == owned.owner)
    )
    private = _private(facts)
    held = held.left_join(private, held.firm == private.private_unit)
    is_collective = (
        (held.firm_kind == "cooperative")
        & (held.office_kind == "village_committee")
        & (held.firm_place == held.office_place)
        & ~held.firm_name.contains(_PRIVATE_COOPERATIVE)
        & held.private_unit.isnull()
    ).fill_null(False)
    is_subordinate = (held.firm_parent == held.office_unit).fill_null(False)
    named = held.filter(is_collective | is_subordinate | held.owner.notnull())
    return public.union(named.select(*ties.columns), distinct=True)


def _offices(facts: Facts) -> Any:
    posts, units = facts.table("posts"), facts.table("units")
    bodies = units.filter(units.kind.isin(_PUBLIC)).select(
        body="id", office_kind="kind", office_place="place"
    )
    return posts.join(bodies, posts.unit == bodies.body).select(
        office_holder="person",
        office_unit="unit",
        office_kind="office_kind",
        office_place="office_place",
        office_since="from_last",
        office_until="to_first",
    )


def _owned(facts: Facts) -> Any:
    """Return firms and the units that control them, whatever the day."""
    paths = control.ways(facts)
    held = paths.filter(paths.is_unit & paths.controls)
    return held.select(owned_unit="unit", owner="holder").distinct()


def _private(facts: Facts) -> Any:
    """Return firms in which some person owns enough to stand behind them."""
    paths = control.ways(facts)
    owned = paths.filter(~paths.is_unit & (paths.controls | (paths.share >= control.LEAST_SHARE)))
    return owned.select(private_unit="unit").distinct()
