"""Firms that belong to one another on a day because one person or firm stands behind both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.patterns.contracts import control

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_PUBLIC = ("public_body", "village_committee")


def maybe_tied(facts: Facts) -> Any:
    """Return (one, other): different firms with one holder on some day, public holders left out."""
    paths, units = control.ways(facts), facts.table("units")
    public = units.filter(units.kind.isin(_PUBLIC)).select(public="id")
    strong = paths.filter(
        paths.controls
        | paths.role.isin(("legal_representative", "post:head"))
        | (paths.role == "shareholder")
    )
    held = strong.select(one="unit", holder="holder").distinct()
    held = facts.kept(held.anti_join(public, held.holder == public.public))
    again = held.view().select(other="one", same="holder")
    both = held.join(again, (held.holder == again.same) & (held.one != again.other))
    owned = held.select(one="one", other="holder")
    owners = held.select(one="holder", other="one")
    firms, others = units.select(firm="id"), units.select(other_firm="id")
    direct = facts.kept(owned.union(owners))
    direct = direct.semi_join(firms, direct.one == firms.firm)
    direct = direct.semi_join(others, direct.other == others.other_firm)
    return both.select("one", "other").union(direct, distinct=True)


def tied_on(facts: Facts, met: Any, least: float = control.LEAST_SHARE) -> Any:
    """Return the (one, other, day) of `met` between whom there is one holder on the day.

    Returns also `proof_one`, `proof_other`; where one firm stands behind the other, both are the
    rows of that.
    """
    asked = met.select(unit="one", day="day").union(met.select(unit="other", day="day"))
    held = facts.kept(control.behind(facts, facts.kept(asked.distinct()), least=least))
    again = held.view()
    first = met.join(held, (met.one == held.unit) & (met.day == held.day)).select(
        "one", "other", "day", holder="holder", proof_one="proof", basis_one="basis"
    )
    both = first.join(
        again,
        (first.other == again.unit) & (first.day == again.day) & (first.holder == again.holder),
    ).select("one", "other", "day", "proof_one", proof_other="proof")
    down = first.filter((first.holder == first.other) & (first.basis_one == control.CONTROL))
    down = down.select("one", "other", "day", "proof_one", proof_other="proof_one")
    found = both.union(down)
    return found.group_by("one", "other", "day").aggregate(
        proof_one=found.proof_one.min(), proof_other=found.proof_other.min()
    )
