"""Chinese terms of a path: from its shape, the sexes on it and who is the elder.

Where a sex or an order of age is not known, every term that may be right is given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from graph.kinship.kin import inverse
from graph.ontology.kin_types import (
    ANY,
    ELEMENTARY,
    NAMES,
    TERM_TYPES,
    KinType,
    parse_kin_type,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Elder = Callable[[int, int], bool | None]
    """Whether the first is elder than the second; None if that is not known."""

Sexes = tuple[int, ...]
Ages = tuple[tuple[int, int, bool | None], ...]
"""Answers (person, than, is elder), as nodes of a path."""

_MOST_COMBINATIONS = 12
_MOST_CACHED = 1 << 16
_DEEPEST_NAMED = max(len(kin_type.shape) for kin_type in NAMES if set(kin_type.shape) == {"U"})
_NEUTRAL = {"UD": "兄弟姐妹", "U": "父母", "D": "子女", "S": "配偶"}
_ROLES = {"parent": "P", "child": "C", "spouse": "E", "sibling": "G", "half_sibling": "G"}


def _by_shape() -> dict[str, tuple[KinType, ...]]:
    grouped: dict[str, list[KinType]] = {}
    for kin_type in NAMES:
        grouped.setdefault(kin_type.shape, []).append(kin_type)
    return {shape: tuple(types) for shape, types in grouped.items()}


_TYPES_BY_SHAPE = _by_shape()


def terms_of(
    shape: str, sexes: Sequence[int], older: Elder | None = None, *, half: bool = False
) -> tuple[str, ...]:
    """Return every Chinese term that fits a path, standard terms first; never empty.

    sexes: one a node, ego first (0 unknown, 1 male, 2 female), so one more than steps.
    older: asked by positions on the path, ego being 0. `half` says that siblings on the path share
    one parent. Shapes without a term of their own are put together: 嫂子的父亲, 第9代祖先.
    """
    known = tuple(int(sex) for sex in sexes)
    return _terms(shape, known, _ages(shape, known, older), half)


def standard_terms(shape: str, sexes: Sequence[int], older: Elder) -> tuple[str, ...]:
    """Return the terms of a path without their synonyms."""
    known = tuple(int(sex) for sex in sexes)
    ages = _ages(shape, known, older)
    is_one_piece = len(_pieces(shape, known)) == 1
    return (_standard_terms if is_one_piece else _terms)(shape, known, ages, False)


def _ages(shape: str, sexes: Sexes, older: Elder | None) -> Ages:
    return tuple(
        (person, than, older(person, than) if older else None)
        for person, than in _comparisons(shape, sexes)
    )


@lru_cache(_MOST_CACHED)
def _comparisons(shape: str, sexes: Sexes) -> tuple[tuple[int, int], ...]:
    """List the pairs of nodes whose order of age may decide between terms."""
    return tuple(
        sorted(
            {
                (start + order.person, start + order.than)
                for start, end in _pieces(shape, sexes)
                for kin_type in _TYPES_BY_SHAPE.get(shape[start:end], ())
                for order in kin_type.seniority
            }
        )
    )


@lru_cache(_MOST_CACHED)
def _terms(shape: str, sexes: Sexes, ages: Ages, half: bool) -> tuple[str, ...]:
    pieces = _pieces(shape, sexes)
    if len(pieces) == 1:
        return _piece_terms(shape, sexes, ages, half)
    return join_terms(
        [shape[start:end] for start, end in pieces],
        [
            _standard_terms(shape[start:end], sexes[start : end + 1], _moved(ages, start), half)
            for start, end in pieces
        ],
    )


def _moved(ages: Ages, start: int) -> Ages:
    """Return the answers as seen from a later node of the path."""
    return tuple((person - start, than - start, elder) for person, than, elder in ages)


def join_terms(shapes: Sequence[str], names: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Join the names of successive pieces by 的; where too many fit, in words without sex."""
    if prod(map(len, names)) > _MOST_COMBINATIONS:
        names = [
            terms if len(terms) == 1 else (_neutral(piece),)
            for piece, terms in zip(shapes, names, strict=True)
        ]
    return distinct("的".join(words) for words in product(*names))


