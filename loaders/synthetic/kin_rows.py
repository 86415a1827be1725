"""What the registers say of kin: parents, marriages, adoptions, step-parents; some is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import ALWAYS, EVER, day_of
from loaders.synthetic.arrays import MALE, YEAR, Bools, Floats, Ints, ints, stream
from loaders.synthetic.columns import chosen, dates, partly
from loaders.synthetic.people import COHABITING, COUPLE_KINDS

if TYPE_CHECKING:
    from loaders.synthetic.population import Population

UNKNOWN, YES, NO = -1, 1, 0
_NO_PARENTS, _NO_FATHER, _NO_MOTHER = 0.45, 0.7, 1.0
"""Of the people of whom a parent is missing from the registers: cumulated shares by which."""
_MISSING = 0.11
"""Share of them where registers are equally good everywhere."""
_LEAST_MISSING, _MOST_MISSING = 0.05, 0.30
"""Shares of the villages where they are not."""
_OLD_REGISTERS = day_of("1965-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class KinRows:
    """Rows of the table `kin`; `relation` and `kind` are their words, days EVER or ALWAYS blank."""

    person: Ints
    relation: pa.Array
    relative: Ints
    kind: str | pa.Array = ""
    since: Ints | None = None
    until: Ints | None = None
    raised: Ints | None = None

    def table(self, ids: pa.Array) -> pa.Table:
        """Return the rows as text."""
        count = len(self.person)
        since = _or(self.since, EVER, count)
        until = _or(self.until, ALWAYS, count)
        vague = since < _OLD_REGISTERS
        kind = pa.repeat(self.kind, count) if isinstance(self.kind, str) else self.kind
        return pa.table(
            {
                "person": ids.take(pa.array(self.person)),
                "relation": self.relation,
                "relative": ids.take(pa.array(self.relative)),
                "kind": kind,
                "from": partly(
                    dates(since, since != EVER), vague & (since % 3 == 0), vague & (since % 3 == 1)
                ),
                "to": dates(until, until != ALWAYS),
                "raised": chosen(("false", "true"), _or(self.raised, UNKNOWN, count)),
            }
        )


def _or(values: Ints | None, blank: int, count: int) -> Ints:
    return np.full(count, blank, np.int32) if values is None else values


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Which parent of each person is in the registers."""

    father: Bools
    mother: Bools


def missing_shares(villages: int, seed: int) -> Floats:
    """Return each village's share of people of whom a parent is missing, five to thirty percent."""
    rng = stream(seed, "registers of villages")
    return rng.uniform(_LEAST_MISSING, _MOST_MISSING, villages)


def known_parents(population: Population, seed: int, *, by_village: bool = True) -> Known:
    """Draw whose parents are missing; unless `by_village`, equally in all villages."""
    persons = population.persons
    shares = missing_shares(int(persons.birth_village.max()) + 1, seed)
    share = shares[persons.birth_village] if by_village else _MISSING
    draw = stream(seed, "missing parents").random(len(persons)) / share
    neither = draw < _NO_PARENTS
    return Known(
        father=(persons.father >= 0) & ~neither & (draw >= _NO_FATHER),
        mother=(persons.mother >= 0) & ~neither & ((draw < _NO_FATHER) | (draw >= _NO_MOTHER)),
    )


def parent_rows(population: Population, known: Known, seed: int) -> list[KinRows]:
    """Return births, told from the child's side or the parent's, in English or Chinese words."""
    persons = population.persons
    rng = stream(seed, "parent rows")
    rows = []
    for parent, recorded, words in (
        (persons.father, known.father, ("father", "父亲", "parent")),
        (persons.mother, known.mother, ("mother", "母亲", "parent")),
    ):
        child = ints(np.flatnonzero(recorded))
        draw = rng.random(len(child))
        of_child = draw < 0.85
        word = ints(np.where(draw < 0.75, 0, np.where(draw < 0.83, 1, 2)))
        rows.append(
            KinRows(
                person=child[of_child],
                relation=chosen(words, word[of_child]),
                relative=parent[child[of_child]],
            )
        )
        told = child[~of_child]
        rows.append(_told_by_parent(told, parent[told], persons.sex[told], draw[~of_child] < 0.95))
    return rows


