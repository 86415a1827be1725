"""Asserted relations (兄弟, 舅舅, 表哥 …) resolved to parent and spouse ties between people.

A row is a chain of steps between two recorded people. Its inner people are recorded where rows
name them, else implied (`web.py`); siblings with no known parent share one implied parent. What
comes out are the ties that the rows add, each with the rows that prove it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.snapshot.chains import choose_chain
from graph.snapshot.recorded import NOBODY, Recorded
from graph.snapshot.web import ROLES, Web
from graph.snapshot.words import Kind, Sort, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Days
    from graph.snapshot.elementary import KinRows

_STEP_KINDS = (Kind.STEP_RAISED, Kind.STEP)
_SIBLING = (Step("B", 0),)


class Added(NamedTuple):
    """One tie that asserted rows add: parent ties child first, couples lower node first.

    `proof`: the rows that prove it, the best way first; `needs`: the rows of that way alone, all
    of which must hold. `since` and `until` are the first row's, and count for spouse ties and
    ties by no birth.
    """

    one: int
    other: int
    kind: int
    since: Days
    until: Days
    proof: tuple[int, ...]
    needs: tuple[int, ...]


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


class _Chain(NamedTuple):
    row: int
    kind: int
    nodes: tuple[int, ...]
    steps: tuple[Step, ...]
    is_private: bool
    """Whether nothing is learned of the people beyond this row: half and step siblings, foster."""


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
        self._chains: list[_Chain] = []
        self._siblings: dict[int, list[tuple[int, int]]] = {}
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
        chain = _Chain(row, kind, tuple(nodes), steps, is_private)
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

    def _weave(self, chain: _Chain) -> None:
        web = self._web
        siblings = []
        for one, other, step in _links(chain):
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
        if one == other or self._have_common_parent(one, other):
            return
        joined = [self._web.join(role, one, other) for role in ROLES]
        if not any(joined):
            self._clash("siblings_without_common_parent", row, one, other)

    def _clash(self, code: str, row: int, one: int, other: int) -> None:
        one, other = self._web.find(one), self._web.find(other)
        if self._web.is_real(one) and self._web.is_real(other):
            self._out.clashes.append(Clash(code, row, one, other))

    def _have_common_parent(self, one: int, other: int) -> bool:
        is_real = self._web.is_real(one) and self._web.is_real(other)
        return is_real and self._recorded.has_common_parent(one, other)

    def finish(self) -> Asserted:
        """Return the ties, the implied people numbered in the order they are met."""
        parents, couples = list(self._parent_ties()), list(self._couple_ties())
        number: dict[int, int] = {}
        for tie in parents + couples:
            for node in (tie.one, tie.other):
                if not self._web.is_real(node):
                    number.setdefault(node, self._recorded.n + len(number))
        self._out.implied_sex = [self._web.sex_of(node) for node in number]
        self._out.parents = _merge(parents, number)
        self._out.couples = _merge([_ascending(tie, number) for tie in couples], {})
        return self._out

    def _couple_ties(self) -> Iterator[Added]:
        for chain in self._chains:
            for one, other, step in self._found_links(chain):
                if step.move != "S" or self._is_recorded_couple(one, other):
                    continue
                yield self._added(one, other, int(self._rows.couple_kind[chain.row]), (chain.row,))

    def _is_recorded_couple(self, one: int, other: int) -> bool:
        is_real = self._web.is_real(one) and self._web.is_real(other)
        return is_real and self._recorded.is_couple(one, other)

    def _parent_ties(self) -> Iterator[Added]:
        siblings, sexless = [], []
        for chain in self._chains:
            for one, other, step in self._found_links(chain):
                if step.move in ("U", "D"):
                    child, parent = (one, other) if step.move == "U" else (other, one)
                    yield from self._parent_tie(child, parent, chain.kind, (chain.row,))
                    if not (chain.is_private or self._web.sex_of(parent)):
                        sexless.append((child, parent, chain.row))
                elif step.move == "B" and not self._have_common_parent(one, other):
                    siblings.append((chain, one, other))
                    if not chain.is_private:
                        self._siblings.setdefault(one, []).append((other, chain.row))
                        self._siblings.setdefault(other, []).append((one, chain.row))
        for chain, one, other in siblings:
            yield from self._sibling_ties(chain, one, other)
        for child, parent, row in sexless:
            # No slot tells that brothers share a parent who may be the father or the mother.
            for sibling in self._full_siblings(child):
                yield from self._parent_tie(sibling, parent, Kind.BIRTH, (row,))

    def _full_siblings(self, node: int) -> list[int]:
        """Return who is known as a full sibling, on record or by assertion, in any steps."""
        seen, queue = {node}, deque([node])
        while queue:
            here = queue.popleft()
            beside = {there for there, _ in self._siblings.get(here, ())}
            if self._web.is_real(here):
                beside |= self._recorded.full_siblings(here)
            queue.extend(beside - seen)
            seen |= beside
        return sorted(seen - {node})

    def _sibling_ties(self, chain: _Chain, one: int, other: int) -> Iterator[Added]:
        """Tie two siblings to the parents they share, or to one implied for them."""
        web, proof = self._web, (chain.row,)
        if chain.is_private:
            shared = web.imply(0)
            for node in (one, other):
                yield from self._parent_tie(node, shared, chain.kind, proof)
            return
        joined = [role for role in ROLES if web.are_joined(role, one, other)]
        found = [web.parent(role, one) for role in joined]
        if not any(parent != NOBODY for parent in found):
            shared = web.imply(0)
            if joined:
                web.set_parent(joined[0], one, shared)
            found = [shared]
        for parent in found:
            for node in (one, other) if parent != NOBODY else ():
                yield from self._parent_tie(
                    node, parent, Kind.BIRTH, self._sibling_proof(node, parent, chain.row)
                )

    def _sibling_proof(self, node: int, parent: int, row: int) -> tuple[int, ...]:
        """Return the sibling rows that lead to whoever has this parent on record, and his row."""
        if not self._web.is_real(parent):
            return (row,)
        queue: deque[tuple[int, tuple[int, ...]]] = deque([(node, ())])
        seen = {node}
        while queue:
            here, proof = queue.popleft()
            stated = self._recorded.parents_of(here) if self._web.is_real(here) else []
            if row_of_parent := [s.row for s in stated if s.node == parent]:
                return (*proof, row_of_parent[0])
            for there, step_row in self._siblings.get(here, ()):
                if there not in seen:
                    seen.add(there)
                    queue.append((there, (*proof, step_row)))
        return (row,)

    def _parent_tie(
        self, child: int, parent: int, kind: int, proof: tuple[int, ...]
    ) -> Iterator[Added]:
        is_real = self._web.is_real(child) and self._web.is_real(parent)
        if child != parent and not (is_real and self._recorded.is_parent(child, parent)):
            yield self._added(child, parent, kind, proof)

    def _added(self, one: int, other: int, kind: int, proof: tuple[int, ...]) -> Added:
        row = proof[0]
        since, until = self._rows.since[row], self._rows.until[row]
        return Added(one, other, kind, since, until, proof, proof)

    def _found_links(self, chain: _Chain) -> Iterator[tuple[int, int, Step]]:
        """Yield the chain's steps between the people its nodes turned out to be."""
        for one, other, step in _links(chain):
            one, other = self._web.find(one), self._web.find(other)
            if one != other:
                yield one, other, step


def _links(chain: _Chain) -> Iterator[tuple[int, int, Step]]:
    for place, step in enumerate(chain.steps):
        yield chain.nodes[place], chain.nodes[place + 1], step


def _ascending(tie: Added, number: dict[int, int]) -> Added:
    one, other = (number.get(node, node) for node in (tie.one, tie.other))
    return tie._replace(one=min(one, other), other=max(one, other))


def _merge(ties: list[Added], number: dict[int, int]) -> list[Added]:
    """Make ties between the same two people one, proven by all their rows in the order met.

    The kind nearest to birth, or to a registered marriage, prevails.
    """
    merged: dict[tuple[int, int], Added] = {}
    for tie in ties:
        pair = number.get(tie.one, tie.one), number.get(tie.other, tie.other)
        tie = tie._replace(one=pair[0], other=pair[1])
        if (held := merged.get(pair)) is None:
            merged[pair] = tie
            continue
        best, rest = (tie, held) if tie.kind < held.kind else (held, tie)
        proof = tuple(dict.fromkeys(best.proof + rest.proof))
        merged[pair] = best._replace(proof=proof)
    return [merged[pair] for pair in sorted(merged)]
