"""What a check is answered by: the snapshot in this process, or the ledger's Neo4j."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.errors import InputError, Neo4jStaleError
from graph.recusal.engine import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.checking import Judge
    from api.settings import Settings
    from graph.cases import ResolvedCase
    from graph.ledger import Ledger
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CaseVerdict
    from graph.snapshot import Snapshot
    from graph.ties.lives import PastCase

EMBEDDED, NEO4J = "embedded", "neo4j"
ENGINES = (EMBEDDED, NEO4J)
_PATIENCE_SECONDS = 5.0
"""So long is a server that went away tried again before the check says that it is incomplete."""


@contextmanager
def judge_of(engine: str, ledger: Ledger, settings: Settings) -> Iterator[Judge]:
    """Give the engine of a name, connected while the block lasts.

    Raises:
        InputError: there is no engine of this name.
        Neo4jError: the ledger's Neo4j does not answer, or holds nothing yet.
    """
    if engine not in ENGINES:
        raise InputError(f"--engine {engine}: there is none of this name; {' or '.join(ENGINES)}")
    if engine == EMBEDDED:
        yield check
        return
    from api.neo4j_server import address_of
    from graph.neo4j.session import connect  # the driver: only where it is asked for
    from graph.projection.engine.check import check_on_neo4j
    from graph.projection.engine.currency import Head
    from graph.projection.engine.reading import Asked

    head = Head(sequence=ledger.head, mark=ledger.mark())
    with connect(address_of(ledger.path, settings), patience=_PATIENCE_SECONDS) as graph:

        def judge(
            case: ResolvedCase,
            packs: Sequence[Pack],
            data: Snapshot,
            *,
            past_cases: Iterable[PastCase] = (),
        ) -> CaseVerdict:
            asked = Asked(case=case, packs=packs, snapshot=data)
            return check_on_neo4j(graph, head, asked, past_cases)

        yield judge


def require_whole(verdict: CaseVerdict) -> None:
    """Refuse a verdict that rests on an incomplete search: it could not be derived again.

    Raises:
        Neo4jStaleError: some candidate is UNKNOWN because the search was stale, cut or broken off.
    """
    from graph.projection.engine.doubts import doubts_of

    if doubts := doubts_of(verdict):
        raise Neo4jStaleError(
            f"case {verdict.case}: the search in Neo4j was incomplete ({', '.join(doubts)}), so"
            " nothing was recorded: bring it up to date (huibi neo4j sync) and check again, or"
            " leave --engine neo4j out"
        )
