"""Search by any two Chinese characters of a name, by pinyin, or by id; one index a snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.projection.spelling import pinyin_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot

KINDS = (("person", "people", "name"), ("unit", "units", "name"), ("place", "places", "name"),
         ("contract", "contracts", "title"))  # fmt: skip
"""What is found: kind, table, and the column that names it; in the order of answers."""
SHORT = 200
"""One character alone is answered where no more than this many names hold it."""
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What answers to a search, and whether the question was too wide."""

    items: tuple[tuple[str, int], ...]
    """Kind and row of its table, the best first."""
    total: int
    is_too_wide: bool = False


class SearchIndex:
    """The names of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._parts = {kind: _Part(snapshot.table(table), column) for kind, table, column in KINDS}

    def warm(self) -> None:
        """Spell every name, so that no search has to wait for it."""
        for part in self._parts.values():
            part.spelt.buffers()

    def search(
        self, text: str, seen: dict[str, NDArray[np.bool_]], *, kind: str = "", limit: int = 20,
        after: int = 0,
    ) -> Found:  # fmt: skip
        """Return what answers to a text among what is seen, by kind, then by closeness of names.

        `seen` masks the rows of each kind; what is hidden is not counted either.
        """
        text = " ".join(text.split())
        parts = {kind: self._parts[kind]} if kind else self._parts
        hits = [
            (name, part.ranked(text, seen[name]))
            for name, part in parts.items()
        ]  # fmt: skip
        total = sum(len(rows) for _, rows in hits)
        if len(text) < _ENOUGH and total > SHORT:
            return Found(items=(), total=0, is_too_wide=True)
        listed = [(name, int(row)) for name, rows in hits for row in rows]
        return Found(items=tuple(listed[after : after + limit]), total=total)


class _Part:
    """The names of one kind; ids ascending, as snapshots keep them."""

    def __init__(self, rows: pa.Table, column: str) -> None:
        self.ids = _flat(rows["id"])
        self.names = pc.fill_null(_flat(rows[column]), "")

    @cached_property
    def spelt(self) -> pa.Array:
        """Pinyin of each name, a space before every word."""
        unique = self.names.dictionary_encode()
        words = [_words(name) for name in unique.dictionary.to_pylist()]
        return pa.array(words, pa.string()).take(unique.indices)

    def ranked(self, text: str, seen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows that answer: the id itself, the name itself, names that begin so."""
        if not text:
            return np.zeros(0, np.int64)
        has = self._matches(text)
        rows = np.flatnonzero(has.to_numpy(zero_copy_only=False) & seen)
        if not len(rows):
            return rows
        names, ids = self.names.take(pa.array(rows)), self.ids.take(pa.array(rows))
        closeness = np.full(len(rows), 3)
        closeness[_truth(pc.starts_with(names, text))] = 2
        closeness[_truth(pc.equal(names, text))] = 1
        closeness[_truth(pc.equal(ids, text))] = 0
        return rows[np.lexsort((np.array(names.to_pylist()), closeness))]

    def _matches(self, text: str) -> pa.Array:
        has = pc.match_substring(self.names, text)
        if text.isascii():
            has = pc.or_(has, pc.starts_with(self.ids, text))
            letters = text.replace(" ", "").lower()
            if _LETTERS.fullmatch(letters):
                has = pc.or_(has, pc.match_substring(self.spelt, f" {letters}"))
        return has


def _words(name: str) -> str:
    return f" {pinyin_of(name) or ''}"


def _flat(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return found if isinstance(found, pa.Array) else pa.concat_arrays(found.chunks)


def _truth(values: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.bool_)
