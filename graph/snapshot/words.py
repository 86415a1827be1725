"""Relation words of kin rows read into the elementary tie they state, or the chain they imply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from graph.model import Bond, Standing
from graph.ontology.kin_types import ELEMENTARY, TERM_TYPES, canonical_term

if TYPE_CHECKING:
    from graph.ontology.kin_types import KinType


class Kind(IntEnum):
    """How the tie of a row came about, `raised` folded in."""

    BIRTH = 0
    ADOPTIVE = 1
    UNREGISTERED = 2
    STEP_RAISED = 3
    STEP = 4
    FOSTER = 5
    MARRIAGE = 6
    VOID = 7
    COHABITING = 8


STANDING_OF = {
    Kind.BIRTH: Standing.LAWFUL,
    Kind.ADOPTIVE: Standing.LAWFUL,
    Kind.UNREGISTERED: Standing.UNREGISTERED_ADOPTION,
    Kind.STEP_RAISED: Standing.LAWFUL,
    Kind.STEP: Standing.STEP_NOT_RAISED,
    Kind.FOSTER: Standing.FOSTER,
    Kind.MARRIAGE: Standing.LAWFUL,
    Kind.VOID: Standing.VOID_MARRIAGE,
    Kind.COHABITING: Standing.COHABITING,
}
"""Standing while the tie lasts."""

BOND_OF = {
    Kind.BIRTH: Bond.BIRTH,
    Kind.ADOPTIVE: Bond.ADOPTIVE,
    Kind.UNREGISTERED: Bond.ADOPTIVE,
    Kind.STEP_RAISED: Bond.STEP,
    Kind.STEP: Bond.STEP,
    Kind.FOSTER: Bond.FOSTER,
    Kind.MARRIAGE: Bond.MARRIAGE,
    Kind.VOID: Bond.MARRIAGE,
    Kind.COHABITING: Bond.COHABITATION,
}

PARENT_KINDS = {
    "adoptive": Kind.ADOPTIVE,
    "adoptive_unregistered": Kind.UNREGISTERED,
    "step": Kind.STEP,
    "foster": Kind.FOSTER,
}
"""Kinds that colour the parent ties of a row; any other word means birth."""
COUPLE_KINDS = {"void": Kind.VOID, "cohabiting": Kind.COHABITING}
"""Kinds that colour the spouse ties of a row; any other word means a registered marriage."""

Move = Literal["U", "D", "S", "B"]


class Step(NamedTuple):
    """One step of a chain: to a parent, a child, a spouse or a full sibling of this sex."""

    move: Move
    sex: int


class Sort(IntEnum):
    """What a relation word makes of its row."""

    PARENT = 0
    CHILD = 1
    SPOUSE = 2
    HALF_SIBLING = 3
    CHAIN = 4
    STEP_SIBLING = 5
    UNREADABLE = 6


_ROLES = {
    "parent": Sort.PARENT,
    "child": Sort.CHILD,
    "spouse": Sort.SPOUSE,
    "half_sibling": Sort.HALF_SIBLING,
}
_STEP_SIBLING = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A relation word: its sort, the relative's sex (0 unknown) and the chains it may mean.

    `chains` is filled for CHAIN only; all have the same moves.
    """

    sort: Sort
    sex: int = 0
    chains: tuple[tuple[Step, ...], ...] = ()


@cache
def word_of(relation: str) -> Word:
    """Read a relation word, canonical or not; UNREADABLE if no vocabulary knows it."""
    term = relation if relation in ELEMENTARY or relation in TERM_TYPES else None
    term = term or canonical_term(relation)
    if term is None:
        return Word(sort=Sort.UNREADABLE)
    if (elementary := ELEMENTARY.get(term)) is not None:
        if elementary.role == "sibling":
            sibling = Step("B", elementary.sex)
            return Word(sort=Sort.CHAIN, sex=elementary.sex, chains=((sibling,),))
        return Word(sort=_ROLES[elementary.role], sex=elementary.sex)
    types = TERM_TYPES[term]
    sexes = {kin_type.sexes[-1] for kin_type in types}
    sex = sexes.pop() if len(sexes) == 1 else 0
    if types[0].shape == _STEP_SIBLING:
        return Word(sort=Sort.STEP_SIBLING, sex=sex)
    return Word(sort=Sort.CHAIN, sex=sex, chains=tuple(dict.fromkeys(map(chain_of, types))))


def chain_of(kin_type: KinType) -> tuple[Step, ...]:
    """Split a kin type into steps; up and down through a parent of no known sex is a sibling."""
    shape, sexes = kin_type.shape, kin_type.sexes
    steps: list[Step] = []
    place = 0
    while place < len(shape):
        if shape.startswith("UD", place) and sexes[place + 1] == 0:
            steps.append(Step("B", sexes[place + 2]))
            place += 2
        else:
            steps.append(Step(shape[place], sexes[place + 1]))  # type: ignore[arg-type]
            place += 1
    return tuple(steps)


def common_chain(chains: tuple[tuple[Step, ...], ...]) -> tuple[Step, ...]:
    """Return the chain that all of these are readings of: a sex they disagree on is unknown."""
    merged = []
    for steps in zip(*chains, strict=True):
        sexes = {step.sex for step in steps}
        merged.append(Step(steps[0].move, sexes.pop() if len(sexes) == 1 else 0))
    return tuple(merged)
