"""Legal circles as Cypher, from the definitions that the walks and Ibis use; all parts are closed.

For sets, a circle becomes a trie of patterns, so that common beginnings are walked once. For pairs
of a case, its automaton travels as a parameter of one text, which the server plans once for all
circles. `U+` and `D+` become variable-length patterns, which the server prunes to one path a
relative. Values are parameters: `$on`, the day; `$asked`, a map (a list would be planned anew for
every order of its length) of `rows`, each `{ego, others}`, and of the automaton.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

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
_STATES = tuple(name for name in Name if name.value.startswith("s"))
_BEFORE_TIE = {"U": Word.UP, "D": Word.DOWN, "S": Word.ACROSS}
_AFTER_TIE = {"U": Word.UP_TO, "D": Word.DOWN_TO, "S": Word.ACROSS_TO}
_MOST_EGOS = 500
_USUAL_STEPS = 5
"""Steps of the longest shape of most circles: shorter ones are asked by the same text."""


@lru_cache(maxsize=64)
def kin_query(circle: Circle) -> Query:
    """Return the text that names the relatives of each ego by lawful ties: rows (ego, kin)."""
    automaton = automaton_of(circle.shapes)
    branches = list(_patterns(automaton, 0, 0))
    branches += [[Line.UP]] if automaton.is_up else []
    branches += [[Line.DOWN]] if automaton.is_down else []
    branches += [[Support.KIN], [Support.GUARDIAN]] if circle.supported else []
    parts = [Word.EACH, Word.CALL, Name.N0, Word.BEGIN, *_united(branches), Word.END, Answer.KIN]
    return joined("kin_sets", parts)


def kin_sets(graph: Graph, egos: Iterable[str], circle: Circle, on: int) -> set[tuple[str, str]]:
    """Return the pairs (ego, relative) of a circle on a day, as the walks and Ibis give them."""
    query, wanted = kin_query(circle), list(egos)
    found: set[tuple[str, str]] = set()
    for first in range(0, len(wanted), _MOST_EGOS):
        rows = [{"ego": ego} for ego in wanted[first : first + _MOST_EGOS]]
        for row in graph.read(query, {"asked": {"rows": rows}, "on": on}):
            found.update((row["ego"], kin) for kin in row["kin"])
    return found


def paths_query(shapes: Shapes) -> tuple[Query, dict[str, Any]]:
    """Return the text that finds every path of some shapes, of any standing, and its automaton.

    Rows (ego, found), each of `found` a list `[other, path, low]`: the element ids of the people
    on a bounded path, or, for a line, of the person at its lower end. At most `$most` paths.
    """
    automaton = automaton_of(shapes)
    steps = max(_USUAL_STEPS, *map(len, automaton.shapes), 0)
    return _paths_text(steps), {
        "steps": automaton.step.tolist(),
        "ends": (automaton.code >= 0).tolist(),
        "goes_on": (automaton.step >= 0).any(axis=1).tolist(),
        "up": automaton.is_up,
        "down": automaton.is_down,
    }


@lru_cache(maxsize=16)
def _paths_text(steps: int) -> Query:
    branches: list[list[Part]] = [[*_level(1, steps)], [Line.UP_PATH], [Line.DOWN_PATH]]
    opened = (Word.EACH, Word.WITH_STATE, Word.CALL, Name.N0, Word.COMMA, Name.S0, Word.BEGIN)
    return joined("kin_paths", [*opened, *_united(branches), Word.END, Answer.PATHS])


def _united(branches: Iterable[Iterable[Part]]) -> Iterator[Part]:
    for number, branch in enumerate(branches):
        if number:
            yield Word.OR
        yield from branch


def _patterns(automaton: Automaton, state: int, depth: int) -> Iterator[list[Part]]:
    """Yield one subquery for the shape that ends here, and one for each step that goes on."""
    if automaton.code[state] >= 0:
        named = (_NODES[depth], Word.NAMED, Word.RETURN, _NODES[depth], Word.AS_KIN)
        yield [Word.WITH, *_listed(_NODES[: depth + 1]), Word.IF, *named]
    for letter in STEPS:
        after = int(automaton.step[state, STEPS.index(letter)])
        if after >= 0:
            yield [*_step(letter, depth + 1), *_rest(automaton, after, depth + 1)]


def _rest(automaton: Automaton, state: int, depth: int) -> Iterator[Part]:
    if (automaton.step[state] < 0).all():
        named = (_NODES[depth], Word.NAMED, Word.RETURN, _NODES[depth], Word.AS_KIN)
        yield from (Word.AND, *named)
        return
    yield from (Word.CALL, *_listed(_NODES[: depth + 1]), Word.BEGIN)
    yield from _united(_patterns(automaton, state, depth))
    yield from (Word.END, Word.GIVE_KIN)


def _step(letter: str, depth: int) -> Iterator[Part]:
    """Write one lawful step: in force, and to nobody who stands on the path already."""
    tie = _TIES[depth - 1]
    yield from (Word.MATCH, _NODES[depth - 1], _BEFORE_TIE[letter], tie, _AFTER_TIE[letter])
    yield from (_NODES[depth], Word.WHERE, *_in_force(depth), Word.AND, tie, Word.LAWFUL)


def _in_force(depth: int) -> Iterator[Part]:
    tie, node = _TIES[depth - 1], _NODES[depth]
    yield from (tie, Word.STARTS, tie, Word.ENDS)
    for earlier in _NODES[:depth]:
        yield from (Word.AND, node, Word.DIFFERS, earlier)


def _level(depth: int, steps: int) -> Iterator[Part]:
    """Write one step of any kind that the automaton allows from the state before."""
    before, node, tie = _NODES[depth - 1], _NODES[depth], _TIES[depth - 1]
    state = _STATES[depth]
    yield from (Word.MATCH, before, Word.ACROSS, tie, Word.ANY_TO, node, Word.WHERE)
    yield from _in_force(depth)
    yield from (Word.NEXT, _STATES[depth - 1], Word.BY_TYPE, tie, Word.BY_SIDE, tie)
    yield from (Word.FROM, before, Word.AS_STATE, state, Word.IF, state, Word.IS_ONE)
    ends = (node, Word.NAMED, Word.AND, Word.ENDS_IN, state, Word.CLOSE)
    path = (Word.RETURN, node, Word.AS_KIN, Word.PATH, *_listed(_NODES[: depth + 1]), Word.PATH_END)
    if depth == steps:
        yield from (Word.AND, *ends, *path)
        return
    yield from (Word.CALL, *_listed(_NODES[: depth + 1]), Word.COMMA, state, Word.BEGIN)
    yield from (Word.WITH_ALL, Word.IF, *ends, *path, Word.OR)
    yield from (Word.WITH_ALL, Word.IF, Word.GOES_ON, state, Word.CLOSE)
    yield from _level(depth + 1, steps)
    yield from (Word.END, Word.GIVE_PATHS)


def _listed(names: Iterable[Part]) -> list[Part]:
    return list(chain(*((Word.COMMA, name) for name in names)))[1:]