def _neutral(shape: str) -> str:
    return "的".join(_NEUTRAL[step] for step in re.findall("UD|[UDS]", shape))


def distinct(terms: Iterable[str]) -> tuple[str, ...]:
    """Drop what was said before, keeping the order."""
    return tuple(dict.fromkeys(terms))


@lru_cache(_MOST_CACHED)
def _pieces(shape: str, sexes: Sexes) -> tuple[tuple[int, int], ...]:
    """Cut a path into the longest pieces with names, from ego on, keeping siblings together."""
    found, start = [], 0
    while start < len(shape):
        end = _piece_end(shape, sexes, start)
        found.append((start, end))
        start = end
    return tuple(found)


def _piece_end(shape: str, sexes: Sexes, start: int) -> int:
    longest = 0
    for end in range(len(shape), start, -1):
        if end == start + 1 or _has_name(shape[start:end], sexes[start : end + 1]):
            longest = longest or end
            if shape[end - 1 : end + 1] != "UD":
                return end
    return longest


def _is_far_line(shape: str) -> bool:
    return len(shape) > _DEEPEST_NAMED and len(set(shape)) == 1 and shape[0] != "S"


def _has_name(shape: str, sexes: Sexes) -> bool:
    return _is_far_line(shape) or bool(_fitting(shape, sexes, (), False))


def _fitting(shape: str, sexes: Sexes, ages: Ages, half: bool) -> list[KinType]:
    """Return the kin types a path may be, half siblings first and only where `half` allows."""
    answers = {(person, than): elder for person, than, elder in ages}
    found = [
        kin_type
        for kin_type in _TYPES_BY_SHAPE.get(shape, ())
        if (half or not kin_type.is_half)
        and all(
            ANY in pair or pair[0] == pair[1] for pair in zip(sexes, kin_type.sexes, strict=True)
        )
        and all(
            answers.get((order.person, order.than)) in (None, order.is_elder)
            for order in kin_type.seniority
        )
    ]
    return sorted(found, key=lambda kin_type: not kin_type.is_half)


def _piece_terms(shape: str, sexes: Sexes, ages: Ages, half: bool) -> tuple[str, ...]:
    found = [NAMES[kin_type] for kin_type in _fitting(shape, sexes, ages, half)]
    synonyms = (term for terms in found for term in terms[1:])
    return distinct([*_standard_terms(shape, sexes, ages, half), *synonyms])


def _standard_terms(shape: str, sexes: Sexes, ages: Ages, half: bool) -> tuple[str, ...]:
    if _is_far_line(shape):
        return (f"第{len(shape)}代{'祖先' if shape[0] == 'U' else '后代'}",)
    found = (NAMES[kin_type][0] for kin_type in _fitting(shape, sexes, ages, half))
    return distinct(found) or (_neutral(shape),)


def inverse_terms(term: str, sex: int = ANY) -> tuple[str, ...]:
    """Return what the speaker, of this sex, is to the person whom he calls by a canonical term.

    The inverse of 舅舅 is 外甥 for a man. An unknown term has none.
    """
    found: list[str] = []
    for kin_type in _types_of(term):
        sexes = (*kin_type.sexes[:0:-1], kin_type.sexes[0] or sex)
        known = {
            (order.person, order.than): order.is_elder for order in kin_type.inverse_seniority()
        }
        known |= {(than, person): not elder for (person, than), elder in known.items()}
        older = lambda person, than, known=known: known.get((person, than))  # noqa: E731
        found.extend(terms_of(inverse(kin_type.shape), sexes, older, half=kin_type.is_half))
    return distinct(found)


def _types_of(term: str) -> tuple[KinType, ...]:
    if term not in ELEMENTARY:
        return TERM_TYPES.get(term, ())
    word = ELEMENTARY[term]
    step = _ROLES[word.role]
    by_sex = {"P": "PFM", "C": "CSD", "E": "EHW", "G": "GBZ"}[step]
    return (parse_kin_type(by_sex[word.sex]),)
