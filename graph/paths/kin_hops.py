"""Steps of kinship on a path, as the rows that prove them."""

from __future__ import annotations

from itertools import groupby
from math import prod
from typing import TYPE_CHECKING

from graph.kinship.evidence import Evidence
from graph.kinship.kin import Hop
from graph.kinship.rows import ACROSS as STEP_ACROSS
from graph.kinship.rows import DOWN as STEP_DOWN
from graph.kinship.rows import UP as STEP_UP
from graph.kinship.terms import name_reading
from graph.kinship.walks import Tie
from graph.model import Standing, Words, iso_of
from graph.ontology.kin_words import KIN_WORDS
from graph.paths.distinct import direction_of, is_kin
from graph.paths.hops import KinRun, PathHop
from graph.paths.layout import ACROSS, DOWN, UP
from graph.paths.ways import KINSHIP
from graph.snapshot.arrays import DATED, STANDING_MASK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.paths.arrays import PathGraph
    from graph.paths.names import NodeNames
    from graph.paths.search import Path
    from graph.snapshot import Snapshot

_SHAPES = {STEP_UP: "U", STEP_DOWN: "D", STEP_ACROSS: "S"}
_TURNED = {UP: STEP_DOWN, DOWN: STEP_UP, ACROSS: STEP_ACROSS}
_STRAIGHT = {UP: STEP_UP, DOWN: STEP_DOWN, ACROSS: STEP_ACROSS}


class KinTeller:
    """Tells the steps of kinship on paths; every tie and row is read once."""

    def __init__(self, snapshot: Snapshot, graph: PathGraph, names: NodeNames) -> None:
        self._snapshot = snapshot
        self._graph = graph
        self._names = names
        self._evidence = Evidence(snapshot)

    def hops(self, path: Path, first: int, last: int, shares: Sequence[float]) -> list[PathHop]:
        """Return the hops that prove the ties `first` to `last` - 1, all of kinship.

        shares: what each tie of the path contributes to its strength. Ties through people nobody
        named are told by the rows that imply them, which share what the ties contribute.
        """
        told: list[PathHop] = []
        start = first
        for at in range(first + 1, last + 1):
            if path.nodes[at] >= self._graph.recorded:
                continue
            ties = [self._tie(path, place) for place in range(start, at)]
            hops = self._evidence.hops(ties) or self._unstated(ties)
            worth = prod(shares[start:at]) ** (1 / len(hops))
            days = self._days(ties[0]) if len(ties) == 1 else ("", "")
            told += [self._told(hop, worth, days) for hop in hops]
            start = at
        return told

    def _unstated(self, ties: Sequence[Tie]) -> tuple[Hop, ...]:
        """Return one hop for ties that no chain of rows spells out, by the rows that imply them."""
        rows = [row for tie in ties for row in self._evidence.rows(tie)]
        ends = (self._snapshot.persons.id(tie) for tie in (ties[0].source, ties[-1].target))
        return (
            Hop(
                source=next(ends),
                edge="kin",
                target=next(ends),
                origin=", ".join(dict.fromkeys(row.origin for row in rows)),
                confidence=min((row.confidence for row in rows), default=1.0),
                disputed=any(row.is_disputed for row in rows),
            ),
        )

    def runs(self, path: Path) -> Iterator[KinRun]:
        """Yield the kinship of two steps and more on a path, by its Chinese names."""
        at = 0
        for kin, ties in groupby(path.codes, key=is_kin):
            first, at = at, at + len(list(ties))
            if (
                kin
                and at - first > 1
                and max(path.nodes[first], path.nodes[at]) < self._graph.persons
            ):
                yield KinRun(
                    source=path.nodes[first],
                    target=path.nodes[at],
                    terms=self._terms(path, first, at),
                )

    def _terms(self, path: Path, first: int, last: int) -> tuple[str, ...]:
        ties = [self._tie(path, at) for at in range(first, last)]
        known = [self._evidence.known(tie) for tie in ties]
        standings = (Standing(one.flags & STANDING_MASK) for one in known)
        return name_reading(
            self._snapshot.persons,
            [ties[0].source, *(tie.target for tie in ties)],
            "".join(_SHAPES[tie.step] for tie in ties),
            bonds=[one.bond for one in known],
            standing=next(filter(None, standings), Standing.LAWFUL),
        )

    def _tie(self, path: Path, at: int) -> Tie:
        """Return a tie of a path as kinship's evidence takes it."""
        code, direction = path.codes[at], direction_of(path.codes[at])
        source, target = (self._graph.kin_node(node) for node in path.nodes[at : at + 2])
        is_turned = code < 0
        position = (-2 - code if is_turned else code) >> 3
        step = _TURNED[direction] if is_turned else _STRAIGHT[direction]
        if direction == DOWN:
            child, parent = (source, target) if is_turned else (target, source)
            position = self._mirrored(position, child, parent)
        return Tie(step, source, target, position)

    def _mirrored(self, position: int, child: int, parent: int) -> int:
        """Return where the parents' arrays hold what stands at a position of the children's."""
        kin = self._snapshot.kin
        down, up = kin.children, kin.parents
        for place in up.row(child):
            is_same = up.indices[place] == parent and up.flags[place] == down.flags[position]
            if is_same and up.start[place] == down.start[position]:
                return place
        raise AssertionError("every step down has its step up")

    def _days(self, tie: Tie) -> tuple[str, str]:
        kin = self._snapshot.kin
        rows = kin.spouses if tie.step == STEP_ACROSS else kin.parents
        if not rows.flags[tie.position] & DATED:
            return "", ""
        return _iso(int(rows.start[tie.position])), _iso(int(rows.end[tie.position]))

    def _told(self, hop: Hop, strength: float, days: tuple[str, str]) -> PathHop:
        find = self._evidence.node
        source, target = find(hop.source), find(hop.target)
        one, other = self._names.label(source), self._names.label(target)
        word = KIN_WORDS.get(hop.edge, hop.edge)
        return PathHop(
            source=source,
            edge=hop.edge,
            target=target,
            strength=strength,
            family=KINSHIP,
            origin=hop.origin,
            label=word,
            words=Words(
                zh=f"{one} —{word}→ {other}", en=f"{other} is the {_english(hop.edge)} of {one}"
            ),
            since=days[0],
            until=days[1],
            confidence=hop.confidence,
            is_disputed=hop.disputed,
            standing="" if hop.standing is Standing.LAWFUL else hop.standing.name.lower(),
        )


def _english(word: str) -> str:
    return word.replace("_", " ")


def _iso(day: int) -> str:
    """Return a day as ISO, blank for the days before and after every day."""
    return "" if abs(day) >= 2**31 - 2 else iso_of(day)
