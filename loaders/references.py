"""Whether an id that a row names belongs to something that is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.problems import Problem, shown
from loaders.texts import half_width, read_id

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

PREFIXES = {"person": "people", "unit": "units", "account": "accounts"}
"""The word that may stand before an id, and the table that it names."""
_WORDS = {table: word for word, table in PREFIXES.items()}
_NOUNS = {"people": "person", "units": "unit", "places": "place", "accounts": "account"}


class References:
    """Ids that may be named: those of the ledger and those of the load itself."""

    def __init__(self, known: Mapping[str, Container[str]]) -> None:
        self._known = known
        self._loaded: dict[str, set[str]] = {}

    def add(self, table: str, ids: Iterable[str]) -> None:
        """Take in the ids that this load defines."""
        self._loaded.setdefault(table, set()).update(ids)

    def drop(self, table: str, identifier: str) -> None:
        """Forget an id of this load whose own row is bad."""
        self._loaded.get(table, set()).discard(identifier)

    def has(self, table: str, identifier: str) -> bool:
        """Whether the table holds the id."""
        return identifier in self._loaded.get(table, ()) or identifier in self._known.get(table, ())

    def has_all(self, tables: tuple[str, ...], identifiers: Iterable[str]) -> bool:
        """Whether every id that is not blank stands in the one table of a column."""
        distinct = set(identifiers) - self._loaded.get(tables[0], set()) - {""}
        known = self._known.get(tables[0], ())
        return len(tables) == 1 and all(identifier in known for identifier in distinct)

    def reader(self, tables: tuple[str, ...]) -> Callable[[str], str | Problem]:
        """Return a reader of ids found in these tables.

        A prefix is dropped where the bare id says the same; it stays where two tables know it.
        """

        def read(text: str) -> str | Problem:
            clean = read_id(text)
            if isinstance(clean, Problem) or not clean:
                return clean
            word, colon, bare = half_width(clean).partition(":")
            named = PREFIXES.get(word.strip().lower()) if colon else None
            if named is None:
                return self._bare(clean, tables)
            return self._prefixed(word.strip().lower(), bare.strip(), named, tables)

        return read

    def _bare(self, text: str, tables: tuple[str, ...]) -> str | Problem:
        found = [table for table in tables if self.has(table, text)]
        if len(found) == 1:
            return text
        if not found:
            return _unknown(text, tables)
        forms = " or ".join(f"{_WORDS[table]}:{text}" for table in found)
        return Problem(f"{shown(text)} is an id in {' and in '.join(found)}", f"write {forms}")

    def _prefixed(self, word: str, bare: str, named: str, tables: tuple[str, ...]) -> str | Problem:
        if named not in tables:
            return Problem(
                f"'{word}:' names one of {named}, and the column takes {' or '.join(tables)}",
                "correct the prefix or the column",
            )
        if not self.has(named, bare):
            return _unknown(bare, (named,))
        twice = any(self.has(table, bare) for table in tables if table != named)
        return f"{word}:{bare}" if twice else bare


def _unknown(text: str, tables: tuple[str, ...]) -> Problem:
    nouns = " or ".join(_NOUNS.get(table, table) for table in tables)
    return Problem(
        f"no {nouns} has the id {shown(text)}",
        f"correct the id, or add it to {' or '.join(f'{table}.csv' for table in tables)}",
    )
