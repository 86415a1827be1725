"""Ties between who decides on an award and the firms that could get it, each on the award's day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from graph.patterns.contracts import control
from graph.patterns.contracts.control_kin import ever_kin, kin_on

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

DECISION_ROLES = ("head", "deputy", "finance", "reviewer")
NAMED, FALLBACK, ALL = "named", "named_or_office", "all"
_YEARS = 3
"""Years for which an earlier role of his own counts (政府采购法实施条例 9(一)-(三))."""


def deciders(facts: Facts, awarded: Any, choice: str) -> Any:
    """Return distinct (contract, decider, day, buyer, office: fact of the post, 0 where named)."""
    dated = awarded.filter(awarded.firm.notnull() & awarded.day.notnull())
    named = dated.filter(dated.decided_by.notnull()).select(
        contract="id", decider="decided_by", day="day", buyer="buyer", office=ibis.literal(0)
    )
    if choice == NAMED:
        return named
    posts = facts.table("posts")
    held = posts.filter(posts.role.isin(DECISION_ROLES)).select(
        decider="person", office_unit="unit", since="from_last", until="to_first", office="fact"
    )
    open_ = dated if choice == ALL else dated.filter(dated.decided_by.isnull())
    rows = open_.join(held, open_.buyer == held.office_unit)
    rows = rows.filter(
        (rows.since.isnull() | (rows.since <= rows.day))
        & (rows.until.isnull() | (rows.until > rows.day))
    )
    by_office = rows.group_by(contract="id", decider="decider", day="day", buyer="buyer")
    found = by_office.aggregate(office=rows.office.min().cast("int64"))
    known = named.select(known_contract="contract", known_decider="decider")
    more = found.anti_join(
        known,
        (found.contract == known.known_contract) & (found.decider == known.known_decider),
    )
    return named.mutate(office=named.office.cast("int64")).union(more)


def ties(facts: Facts, decided: Any, could: Any, *, least: float, weaker: bool) -> Any:
    """Return who stood behind the firms and is the decider or his lawful kin on the day.

    decided: its `decider`s are searched for kin; could: (contract, decider, day, buyer, firm), to
    which (holder, is_self, basis, share, proof) are added.
    """
    screened = _screened(facts, decided)
    rows = could.join(
        screened, (could.decider == screened.ego) & (could.firm == screened.unit)
    ).select("contract", "decider", "firm", "day", "buyer", "holder", "is_self")
    rows = facts.kept(rows.distinct())
    asked = rows.select(unit="firm", day="day").distinct()
    kin = _joined(
        rows.filter(~rows.is_self), control.behind(facts, asked, least=least, weaker=weaker)
    )
    own = _joined(
        rows.filter(rows.is_self),
        control.behind(facts, asked, least=least, weaker=True, years=_YEARS),
    )
    found = kin.to_pyarrow()
    lawful = kin_on(facts, found["decider"], found["holder"], found["day"])
    return facts.kept(facts.given(found.filter(pa.array(lawful))).union(own))


def _screened(facts: Facts, decided: Any) -> Any:
    """Return (ego, unit, holder, is_self): pairs that may be tied on some day, set apart early."""
    paths = control.ways(facts)
    people = paths.filter(~paths.is_unit).select("unit", "holder").distinct()
    egos = decided.select("decider").distinct().to_pyarrow()["decider"].to_pylist()
    holders = people.select("holder").distinct().to_pyarrow()["holder"].to_pylist()
    kin = facts.given(ever_kin(facts, egos, holders))
    near = kin.join(people, kin.relative == people.holder).select(
        "ego", "unit", "holder", is_self=ibis.literal(False)
    )
    ego = decided.select(ego="decider").distinct()
    own = ego.join(people, ego.ego == people.holder).select(
        "ego", "unit", "holder", is_self=ibis.literal(True)
    )
    return facts.kept(near.union(own))


def _joined(rows: Any, standing: Any) -> Any:
    there = standing.filter(~standing.is_unit).select(
        there_unit="unit", there_day="day", there_holder="holder", basis="basis", share="share",
        proof="proof",
    )  # fmt: skip
    joined = rows.join(
        there,
        (rows.firm == there.there_unit)
        & (rows.day == there.there_day)
        & (rows.holder == there.there_holder),
    )
    return joined.drop("there_unit", "there_day", "there_holder")
