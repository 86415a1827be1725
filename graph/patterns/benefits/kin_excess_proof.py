"""The rows behind a kin test: the benefits that kin got, and why their households are kin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Evidence
from graph.findings.worlds import sureness
from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.model import day_of
from graph.patterns.benefits.kin_excess_awards import discretionary
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.patterns.benefits.need_households import Households
    from graph.patterns.facts import Facts
    from graph.patterns.proof import KinProof

    Ints = NDArray[np.int64]

_TRIED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One kin household: the benefits it got, as evidence, and the proof that it is kin.

    sure: the chance that the household is kin and got what is written; below 1 where a row is
    uncertain or disputed.
    """

    house: str
    benefits: tuple[dict[str, Any], ...]
    proof: KinProof | None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Its benefits, then the ties that make it kin."""
        given = tuple(_evidence(row) for row in self.benefits)
        return given + (self.proof.evidence if self.proof else ())

    @property
    def sure(self) -> float:
        """Chance that it is kin and got at least one of its benefits."""
        rows = [_certainty(row["confidence"], row["disputed"]) for row in self.benefits]
        got = 1.0 - float(np.prod([1.0 - one for one in rows]))
        tie = self.proof
        return got * (_certainty(tie.confidence, tie.is_disputed) if tie else 1.0)


def benefits_of(
    facts: Facts, pairs: Sequence[tuple[str, str]], first: int, last: int
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the discretionary benefits, not filed, of (decider, household) pairs, by pair."""
    if not pairs:
        return {}
    wanted = facts.given(
        pa.table({"chooser": [one for one, _ in pairs], "home": [two for _, two in pairs]})
    )
    rows = discretionary(facts)
    rows = rows.filter(rows.year >= first, rows.year <= last, ~rows.filed.fill_null(False))
    rows = rows.semi_join(wanted, (rows.decided_by == wanted.chooser, rows.house == wanted.home))
    columns = (
        "id", "programme", "decided_by", "house", "date", "date_first", "amount", "origin",
        "confidence", "disputed", "village",
    )  # fmt: skip
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows.select(*columns).order_by("date", "id").to_pyarrow().to_pylist():
        found.setdefault((row["decided_by"], row["house"]), []).append(row)
    return found


def behind(
    facts: Facts,
    households: Households,
    decider: str,
    benefits: dict[str, list[dict[str, Any]]],
) -> list[Behind]:
    """Return what stands behind each household of the decider's kin, by household."""
    days = {house: day_of(str(rows[0]["date_first"])) for house, rows in benefits.items()}
    kin = _relatives(facts, households, decider, sorted(set(days.values())))
    return [
        Behind(
            house=house,
            benefits=tuple(rows),
            proof=_proved(facts, decider, kin[days[house]].get(house, []), days[house]),
        )
        for house, rows in sorted(benefits.items())
    ]


def _relatives(
    facts: Facts, households: Households, decider: str, days: list[int]
) -> dict[int, dict[str, list[str]]]:
    """Return the relatives by household on each day, closest class first."""
    persons = facts.snapshot.persons
    ego = np.array([persons.index(decider)], np.int32)
    found: dict[int, dict[str, list[str]]] = {}
    for day in days:
        sets = all_kin(facts.snapshot, ego, day, ALL_KIN)
        order = np.lexsort((sets.relative, sets.kin_class))
        order = order[sets.relative[order] < len(households.of_person)]
        houses: dict[str, list[str]] = {}
        for node in sets.relative[order].tolist():
            at = int(households.of_person[node])
            if at >= 0:
                houses.setdefault(households.ids[at].as_py(), []).append(persons.id(node))
        found[day] = houses
    return found


def _proved(facts: Facts, decider: str, relatives: list[str], day: int) -> KinProof | None:
    for relative in relatives[:_TRIED]:
        proof = kin_proof(facts, decider, relative, day)
        if proof is not None:
            return proof
    return None


def _certainty(confidence: float | None, is_disputed: bool) -> float:
    return sureness(1.0 if confidence is None else confidence, is_disputed)


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=row["decided_by"],
        edge="decided_benefit",
        target=row["house"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=row["date"],
        amount_fen=row["amount"],
    )
