"""Legal circles as Cypher: one definition with the walks and Ibis, assembled from closed parts.

A set of shapes becomes a trie of nested subqueries, so that common beginnings are walked once;
`U+` and `D+` become variable-length patterns, which the server prunes to one path a relative.
Values stay parameters: `$on`, the day; `$asked`, a map of `rows`, each `{ego, others}` (a list
itself would be planned anew for every order of its length).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from graph.kinship.automaton import STEPS, automaton_of
from graph.neo4j.texts import Query, joined
from graph.projection.cypher_parts import Answer, Line, Name, Support, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.kinship.automaton import Automaton
    from graph.kinship.circles import Circle, Shapes
    from graph.neo4j.session import Graph
    from graph.neo4j.texts import Part

_NODES = tuple(name for name in Name if name.value.startswith("n"))
_TIES = tuple(name for name in Name if name.value.startswith("r"))
_BEFORE_TIE = {"U": Word.UP, "D": Word.DOWN, "S": Word.ACROSS}
_AFTER_TIE = {"U": Word.UP_TO, "D": Word.DOWN_TO, "S": Word.ACROSS_TO}
_MOST_EGOS = 500


@lru_cache(maxsize=64)
def kin_query(circle: Circle) -> Query:
    """Return the text that names the relatives of each ego by lawful ties: rows (ego, kin)."""
    automaton = automaton_of(circle.shapes)
    branches = list(_Trie(automaton, is_pairs=False).branches())
    branches += [[Line.UP]] if automaton.is_up else []
    branches += [[Line.DOWN]] if automaton.is_down else []
    branches += [[Support.KIN], [Support.GUARDIAN]] if circle.supported else []
    parts = [Word.EACH, Word.CALL, Name.N0, Word.BEGIN, *_united(branches), Word.END, Answer.KIN]
    return joined("kin_sets", parts)


@lru_cache(maxsize=64)
def ties_query(shapes: Shapes) -> Query:
    """Return the text that finds every path of some shapes from egos to others, of any standing.

    Rows (ego, found), each of `found` a list `[other, ties, low]`: the element ids of a bounded
    path's ties, or, for a line, the id of the person at its lower end. At most `$most` paths.
    """
    automaton = automaton_of(shapes)
    branches = list(_Trie(automaton, is_pairs=True).branches())
    branches += [[Line.UP_WANTED]] if automaton.is_up else []
    branches += [[Line.DOWN_WANTED]] if automaton.is_down else []
    opened = (Word.EACH, Word.CALL, Name.N0, Word.COMMA, Word.ROW, Word.BEGIN)
    return joined("kin_ties", [*opened, *_united(branches), Word.END, Answer.PATHS])


def kin_sets(graph: Graph, egos: Iterable[str], circle: Circle, on: int) -> set[tuple[str, str]]:
    """Return the pairs (ego, relative) of a circle on a day, as the walks and Ibis give them."""
    query, wanted = kin_query(circle), list(egos)
    found: set[tuple[str, str]] = set()
    for first in range(0, len(wanted), _MOST_EGOS):
        rows = [{"ego": ego} for ego in wanted[first : first + _MOST_EGOS]]
        for row in graph.read(query, {"asked": {"rows": rows}, "on": on}):
            found.update((row["ego"], kin) for kin in row["kin"])
    return found


def _united(branches: Iterable[list[Part]]) -> Iterator[Part]:
    for number, branch in enumerate(branches):
        if number:
            yield Word.OR
        yield from branch


@dataclass(frozen=True, slots=True)
class _Trie:
    """The bounded shapes of an automaton, written as subqueries within subqueries."""

    automaton: Automaton
    is_pairs: bool

    def branches(self, state: int = 0, depth: int = 0) -> Iterator[list[Part]]:
        """Yield one subquery for the shape that ends here, and one for each step that goes on."""
        if self.automaton.code[state] >= 0:
            yield [Word.WITH, *self._scope(depth), *self._ends(depth, Word.IF)]
        for letter in STEPS:
            after = int(self.automaton.step[state, STEPS.index(letter)])
            if after >= 0:
                yield [*self._step(letter, depth + 1), *self._rest(after, depth + 1)]

    def _rest(self, state: int, depth: int) -> Iterator[Part]:
        if (self.automaton.step[state] < 0).all():
            yield from self._ends(depth, Word.AND)
            return
        yield from (Word.CALL, *self._scope(depth), Word.BEGIN)
        yield from _united(self.branches(state, depth))
        yield Word.END
        yield Word.GIVE_PATHS if self.is_pairs else Word.GIVE_KIN

    def _scope(self, depth: int) -> list[Part]:
        """Return what a subquery is given: the persons so far and, for pairs, the ties."""
        names: list[Part] = list(_NODES[: depth + 1])
        if self.is_pairs:
            names += [*_TIES[:depth], Word.ROW]
        return list(chain(*((Word.COMMA, name) for name in names)))[1:]

    def _step(self, letter: str, depth: int) -> Iterator[Part]:
        """Write one step: in force, and to nobody who stands on the path already."""
        tie, node = _TIES[depth - 1], _NODES[depth]
        yield from (Word.MATCH, _NODES[depth - 1], _BEFORE_TIE[letter], tie, _AFTER_TIE[letter])
        yield from (node, Word.WHERE, tie, Word.STARTS, tie, Word.ENDS)
        if not self.is_pairs:
            yield from (Word.AND, tie, Word.LAWFUL)
        for earlier in _NODES[:depth]:
            yield from (Word.AND, node, Word.DIFFERS, earlier)

    def _ends(self, depth: int, condition: Word) -> Iterator[Part]:
        node = _NODES[depth]
        yield from (condition, node, Word.NAMED)
        if not self.is_pairs:
            yield from (Word.RETURN, node, Word.AS_KIN)
            return
        yield from (Word.AND, Word.WANTED_FROM, node, Word.WANTED)
        yield from (Word.RETURN, node, Word.AS_KIN, Word.TIES)
        yield from list(chain(*((Word.COMMA, tie) for tie in _TIES[:depth])))[1:]
        yield Word.TIES_END
