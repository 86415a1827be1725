"""Search by any two Chinese characters of a name, by pinyin, or by id; one index a snapshot."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from api.http.name_index import NameIndex
from graph.snapshot.persons import Texts, one_array

if TYPE_CHECKING:
    import pyarrow as pa
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
            part.names.warm()

    def search(
        self, text: str, seen: dict[str, NDArray[np.bool_]], *, kind: str = "", limit: int = 20,
        after: int = 0,
    ) -> Found:  # fmt: skip
        """Return what answers to a text among what is seen, by kind, then by closeness of names.

        `seen` masks the rows of each kind; what is hidden is not counted either. Cost: the rows
        that answer, hidden ones among them, whatever the number of names.
        """
        text = " ".join(text.split())
        parts = {kind: self._parts[kind]} if kind else self._parts
        hits = [(name, part.ranked(text, seen[name])) for name, part in parts.items()]
        total = sum(len(rows) for _, rows in hits)
        if len(text) < _ENOUGH and total > SHORT:
            return Found(items=(), total=0, is_too_wide=True)
        items: list[tuple[str, int]] = []
        for name, rows in hits:
            first, last = max(after, 0), max(after, 0) + limit - len(items)
            items += [(name, row) for row in rows[first:last].tolist()]
            after -= len(rows)
        return Found(items=tuple(items), total=total)


class _Part:
    """The names of one kind; ids ascending, as snapshots keep them."""

    def __init__(self, rows: pa.Table, column: str) -> None:
        self._ids = Texts(one_array(rows["id"]))
        self.names = NameIndex(pc.fill_null(one_array(rows[column]), ""))

    def ranked(self, text: str, seen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows that answer: the id itself, the name itself, names that begin so.

        Those equally close come by name, then by row.
        """
        if not text:
            return np.zeros(0, np.int64)
        rows = self.names.rows
        places = self._matches(text)
        places = places[seen[rows[places]]]
        own = self._row_of(text)
        whole = self._among(places, self.names.called(text))
        begun = self._among(places, self.names.beginning(text))
        ordered = rows[
            np.concatenate(
                (
                    places[whole],
                    places[begun.start : whole.start],
                    places[whole.stop : begun.stop],
                    places[: begun.start],
                    places[begun.stop :],
                )
            )
        ]
        if own is None or own not in ordered:
            return ordered
        return np.concatenate(([own], ordered[ordered != own]))

    def _matches(self, text: str) -> NDArray[np.int64]:
        """Return the places that answer, ascending."""
        found = [self.names.containing(text)]
        if text.isascii():
            found.append(self._with_ids(text))
            letters = text.replace(" ", "").lower()
            if _LETTERS.fullmatch(letters):
                found.append(self.names.spelt(letters))
        some = [places for places in found if len(places)]
        if len(some) == 1:
            return some[0]
        return np.unique(np.concatenate(some)) if some else found[0]

    def _with_ids(self, text: str) -> NDArray[np.int64]:
        """Return the places, ascending, of those whose id begins so."""
        first = bisect_left(self._ids, text)
        last = bisect_right(self._ids, text, key=lambda id: id[: len(text)])
        return np.sort(self.names.place_of_row[first:last])

    def _row_of(self, text: str) -> int | None:
        at = bisect_left(self._ids, text)
        return at if at < len(self._ids) and self._ids[at] == text else None

    @staticmethod
    def _among(places: NDArray[np.int64], wanted: range) -> slice:
        first, last = np.searchsorted(places, (wanted.start, wanted.stop))
        return slice(int(first), int(last))
