"""A made population straight in arrays: five generations, patrilocal marriage, seeded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model import ALWAYS, EVER, Bond
from graph.snapshot.arrays import Adjacency, EdgeFacts, KinGraph

Int32 = NDArray[np.int32]

GENERATIONS = 5
_CHILDREN = (0.04, 0.18, 0.34, 0.26, 0.12, 0.06)
"""Share of couples with 0, 1, 2 … children: 2.4 on average."""
_VILLAGE = 400
"""Men of one generation among whose sisters a wife is looked for: some twenty villages."""
_MARRIED = 0.94
_DIVORCED = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Elementary ties as columns: `parents` child and parent, `couples` husband and wife."""

    persons: int
    child: Int32
    parent: Int32
    husband: Int32
    wife: Int32
    ended: Int32
    """Day a marriage ended, ALWAYS while it stands."""


def make_population(persons: int, seed: int) -> Population:
    """Return about `persons` people; ids run by generation, then by family."""
    random = np.random.default_rng(seed)
    growth = sum(count * share for count, share in enumerate(_CHILDREN)) * _MARRIED * 0.49
    founders = int(persons / sum(growth**g for g in range(GENERATIONS))) // 2 * 2
    people = np.arange(founders, dtype=np.int32)
    male = np.arange(founders) % 2 == 0
    total = founders
    columns: list[tuple[Int32, ...]] = []
    for generation in range(GENERATIONS):
        husband, wife = _marry(people, male, random)
        if generation == GENERATIONS - 1:
            columns.append((husband, wife, husband[:0], husband[:0]))
            break
        couple = np.repeat(
            np.arange(len(husband)), random.choice(len(_CHILDREN), len(husband), p=_CHILDREN)
        )
        people = np.arange(total, total + len(couple), dtype=np.int32)
        total += len(couple)
        male = random.random(len(people)) < 0.51
        child = np.concatenate([people, people])
        columns.append((husband, wife, child, np.concatenate([husband[couple], wife[couple]])))
    husband, wife, child, parent = (np.concatenate(column) for column in zip(*columns, strict=True))
    ended = np.where(random.random(len(husband)) < _DIVORCED, 15_000, ALWAYS).astype(np.int32)
    return Population(
        persons=total, child=child, parent=parent, husband=husband, wife=wife, ended=ended
    )


def _marry(
    people: Int32, male: NDArray[np.bool_], random: np.random.Generator
) -> tuple[Int32, ...]:
    """Pair men and women of one generation, wives coming from families some way off."""
    men, women = people[male], people[~male]
    married = int(_MARRIED * min(len(men), len(women)))
    near = np.argsort(np.arange(len(women)) + random.integers(0, _VILLAGE, len(women)))
    husband = np.sort(random.choice(men, married, replace=False))
    return husband, women[near][:married]


def kin_graph(population: Population) -> KinGraph:
    """Return the arrays of a snapshot; a dissolved marriage is lawful until its end."""
    parents, parent_order = _rows(population.persons, population.child, population.parent)
    children, _ = _rows(population.persons, population.parent, population.child)
    one = np.concatenate([population.husband, population.wife])
    other = np.concatenate([population.wife, population.husband])
    spouses, order = _rows(population.persons, one, other, np.tile(population.ended, 2))
    return KinGraph(
        parents=parents,
        children=children,
        spouses=spouses,
        parent_facts=_facts(parent_order, Bond.BIRTH),
        spouse_facts=_facts(order, Bond.MARRIAGE),
    )


def _rows(
    nodes: int, source: Int32, target: Int32, ended: Int32 | None = None
) -> tuple[Adjacency, NDArray[np.int64]]:
    order = np.argsort(source.astype(np.int64) * nodes + target, kind="stable")
    indptr = np.zeros(nodes + 1, np.int32)
    np.cumsum(np.bincount(source, minlength=nodes), out=indptr[1:])
    end = np.full(len(source), ALWAYS, np.int32) if ended is None else ended[order]
    return Adjacency(
        indptr=indptr,
        indices=target[order],
        flags=np.where(end == ALWAYS, 0, 0x10).astype(np.uint8),
        start=np.full(len(source), EVER, np.int32),
        end=end,
    ), order


def _facts(order: NDArray[np.int64], bond: Bond) -> EdgeFacts:
    ties = len(order)
    return EdgeFacts(
        confidence=np.ones(ties, np.float32),
        bond=np.full(ties, bond, np.uint8),
        proof_indptr=np.arange(ties + 1, dtype=np.int32),
        proof=order.astype(np.int32),
    )
