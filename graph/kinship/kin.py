"""What a kin relation is: a shape of steps, its arithmetic, its readings and their evidence.

A *shape* is a word over U (to a parent), D (to a child) and S (to a spouse), read from ego:
`UUDD` is a first cousin, `SUD` a spouse's sibling.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from graph.model import Standing

_INVERSE = str.maketrans("UDS", "DUS")
_TURNS = frozenset({"UD", "DU", "SS"})
"""Two steps that may lead back to where they began."""


@dataclass(frozen=True, slots=True, order=True)
class Kin:
    """A relation counted: parent steps up, child steps down, marriages crossed."""

    up: int
    down: int
    marriages: int = 0

    @classmethod
    def of(cls, shape: str) -> Kin:
        """Count the steps of a shape."""
        return cls(shape.count("U"), shape.count("D"), shape.count("S"))

    @property
    def civil_degree(self) -> int:
        """Degree of the civil-law count: every birth on the path (28 USC 455(d)(2))."""
        return self.up + self.down

    def inverse(self) -> Kin:
        """Return the same relation seen from the other end."""
        return Kin(self.down, self.up, self.marriages)

    def is_collateral_within(self, generations: int) -> bool:
        """Whether this is 旁系血亲 within `generations`, ego being the first.

        Three generations reach first cousins, `UUDD`, who are of the fourth civil degree.
        """
        return (
            self.marriages == 0
            and min(self.up, self.down) >= 1
            and max(self.up, self.down) < generations
        )


def inverse(shape: str) -> str:
    """Return the shape walked backwards: the uncle's `UUD` is the nephew's `UDD`."""
    return shape[::-1].translate(_INVERSE)


def compose(first: str, second: str) -> frozenset[str]:
    """Return every shape for ego of whoever is `second` to ego's relative `first`; "" is ego.

    Set-valued: a parent's child is ego or a sibling, a child's parent ego, the spouse or another
    parent, a spouse's spouse ego or another spouse.
    """
    found = {first + second}
    turn = first[-1:] + second[:1]
    if turn in _TURNS:
        found |= compose(first[:-1], second[1:])
    if turn == "DU":
        found |= compose(first[:-1], "S" + second[1:])
    return frozenset(found)


class KinClass(IntEnum):
    """Classes of the recusal statutes, closest first."""

    SPOUSE = 0
    LINEAL = 1
    COLLATERAL_3 = 2
    NEAR_AFFINITY = 3
    OTHER = 4

    @property
    def label(self) -> str:
        """The word of the JSON contract."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One sourced tie of an evidence path, by person ids.

    `edge` says what `target` is to `source`, in the canonical relation words of kin.csv
    (father, mother, parent, son, daughter, child, husband, wife, spouse) or the asserted term.
    """

    source: str
    edge: str
    target: str
    origin: str
    """Where it was read: `county/kin.csv:14`."""
    confidence: float = 1.0
    disputed: bool = False
    standing: Standing = Standing.LAWFUL
    fact: int = 0
    """Ledger sequence of the fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way in which a person is kin to ego, with the best path that proves it."""

    shape: str
    kin_class: KinClass
    terms: tuple[str, ...]
    hops: tuple[Hop, ...]
    confidence: float
    standing: Standing = Standing.LAWFUL
    """LAWFUL, or the first standing on the path that keeps it from being legal kin."""
    disputed: bool = False
    uncertain: bool = False
    """A partial date leaves open whether the tie stood on the day asked about."""
    flags: tuple[str, ...] = ()
    """Sorted: half, widowed, supported, adoptive, step_raised, reverse_listed, beyond_listed_depth,
    blood_after_adoption, former_spouse, …"""

    @property
    def kin(self) -> Kin:
        """The relation counted."""
        return Kin.of(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A person's kin, listed once: the closest reading first, then the others."""

    person: str
    readings: tuple[Reading, ...]