def _told_by_parent(child: Ints, parent: Ints, sex: Ints, english: Bools) -> KinRows:
    word = np.where(sex == MALE, 0, 1) + np.where(english, 0, 2)
    return KinRows(
        person=parent,
        relation=chosen(("son", "daughter", "儿子", "女儿"), ints(word)),
        relative=child,
    )


def marriage_rows(population: Population, seed: int) -> list[KinRows]:
    """Return the couples; one in thirty is stated a second time from the wife's side."""
    couples = population.couples
    rng = stream(seed, "marriage rows")
    words = ("wife", "妻子", "spouse")
    draw = rng.random(len(couples))
    first = KinRows(
        person=couples.husband,
        relation=chosen(words, ints(np.where(draw < 0.9, 0, np.where(draw < 0.96, 1, 2)))),
        relative=couples.wife,
        kind=chosen(COUPLE_KINDS, couples.kind),
        since=couples.since,
        until=couples.ended,
    )
    twice = np.flatnonzero((rng.random(len(couples)) < 0.03) & (couples.kind != COHABITING))
    second = KinRows(
        person=couples.wife[twice],
        relation=pa.repeat("husband", len(twice)),
        relative=couples.husband[twice],
        kind=chosen(COUPLE_KINDS, couples.kind[twice]),
        since=couples.since[twice],
        until=couples.ended[twice],
    )
    return [first, second]


def adoption_rows(population: Population) -> list[KinRows]:
    """Return each adopted child's adoptive father and mother."""
    persons, couples = population.persons, population.couples
    rows = []
    for registered, kind in ((True, "adoptive"), (False, "adoptive_unregistered")):
        adopted = (persons.adopter >= 0) & (persons.adoption_registered == registered)
        child = ints(np.flatnonzero(adopted))
        for word, parent in (("father", couples.husband), ("mother", couples.wife)):
            rows.append(
                KinRows(
                    person=child,
                    relation=pa.repeat(word, len(child)),
                    relative=parent[persons.adopter[child]],
                    kind=kind,
                    since=persons.adopted_on[child],
                    until=persons.adoption_ended[child],
                )
            )
    return rows


def step_rows(population: Population, seed: int) -> list[KinRows]:
    """Return the step-parents of children under eighteen when a parent married again."""
    persons, couples = population.persons, population.couples
    rng = stream(seed, "step rows")
    rows = []
    for parent_of, parent, spouse, word in (
        (persons.mother, couples.wife, couples.husband, "father"),
        (persons.father, couples.husband, couples.wife, "mother"),
    ):
        latest = np.full(len(persons), -1, np.int32)
        order = np.argsort(couples.since, kind="stable")
        latest[parent[order]] = order
        child = ints(np.flatnonzero((parent_of >= 0) & (persons.adopter < 0)))
        couple = latest[parent_of[child]]
        age = couples.since[couple] - persons.born[child]
        minor = (couple != persons.birth_couple[child]) & (age > 0) & (age < 18 * YEAR)
        minor &= (persons.died[child] > couples.since[couple]) & (couples.kind[couple] == 0)
        child, couple, age = child[minor], couple[minor], age[minor]
        young = (age < 13 * YEAR) & (rng.random(len(child)) < 0.7)
        rows.append(
            KinRows(
                person=child,
                relation=pa.repeat(word, len(child)),
                relative=spouse[couple],
                kind="step",
                since=couples.since[couple],
                raised=ints(np.where(young, YES, np.where(age % 2, NO, UNKNOWN))),
            )
        )
    return rows
