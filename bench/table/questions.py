"""What the bench asks, of which engines, and how an answer's figures are kept."""

from __future__ import annotations

from dataclasses import dataclass

ENGINES = {
    "huibi": "Huibi embedded",
    "huibi-neo4j": "Huibi on Neo4j",
    "cypher": "plain Cypher",
    "duckdb": "DuckDB SQL",
    "igraph": "igraph",
    "networkx": "networkx",
}

ON_NEO4J = ("huibi-neo4j", "cypher")
INCREMENT_MOST = 100_000
"""Persons up to which a part is held back and comes in later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row of the table; `unit` is s, MB or B."""

    code: str
    title: str
    unit: str = "s"


QUESTIONS = (
    Question(code="load", title="load: files to the first answer"),
    Question(code="sync_first", title="sync: first load of Neo4j"),
    Question(code="sync_more", title="sync: increment of Neo4j"),
    Question(code="kin_one", title="kin of one official"),
    Question(code="kin_all", title="kin of 5,000 officials"),
    Question(code="case_kin", title="check: kin of 5 parties among 300 candidates"),
    Question(code="case_full", title="check: verdicts on 300 candidates, with reasons"),
    Question(code="fewest", title="path: fewest ties between two"),
    Question(code="strongest", title="path: strongest of at most 4 ties"),
    Question(code="five_best", title="path: five best, hubs told"),
    Question(code="peak_load", title="peak memory while loading", unit="MB"),
    Question(code="peak_asked", title="peak memory while asked", unit="MB"),
    Question(code="tie_bytes", title="bytes a tie", unit="B"),
)

_IN_PROCESS = "not offered: paths are searched in process"
_NO_NEO4J = "not offered: no Neo4j"
_KIN_ONLY = "not offered: kinship only"
_NO_RANKING = "not offered: no ranking of distinct paths"
_WITHOUT = {
    "huibi": {"sync_first": "not needed", "sync_more": "not needed"},
    "huibi-neo4j": dict.fromkeys(("fewest", "strongest", "five_best"), _IN_PROCESS),
    "cypher": {"case_full": _KIN_ONLY, "five_best": _NO_RANKING}
    | {"strongest": "not offered: no weights in shortestPath"},
    "duckdb": {"strongest": "not offered: no weighted search"},
    "igraph": {},
    "networkx": {},
}
NOT_OFFERED = {
    (engine, code): why
    for engine, without in _WITHOUT.items()
    for code, why in (
        (
            {"sync_first": _NO_NEO4J, "sync_more": _NO_NEO4J, "case_full": _KIN_ONLY}
            | {"five_best": _NO_RANKING}
            if engine in ("duckdb", "igraph", "networkx")
            else {}
        )
        | without
    ).items()
}
"""What an engine has no answer to, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one engine took for one question at one size.

    value: median seconds, MB or bytes; most: the 99th percentile, where many were asked; busy:
    processor seconds where they were read; asked: how many questions; note: what else to know.
    """

    question: str
    engine: str
    value: float
    most: float | None = None
    busy: float | None = None
    asked: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRun:
    """Why there is no figure: `memory`, `time` or a reason in words."""

    question: str
    engine: str
    why: str
