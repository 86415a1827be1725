"""What a path is told as: hops with their sources, days, strengths and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.model import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another tie between two nodes of a path, which the path does not use."""

    source: int
    target: int
    strength: float
    words: Words
    origins: tuple[str, ...]
    via: int | None = None
    """The thing that both share, where the tie leads through one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two ties to one thing amount to: colleagues of a unit of so many, rivals of a tender."""

    code: str
    strength: float
    size: int | None
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PathHop:
    """One sourced tie of a path, told from the node that the path comes from.

    The strengths of a path's hops multiply to the path's: what a node between two ties takes away
    is divided between them.
    """

    source: int
    edge: str
    """A relation word (father, wife, 舅舅 …), what `target` is to `source`; or a kind of tie."""
    target: int
    strength: float
    family: str
    """Its family of ties, as in `ways`."""
    origin: str
    label: str
    """The Chinese word for the tie alone."""
    words: Words
    is_against: bool = False
    """Whether the row says it the other way round: `target` holds a post in `source`."""
    since: str = ""
    until: str = ""
    confidence: float = 1.0
    is_disputed: bool = False
    standing: str = ""
    """What keeps a step of kinship from being lawful."""
    shared: Shared | None = None
    """What this tie and the one before amount to."""
    also: tuple[Beside, ...] = ()
    """Parallel ties, strongest first."""
    more: int = 0
    """Parallel ties that are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KinRun:
    """Kinship of two steps and more between two people of a path, by its Chinese names."""

    source: int
    target: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPath:
    """A path with its evidence; `length` counts ties as the limit of hops does."""

    strength: float
    length: int
    nodes: tuple[int, ...]
    hops: tuple[PathHop, ...]
    kin: tuple[KinRun, ...] = ()
    also: tuple[Beside, ...] = ()
    """Other ties between people of the path who are not next to each other on it."""
