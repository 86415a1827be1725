"""Verdicts as the JSON of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.report import Json, hop_json
from graph.recusal.wording import DECIDER

if TYPE_CHECKING:
    from graph.recusal.statutes import Cite
    from graph.recusal.verdict import CandidateVerdict, CaseVerdict, Duty, Reason, Relation


def as_json(verdict: CaseVerdict) -> Json:
    """Return a verdict as plain values, keys in the contract's order."""
    return {
        "case": verdict.case,
        "on": verdict.on,
        "sequence": verdict.sequence,
        "packs": list(verdict.packs),
        "candidates": [_candidate(found) for found in verdict.candidates],
    }


def _candidate(found: CandidateVerdict) -> Json:
    shown: Json = {
        "person": found.person,
        "verdict": found.verdict.label,
        "reasons": [_reason(reason) for reason in found.reasons],
    }
    if found.duties:
        shown["duties"] = [_duty(duty) for duty in found.duties]
    if found.context:
        shown["context"] = [_reason(reason) for reason in found.context]
    if found.on_team:
        shown["team"] = True
    checked: Json = {"rules": list(found.checked.rules), "kin": dict(found.checked.kin)}
    if found.checked.parties:
        checked["parties"] = {party: dict(kin) for party, kin in found.checked.parties.items()}
    if found.checked.units:
        checked["units"] = {
            unit: {officer: dict(kin) for officer, kin in officers.items()}
            for unit, officers in found.checked.units.items()
        }
    if found.checked.not_in_force:
        checked["not_in_force"] = list(found.checked.not_in_force)
    return {**shown, "checked": checked}


def _reason(reason: Reason) -> Json:
    if reason.withheld:
        return {
            "rule": reason.rule,
            "verdict": reason.verdict.label,
            "withheld": True,
            "cites": [_cite(cite) for cite in reason.cites],
        }
    shown: Json = {
        "rule": reason.rule,
        "verdict": reason.verdict.label,
        "party": reason.party,
        "role": reason.role,
        "through": reason.through,
        "ground": reason.ground,
        "relation": relation_json(reason.relation) if reason.relation else None,
        "matched": reason.matched,
        "path": [hop_json(hop) for hop in reason.path],
        "also": [relation_json(relation) for relation in reason.also],
        "ties": [
            {
                "kind": tie.kind,
                "zh": tie.zh,
                "en": tie.en,
                "strength": tie.strength,
                "sources": list(tie.sources),
            }
            for tie in reason.ties
        ],
        "flags": list(reason.flags),
        "cites": [_cite(cite) for cite in reason.cites],
    }
    kept = {"path", "cites"}
    filled = {key: value for key, value in shown.items() if key in kept or value not in (None, [])}
    if reason.decider is not None:
        zh, en = DECIDER.get(reason.decider, (reason.decider, reason.decider))
        filled["decider"] = {"who": reason.decider, "zh": zh, "en": en}
    if reason.consequence is not None:
        filled["consequence"] = {"zh": reason.consequence[0], "en": reason.consequence[1]}
    return {**filled, "words": {"zh": reason.zh, "en": reason.en}}


def relation_json(relation: Relation) -> Json:
    """Return a relation counted, with its terms and class."""
    return {
        "up": relation.kin.up,
        "down": relation.kin.down,
        "marriages": relation.kin.marriages,
        "terms": list(relation.terms),
        "class": relation.kin_class,
    }


def _duty(duty: Duty) -> Json:
    return {
        "rule": duty.rule,
        "do": duty.do,
        "party": duty.party,
        "verified": duty.verified,
        **({"relation": relation_json(duty.relation)} if duty.relation else {}),
        "cites": [_cite(cite) for cite in duty.cites],
    }


def _cite(cite: Cite) -> Json:
    shown: Json = {
        "law": cite.law,
        "article": cite.article,
        "paragraph": cite.paragraph,
        "item": cite.item,
        "in_force": cite.in_force,
        "about": cite.about,
        "former": list(cite.former),
        "now": cite.now,
        "mark": cite.mark,
    }
    return {key: value for key, value in shown.items() if value not in (None, [])}
