"""Legal kin read off the made population, so that honest dealings can be kept clear of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.circles import ALL_KIN
from graph.model import ALWAYS
from loaders.synthetic.arrays import NOBODY, Ints, ints
from loaders.synthetic.people import REGISTERED

if TYPE_CHECKING:
    from loaders.synthetic.arrays import Bools
    from loaders.synthetic.kin_rows import Known
    from loaders.synthetic.population import Population

_DEPTH = 4
"""Generations that a line of ancestors or descendants can have in a made county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """One kind of step: the targets of person `i` are `target[start[i]:start[i + 1]]`."""

    start: Ints
    target: Ints

    @classmethod
    def of(cls, source: Ints, target: Ints, persons: int) -> Steps:
        """Return the steps from each source to its target; those from or to NOBODY are dropped."""
        real = (source >= 0) & (target >= 0)
        source, target = source[real], target[real]
        order = np.argsort(source, kind="stable")
        start = np.zeros(persons + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=persons), out=start[1:])
        return cls(start=ints(start), target=target[order])

    def taken(self, ego: Ints, node: Ints) -> tuple[Ints, Ints]:
        """Return the pairs one step on."""
        first, count = self.start[node], self.start[node + 1] - self.start[node]
        before = np.cumsum(count) - count
        at = np.arange(int(count.sum())) - np.repeat(before - first, count)
        return np.repeat(ego, count), self.target[at]


class Kinfolk:
    """Walks of parent (U), child (D) and spouse (S) steps over the made population."""

    def __init__(self, up: tuple[Ints, Ints], spouses: tuple[Ints, Ints], persons: int) -> None:
        child, parent = up
        self._persons = persons
        self._steps = {
            "U": Steps.of(child, parent, persons),
            "D": Steps.of(parent, child, persons),
            "S": Steps.of(*spouses, persons),
        }

    def walked(self, egos: Ints, shape: str) -> tuple[Ints, Ints]:
        """Return the pairs (ego, relative) of one shape, each once, nobody with himself."""
        ego, node = egos, egos
        for step in shape:
            ego, node = self._unique(*self._steps[step].taken(ego, node))
        other = ego != node
        return ego[other], node[other]

    def pairs(self, egos: Ints) -> tuple[Ints, Ints]:
        """Return the pairs (ego, relative) of every legal shape, by ego, then by relative."""
        shapes = ALL_KIN.shapes - {"U+", "D+"}
        lines = [step * depth for step in "UD" for depth in range(1, _DEPTH + 1)]
        found = [self.walked(egos, shape) for shape in sorted({*shapes, *lines})]
        egos, kin = (np.concatenate(part) for part in zip(*found, strict=True))
        return self._unique(egos, kin)

    def sets(self, egos: Ints) -> dict[int, frozenset[int]]:
        """Return each person's legal kin."""
        listed = np.unique(egos)
        ego, kin = self.pairs(listed)
        ends = np.searchsorted(ego, listed, side="right")
        starts = np.searchsorted(ego, listed, side="left")
        spans = zip(listed.tolist(), starts.tolist(), ends.tolist(), strict=True)
        return {one: frozenset(kin[start:end].tolist()) for one, start, end in spans}

    def of(self, person: int) -> frozenset[int]:
        """Return one person's legal kin."""
        return self.sets(ints([person]))[person]

    def _unique(self, ego: Ints, node: Ints) -> tuple[Ints, Ints]:
        key = np.sort(ego.astype(np.int64) * self._persons + node)
        key = key[np.diff(key, prepend=-1) > 0]
        return ints(key // self._persons), ints(key % self._persons)


def widest_kin(population: Population) -> Kinfolk:
    """Return walks over every tie that ever was, recorded or not: no legal tie is missed.

    Adopters and the spouses of parents count as parents, ended and void marriages as marriages.
    """
    persons, couples = population.persons, population.couples
    count = len(persons)
    everyone = ints(np.arange(count))
    adopted = persons.adopter >= 0
    adopters = persons.adopter[adopted]
    child = np.concatenate([everyone, everyone, everyone[adopted], everyone[adopted]])
    parent = np.concatenate(
        [persons.father, persons.mother, couples.husband[adopters], couples.wife[adopters]]
    )
    wed = (
        np.concatenate([couples.husband, couples.wife]),
        np.concatenate([couples.wife, couples.husband]),
    )
    steps = Steps.of(*wed, count).taken(child[parent >= 0], parent[parent >= 0])
    up = np.concatenate([child, steps[0]]), np.concatenate([parent, steps[1]])
    return Kinfolk(up, wed, count)


def plain_kin(population: Population, known: Known, married_by: int) -> Kinfolk:
    """Return walks over recorded ties that nobody can doubt, so that what is planted holds in law.

    Parents by birth that are on record, of children never adopted; registered marriages of two
    living people that began before the day `married_by` and last, the only one of either.
    """
    persons, couples = population.persons, population.couples
    own = persons.adopter == NOBODY
    everyone = ints(np.arange(len(persons)))
    sides = ((persons.father, known.father), (persons.mother, known.mother))
    child = np.concatenate([everyone[own & recorded] for _, recorded in sides])
    parent = np.concatenate([of[own & recorded] for of, recorded in sides])
    lasting = _lasting(population, married_by)
    husband, wife = couples.husband[lasting], couples.wife[lasting]
    wed = np.concatenate([husband, wife]), np.concatenate([wife, husband])
    return Kinfolk((child, parent), wed, len(persons))


def _lasting(population: Population, married_by: int) -> Bools:
    persons, couples = population.persons, population.couples
    marriages = np.bincount(couples.husband, minlength=len(persons))
    marriages += np.bincount(couples.wife, minlength=len(persons))
    only = (marriages[couples.husband] == 1) & (marriages[couples.wife] == 1)
    standing = (couples.over(persons) == ALWAYS) & (couples.kind == REGISTERED)
    chosen: Bools = only & standing & (couples.since < married_by)
    return chosen
