"""Names put in order once, with where every character, pair and spelt word stands in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.projection.spelling import pinyin_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_WIDE = 32
_PAIR = 2


class Postings:
    """Which numbers each key stands for, ascending, each once; numbers are given ascending."""

    def __init__(self, keys: Numbers, numbers: Numbers) -> None:
        order = np.argsort(keys, kind="stable")
        keys, numbers = keys[order], numbers[order]
        is_new = np.ones(len(keys), np.bool_)
        is_new[1:] = (keys[1:] != keys[:-1]) | (numbers[1:] != numbers[:-1])
        keys, self._numbers = keys[is_new], numbers[is_new]
        self._keys, begins = np.unique(keys, return_index=True)
        self._begins = np.append(begins, len(keys))

    def of(self, key: int) -> Numbers:
        """Return the numbers of one key, ascending."""
        return self.between(key, key + 1)

    def between(self, first: int, last: int) -> Numbers:
        """Return the numbers of all keys of a half-open range, key after key."""
        at = np.searchsorted(self._keys, (first, last))
        return self._numbers[self._begins[at[0]] : self._begins[at[1]]]


class NameIndex:
    """The rows of a column of names by name, then by row; a place is a position in this order.

    Cost of making it: some seconds for a million names; pinyin, ten times that, is spelt when it
    is first asked for.
    """

    def __init__(self, names: pa.Array) -> None:
        encoded = names.dictionary_encode()
        found = encoded.dictionary.to_pylist()
        order = sorted(range(len(found)), key=found.__getitem__)
        self._names: list[str] = [found[at] for at in order]
        number = np.empty(len(order), np.int64)
        number[order] = np.arange(len(order))
        of_row = number[encoded.indices.to_numpy(zero_copy_only=False)]
        self.rows: Numbers = np.argsort(of_row, kind="stable")
        """The row at each place."""
        self._first = np.searchsorted(of_row[self.rows], np.arange(len(order) + 1))
        characters, owners = _characters(self._names)
        self._single = Postings(characters, owners)
        inside = np.flatnonzero(owners[1:] == owners[:-1])
        pairs = characters[inside] << _WIDE | characters[inside + 1]
        self._pairs = Postings(pairs, owners[inside])

    @cached_property
    def place_of_row(self) -> Numbers:
        """The place of each row."""
        found = np.empty(len(self.rows), np.int64)
        found[self.rows] = np.arange(len(self.rows))
        return found

    def called(self, text: str) -> range:
        """Return the places of those who bear exactly this name."""
        return self._places(bisect_left(self._names, text), bisect_right(self._names, text))

    def beginning(self, text: str) -> range:
        """Return the places of those whose name begins so."""

        def head(name: str) -> str:
            return name[: len(text)]

        return self._places(
            bisect_left(self._names, text), bisect_right(self._names, text, key=head)
        )

    def containing(self, text: str) -> Numbers:
        """Return the places, ascending, of those in whose name a text stands; nobody for none."""
        codes = [ord(one) for one in text]
        if len(codes) < _PAIR:
            return self._spread(self._single.of(codes[0])) if codes else np.zeros(0, np.int64)
        found = sorted(
            (self._pairs.of(one << _WIDE | other) for one, other in pairwise(codes)),
            key=len,
        )
        if len(codes) == _PAIR:
            return self._spread(found[0])
        both = np.intersect1d(found[0], found[1], assume_unique=True)
        kept = [name for name in both.tolist() if text in self._names[name]]
        return self._spread(np.array(kept, np.int64))

    def spelt(self, letters: str) -> Numbers:
        """Return the places, ascending, of those of whose spelling a word begins so."""
        words, postings = self._spelling
        names = np.zeros(len(self._names), np.bool_)
        first = bisect_left(words, letters)
        last = bisect_right(words, letters, key=lambda word: word[: len(letters)])
        names[postings.between(first, last)] = True
        return self._spread(np.flatnonzero(names))

    def warm(self) -> None:
        """Spell every name, so that no search has to wait for it."""
        self._spelling  # noqa: B018

    @cached_property
    def _spelling(self) -> tuple[list[str], Postings]:
        told = pa.array([pinyin_of(name) or "" for name in self._names], pa.string())
        split = pc.split_pattern(told, " ")
        encoded = split.flatten().dictionary_encode()
        words = encoded.dictionary.to_pylist()
        order = sorted(range(len(words)), key=words.__getitem__)
        number = np.empty(len(order), np.int64)
        number[order] = np.arange(len(order))
        keys = number[encoded.indices.to_numpy(zero_copy_only=False)]
        owners = pc.list_parent_indices(split).to_numpy(zero_copy_only=False)
        return [words[at] for at in order], Postings(keys, owners.astype(np.int64))

    def _places(self, first: int, last: int) -> range:
        return range(int(self._first[first]), int(self._first[last]))

    def _spread(self, names: Numbers) -> Numbers:
        """Return the places of some names, which ascend."""
        first, counts = self._first[names], self._first[names + 1] - self._first[names]
        ends = np.cumsum(counts)
        return np.repeat(first - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)


def _characters(names: list[str]) -> tuple[Numbers, Numbers]:
    """Return every character of some names as a number, and the number of its name."""
    text = "".join(names).encode("utf-32-le", "surrogatepass")
    lengths = np.fromiter(map(len, names), np.int64, len(names))
    return np.frombuffer(text, np.uint32).astype(np.int64), np.repeat(
        np.arange(len(names)), lengths
    )
