"""Rows that say the same twice, and rows that contradict each other under one key."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Twin(NamedTuple):
    """An earlier row of the same key."""

    file: str
    row: int
    is_identical: bool


class KeyLog:
    """Keys of one table seen so far in a source, some hundred bytes each, text not kept."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._contents = array("q")
        self._rows = array("q")
        self._starts: list[int] = []
        self._files: list[str] = []

    def begin(self, file: str) -> None:
        """Say which file the next rows stand in."""
        self._starts.append(len(self._rows))
        self._files.append(file)

    def note(self, key: str, cells: Mapping[str, str], row: int) -> Twin | None:
        """Remember a row, or return the row of the same key that came before it.

        Rows are compared cell by cell in the order of the table's columns.
        """
        content = hash((*cells, *cells.values()))
        place = self._seen.setdefault(hash(key), len(self._rows))
        if place == len(self._rows):
            self._contents.append(content)
            self._rows.append(row)
            return None
        file = self._files[bisect_right(self._starts, place) - 1]
        return Twin(file, self._rows[place], self._contents[place] == content)

    def has(self, key: str) -> bool:
        """Whether a row of this key was remembered."""
        return hash(key) in self._seen
