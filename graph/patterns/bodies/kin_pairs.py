"""Two members of a body who are kin: their proof, their seats, the rules these fall under."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from graph.findings import Evidence
from graph.findings.worlds import sureness

if TYPE_CHECKING:
    from graph.kinship.bodies import Sitting
    from graph.kinship.body_kin import BodyKin
    from graph.patterns.bodies.seats import SeatPair
    from graph.patterns.proof import KinProof


@dataclass(frozen=True, slots=True, kw_only=True)
class KinPair:
    """Two sitting members who are kin, with the rules that their seats fall under."""

    proof: KinProof
    sittings: tuple[Sitting, ...]
    rules: tuple[SeatPair, ...]

    @property
    def sure(self) -> float:
        """The share of worlds in which the two are kin and both sit there."""
        kin = sureness(self.proof.confidence, self.proof.is_disputed)
        return kin * prod(one.confidence for one in self.sittings)

    @property
    def people(self) -> tuple[str, str]:
        """The two, as their proof names them."""
        return self.proof.ego, self.proof.relative


def detail_of(body: BodyKin, pairs: list[KinPair], on: int) -> dict[str, Any]:
    """Return who sits there, which pairs are kin, in which seats, against which rules."""
    return {
        "members": list(body.members),
        "adults": body.adults,
        "rules": sorted({rule.id for pair in pairs for rule in pair.rules}),
        "cites": sorted(
            {cite for pair in pairs for rule in pair.rules for cite in rule.articles(on)}
        ),
        "pairs": [
            {
                "persons": list(pair.people),
                "term": pair.proof.term,
                "kin_class": pair.proof.kin_class.label,
                "seats": [one.seat for one in pair.sittings],
                "rules": [rule.id for rule in pair.rules],
            }
            for pair in pairs
        ],
    }


def worlds_of(pairs: list[KinPair]) -> float:
    """Return the share of worlds with one pair against a rule, or, without, with every pair."""
    by_rule = [pair.sure for pair in pairs if pair.rules]
    if by_rule:
        return 1.0 - prod(1.0 - sure for sure in by_rule)
    return prod(pair.sure for pair in pairs)


def evidence_of(pairs: list[KinPair]) -> tuple[Evidence, ...]:
    """Return the posts of the pairs and the ties that make them kin, each once."""
    found: dict[Evidence, None] = {}
    for pair in pairs:
        for one in pair.sittings:
            found[_post(one)] = None
        found |= dict.fromkeys(pair.proof.evidence)
    return tuple(found)


def _post(sitting: Sitting) -> Evidence:
    return Evidence(
        source=sitting.person,
        edge="holds_post",
        target=sitting.body,
        origin=sitting.origin,
        confidence=sitting.confidence,
        date=sitting.since,
    )
