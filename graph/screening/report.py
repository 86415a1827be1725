"""A screening as plain values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.kinship.report import Json, hop_json

if TYPE_CHECKING:
    from graph.kinship.body_kin import BodyKin
    from graph.recusal.statutes import Cite
    from graph.screening.outcome import Bar, Leave, Screened
    from graph.screening.screen import Screening


def as_json(found: Screening) -> Json:
    """Return a screening: rows in the order of the list."""
    counts = Counter(row.outcome.label for row in found.rows)
    return {
        "on": found.on,
        "sequence": found.sequence,
        "counts": {label: counts[label] for label in ("pass", "needs_document", "fail")},
        "candidates": [_row(row) for row in found.rows],
        "bodies": [_body(body) for body in found.bodies],
        "rules": list(found.rules),
        "not_in_force": list(found.not_in_force),
    }


def _row(row: Screened) -> Json:
    candidacy = row.candidacy
    shown: Json = {
        "row": candidacy.origin,
        "person": candidacy.person,
        "name": candidacy.name,
        "identified": candidacy.identified.value,
        "unit": candidacy.unit,
        "post": candidacy.post,
        "outcome": row.outcome.label,
        "bars": [_bar(bar) for bar in row.bars],
    }
    if candidacy.namesakes:
        shown["namesakes"] = list(candidacy.namesakes)
    if row.leaves:
        shown["leaves"] = [_leave(leave) for leave in row.leaves]
    return {**shown, "checked": list(row.checked)}


def _bar(bar: Bar) -> Json:
    shown: Json = {
        "rule": bar.rule,
        "outcome": bar.outcome.label,
        "date": bar.date,
        "other": bar.other,
        "terms": list(bar.terms),
        "path": [hop_json(hop) for hop in bar.path],
        "sources": list(bar.sources),
        "cites": [_cite(cite) for cite in bar.cites],
        "flags": list(bar.flags),
    }
    filled = {key: value for key, value in shown.items() if value not in (None, [])}
    return {**filled, "words": {"zh": bar.zh, "en": bar.en}}


def _leave(leave: Leave) -> Json:
    return {
        "person": leave.person,
        "sources": list(leave.sources),
        "cites": [_cite(cite) for cite in leave.cites],
        "words": {"zh": leave.zh, "en": leave.en},
    }


def _body(body: BodyKin) -> Json:
    return {
        "unit": body.body,
        "members": list(body.members),
        "pairs": [list(pair) for pair in body.pairs],
        "expected": None if body.expected is None else round(body.expected, 4),
        "p": None if body.p is None else round(body.p, 4),
        "adults": body.adults,
    }


def _cite(cite: Cite) -> Json:
    shown = {
        "law": cite.law,
        "article": cite.article,
        "paragraph": cite.paragraph,
        "item": cite.item,
        "in_force": cite.in_force,
    }
    return {key: value for key, value in shown.items() if value is not None}
