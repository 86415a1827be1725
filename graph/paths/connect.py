"""How two entities, or two sets of them, are connected: paths with evidence, and what was cut."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.paths.arrays import path_graph_of
from graph.paths.far_kin import far_kin
from graph.paths.ordinary import sample_of
from graph.paths.search import MOST_HOPS, Limits, best_paths
from graph.paths.tell import Teller

if TYPE_CHECKING:
    from graph.paths.hops import ToldPath
    from graph.paths.names import NodeNames
    from graph.paths.ordinary import Sample
    from graph.paths.search import Outcome, Path
    from graph.snapshot import Snapshot

MOST_PATHS = 50


class State(StrEnum):
    """What an answer amounts to; never a bare "no"."""

    FOUND = "found"
    """Paths, and none is missing."""
    FOUND_CUT = "found_cut"
    """Paths, but others or stronger ones may be missing."""
    NONE = "none"
    """No tie within so many hops of the data loaded."""
    INCOMPLETE = "incomplete"
    """No path found, but the search was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """One side of a question: what was asked for, and the nodes it stands for, ascending."""

    asked: str
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The answer to "how are these two connected?"."""

    one: Ends
    other: Ends
    day: int
    limits: Limits
    families: frozenset[str] | None
    paths: tuple[ToldPath, ...]
    beyond: tuple[ToldPath, ...]
    """Ways of legal kinship, strongest first, that take more hops than the limit."""
    same: tuple[int, ...]
    """Nodes that are on both sides: no path is needed."""
    outcome: Outcome | None
    """None where every end is on both sides."""
    sample: Sample | None
    names: NodeNames

    @property
    def state(self) -> State:
        """What the answer amounts to."""
        is_complete = self.outcome is None or self.outcome.is_complete
        if self.paths or self.same:
            return State.FOUND if is_complete else State.FOUND_CUT
        return State.NONE if is_complete else State.INCOMPLETE


def connect(
    snapshot: Snapshot,
    one: Ends,
    other: Ends,
    *,
    day: int,
    count: int = 5,
    families: frozenset[str] | None = None,
    limits: Limits | None = None,
    with_sample: bool = True,
) -> Connection:
    """Return the strongest distinct paths between two sides on a day.

    Legal kinship beyond the limit of hops is found as well and told apart from the paths.

    Raises:
        InputError: a side is empty, both are one and the same thing, or a limit is out of range.
    """
    limits = limits or Limits()
    _check(one, other, count, limits)
    graph = path_graph_of(snapshot)
    teller = Teller(snapshot, graph, day, families)
    same = tuple(sorted(set(one.nodes) & set(other.nodes)))
    if same and len(one.nodes) == len(other.nodes) == 1:
        raise InputError(
            f"'{one.asked}' and '{other.asked}' are one and the same: name two different things"
        )
    sides = [[node for node in side.nodes if node not in set(same)] for side in (one, other)]
    outcome, sample = None, None
    beyond: tuple[Path, ...] = ()
    if all(sides):
        outcome = best_paths(graph, *sides, day=day, count=count, families=families, limits=limits)
        beyond = far_kin(graph, sides, day=day, count=count, families=families, limits=limits)
        if with_sample and outcome.paths:
            both = (sides[0], sides[1])
            sample = sample_of(snapshot, graph, both, day=day, families=families, limits=limits)
    return Connection(
        one=one,
        other=other,
        day=day,
        limits=limits,
        families=families,
        paths=tuple(map(teller.tell, outcome.paths if outcome else ())),
        beyond=tuple(map(teller.tell, beyond)),
        same=same,
        outcome=outcome,
        sample=sample,
        names=teller.names,
    )


def _check(one: Ends, other: Ends, count: int, limits: Limits) -> None:
    for side in (one, other):
        if not side.nodes:
            raise InputError(
                f"'{side.asked}' stands for nobody and nothing, so there is nothing to connect: "
                "name another, or load what it should hold"
            )
    if not 1 <= count <= MOST_PATHS:
        raise InputError(f"{count} paths: ask for 1 to {MOST_PATHS}")
    if not 1 <= limits.hops <= MOST_HOPS:
        raise InputError(
            f"{limits.hops} hops: ask for 1 to {MOST_HOPS}; beyond that everybody is connected to "
            "everybody and a path says nothing"
        )
