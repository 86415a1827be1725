"""The ties that resolved chains add to what rows state, each with the rows that prove it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from graph.snapshot.recorded import NOBODY
from graph.snapshot.segments import Period
from graph.snapshot.web import ROLES
from graph.snapshot.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Days
    from graph.snapshot.elementary import KinRows
    from graph.snapshot.recorded import Recorded
    from graph.snapshot.web import Web
    from graph.snapshot.words import Step


class Life(NamedTuple):
    """A time at which a tie of one kind stood, and whether that is doubtful."""

    kind: int
    period: Period
    is_uncertain: bool = False


class Added(NamedTuple):
    """One tie that asserted rows add: parent ties child first, couples lower node first.

    `proof`: the rows that prove it, the best way first; `needs`: the rows of that way alone, all
    of which must hold. `since` and `until` are the first row's, and count for spouse ties and
    ties by no birth; where `lives` has any, they count instead. `like`: the recorded couple whose
    deaths end this one too. `spread`: over how many ties the confidence of one row is spread.
    `is_own`: on a way that one row alone goes.
    """

    one: int
    other: int
    kind: int
    since: Days
    until: Days
    proof: tuple[int, ...]
    needs: tuple[int, ...]
    lives: tuple[Life, ...] = ()
    like: tuple[int, int] | None = None
    spread: int = 1
    is_own: bool = False

    def all_lives(self) -> tuple[Life, ...]:
        """Return when the tie stood."""
        return self.lives or (Life(self.kind, Period(self.since, self.until)),)


class Chain(NamedTuple):
    """One asserted row as steps between people, the first and the last of them recorded."""

    row: int
    kind: int
    nodes: tuple[int, ...]
    steps: tuple[Step, ...]
    is_private: bool
    """Whether nothing is learned of the people beyond this row: half and step siblings, foster."""


def links_of(chain: Chain) -> Iterator[tuple[int, int, Step]]:
    """Yield each step of a chain with the people before and after it."""
    for place, step in enumerate(chain.steps):
        yield chain.nodes[place], chain.nodes[place + 1], step


class ChainTies:
    """Writes the ties of chains whose people the web has settled."""

    def __init__(self, rows: KinRows, recorded: Recorded, web: Web, chains: list[Chain]) -> None:
        self._rows = rows
        self._recorded = recorded
        self._web = web
        self._chains = chains
        self._siblings: dict[int, list[tuple[int, int]]] = {}

    def couples(self) -> Iterator[Added]:
        """Yield the couples that no row states outright."""
        for chain in self._chains:
            for one, other, step in self._found_links(chain):
                if step.move != "S" or self._is_recorded_couple(one, other):
                    continue
                yield self._added(one, other, int(self._rows.couple_kind[chain.row]), (chain.row,))

    def _is_recorded_couple(self, one: int, other: int) -> bool:
        is_real = self._web.is_real(one) and self._web.is_real(other)
        return is_real and self._recorded.is_couple(one, other)

    def parents(self) -> Iterator[Added]:
        """Yield the parent ties that no row states outright; a pair may come more than once."""
        siblings, sexless = [], []
        for chain in self._chains:
            for one, other, step in self._found_links(chain):
                if step.move in ("U", "D"):
                    child, parent = (one, other) if step.move == "U" else (other, one)
                    yield from self._parent_tie(child, parent, chain.kind, (chain.row,))
                    if not (chain.is_private or self._web.sex_of(parent)):
                        sexless.append((child, parent, chain.row))
                elif step.move == "B" and not have_common_parent(
                    self._web, self._recorded, one, other
                ):
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

    def _sibling_ties(self, chain: Chain, one: int, other: int) -> Iterator[Added]:
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

    def _found_links(self, chain: Chain) -> Iterator[tuple[int, int, Step]]:
        """Yield the chain's steps between the people its nodes turned out to be."""
        for one, other, step in links_of(chain):
            one, other = self._web.find(one), self._web.find(other)
            if one != other:
                yield one, other, step


def have_common_parent(web: Web, recorded: Recorded, one: int, other: int) -> bool:
    """Whether two people are recorded ones and rows give them a parent in common."""
    is_real = web.is_real(one) and web.is_real(other)
    return is_real and recorded.has_common_parent(one, other)
