"""Cars and houses of the households that got a benefit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.benefits.recipient_status import HOLDING, hits

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_HOUSES = 2


def held(facts: Facts, rows: Any, car_fen: int, house_fen: int) -> Any:
    """Return benefits to households with a dear car, a dear house, or a second house that day."""
    owned = _owned(facts)
    joined = rows.join(owned, rows.house == owned.home)
    begun = joined.began.isnull() | (joined.began <= joined.day)
    joined = facts.kept(
        joined.filter(begun & (joined.ended.isnull() | (joined.ended > joined.day)))
    )
    is_car = (joined.edge == "vehicle") & (joined.worth >= car_fen)
    is_house = (joined.edge == "house") & (joined.worth >= house_fen)
    dear = joined.filter(is_car | is_house)
    houses = joined.filter(joined.edge == "house")
    counted = houses.group_by("id").aggregate(
        things=houses.status_origin.nunique(), began_last=houses.began.max()
    )
    several = counted.filter(counted.things >= _HOUSES).select(
        several="id", began_last="began_last"
    )
    second = houses.join(several, houses.id == several.several)
    second = second.mutate(began=second.began_last, edge=ibis.literal("second_house"))
    return hits(dear, HOLDING).union(hits(second, HOLDING))


def _owned(facts: Facts) -> Any:
    """Return holdings by household: an owner is a person, or the household itself."""
    holdings = facts.table("holdings")
    people = facts.table("people").select(person_id="id", lives="household")
    rows = holdings.left_join(people, holdings.owner == people.person_id)
    return rows.select(
        home=rows.lives.coalesce(rows.owner),
        who=rows.person_id,
        edge=rows.kind,
        worth=rows.value,
        thing=rows.kind,
        began=rows["from_last"],
        ended=rows["to_first"],
        status_origin=rows.origin,
        status_confidence=rows.confidence,
        status_disputed=rows.disputed,
    )
