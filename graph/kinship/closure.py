"""Who is kin to whom: one person's relatives, two people's readings, everyone's circles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.automaton import Automaton, automaton_of
from graph.kinship.circles import ALL_KIN, Circle, class_of
from graph.kinship.evidence import Evidence
from graph.kinship.kin import Reading, Relative
from graph.kinship.readings import Reader
from graph.kinship.support import support_readings, supports_of
from graph.kinship.walks import LAWFUL_ONLY, LAWFUL_OR_WIDOWED, walks_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.kinship.circles import Shapes
    from graph.kinship.walks import KinSource
    from graph.snapshot.arrays import Int32, UInt8

_SUPPORT_CODE = 255
_SUPPORT_DEPTH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class KinSets:
    """The relatives of many people: one place a pair, in the order of egos, then of discovery.

    ego, relative: int32 nodes; code: uint8, for `shape_of`; the closest reading of each pair.
    """

    ego: Int32
    relative: Int32
    code: UInt8
    automaton: Automaton

    def __len__(self) -> int:
        return len(self.ego)

    def shape_of(self, code: int) -> str:
        """Return the shape of a code; empty for a supported pair outside every shape."""
        return "" if code == _SUPPORT_CODE else self.automaton.shape_of(code)

    @property
    def kin_class(self) -> UInt8:
        """The KinClass of each pair."""
        codes = len(self.automaton.rank)
        classes = np.full(256, class_of(""), np.uint8)
        classes[:codes] = [class_of(self.automaton.shape_of(code)) for code in range(codes)]
        return classes[self.code]


def kin_of(
    snapshot: KinSource, person: str, on: int, circle: Circle | None = None, depth: int = 0
) -> list[Relative]:
    """Return a person's relatives on a day: lawful ties, and those that a death loosened, flagged.

    Each once, the closest reading first; by class, steps, then id. Without a circle, every tie of
    any legal circle, from either side. `depth` adds everyone within that many lawful steps.

    Raises:
        NotFoundError: nobody has this id.
    """
    circle = circle or ALL_KIN
    ego, walks = snapshot.persons.index(person), walks_of(snapshot)
    reader = _reader(snapshot, on)
    trails = walks.trails(ego, circle.shapes, on, allowed=LAWFUL_OR_WIDOWED)
    found = reader.best(trails, each_mark=False)
    if depth > 0:
        for trail in walks.around(ego, depth, on, LAWFUL_OR_WIDOWED):
            found.setdefault(trail.nodes[-1], [reader.read(trail)])
    if circle.supported:
        for node in reader.supports.partners(ego, on):
            other = snapshot.persons.id(node)
            found.setdefault(node, _supported(snapshot, person, other, on))
    relatives = [
        Relative(person=snapshot.persons.id(node), readings=tuple(readings))
        for node, readings in found.items()
        if readings
    ]
    return sorted(relatives, key=_closeness)


def _closeness(relative: Relative) -> tuple[int, int, str]:
    first = relative.readings[0]
    return first.kin_class, len(first.shape), relative.person


def readings_between(
    snapshot: KinSource, a: str, b: str, on: int, shapes: Iterable[str], *, supported: bool = False
) -> list[Reading]:
    """Return every way in which b is kin to a by these shapes on a day, unlawful ties included.

    The best path for each shape, standing and mark: one disputed or uncertain path does not hide
    a clean one. `supported` adds recorded support between the two, kin by no shape or not.
    Closest class first.

    Raises:
        NotFoundError: nobody has one of the ids.
    """
    reader = _reader(snapshot, on)
    ego, target = reader.evidence.node(a), reader.evidence.node(b)
    if ego == target:
        return []
    wanted: Shapes = shapes if isinstance(shapes, frozenset) else frozenset(shapes)
    trails = list(walks_of(snapshot).trails(ego, wanted, on, target=target))
    readings: list[Reading] = []
    if trails:
        readings = reader.best(trails, each_mark=True)[target]
    if supported and supports_of(snapshot).joins(ego, target, on):
        readings += _supported(snapshot, a, b, on)
    return readings


def _supported(snapshot: KinSource, one: str, other: str, on: int) -> list[Reading]:
    """Return the kin readings of a supported pair however far, else the support itself."""
    ego, target = snapshot.persons.index(one), snapshot.persons.index(other)
    near = ALL_KIN.shapes
    walks, reader = walks_of(snapshot), _reader(snapshot, on)
    trails = list(walks.trails(ego, near, on, target=target, allowed=LAWFUL_OR_WIDOWED))
    if not trails:
        around = walks.around(ego, _SUPPORT_DEPTH, on, LAWFUL_OR_WIDOWED)
        trails = [trail for trail in around if trail.nodes[-1] == target]
    if trails:
        return reader.best(trails, each_mark=False)[target]
    return support_readings(snapshot, one, other, on)


_evidence: Evidence | None = None


def _reader(snapshot: KinSource, on: int) -> Reader:
    """Return a reader that remembers the ties of the snapshot last asked about."""
    global _evidence
    if _evidence is None or _evidence.snapshot is not snapshot:
        _evidence = Evidence(snapshot)
    _evidence.trim()
    return Reader(evidence=_evidence, supports=supports_of(snapshot), day=on)


def all_kin(
    snapshot: KinSource,
    egos: Int32,
    on: int,
    circle: Circle = ALL_KIN,
    *,
    allowed: int = LAWFUL_ONLY,
) -> KinSets:
    """Return the relatives of many people on a day, by lawful ties alone, two threads sharing.

    `allowed` is a bit set of graph.model.Standing. Cost: some 5 µs an ego on one thread.
    """
    egos = np.ascontiguousarray(egos, np.int32)
    automaton = automaton_of(circle.shapes)
    kin, begins = walks_of(snapshot).kin_of_many(egos, on, automaton, allowed)
    sets = KinSets(
        ego=np.repeat(egos, np.diff(begins)),
        relative=kin[:, 0],
        code=kin[:, 1].astype(np.uint8),
        automaton=automaton,
    )
    return with_supported(sets, egos, supports_of(snapshot).pairs(on)) if circle.supported else sets


def with_supported(sets: KinSets, egos: Int32, pairs: NDArray[np.int64]) -> KinSets:
    """Add the supported pairs that no shape has named."""
    pairs = pairs[np.isin(pairs[:, 0], egos)]
    named = sets.ego.astype(np.int64) << 32 | sets.relative
    more = np.setdiff1d(pairs[:, 0] << 32 | pairs[:, 1], named)
    return KinSets(
        ego=np.concatenate([sets.ego, (more >> 32).astype(np.int32)]),
        relative=np.concatenate([sets.relative, (more & 0xFFFFFFFF).astype(np.int32)]),
        code=np.concatenate([sets.code, np.full(len(more), _SUPPORT_CODE, np.uint8)]),
        automaton=sets.automaton,
    )
