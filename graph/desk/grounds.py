"""The facts behind a verdict, as digests: what is new since somebody decided on it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.recusal.verdict import CandidateVerdict, Reason


def grounds_of(found: CandidateVerdict) -> tuple[str, ...]:
    """Return one digest for each reason of a verdict, sorted.

    Left out is what moves with the calendar alone: the strength of a tie that fades, and the
    number of an article. A digest could be guessed by whoever can list the possible reasons, so
    it is kept under seal.
    """
    return tuple(sorted({_digest(reason) for reason in found.reasons}))


def is_covered(now: Iterable[str], then: Iterable[str]) -> bool:
    """Return whether every reason of today was there when somebody decided."""
    return set(now) <= set(then)


def _digest(reason: Reason) -> str:
    facts = [
        reason.rule,
        reason.verdict.label,
        reason.ground,
        reason.party,
        reason.role,
        reason.through,
        reason.relation.shape if reason.relation else None,
        [(hop.source, hop.edge, hop.target, hop.origin) for hop in reason.path],
        sorted((tie.kind, *tie.sources) for tie in reason.ties),
        sorted(reason.flags),
    ]
    return hashlib.sha256(orjson.dumps(facts)).hexdigest()[:32]
