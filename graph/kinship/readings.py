"""Trails weighed and turned into readings: the best path of each kind, its terms and its flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from graph.kinship.circles import class_of, is_reverse_listed
from graph.kinship.kin import KinClass, Reading
from graph.kinship.terms import name_reading
from graph.model import Standing
from graph.ontology.kin_types import TERM_TYPES
from graph.snapshot.arrays import DISPUTED, INFERRED, STANDING_MASK, UNCERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.kinship.evidence import Evidence
    from graph.kinship.kin import Hop
    from graph.kinship.support import Supports
    from graph.kinship.walks import Known, Trail

_LISTED_DEPTH = 2
"""Lineal steps that 公务员回避规定 5(二) names: up to grandparents and grandchildren."""
_KNOWN_PARENTS = 2
_STANDINGS = tuple(Standing)


class _Weighed(NamedTuple):
    """A trail with what decides between it and its like; smaller sorts first."""

    doubt: float
    is_disputed: bool
    is_uncertain: bool
    inferred: int
    nodes: tuple[int, ...]
    standing: Standing
    trail: Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Makes readings for one question: one snapshot, one day."""

    evidence: Evidence
    supports: Supports
    day: int
    _real: int = field(init=False)
    _supported: dict[int, list[int]] = field(default_factory=dict)
    _parented: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count the persons once."""
        object.__setattr__(self, "_real", self.evidence.snapshot.persons.n)

    def best(self, trails: Iterable[Trail], *, each_mark: bool) -> dict[int, list[Reading]]:
        """Return the readings of each relative: the best path for each shape and standing.

        Best is most confident, then undisputed, then certain, then least inferred, then by id.
        With `each_mark`, a disputed or uncertain best path does not hide the best clean one.
        Readings are ordered by class, steps, lawfulness, then as above.
        """
        groups: dict[tuple[object, ...], _Weighed] = {}
        for trail in trails:
            weighed = self._weigh(trail)
            marks = (weighed.is_disputed, weighed.is_uncertain) if each_mark else ()
            key = (trail.nodes[-1], trail.shape, weighed.standing, *marks)
            held = groups.get(key)
            if held is None or weighed < held:
                groups[key] = weighed
        found: dict[int, list[_Weighed]] = {}
        for weighed in groups.values():
            found.setdefault(weighed.nodes[-1], []).append(weighed)
        return {
            node: [self._read(weighed) for weighed in sorted(several, key=_closeness)]
            for node, several in found.items()
        }

    def _weigh(self, trail: Trail) -> _Weighed:
        confidence, together, inferred, standing = 1.0, 0, 0, 0
        for tie in trail.ties:
            known = tie.known or self.evidence.known(tie)
            confidence *= known.confidence
            if flags := known.flags:
                together |= flags
                inferred += bool(flags & INFERRED)
                standing = standing or flags & STANDING_MASK
        return _Weighed(
            doubt=-confidence,
            is_disputed=bool(together & DISPUTED),
            is_uncertain=bool(together & UNCERTAIN),
            inferred=inferred,
            nodes=trail.nodes,
            standing=_STANDINGS[standing],
            trail=trail,
        )

    def read(self, trail: Trail) -> Reading:
        """Return a trail as a reading, with its evidence."""
        return self._read(self._weigh(trail))

    def _read(self, weighed: _Weighed) -> Reading:
        trail = weighed.trail
        known = [tie.known or self.evidence.known(tie) for tie in trail.ties]
        hops = self.evidence.hops(trail.ties)
        marks = self._marks(trail, known)
        return Reading(
            shape=trail.shape,
            kin_class=class_of(trail.shape),
            terms=self._terms(weighed, known, hops, is_half="half" in marks),
            hops=hops,
            confidence=round(prod([hop.confidence for hop in hops]), 9),
            standing=weighed.standing,
            disputed=weighed.is_disputed or any(hop.disputed for hop in hops),
            uncertain=weighed.is_uncertain,
            flags=tuple(sorted(marks)),
        )

    def _marks(self, trail: Trail, known: list[Known]) -> set[str]:
        marks = set(_shape_marks(trail.shape))
        is_supported = trail.nodes[-1] in self._partners(trail.nodes[0])
        for tie in known:
            marks.update(tie.marks)
            is_supported = is_supported or tie.is_supported
        if is_supported:
            marks.add("supported")
        if self._is_half(trail):
            marks.add("half")
        return marks

    def _partners(self, node: int) -> list[int]:
        if node not in self._supported:
            self._supported[node] = self.supports.partners(node, self.day)
        return self._supported[node]

    def _terms(
        self, weighed: _Weighed, known: list[Known], hops: tuple[Hop, ...], *, is_half: bool
    ) -> tuple[str, ...]:
        trail = weighed.trail
        elder = self._asserted_elder(trail, hops)
        return name_reading(
            self.evidence.snapshot.persons,
            trail.nodes,
            trail.shape,
            bonds=[tie.bond for tie in known],
            standing=weighed.standing,
            asserted_elder=(lambda one, than: elder.get((one, than))) if elder else None,
            half=is_half,
        )

    def _asserted_elder(self, trail: Trail, hops: tuple[Hop, ...]) -> dict[tuple[int, int], bool]:
        """Return the order of age that the words of asserted rows tell: 堂弟 is younger."""
        find, nodes = self.evidence.node, trail.nodes
        known: dict[tuple[int, int], bool] = {}
        for hop in hops:
            types = TERM_TYPES.get(hop.edge, ())
            if not types:
                continue
            orders = [set(kin_type.seniority) for kin_type in types]
            shape = types[0].shape
            places = nodes if shape == trail.shape and len(hops) == 1 else ()
            if not places:
                places = (find(hop.source), *[-1] * (len(shape) - 1), find(hop.target))
            for order in set.intersection(*orders):
                one, than = places[order.person], places[order.than]
                known |= {(one, than): order.is_elder, (than, one): not order.is_elder}
        return known

    def _is_half(self, trail: Trail) -> bool:
        """Whether siblings on the path share one parent although two of each are known."""
        for apex in _apexes(trail.shape):
            up, down = trail.ties[apex - 1], trail.ties[apex]
            if (self.evidence.known(up).flags | self.evidence.known(down).flags) & INFERRED:
                rows = [*self.evidence.rows(up), *self.evidence.rows(down)]
                if any(_tells_half(row.relation) for row in rows):
                    return True
            if up.target >= self._real:
                continue
            one, other = self._parents(up.source), self._parents(down.target)
            if min(len(one), len(other)) >= _KNOWN_PARENTS and len(one & other) == 1:
                return True
        return False

    def _parents(self, node: int) -> frozenset[int]:
        """Return the lawful parents on the day who are somebody."""
        if node not in self._parented:
            parents = self.evidence.snapshot.kin.parents
            self._parented[node] = frozenset(
                int(parents.indices[position])
                for position in parents.row(node)
                if parents.indices[position] < self._real
                and parents.is_in_force(position, self.day)
                and not parents.standing(position)
            )
        return self._parented[node]


@cache
def _tells_half(relation: str) -> bool:
    """Whether a relation word says that two siblings share one parent only."""
    types = TERM_TYPES.get(relation, ())
    return relation == "half_sibling" or any(t.shape == "UD" and t.is_half for t in types)


@cache
def _shape_marks(shape: str) -> frozenset[str]:
    """Return the marks that a shape alone brings."""
    marks = {"reverse_listed"} if is_reverse_listed(shape) else set()
    if class_of(shape) is KinClass.LINEAL and len(shape) > _LISTED_DEPTH:
        marks.add("beyond_listed_depth")
    return frozenset(marks)


@cache
def _apexes(shape: str) -> tuple[int, ...]:
    """Return the places on a path where it turns from a parent to another child."""
    return tuple(at for at in range(1, len(shape)) if shape[at - 1 : at + 1] == "UD")


def _closeness(weighed: _Weighed) -> tuple[object, ...]:
    shape = weighed.trail.shape
    return (class_of(shape), len(shape), weighed.standing, *weighed[:5], shape)
