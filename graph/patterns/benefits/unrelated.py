"""Households among which no two are kin: how many of a group stand apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.patterns.facts import Facts


def related_households(
    facts: Facts, people: Mapping[str, Iterable[str]]
) -> dict[str, frozenset[str]]:
    """Return, by household, the others that share a person or legal kin with it.

    `people` are the recipients of each household. Cost: the kin of all of them.
    """
    houses: dict[str, set[str]] = defaultdict(set)
    for house, persons in people.items():
        for person in persons:
            houses[person].add(house)
    found: dict[str, set[str]] = {house: set() for house in people}
    for several in houses.values():
        for house in several:
            found[house] |= several - {house}
    for one, other in _kin_pairs(facts, houses):
        for house in houses[one]:
            found[house] |= houses[other] - {house}
    return {house: frozenset(others) for house, others in found.items()}


def apart(houses: Iterable[str], related: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return many households of which no two are related, ascending.

    Greedy by the fewest relatives left (Halldórsson and Radhakrishnan 1997): a certificate, not
    always the largest set.
    """
    left = set(houses)
    chosen = []
    while left:
        first = min(left, key=lambda house: (len(related[house] & left), house))
        chosen.append(first)
        left -= related[first] | {first}
    return tuple(sorted(chosen))


def _kin_pairs(facts: Facts, people: Iterable[str]) -> list[tuple[str, str]]:
    named = sorted(people)
    if not named:
        return []
    kin = facts.legal_kin(named)
    wanted = facts.given(pa.table({"wanted": pa.array(named, pa.string())}))
    inside = kin.semi_join(wanted, kin.relative == wanted.wanted)
    rows = inside.select("ego", "relative").to_pyarrow()
    return list(zip(rows["ego"].to_pylist(), rows["relative"].to_pylist(), strict=True))
