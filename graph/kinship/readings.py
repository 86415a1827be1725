"""Trails weighed and turned into readings: the best path of each kind, its terms and its flags."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from graph.kinship.circles import class_of, is_reverse_listed
from graph.kinship.kin import KinClass, Reading
from graph.kinship.rows import DOWN, UP
from graph.kinship.terms import name_reading
from graph.model import Bond, Standing
from graph.ontology.kin_types import TERM_TYPES
from graph.snapshot.arrays import DISPUTED, INFERRED, STANDING_MASK, UNCERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.kinship.evidence import Evidence, Known
    from graph.kinship.kin import Hop
    from graph.kinship.support import Supports
    from graph.kinship.walks import Trail

_LISTED_DEPTH = 2
"""Lineal steps that 公务员回避规定 5(二) names: up to grandparents and grandchildren."""
_KNOWN_PARENTS = 2


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
            node: [self.read(weighed.trail) for weighed in sorted(several, key=_closeness)]
            for node, several in found.items()
        }

    def _weigh(self, trail: Trail) -> _Weighed:
        known = [self.evidence.known(tie) for tie in trail.ties]
        flags = [tie.flags for tie in known]
        together = 0
        for flag in flags:
            together |= flag
        return _Weighed(
            doubt=-prod(tie.confidence for tie in known),
            is_disputed=bool(together & DISPUTED),
            is_uncertain=bool(together & UNCERTAIN),
            inferred=sum(1 for flag in flags if flag & INFERRED),
            nodes=trail.nodes,
            standing=_first_unlawful(flags),
            trail=trail,
        )

    def read(self, trail: Trail) -> Reading:
        """Return a trail as a reading, with its evidence."""
        known = [self.evidence.known(tie) for tie in trail.ties]
        flags = [tie.flags for tie in known]
        hops = self.evidence.hops(trail.ties)
        marks = self._marks(trail, known)
        standing = _first_unlawful(flags)
        return Reading(
            shape=trail.shape,
            kin_class=class_of(trail.shape),
            terms=self._terms(trail, hops, standing, is_half="half" in marks),
            hops=hops,
            confidence=round(prod(hop.confidence for hop in hops), 9),
            standing=standing,
            disputed=any(flag & DISPUTED for flag in flags) or any(hop.disputed for hop in hops),
            uncertain=any(flag & UNCERTAIN for flag in flags),
            flags=tuple(sorted(marks)),
        )

    def _marks(self, trail: Trail, known: list[Known]) -> set[str]:
        marks = set()
        for tie in known:
            if standing := tie.flags & STANDING_MASK:
                marks.add(Standing(standing).name.lower())
            elif tie.bond is Bond.STEP:
                marks.add("step_raised")
            if tie.bond is Bond.ADOPTIVE:
                marks.add("adoptive")
            if tie.flags & INFERRED:
                marks.add("inferred")
        if is_reverse_listed(trail.shape):
            marks.add("reverse_listed")
        if class_of(trail.shape) is KinClass.LINEAL and len(known) > _LISTED_DEPTH:
            marks.add("beyond_listed_depth")
        ends = trail.ties[0].source, trail.ties[-1].target
        if any(tie.is_supported for tie in known) or self.supports.joins(*ends, self.day):
            marks.add("supported")
        if self._is_half(trail):
            marks.add("half")
        return marks

    def _terms(
        self, trail: Trail, hops: tuple[Hop, ...], standing: Standing, *, is_half: bool
    ) -> tuple[str, ...]:
        elder = self._asserted_elder(trail, hops)
        return name_reading(
            self.evidence.snapshot.persons,
            trail.nodes,
            trail.shape,
            bonds=[self.evidence.known(tie).bond for tie in trail.ties],
            standing=standing,
            asserted_elder=lambda one, than: elder.get((one, than)),
            half=is_half,
        )

    def _asserted_elder(self, trail: Trail, hops: tuple[Hop, ...]) -> dict[tuple[int, int], bool]:
        """Return the order of age that the words of asserted rows tell: 堂弟 is younger."""
        persons, nodes = self.evidence.snapshot.persons, trail.nodes
        known: dict[tuple[int, int], bool] = {}
        for hop in hops:
            types = TERM_TYPES.get(hop.edge, ())
            if not types:
                continue
            orders = [set(kin_type.seniority) for kin_type in types]
            shape = types[0].shape
            places = nodes if shape == trail.shape and len(hops) == 1 else ()
            if not places:
                places = (persons.index(hop.source), *[-1] * (len(shape) - 1))
                places = (*places, persons.index(hop.target))
            for order in set.intersection(*orders):
                one, than = places[order.person], places[order.than]
                known |= {(one, than): order.is_elder, (than, one): not order.is_elder}
        return known

    def _is_half(self, trail: Trail) -> bool:
        """Whether siblings on the path share one parent although two of each are known."""
        real = self.evidence.snapshot.persons.n
        for up, down in zip(trail.ties, trail.ties[1:], strict=False):
            if (up.step, down.step) == (UP, DOWN):
                if up.target >= real:
                    rows = [*self.evidence.rows(up), *self.evidence.rows(down)]
                    if any(row.relation == "half_sibling" for row in rows):
                        return True
                    continue
                one, other = self._parents(up.source), self._parents(down.target)
                if min(len(one), len(other)) >= _KNOWN_PARENTS and len(one & other) == 1:
                    return True
        return False

    def _parents(self, node: int) -> set[int]:
        """Return the lawful parents on the day who are somebody."""
        graph = self.evidence.snapshot.kin
        real = self.evidence.snapshot.persons.n
        return {
            int(graph.parents.indices[position])
            for position in graph.parents.row(node)
            if graph.parents.indices[position] < real
            and graph.parents.is_in_force(position, self.day)
            and not graph.parents.standing(position)
        }


def _first_unlawful(flags: Iterable[int]) -> Standing:
    return next((Standing(f & STANDING_MASK) for f in flags if f & STANDING_MASK), Standing.LAWFUL)


def _closeness(weighed: _Weighed) -> tuple[object, ...]:
    shape = weighed.trail.shape
    return (class_of(shape), len(shape), weighed.standing, *weighed[:5], shape)
