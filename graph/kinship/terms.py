"""Chinese names of a reading: the terms of its path, changed by what its ties are in law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.term_table import distinct, inverse_terms, join_terms, standard_terms, terms_of
from graph.model import Bond, Standing
from graph.ontology.kin_types import ANY, FEMALE, MALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.kinship.term_table import Elder
    from graph.snapshot.arrays import Persons

__all__ = ["inverse_terms", "is_elder", "name_reading", "terms_of"]

_WORDS = {
    (Bond.ADOPTIVE, "U"): ("养父母", "养父", "养母"),
    (Bond.ADOPTIVE, "D"): ("养子女", "养子", "养女"),
    (Bond.FOSTER, "U"): ("寄养父母", "寄养父亲", "寄养母亲"),
    (Bond.FOSTER, "D"): ("寄养子女", "寄养儿子", "寄养女儿"),
    (Bond.COHABITATION, "S"): ("同居伴侣", "同居伴侣", "同居伴侣"),
    (Bond.CO_PARENTHOOD, "S"): ("子女的父亲或母亲", "子女的父亲", "子女的母亲"),
}
"""Words of one step by sex: unknown, male, female."""
_FORMER_SPOUSE = ("前配偶", "前夫", "前妻")
_UNMARRIED = frozenset({Bond.COHABITATION, Bond.CO_PARENTHOOD})
_ORDINARY: frozenset[int] = frozenset({Bond.BIRTH, Bond.MARRIAGE})
_OTHER_SEX = {ANY: ANY, MALE: FEMALE, FEMALE: MALE}
_UNRECORDED = -1


def name_reading(
    persons: Persons,
    nodes: Sequence[int],
    shape: str,
    *,
    bonds: Sequence[int] = (),
    standing: Standing = Standing.LAWFUL,
    asserted_elder: Elder | None = None,
    half: bool = False,
) -> tuple[str, ...]:
    """Return the Chinese terms of one reading, never empty: 叔叔; 养父, 父亲; 前岳父, 岳父.

    nodes: persons along the path, ego first; bonds: graph.model.Bond of each step, or none.
    An order of age counts as known where the spans of birth do not overlap, else where
    `asserted_elder`, asked by node, knows it. In-laws by a couple that never married, and a
    former spouse, are not given the terms of a marriage.
    """
    sexes = [int(persons.sex[node]) for node in nodes]

    def older(person: int, than: int) -> bool | None:
        born = is_elder(persons, nodes[person], nodes[than])
        if born is None and asserted_elder is not None:
            return asserted_elder(nodes[person], nodes[than])
        return born

    plain = terms_of(shape, sexes, older, half=half)
    if not _ORDINARY.issuperset(bonds):
        kinds = [Bond(int(bond)) for bond in bonds]
        special = _bond_terms(shape, sexes, kinds, older)
        if not _UNMARRIED.isdisjoint(kinds):
            return special
        is_adopted_line = len(shape) > 1 and Bond.STEP not in kinds
        return distinct([*plain, *special] if is_adopted_line else [*special, *plain])
    if shape == "S" and standing is Standing.VOID_MARRIAGE:
        return ("婚姻无效的配偶",)
    if "S" in shape and standing is Standing.FORMER_SPOUSE:
        if shape == "S":
            return (_FORMER_SPOUSE[sexes[1]],)
        return (*("前" + term for term in plain), *plain)
    return plain


def is_elder(persons: Persons, person: int, than: int) -> bool | None:
    """Say whether one person was born before another; None if their spans of birth overlap."""
    if persons.born_last[person] < persons.born_first[than]:
        return True
    if persons.born_last[than] < persons.born_first[person]:
        return False
    return None


def _bond_terms(
    shape: str, sexes: Sequence[int], bonds: Sequence[Bond], older: Elder
) -> tuple[str, ...]:
    """Name a path by the bonds on it that are neither birth nor marriage.

    A step-parent is walked as the spouse of a parent, so that 继父 and 继兄 come from the table.
    """
    moves, kinds, path, known = _through_marriages(shape, bonds, sexes)
    shapes: list[str] = []
    names: list[tuple[str, ...]] = []
    start = 0
    for step in range(len(moves) + 1):
        words = _WORDS.get((kinds[step], moves[step])) if step < len(moves) else ("",)
        if words is None:
            continue
        if start < step:
            ages = _from_node(older, path[start:])
            shapes.append(moves[start:step])
            names.append(standard_terms(shapes[-1], known[start : step + 1], ages))
        if step < len(moves):
            shapes.append(moves[step])
            names.append((words[known[step + 1]],))
        start = step + 1
    return join_terms(shapes, names)


def _through_marriages(
    shape: str, bonds: Sequence[Bond], sexes: Sequence[int]
) -> tuple[str, list[Bond], list[int], list[int]]:
    """Put the unrecorded parent between a step-parent and the child: moves, bonds, nodes, sexes."""
    moves, kinds, path, known = "", [], [0], [sexes[0]]
    for step, (move, bond) in enumerate(zip(shape, bonds, strict=True)):
        if bond is Bond.STEP:
            moves += "US" if move == "U" else "SD"
            kinds += [Bond.BIRTH, Bond.MARRIAGE]
            path += [_UNRECORDED, step + 1]
            known += [_OTHER_SEX[sexes[step + 1 if move == "U" else step]], sexes[step + 1]]
        else:
            moves += move
            kinds.append(bond)
            path.append(step + 1)
            known.append(sexes[step + 1])
    return moves, kinds, path, known


def _from_node(older: Elder, path: Sequence[int]) -> Elder:
    """Ask about ages by positions on a part of the path."""

    def asked(person: int, than: int) -> bool | None:
        pair = path[person], path[than]
        return None if _UNRECORDED in pair else older(*pair)

    return asked
