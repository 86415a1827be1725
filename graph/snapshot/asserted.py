"""Asserted relations (兄弟, 舅舅, 表哥 …) resolved to parent and spouse ties between people.

A row is a chain of steps between two recorded people. Its inner people are recorded where rows
name them, else implied (`web.py`); siblings with no known parent share one implied parent. What
comes out are the ties that the rows add, each with the rows that prove it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.snapshot.chain_ties import Added, Chain, ChainTies, have_common_parent, links_of
from graph.snapshot.chains import choose_chain
from graph.snapshot.own_ways import OwnWays, with_disputes
from graph.snapshot.recorded import NOBODY
from graph.snapshot.web import ROLES, Web
from graph.snapshot.words import Kind, Sort, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.snapshot.elementary import KinRows
    from graph.snapshot.recorded import Recorded

_STEP_KINDS = (Kind.STEP_RAISED, Kind.STEP)
_SIBLING = (Step("B", 0),)


class Clash(NamedTuple):
    """An asserted row that recorded ties contradict, and the people between whom."""

    code: str
    row: int
    one: int
    other: int


@dataclass(kw_only=True)
class Asserted:
    """What asserted rows add: ties, the sexes of implied people (nodes after the real), clashes."""

    parents: list[Added] = field(default_factory=list)
    couples: list[Added] = field(default_factory=list)
    implied_sex: list[int] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def read_asserted(rows: KinRows, recorded: Recorded) -> Asserted:
    """Resolve every asserted row, the most trusted first, ambiguous terms after plain ones."""
    reader = _Reader(rows, recorded)
    sorts = rows.sort
    chosen = np.isin(sorts, (Sort.CHAIN, Sort.HALF_SIBLING, Sort.STEP_SIBLING))
    order = [int(row) for row in rows.best_first[chosen[rows.best_first]]]
    order.sort(key=lambda row: len(rows.word(row).chains) > 1)
    for row in order:
        reader.learn(row, Sort(sorts[row]))
    return reader.finish()


class _Reader:
    def __init__(self, rows: KinRows, recorded: Recorded) -> None:
        self._rows = rows
        self._recorded = recorded
        self._web = Web(recorded)
        self._chains: list[Chain] = []
        self._out = Asserted()

    def learn(self, row: int, sort: Sort) -> None:
        """Place one row's people in the web."""
        person, relative = int(self._rows.person[row]), int(self._rows.relative[row])
        kind = int(self._rows.parent_kind[row])
        steps: tuple[Step, ...] = _SIBLING
        if sort == Sort.CHAIN:
            chains = self._rows.word(row).chains
            steps = choose_chain(self._web, self._recorded, person, relative, chains)
        inner = [self._web.imply(step.sex) for step in steps[:-1]]
        nodes = [person, *inner, relative]
        is_private = sort != Sort.CHAIN or kind != Kind.BIRTH
        if is_private:
            self._reuse_by_kind(nodes, steps, kind)
        chain = Chain(row, kind, tuple(nodes), steps, is_private)
        self._chains.append(chain)
        if not is_private:
            self._weave(chain)

    def _reuse_by_kind(self, nodes: list[int], steps: tuple[Step, ...], kind: int) -> None:
        """Take the adoptive mother for the mother of an adoptive 舅舅; the far end likewise."""
        if len(steps) == 1:
            return
        kinds = _STEP_KINDS if kind in _STEP_KINDS else (kind,)
        if steps[0].move == "U":
            found = self._recorded.parent_of_kind(nodes[0], steps[0].sex, kinds)
            nodes[1] = nodes[1] if found == NOBODY else found
        if steps[-1].move == "D":
            found = self._recorded.parent_of_kind(nodes[-1], steps[-2].sex, kinds)
            nodes[-2] = nodes[-2] if found == NOBODY else found

    def _weave(self, chain: Chain) -> None:
        web = self._web
        siblings = []
        for one, other, step in links_of(chain):
            if step.move == "B":
                siblings.append((one, other))
            elif step.move == "S":
                web.set_spouse(one, other)
            else:
                child, parent = (one, other) if step.move == "U" else (other, one)
                if (role := web.sex_of(parent)) and not web.set_parent(role, child, parent):
                    self._clash("asserted_against_recorded", chain.row, child, parent)
        for one, other in siblings:
            self._weave_siblings(chain.row, one, other)

    def _weave_siblings(self, row: int, one: int, other: int) -> None:
        one, other = self._web.find(one), self._web.find(other)
        if one == other or have_common_parent(self._web, self._recorded, one, other):
            return
        joined = [self._web.join(role, one, other) for role in ROLES]
        if not any(joined):
            self._clash("siblings_without_common_parent", row, one, other)

    def _clash(self, code: str, row: int, one: int, other: int) -> None:
        one, other = self._web.find(one), self._web.find(other)
        if self._web.is_real(one) and self._web.is_real(other):
            self._out.clashes.append(Clash(code, row, one, other))

    def finish(self) -> Asserted:
        """Return the ties, the implied people numbered in the order they are met."""
        ties = ChainTies(self._rows, self._recorded, self._web, self._chains)
        parents = self._merge(ties.parents())
        couples = self._merge(map(_ascending, ties.couples()))
        rows = with_disputes(self._rows, (clash.row for clash in self._out.clashes))
        ways = OwnWays(rows, self._recorded, self._web, [*parents, *couples])
        own_parents, own_couples = ways.ties(self._chains)
        parents += own_parents
        couples += own_couples
        number: dict[int, int] = {}
        for tie in parents + couples:
            for node in (tie.one, tie.other):
                if not self._web.is_real(node):
                    number.setdefault(node, self._recorded.n + len(number))
        self._out.implied_sex = [self._web.sex_of(node) for node in number]
        self._out.parents = sorted((_numbered(tie, number) for tie in parents), key=_pair)
        couples = [_ascending(_numbered(tie, number)) for tie in couples]
        self._out.couples = sorted(couples, key=_pair)
        return self._out

    def _merge(self, ties: Iterable[Added]) -> list[Added]:
        """Make ties between the same two people one, proven by all their rows in the order met.

        The kind nearest to birth, or to a registered marriage, prevails, then the surer way.
        """
        merged: dict[tuple[int, int], Added] = {}
        for tie in ties:
            pair = tie.one, tie.other
            if (held := merged.get(pair)) is None:
                merged[pair] = tie
                continue
            best, rest = (tie, held) if self._order(tie) < self._order(held) else (held, tie)
            proof = tuple(dict.fromkeys(best.proof + rest.proof))
            lives = tuple(dict.fromkeys(best.all_lives() + rest.all_lives()))
            merged[pair] = best._replace(proof=proof, lives=lives)
        return list(merged.values())

    def _order(self, tie: Added) -> tuple[int, bool, float]:
        needs = list(tie.needs)
        sure = float(np.prod(self._rows.confidence[needs]))
        return tie.kind, bool(self._rows.disputed[needs].any()), -sure


def _numbered(tie: Added, number: dict[int, int]) -> Added:
    one, other = (number.get(node, node) for node in (tie.one, tie.other))
    return tie._replace(one=one, other=other)


def _pair(tie: Added) -> tuple[int, int]:
    return tie.one, tie.other


def _ascending(tie: Added) -> Added:
    return tie._replace(one=min(tie.one, tie.other), other=max(tie.one, tie.other))
