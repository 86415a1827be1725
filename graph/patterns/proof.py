"""Why two people are legal kin on a day, as evidence of a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.findings import Evidence
from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import readings_between
from graph.model import Standing

if TYPE_CHECKING:
    from graph.kinship.circles import Circle
    from graph.kinship.kin import Hop, KinClass
    from graph.patterns.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class KinProof:
    """What `relative` is to `ego`, by which recorded ties, and how sure they are together."""

    ego: str
    relative: str
    kin_class: KinClass
    term: str
    confidence: float
    is_disputed: bool
    evidence: tuple[Evidence, ...]


def kin_proof(
    facts: Facts, ego: str, relative: str, day: int, *, circle: Circle = ALL_KIN
) -> KinProof | None:
    """Return the closest lawful reading on the day; None where the two were no legal kin then."""
    readings = readings_between(facts.snapshot, ego, relative, day, circle.shapes)
    for reading in readings:
        if reading.standing is Standing.LAWFUL and not reading.uncertain:
            return KinProof(
                ego=ego,
                relative=relative,
                kin_class=reading.kin_class,
                term=reading.terms[0] if reading.terms else "亲属",
                confidence=reading.confidence,
                is_disputed=reading.disputed,
                evidence=tuple(_evidence(hop) for hop in reading.hops),
            )
    return None


def _evidence(hop: Hop) -> Evidence:
    return Evidence(
        source=hop.source,
        edge=hop.edge,
        target=hop.target,
        origin=hop.origin,
        confidence=hop.confidence,
        is_disputed=hop.disputed,
    )
