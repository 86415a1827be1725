"""`check` with Neo4j as the place where everything is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import Neo4jDownError
from graph.projection.engine.currency import Doubt, wait_for
from graph.projection.engine.doubts import doubted
from graph.projection.engine.gathered import Gathered
from graph.projection.engine.kinship import Neo4jKinship
from graph.projection.engine.loose_ends import have_loose_ends
from graph.projection.engine.people import bodies_named
from graph.projection.engine.reading import Asked, Read, read_case
from graph.projection.engine.rows import empty_tables
from graph.projection.engine.shared import supported_pairs
from graph.recusal.engine import check
from graph.recusal.evidence import persons_asked
from graph.recusal.unit_ties import UnitTies
from graph.ties.find import TieFinder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.neo4j.session import Graph
    from graph.projection.engine.currency import Head
    from graph.recusal.verdict import CaseVerdict
    from graph.ties.lives import PastCase

QUESTION_SECONDS = 60.0
"""A check that has not read everything by then is told to be incomplete."""


def check_on_neo4j(
    graph: Graph,
    head: Head,
    asked: Asked,
    past_cases: Iterable[PastCase] = (),
    *,
    seconds: float = QUESTION_SECONDS,
) -> CaseVerdict:
    """Judge every candidate of a case by what Neo4j holds, as `check` does by a snapshot.

    Nobody is clear where the projection is behind `head`, moved while it was read, went away, gave
    more paths than one question may, or cannot hold what rows name: he is UNKNOWN, and told why.

    Raises:
        Neo4jDownError: no server answers before the check has begun.
    """
    state = wait_for(graph, head)
    past = list(past_cases)
    try:
        read = graph.reading(lambda work: read_case(work, asked), seconds=seconds)
    except Neo4jDownError:
        return _blind(asked, state.applied_seq or 0, past)
    doubts = set()
    if not (head.is_shown_by(read.before) and head.is_shown_by(read.after)):
        doubts.add(Doubt.STALE)
    if read.found.is_cut:
        doubts.add(Doubt.CUT)
    if have_loose_ends(asked.snapshot, read.compared):
        doubts.add(Doubt.WITHDRAWN)
    return doubted(_judged(asked, read, past), doubts)


def _judged(asked: Asked, read: Read, past: Iterable[PastCase]) -> CaseVerdict:
    kinship = Neo4jKinship(
        source=read.source,
        named=read.found.named,
        shapes=asked.shapes,
        known={person: known.coverage for person, known in read.people.items()},
    )
    units = UnitTies(read.source)
    persons = persons_asked(asked.case, units)
    ties = TieFinder(read.source, persons, past, sizes=read.sizes)
    return check(asked.case, asked.packs, read.source, kinship=kinship, ties=ties, past_cases=past)


def _blind(asked: Asked, sequence: int, past: Iterable[PastCase]) -> CaseVerdict:
    """Judge by nothing but the case itself: who is a party must recuse, all others are unknown."""
    case = asked.case
    involved = {*case.candidates, *(party.person for party in case.parties if party.person)}
    bodies = bodies_named(asked.snapshot, sorted(involved))
    tables = empty_tables() | {"supported_pairs": supported_pairs((), (), {})}
    source = Gathered(bodies, (), tables, sequence)
    kinship = Neo4jKinship(source=source, named=frozenset(), shapes=asked.shapes, known={})
    ties = TieFinder(source, (), past)
    verdict = check(case, asked.packs, source, kinship=kinship, ties=ties)
    return doubted(verdict, {Doubt.AWAY}, is_blind=True)
