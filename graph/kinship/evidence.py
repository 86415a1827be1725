"""From the ties of a trail to the rows that prove them: hops that chain from ego to relative."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.kinship.kin import Hop
from graph.kinship.rows import ACROSS, DOWN, UP
from graph.kinship.terms import inverse_terms
from graph.kinship.walks import Known
from graph.model import Bond, Standing
from graph.ontology.kin_types import ELEMENTARY
from graph.snapshot.arrays import DISPUTED, INFERRED, STANDING_MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.kinship.walks import KinSource, Tie
    from graph.snapshot.arrays import Adjacency, EdgeFacts

_WORDS = {
    "parent": ("parent", "father", "mother"),
    "child": ("child", "son", "daughter"),
    "spouse": ("spouse", "husband", "wife"),
    "sibling": ("sibling", "brother", "sister"),
    "half_sibling": ("half_sibling",) * 3,
}
"""Relation words by the sex of the relative: unknown, male, female."""
_BACKWARDS = {"parent": "child", "child": "parent"}
_COLUMNS = (
    "fact", "origin", "person", "relation", "relative", "confidence", "disputed", "supported",
)  # fmt: skip
_MOST_KEPT = 200_000
_STEP_ROLES = {UP: "parent", DOWN: "child", ACROSS: "spouse"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KinRow:
    """One row of kin.csv: `relative` is the `relation` of `person`."""

    number: int
    fact: int
    origin: str
    person: str
    relation: str
    relative: str
    confidence: float
    is_disputed: bool
    is_supported: bool

    def joins(self, one: str, other: str) -> bool:
        """Whether the row is about these two."""
        return {self.person, self.relative} == {one, other}


@dataclass(slots=True)
class Evidence:
    """Reads the proofs of ties, each tie and each row of the kin table once."""

    snapshot: KinSource
    _rows: dict[int, KinRow] = field(default_factory=dict)
    _columns: dict[str, Any] = field(default_factory=dict)
    _nodes: dict[str, int] = field(default_factory=dict)

    def known(self, tie: Tie) -> Known:
        """Return what the arrays and the rows say of a tie; the tie remembers it."""
        if tie.known is None:
            arrays, facts = self._arrays(tie)
            flags, bond = int(arrays.flags[tie.position]), Bond(int(facts.bond[tie.position]))
            tie.known = Known(
                flags=flags,
                bond=bond,
                confidence=float(facts.confidence[tie.position]),
                is_supported=any(row.is_supported for row in self.rows(tie)),
                marks=tuple(_marks(flags, bond)),
                hop=self._stated(tie, flags),
            )
        return tie.known

    def trim(self) -> None:
        """Forget what was read once it is much; it can be read again."""
        if len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        if len(self._nodes) > _MOST_KEPT:
            self._nodes.clear()

    def node(self, person: str) -> int:
        """Return the node of a person, searched for once."""
        if person not in self._nodes:
            self._nodes[person] = self.snapshot.persons.index(person)
        return self._nodes[person]

    def _arrays(self, tie: Tie) -> tuple[Adjacency, EdgeFacts]:
        graph = self.snapshot.kin
        if tie.step == ACROSS:
            return graph.spouses, graph.spouse_facts
        return graph.parents, graph.parent_facts

    def rows(self, tie: Tie) -> list[KinRow]:
        """Return the rows that prove a tie, the best first."""
        return [self.row(number) for number in self._arrays(tie)[1].proof_of(tie.position)]

    def row(self, number: int) -> KinRow:
        """Return one row of the kin table."""
        if number not in self._rows:
            if not self._columns:
                table = self.snapshot.table("kin")
                self._columns = {c: table[c] for c in _COLUMNS if c in table.column_names}
            cells = {name: column[number].as_py() for name, column in self._columns.items()}
            self._rows[number] = _kin_row(number, cells)
        return self._rows[number]

    def hops(self, ties: Sequence[Tie]) -> tuple[Hop, ...]:
        """Return the sourced ties that prove a trail, from its first person to its last.

        A tie stated by a row is one hop. Where rows only imply a tie (brothers through a parent
        nobody named), the shortest chain of the asserted rows themselves is shown.
        """
        stated = [self.known(tie).hop for tie in ties]
        hops = tuple(hop for hop in stated if hop is not None)
        if len(hops) == len(ties):
            return hops
        by_row = {hop.fact: hop for hop in hops}
        implied = [tie for tie, hop in zip(ties, stated, strict=True) if hop is None]
        standings = (_standing(self.known(tie).flags) for tie in implied)
        standing = next(filter(None, standings), Standing.LAWFUL)
        start, end = self._id(ties[0].source), self._id(ties[-1].target)
        rows = {row.number: row for tie in ties for row in self.rows(tie)}
        chain = _chain(rows.values(), start, end)
        if chain is None:
            rows |= {row.number: row for tie in implied for row in self._nearby(tie)}
            chain = _chain(rows.values(), start, end) or []
        shown = []
        for row in chain:
            known = by_row.get(row.fact)
            if known is None or known.source != start:
                known = self._asserted(row, start, standing)
            shown.append(known)
            start = known.target
        return tuple(shown)

    def _stated(self, tie: Tie, flags: int) -> Hop | None:
        """Return the hop of a tie that its best row states outright."""
        real = self.snapshot.persons.n
        if tie.source >= real or tie.target >= real:
            return None
        source, target, role = self._id(tie.source), self._id(tie.target), _STEP_ROLES[tie.step]
        row = next(
            (r for r in self.rows(tie) if r.joins(source, target) and _role(r, source) == role),
            None,
        )
        if row is None:
            return None
        return Hop(
            source=source,
            edge=_WORDS[role][self.snapshot.persons.sex[tie.target]],
            target=target,
            origin=row.origin,
            confidence=row.confidence,
            disputed=bool(flags & DISPUTED) or row.is_disputed,
            standing=_standing(flags),
            fact=row.fact,
        )

    def _asserted(self, row: KinRow, source: str, standing: Standing) -> Hop:
        """Return a row as it reads from one of its ends."""
        target = row.relative if source == row.person else row.person
        return Hop(
            source=source,
            edge=self._edge(row, source, target),
            target=target,
            origin=row.origin,
            confidence=row.confidence,
            disputed=row.is_disputed,
            standing=standing,
            fact=row.fact,
        )

    def _edge(self, row: KinRow, source: str, target: str) -> str:
        persons = self.snapshot.persons
        sex = int(persons.sex[self.node(target)])
        role = _role(row, source)
        if role is not None:
            return _WORDS[role][sex]
        if source == row.person:
            return row.relation
        return next(iter(inverse_terms(row.relation, sex)), "亲属")

    def _nearby(self, tie: Tie) -> Iterable[KinRow]:
        """Yield the rows about the other children of an implied parent."""
        graph, real = self.snapshot.kin, self.snapshot.persons.n
        for node in (tie.source, tie.target):
            if node >= real:
                for place in graph.children.row(node):
                    child = int(graph.children.indices[place])
                    for position in graph.parents.row(child):
                        for number in graph.parent_facts.proof_of(position):
                            yield self.row(number)

    def _id(self, node: int) -> str:
        return self.snapshot.persons.id(node)


def _standing(flags: int) -> Standing:
    return Standing(flags & STANDING_MASK)


def _marks(flags: int, bond: Bond) -> Iterator[str]:
    """Yield what a reading over a tie is marked with."""
    if standing := flags & STANDING_MASK:
        yield Standing(standing).name.lower()
    elif bond is Bond.STEP:
        yield "step_raised"
    if bond is Bond.ADOPTIVE:
        yield "adoptive"
    if flags & INFERRED:
        yield "inferred"


def _kin_row(number: int, cells: dict[str, Any]) -> KinRow:
    return KinRow(
        number=number,
        fact=int(cells.get("fact") or 0),
        origin=str(cells.get("origin") or ""),
        person=str(cells["person"]),
        relation=str(cells["relation"]),
        relative=str(cells["relative"]),
        confidence=1.0 if cells.get("confidence") is None else float(cells["confidence"]),
        is_disputed=bool(cells.get("disputed")),
        is_supported=cells.get("supported") == "true",
    )


def _role(row: KinRow, source: str) -> str | None:
    """Return what the far end is to `source` where the row's word is an elementary one."""
    word = ELEMENTARY.get(row.relation)
    if word is None:
        return None
    return word.role if source == row.person else _BACKWARDS.get(word.role, word.role)


def _chain(rows: Iterable[KinRow], start: str, end: str) -> list[KinRow] | None:
    """Return the fewest rows that lead from one person to another, the surest of equals first."""
    ranked = sorted(rows, key=lambda row: (row.is_disputed, -row.confidence, row.number))
    by_person: dict[str, list[KinRow]] = {}
    for row in ranked:
        by_person.setdefault(row.person, []).append(row)
        by_person.setdefault(row.relative, []).append(row)
    reached: dict[str, list[KinRow]] = {start: []}
    queue = deque([start])
    while queue:
        person = queue.popleft()
        if person == end:
            return reached[person]
        for row in by_person.get(person, ()):
            other = row.relative if row.person == person else row.person
            if other not in reached:
                reached[other] = [*reached[person], row]
                queue.append(other)
    return None
