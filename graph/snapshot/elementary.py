"""Kin rows as arrays: who, what, since when, how sure; and the ties that rows state outright."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.ontology.kin_types import implied_kind
from graph.snapshot.arrays import FEMALE, MALE
from graph.snapshot.spans import SINCE_EVER, STILL, Spans, codes_of, column_of, node_of, spans_of
from graph.snapshot.words import COUPLE_KINDS, PARENT_KINDS, Kind, Sort, Word, word_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Float32, Int32, UInt8


@dataclass(frozen=True, kw_only=True)
class KinRows:
    """The kin table as arrays, one place a row; blank dates are since ever and still.

    person, relative: int32 nodes, -1 where nobody has the id. code: int32 into `words`.
    parent_kind, couple_kind: uint8 (words.Kind), the kind of the row's parent and spouse ties.
    """

    person: Int32
    relative: Int32
    code: Int32
    words: tuple[Word, ...]
    parent_kind: UInt8
    couple_kind: UInt8
    since: Spans
    until: Spans
    supported: NDArray[np.bool_]
    confidence: Float32
    disputed: NDArray[np.bool_]
    fact: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.person)

    @cached_property
    def sort(self) -> UInt8:
        """Return what each row states (words.Sort); UNREADABLE where an end is nobody."""
        sorts = np.array([word.sort for word in self.words] + [Sort.UNREADABLE], np.uint8)
        return np.where(self.is_placed, sorts[self.code], np.uint8(Sort.UNREADABLE))

    @cached_property
    def is_placed(self) -> NDArray[np.bool_]:
        """Return whether both ends of each row are people, and two of them."""
        is_known = (self.person >= 0) & (self.relative >= 0)
        return np.asarray(is_known & (self.person != self.relative))

    @cached_property
    def rank(self) -> Int32:
        """Return each row's place in the order of trust: undisputed, surest, earliest."""
        return rank_of(self.disputed, self.confidence, self.fact)

    @cached_property
    def best_first(self) -> NDArray[np.int64]:
        """Return the rows in the order of trust."""
        return np.argsort(self.rank, kind="stable")

    def word(self, row: int) -> Word:
        """Return the relation word of one row."""
        return self.words[int(self.code[row])]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentRows:
    """Rows that state a parent outright: child and parent nodes, kind, row numbers."""

    child: Int32
    parent: Int32
    kind: UInt8
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoupleRows:
    """Rows that state a couple outright: nodes with `a` < `b`, kind, row numbers."""

    a: Int32
    b: Int32
    kind: UInt8
    row: NDArray[np.int64]


def rank_of(disputed: NDArray[np.bool_], confidence: Float32, fact: NDArray[np.int64]) -> Int32:
    """Return the place of each row in the order of trust: undisputed, surest, earliest fact."""
    rank = np.empty(len(fact), np.int32)
    rank[np.lexsort((fact, -confidence, disputed))] = np.arange(len(fact), dtype=np.int32)
    return rank


def read_kin_rows(kin: Any, ids: Any) -> KinRows:
    """Read the ledger's kin table against the sorted person ids; each distinct text once."""
    code, relations = codes_of(column_of(kin, "relation"))
    parent_kind, couple_kind = _kinds(kin, code, relations)
    return KinRows(
        person=node_of(column_of(kin, "person"), ids),
        relative=node_of(column_of(kin, "relative"), ids),
        code=code,
        words=tuple(map(word_of, relations)),
        parent_kind=parent_kind,
        couple_kind=couple_kind,
        since=spans_of(kin, "from", SINCE_EVER),
        until=spans_of(kin, "to", STILL),
        supported=_is_true(kin, "supported"),
        confidence=confidences(kin),
        disputed=_is(kin, "status", "disputed"),
        fact=numbers(kin, "fact"),
    )


def _kinds(kin: Any, code: Int32, relations: list[str]) -> tuple[UInt8, UInt8]:
    """Return the kinds of each row's parent and spouse ties; 养父 implies its own."""
    kind_code, kinds = codes_of(column_of(kin, "kind"))
    implied = [implied_kind(relation) or "" for relation in relations]
    size = len(kinds)
    texts = [*kinds, *implied, ""]
    # A blank kind takes the one that the relation word implies, if any.
    place = np.where(kind_code >= 0, kind_code, np.where(code >= 0, code + size, -1))
    parent = np.array([PARENT_KINDS.get(text, Kind.BIRTH) for text in texts], np.uint8)[place]
    couple = np.array([COUPLE_KINDS.get(text, Kind.MARRIAGE) for text in texts], np.uint8)[place]
    steps = np.array([word_of(text).sort == Sort.STEP_SIBLING for text in relations] + [False])
    parent[steps[code] & (parent == Kind.BIRTH)] = Kind.STEP
    parent[(parent == Kind.STEP) & _is_true(kin, "raised")] = Kind.STEP_RAISED
    return parent, couple


def parent_rows(rows: KinRows) -> ParentRows:
    """Return the rows that state parent and child, turned child first."""
    up = np.flatnonzero(rows.sort == Sort.PARENT)
    down = np.flatnonzero(rows.sort == Sort.CHILD)
    row = np.concatenate([up, down])
    return ParentRows(
        child=np.concatenate([rows.person[up], rows.relative[down]]),
        parent=np.concatenate([rows.relative[up], rows.person[down]]),
        kind=rows.parent_kind[row],
        row=row,
    )


def couple_rows(rows: KinRows) -> CoupleRows:
    """Return the rows that state a couple, the lower node first."""
    row = np.flatnonzero(rows.sort == Sort.SPOUSE)
    person, relative = rows.person[row], rows.relative[row]
    return CoupleRows(
        a=np.minimum(person, relative),
        b=np.maximum(person, relative),
        kind=rows.couple_kind[row],
        row=row,
    )


def learn_sexes(sex: UInt8, rows: KinRows) -> UInt8:
    """Return the sexes with the unknown ones filled by what relation words say of the relative.

    Where words disagree, the most trusted row decides.
    """
    said = np.array([word.sex for word in rows.words] + [0], np.uint8)[rows.code]
    learned = sex.copy()
    order = rows.best_first[::-1]
    teaches = order[(said[order] > 0) & (rows.relative[order] >= 0)]
    open_ = teaches[sex[rows.relative[teaches]] == 0]
    # The last assignment wins, hence the worst row first.
    learned[rows.relative[open_]] = said[open_]
    return learned


def sexes_of(people: Any) -> UInt8:
    """Return the recorded sexes of a people table: 0 unknown, 1 male, 2 female."""
    code, texts = codes_of(column_of(people, "sex"))
    values = {"M": MALE, "F": FEMALE}
    return np.array([values.get(text, 0) for text in texts] + [0], np.uint8)[code]


def confidences(table: Any) -> Float32:
    """Return a table's confidences; 1 where blank."""
    column = column_of(table, "confidence").cast(pa.float64()).fill_null(1.0)
    return np.asarray(column.to_numpy(zero_copy_only=False), np.float32)


def numbers(table: Any, name: str) -> NDArray[np.int64]:
    """Return an integer column; 0 where blank."""
    column = column_of(table, name).cast(pa.int64()).fill_null(0)
    return np.asarray(column.to_numpy(zero_copy_only=False), np.int64)


def _is(table: Any, name: str, word: str) -> NDArray[np.bool_]:
    code, texts = codes_of(column_of(table, name))
    return np.array([text == word for text in texts] + [False], bool)[code]


def _is_true(table: Any, name: str) -> NDArray[np.bool_]:
    return _is(table, name, "true")
