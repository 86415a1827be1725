"""A route as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.desk.routing.blocked import Blocked
    from graph.desk.routing.route import Leg, Placed, Route
    from graph.recusal.statutes import Cite

Json = dict[str, Any]


def as_json(route: Route) -> Json:
    """Return a route; steps in their lawful order, people nearest first."""
    return {
        "case": route.case,
        "matter": route.matter,
        "on": route.on,
        "sequence": route.sequence,
        "step": route.step.label if route.step is not None else None,
        "withheld": route.is_withheld,
        "steps": [_leg(leg) for leg in route.legs],
        "conflicted": [
            {"place": one.place, "unit": one.unit, "head": one.head, "recused": one.recused}
            for one in route.conflicted
        ],
        "blocked": _blocked(route.blocked) if route.blocked else None,
    }


def _leg(leg: Leg) -> Json:
    return {
        "step": leg.step.label,
        "form": {"zh": leg.zh, "en": leg.en},
        "cites": [_cite(cite) for cite in leg.cites],
        "closed": leg.is_closed,
        "enough": leg.is_enough,
        "people": [_placed(one) for one in leg.people],
    }


def _placed(one: Placed) -> Json:
    shown: Json = {
        "person": one.officer.person,
        "unit": one.officer.unit,
        "place": one.officer.seat.place,
        "zone": one.officer.seat.zone,
        "standing": one.standing.value,
        "verdict": one.verdict.label,
        "parties": list(one.parties),
        "decider": dict(one.decider) if one.decider else None,
    }
    return {key: value for key, value in shown.items() if value not in ("", [], None)}


def _blocked(blocked: Blocked) -> Json:
    return {
        "missing": blocked.missing,
        "people": [
            {
                "person": one.person,
                "unit": one.unit,
                "step": one.step.label,
                "verdict": one.verdict.label,
                "parties": list(one.parties),
                "resolve": {"zh": one.zh, "en": one.en},
            }
            for one in blocked.people
        ],
        "words": {"zh": blocked.zh, "en": blocked.en},
    }


def _cite(cite: Cite) -> Json:
    shown = {
        "law": cite.law,
        "article": cite.article,
        "paragraph": cite.paragraph,
        "in_force": cite.in_force,
    }
    return {key: value for key, value in shown.items() if value is not None}
