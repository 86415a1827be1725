"""Ways of their own for asserted rows that the ties of others would not carry.

A row beside a recorded path of its shape is mere corroboration only if every tie of that path is
lawful on all days of the row, undisputed, and the path as sure as the row. Beside any other path
(a foster father, an adoption that ended, a doubtful row) the row gets implied people of its own,
so that what it states is found in its shape and on its word alone.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from graph.model import Days
from graph.snapshot.chain_ties import Added, Chain, Life, links_of
from graph.snapshot.recorded import Window
from graph.snapshot.segments import Period, merge_periods
from graph.snapshot.spans import STILL
from graph.snapshot.words import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from graph.snapshot.elementary import KinRows
    from graph.snapshot.recorded import Recorded
    from graph.snapshot.web import Web

_LAWFUL = (Kind.BIRTH, Kind.ADOPTIVE, Kind.STEP_RAISED)
_ROUNDING = 1e-6


class _Marriage(NamedTuple):
    """The recorded marriage that a row goes through, and when the row alone says it stood."""

    row: int
    pair: tuple[int, int]
    lives: tuple[Life, ...]
    beyond: tuple[Life, ...]


class _Found(NamedTuple):
    """What carries a chain: rows by link, None where nothing lawful does; and its marriages."""

    rows: list[tuple[int, ...] | None]
    marriages: dict[int, _Marriage]


class OwnWays:
    """Finds the chains that need a way of their own, and writes its ties."""

    def __init__(self, rows: KinRows, recorded: Recorded, web: Web, added: Iterable[Added]) -> None:
        self._rows = rows
        self._recorded = recorded
        self._web = web
        self._added: dict[tuple[int, int], Added] = {}
        self._parents_of: dict[int, list[int]] = {}
        for tie in added:
            self._added[tie.one, tie.other] = tie
            self._parents_of.setdefault(tie.one, []).append(tie.other)
        # One row at a time: lists answer many times faster than arrays.
        self._disputed: list[bool] = rows.disputed.tolist()
        self._confidence: list[float] = rows.confidence.tolist()
        self._of_siblings: list[tuple[int, int, int]] = []
        self._out: list[tuple[str, Added]] = []

    def ties(self, chains: list[Chain]) -> tuple[list[Added], list[Added]]:
        """Return the parent ties and the couples of all ways that chains need."""
        find = self._web.find
        settled = [chain._replace(nodes=tuple(map(find, chain.nodes))) for chain in chains]
        for chain in settled:
            self._learn(chain)
        if self._of_siblings:
            self._join_siblings(settled)
        parents = [tie for move, tie in self._out if move != "S"]
        return parents, [tie for move, tie in self._out if move == "S"]

    def _learn(self, chain: Chain) -> None:
        found = self._find(chain)
        repeated = {
            place
            for place, node in enumerate(chain.nodes[1:-1], 1)
            if node in chain.nodes[:place] or node == chain.nodes[-1]
        }
        inner = set(range(1, len(chain.steps)))
        if self._is_doubtful(chain, found):
            self._write(chain, found, inner, is_all=True)
            return
        broken = [place for place, rows in enumerate(found.rows) if rows is None]
        fresh = repeated | {
            place + 1 if place + 1 in inner else place
            for place in broken
            if chain.steps[place].move != "B"
        }
        beyond = [place for place, marriage in found.marriages.items() if marriage.beyond]
        if fresh or broken:
            self._write(chain, found, fresh & inner)
        elif beyond:
            is_only = sum(step.move == "S" for step in chain.steps) == 1
            fresh = {place + 1 if place + 1 in inner else place for place in beyond}
            self._write(chain, found, fresh & inner, is_beyond=is_only)

    def _is_doubtful(self, chain: Chain, found: _Found) -> bool:
        """Whether the ties that carry a chain are disputed, or less sure than its row."""
        needs = {row for rows in found.rows for row in rows or ()}
        is_used = chain.row in needs
        needs.discard(chain.row)
        if not needs:
            return False
        is_disputed, doubt = self._doubt(needs)
        if is_disputed and not self._disputed[chain.row]:
            return True
        asked = 1.0 if is_used else self._confidence[chain.row]
        return -doubt < asked - _ROUNDING

    def _find(self, chain: Chain) -> _Found:
        rows: list[tuple[int, ...] | None] = []
        marriages: dict[int, _Marriage] = {}
        for place, (one, other, step) in enumerate(links_of(chain)):
            if one == other:
                rows.append(None)
            elif step.move == "B":
                rows.append(self._sibling_rows(chain, one, other))
            elif step.move != "S":
                child, parent = (one, other) if step.move == "U" else (other, one)
                rows.append(self._parent_rows(chain, child, parent))
            elif (tie := self._added.get((min(one, other), max(one, other)))) is not None:
                rows.append(tie.needs)
            elif (marriage := self._marriage(chain.row, one, other)) is not None:
                marriages[place] = marriage
                rows.append((marriage.row,))
            else:
                rows.append(None)
        return _Found(rows, marriages)

    def _parent_rows(self, chain: Chain, child: int, parent: int) -> tuple[int, ...] | None:
        tie = self._added.get((child, parent))
        if tie is not None:
            return tie.needs if chain.row in tie.proof or tie.kind == Kind.BIRTH else None
        if not (self._web.is_real(child) and self._web.is_real(parent)):
            return None
        since, until = self._rows.since[chain.row], self._rows.until[chain.row]
        kinds = dict.fromkeys((*_LAWFUL, Kind(chain.kind)))
        row = self._recorded.row_of_parent(
            child, parent, tuple(kinds), Window(since.first, until.last)
        )
        return None if row is None else (row,)

    def _sibling_rows(self, chain: Chain, one: int, other: int) -> tuple[int, ...] | None:
        """Return the rows of the surest parent whom two people lawfully share."""
        shared = self._parents(one) & self._parents(other)
        found = []
        for parent in sorted(shared):
            ties = [self._parent_rows(chain, child, parent) for child in (one, other)]
            if None not in ties:
                found.append(tuple({row: None for rows in ties for row in rows or ()}))
        return min(found, key=self._doubt, default=None)

    def _doubt(self, needs: Collection[int]) -> tuple[bool, float]:
        is_disputed = any(self._disputed[row] for row in needs)
        return is_disputed, -prod(self._confidence[row] for row in needs)

    def _parents(self, child: int) -> set[int]:
        parents = set(self._parents_of.get(child, ()))
        if self._web.is_real(child):
            parents |= {stated.node for stated in self._recorded.parents_of(child)}
        return parents

    def _marriage(self, row: int, one: int, other: int) -> _Marriage | None:
        """Return the recorded marriage that a row's spouses had at the time of the row."""
        rows, kind = self._rows, Kind(int(self._rows.couple_kind[row]))
        told = Period(rows.since[row], rows.until[row])
        for wanted in dict.fromkeys((Kind.MARRIAGE, kind)):
            stated = self._recorded.rows_of_couple(one, other, wanted)
            periods = merge_periods(Period(rows.since[at], rows.until[at]) for at in stated)
            held = [period for period in periods if stated and _meets(period, told)]
            if held:
                lives = tuple(Life(wanted, period) for period in periods)
                pair = min(one, other), max(one, other)
                return _Marriage(stated[0], pair, lives, tuple(_beyond(told, held, wanted)))
        return None

    def _write(
        self,
        chain: Chain,
        found: _Found,
        fresh: set[int],
        *,
        is_all: bool = False,
        is_beyond: bool = False,
    ) -> None:
        """Write the links of a chain that touch people made for it, and broken sibling links."""
        web = self._web
        nodes = tuple(
            web.imply(web.sex_of(node) or chain.steps[place - 1].sex) if place in fresh else node
            for place, node in enumerate(chain.nodes)
        )
        made: list[tuple[str, Added]] = []
        for place, (one, other, step) in enumerate(links_of(chain._replace(nodes=nodes))):
            is_new = bool({place, place + 1} & fresh)
            if step.move == "B" and (is_new or is_all or found.rows[place] is None):
                if is_new or chain.is_private:
                    shared = web.imply(0)
                    made.extend(("U", self._own(chain, child, shared)) for child in (one, other))
                else:
                    self._of_siblings.append((chain.row, one, other))
            elif is_new and step.move == "S":
                made.append(("S", self._couple(chain, one, other, found.marriages.get(place),
                                               is_beyond=is_beyond)))  # fmt: skip
            elif is_new:
                child, parent = (one, other) if step.move == "U" else (other, one)
                made.append(("U", self._own(chain, child, parent)))
        self._out.extend((move, tie._replace(spread=len(made))) for move, tie in made)

    def _own(self, chain: Chain, one: int, other: int) -> Added:
        since, until = self._rows.since[chain.row], self._rows.until[chain.row]
        proof = (chain.row,)
        return Added(one, other, chain.kind, since, until, proof, proof, is_own=True)

    def _couple(
        self, chain: Chain, one: int, other: int, marriage: _Marriage | None, *, is_beyond: bool
    ) -> Added:
        """Return a couple of a way; it lives as the recorded one does where there is one."""
        kind = int(self._rows.couple_kind[chain.row])
        tie = self._own(chain._replace(kind=kind), min(one, other), max(one, other))
        if marriage is None:
            return tie
        lives = marriage.beyond if is_beyond else marriage.lives + marriage.beyond
        return tie._replace(kind=int(lives[0].kind), lives=lives, like=marriage.pair)

    def _join_siblings(self, chains: list[Chain]) -> None:
        """Give siblings who need it one more implied parent, and all their full siblings with them.

        Full siblings are transitive, so the parent is everybody's whom sibling rows lead to.
        """
        beside: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for chain in chains:
            for one, other, step in links_of(chain) if not chain.is_private else ():
                if step.move == "B" and one != other:
                    beside.setdefault(one, []).append((other, (chain.row,)))
                    beside.setdefault(other, []).append((one, (chain.row,)))
        seen: set[int] = set()
        for _, start, _ in sorted(self._of_siblings):
            if start in seen:
                continue
            shared, queue = self._web.imply(0), deque([start])
            seen.add(start)
            while queue:
                here = queue.popleft()
                links = beside.get(here, []) + list(self._beside_on_record(here))
                proofs = sorted({rows for _, rows in links}, key=self._order)
                queue.extend(dict.fromkeys(node for node, _ in links if node not in seen))
                seen.update(node for node, _ in links)
                self._out.append(("U", self._member(here, shared, proofs)))

    def _beside_on_record(self, node: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        if not self._web.is_real(node):
            return
        for sibling in sorted(self._recorded.full_siblings(node)):
            shared = self._recorded.shared_rows(node, sibling)
            yield sibling, min(shared, key=lambda rows: (self._doubt(rows), rows))

    def _order(self, needs: tuple[int, ...]) -> tuple[object, ...]:
        # A sibling row of the person's own tells more than the record of another's parents.
        return (len(needs), *self._doubt(needs), needs)

    def _member(self, node: int, shared: int, proofs: list[tuple[int, ...]]) -> Added:
        proof = tuple(dict.fromkeys(row for rows in proofs for row in rows))
        blank = Days(STILL.first, STILL.last)
        return Added(
            node, shared, Kind.BIRTH, blank, blank, proof, proofs[0], spread=2, is_own=True
        )


def _meets(one: Period, other: Period) -> bool:
    return one.since.first < other.until.last and other.since.first < one.until.last


def _beyond(told: Period, held: list[Period], kind: Kind) -> Iterator[Life]:
    """Yield when a row has a marriage stand outside its recorded time: doubtful, not excluded.

    A row with no end says nothing of a divorce on record.
    """
    first = min(held, key=lambda period: period.since.first)
    last = max(held, key=lambda period: period.until.last)
    if told.since.first < first.since.first:
        yield Life(kind, Period(told.since, first.since), True)
    if told.until != STILL and told.until.last > last.until.last:
        yield Life(kind, Period(last.until, told.until), True)


def with_disputes(rows: KinRows, disputed: Iterable[int]) -> KinRows:
    """Return the rows with some more of them disputed."""
    marked = rows.disputed.copy()
    marked[list(disputed)] = True
    return replace(rows, disputed=marked)
