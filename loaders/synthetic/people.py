"""The made population while it grows: parallel arrays of persons and of couples."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from loaders.synthetic.arrays import NOBODY, Bools, Ints, ints, lookup


@dataclass(slots=True, kw_only=True)
class Persons:
    """Everybody made so far, one element a person; days since 1970-01-01.

    `died` is ALWAYS for the living. `village` and `group` are where the person lives (wives with
    their husbands' people), `birth_village` where he or she went to school. `lineage` is that of
    the father, or of the adoptive father.
    """

    sex: Ints
    born: Ints
    died: Ints
    generation: Ints
    village: Ints
    birth_village: Ints
    group: Ints
    lineage: Ints
    father: Ints
    mother: Ints
    birth_couple: Ints
    adopter: Ints
    """The couple that adopted the person, else NOBODY."""
    adopted_on: Ints
    adoption_ended: Ints
    adoption_registered: Bools

    def __len__(self) -> int:
        return len(self.sex)

    def extended(self, more: Persons) -> Persons:
        """Return these persons followed by the others."""
        return Persons(
            **{
                field.name: np.concatenate([getattr(self, field.name), getattr(more, field.name)])
                for field in fields(Persons)
            }
        )

    def taken(self, order: Ints) -> Persons:
        """Return the persons in the given order; whoever is left out must be nobody's parent."""
        chosen = Persons(**{f.name: getattr(self, f.name)[order] for f in fields(Persons)})
        renumbered = renumbering(order, len(self))
        chosen.father = lookup(renumbered, chosen.father)
        chosen.mother = lookup(renumbered, chosen.mother)
        return chosen


@dataclass(slots=True, kw_only=True)
class Couples:
    """Everybody's marriages, one element a couple.

    `ended` is the day of divorce, ALWAYS otherwise (a death ends a marriage without it).
    `kind` indexes COUPLE_KINDS.
    """

    husband: Ints
    wife: Ints
    since: Ints
    ended: Ints
    kind: Ints

    def __len__(self) -> int:
        return len(self.husband)

    def extended(self, more: Couples) -> Couples:
        """Return these couples followed by the others."""
        return Couples(
            **{
                field.name: np.concatenate([getattr(self, field.name), getattr(more, field.name)])
                for field in fields(Couples)
            }
        )

    def renumbered(self, order: Ints, persons: int) -> Couples:
        """Return the couples after their persons were put into another order."""
        new = renumbering(order, persons)
        return Couples(
            husband=new[self.husband],
            wife=new[self.wife],
            since=self.since,
            ended=self.ended,
            kind=self.kind,
        )

    def over(self, persons: Persons) -> Ints:
        """Return the day on which each couple ceased: divorce or the first death."""
        deaths = np.minimum(persons.died[self.husband], persons.died[self.wife])
        return np.minimum(self.ended, deaths)


COUPLE_KINDS = ("", "cohabiting", "void")
REGISTERED, COHABITING, VOID = range(3)


def renumbering(order: Ints, persons: int) -> Ints:
    """Return the new index of every old one, NOBODY for those that `order` leaves out."""
    new = np.full(persons, NOBODY, np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return new


def nobody(count: int) -> Ints:
    """Return an array that names no one."""
    return np.full(count, NOBODY, np.int32)


def children_of(
    persons: Persons, couples: Couples, parents: Ints, born: Ints, sex: Ints, died: Ints
) -> Persons:
    """Return the children as persons: of the couple `parents[i]`, in their father's village."""
    count = len(parents)
    father, mother = couples.husband[parents], couples.wife[parents]
    return Persons(
        sex=sex,
        born=born,
        died=died,
        generation=ints(persons.generation[father] + 1),
        village=persons.village[father],
        birth_village=persons.village[father],
        group=persons.group[father],
        lineage=persons.lineage[father],
        father=father,
        mother=mother,
        birth_couple=parents,
        adopter=nobody(count),
        adopted_on=nobody(count),
        adoption_ended=nobody(count),
        adoption_registered=np.zeros(count, np.bool_),
    )
