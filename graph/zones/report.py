"""A plan, and an explanation, as JSON-ready values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.zones.costs import PARTS

if TYPE_CHECKING:
    from graph.zones.explain import Explanation
    from graph.zones.planned import (
        Front,
        Note,
        Plan,
        PlannedCounty,
        PlannedZone,
        Turn,
        Zoning,
    )
    from graph.zones.rules import Weights

Json = dict[str, Any]
_DIGITS = 6


def zoning_json(zoning: Zoning, weights: Weights) -> Json:
    """Return the whole answer; `zones` is the plan, `relaxed` the zones of the relaxed one."""
    relaxed = zoning.relaxed
    moves = zoning.moves
    return {
        "asked": zoning.asked,
        "possible": zoning.possible,
        "possible_with_pairs": zoning.possible_pairs,
        **_plan(zoning.plan),
        "relaxed": [_zone(zone) for zone in relaxed.zones] if relaxed is not None else [],
        "relaxed_plan": _summary(relaxed) if relaxed is not None else None,
        "counties": [_county(planned) for planned in zoning.plan.counties],
        "weights": {
            **dict(zip(PARTS, map(_round, weights.shares), strict=True)),
            "stability": weights.stability,
        },
        "front": _front(zoning.front),
        "moved": None
        if moves is None
        else [
            {"place": m.township, "name": m.name, "from": m.before, "to": m.after} for m in moves
        ],
        "notes": [_note(note) for note in zoning.notes],
    }


def _plan(plan: Plan) -> Json:
    return {"zones": [_zone(zone) for zone in plan.zones], **_summary(plan)}


def _summary(plan: Plan) -> Json:
    return {
        "objective": _round(plan.objective),
        "gap": _round(plan.gap),
        "proven": plan.is_proven,
        "plan_notes": [_note(note) for note in plan.notes],
    }


def _zone(zone: PlannedZone) -> Json:
    return {
        "zone": zone.id,
        "name": zone.name,
        "county": zone.county,
        "places": list(zone.townships),
        "names": list(zone.names),
        "seat": zone.seat,
        "cost": _round(zone.cost),
        "parts": dict(zip(PARTS, map(_round, zone.parts), strict=True)),
        "mean_way": _round(zone.mean_way),
        "longest_way": _round(zone.longest_way),
        "size": _round(zone.load),
        "staff": zone.staff,
        "missing_skills": list(zone.missing_skills),
        "ties_per_10000": _maybe(zone.rate),
        "breaches": list(zone.breaches),
        "rotates": zone.rotates,
        "rotation": [_turn(turn) for turn in zone.turns],
        "receiver": zone.receiver,
        "new": zone.is_new,
    }


def _turn(turn: Turn) -> Json:
    return {
        "place": turn.township,
        "handled_by": turn.handler,
        "zone": turn.zone,
        "ties_per_10000": _maybe(turn.rate),
    }


def _county(planned: PlannedCounty) -> Json:
    pricing, grouping = planned.pricing, planned.grouping
    hood, measures, townships = pricing.neighbourhood, pricing.measures, planned.county.townships
    return {
        "county": planned.county.id,
        "name": planned.county.name,
        "townships": len(planned.county),
        "zones": len(grouping.zones),
        "neighbourhood": {
            "from": hood.origin.value,
            "made": hood.is_made,
            "unit": hood.unit,
            "limit": hood.limit,
            "joined": [[townships[a].id, townships[b].id] for a, b in hood.joined],
        },
        "size_unit": measures.size_unit,
        "staff_known": measures.knows_staff,
        "ties_known": measures.knows_ties,
        "weighed": grouping.columns,
        "all_weighed": grouping.is_listed,
        "objective": _round(grouping.objective),
        "bound": _round(grouping.bound),
        "proven": grouping.is_proven,
    }


def _front(front: Front) -> Json:
    return {
        "unit": front.unit,
        "points": [
            {
                "independence": _round(point.independence),
                "way": _round(point.way),
                "ties_per_10000": _round(point.rate),
                "size": _round(point.size),
                "skills": _round(point.skills),
                "objective": _round(point.objective),
                "moved": point.moves,
                "plan": point.is_plan,
                "recommended": point.is_recommended,
                "zones": [list(zone) for zone in point.zones],
            }
            for point in front.points
        ],
        "why": _note(front.why) if front.why is not None else None,
        "left_out": front.left_out,
    }


def explanation_json(explanation: Explanation) -> Json:
    """Return an explanation; `more` is what the county's mean cost would gain."""
    return {
        **_zone(explanation.zone),
        "unit": explanation.unit,
        "county_objective": _round(explanation.objective),
        "weighed": dict(zip(PARTS, map(_round, explanation.weighed), strict=True)),
        "pairs": [
            {
                "handler": pair.handler,
                "place": pair.township,
                "way": _round(pair.way),
                "staff": pair.staff,
                "people": pair.people,
                "ties": _round(pair.ties),
                "ties_per_10000": _maybe(pair.rate),
            }
            for pair in explanation.pairs
        ],
        "alternatives": [
            {
                "place": one.township,
                "to": one.to,
                "exchanged": one.exchanged,
                "more": _round(one.more),
                "parts": dict(zip(PARTS, map(_round, one.parts), strict=True)),
                "breaks": one.breaks,
            }
            for one in explanation.alternatives
        ],
        "without": {
            "more": _maybe(explanation.without),
            "breaks": explanation.without_breaks,
            "zones": [list(zone) for zone in explanation.other_zones],
            "proven": explanation.is_sure,
        },
    }


def _note(note: Note) -> Json:
    return {"code": note.code, "zh": note.zh, "en": note.en}


def _round(value: float) -> float:
    return round(float(value), _DIGITS) + 0.0


def _maybe(value: float | None) -> float | None:
    return None if value is None else _round(value)
