"""Recorded verdicts as ties: from candidate to case, and to the party whom a reason names.

A case that has or had an informant, or about which anything is kept under seal, is not there at
all: neither it nor a verdict of it, so that nothing in Neo4j tells that it is different.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from graph.cases import parse_case
from graph.errors import CaseError
from graph.ledger import open_ledger
from graph.ontology.kinds import NodeKind
from graph.projection.frames import Frame, Shape, tie_table
from graph.projection.model import Label, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph.ledger.records import Decision, DeskEvent
    from graph.projection.nodes import Nodes
    from graph.snapshot import Snapshot

_INFORMANT = "informant"
_SEALED = "sealed"
_TARGETS = ((NodeKind.PERSON, Label.PERSON), (NodeKind.UNIT, Label.UNIT))
_TIE_COLUMNS: dict[str, pa.DataType] = {
    "case": pa.string(),
    "decision": pa.string(),
    "verdict": pa.string(),
    "day": pa.string(),
    "rule": pa.string(),
    "rules": pa.list_(pa.string()),
    "ground": pa.string(),
    "sequence": pa.int64(),
}


@dataclass(frozen=True)
class Records:
    """The decisions of a ledger up to one of them, and the desk's events up to one of them."""

    ledger: Path
    decisions: int
    events: int

    @cached_property
    def verdicts(self) -> tuple[Told, ...]:
        """What may be shown: the last verdict on each candidate of each case that hides nothing."""
        with open_ledger(self.ledger) as book:
            decisions = book.decisions.list()[: self.decisions]
            events = [event for event in book.desk.list() if (event.number or 0) <= self.events]
        hidden = _hidden_cases(decisions, events)
        last: dict[tuple[str, str], Told] = {}
        for decision in decisions:
            said = orjson.loads(decision.verdict)
            if said["case"] in hidden:
                continue
            for candidate in said["candidates"]:
                told = Told(decision=decision, case=said["case"], candidate=candidate)
                last[said["case"], candidate["person"]] = told
        return tuple(last.values())


@dataclass(frozen=True, slots=True)
class Told:
    """One candidate's verdict as its decision keeps it."""

    decision: Decision
    case: str
    candidate: dict[str, Any] = field(compare=False)


def _hidden_cases(decisions: Iterable[Decision], events: Iterable[DeskEvent]) -> set[str]:
    """Return the cases of which nothing may be shown."""
    found = {event.about for event in events if event.kind == _SEALED or event.body.get(_SEALED)}
    for decision in decisions:
        text = decision.case_text
        if _INFORMANT not in text and "\\" not in text:  # an escape may spell the word
            continue
        if _has_informant(text, decision.id):
            found.add(str(orjson.loads(decision.verdict)["case"]))
    return found


def _has_informant(text: str, decision: str) -> bool:
    """Whether a case names an informant; one that can no longer be read is taken to."""
    try:
        return parse_case(text, name=f"case of {decision}").has_informant
    except CaseError:
        return True


def verdict_frames(nodes: Nodes, records: Records) -> Iterator[Frame]:
    """Yield the frames of cases and of verdicts."""
    fingerprint = f"{records.decisions}/{records.events}/{nodes.fingerprint}"
    yield Frame(
        shape=Shape(label=Label.CASE),
        fingerprint=fingerprint,
        make=partial(_cases, records),
    )
    yield Frame(
        shape=Shape(type=Type.VERDICT, source=Label.PERSON, target=Label.CASE),
        fingerprint=fingerprint,
        make=partial(_of_cases, nodes.snapshot, records),
    )
    for kind, label in _TARGETS:
        yield Frame(
            shape=Shape(type=Type.VERDICT, source=Label.PERSON, target=label),
            fingerprint=fingerprint,
            make=partial(_of_parties, nodes.snapshot, records, kind),
        )


def _cases(records: Records) -> pa.Table:
    ids = sorted({told.case for told in records.verdicts})
    return pa.table({"id": pa.array(ids, pa.string())})


def _of_cases(snapshot: Snapshot, records: Records) -> pa.Table:
    rows = []
    for told in records.verdicts:
        person = told.candidate["person"]
        if snapshot.ties.find(NodeKind.PERSON, person) is None:
            continue
        rules = sorted({reason["rule"] for reason in told.candidate["reasons"]})
        row = _cells(told) | {"verdict": told.candidate["verdict"], "rules": rules}
        rows.append((person, told.case, "", row))
    return _table(rows)


def _of_parties(snapshot: Snapshot, records: Records, kind: NodeKind) -> pa.Table:
    rows = []
    for told in records.verdicts:
        person = told.candidate["person"]
        if snapshot.ties.find(NodeKind.PERSON, person) is None:
            continue
        for place, reason in enumerate(told.candidate["reasons"]):
            party = reason.get("party")
            if party is None or _kind_of(snapshot, party) is not kind:
                continue
            row = _cells(told) | {name: reason[name] for name in ("verdict", "rule", "ground")}
            rows.append((person, party, f"{told.case}/{place}", row))
    return _table(rows)


def _kind_of(snapshot: Snapshot, party: str) -> NodeKind | None:
    found = (kind for kind, _ in _TARGETS if snapshot.ties.find(kind, party) is not None)
    return next(found, None)


def _cells(told: Told) -> dict[str, Any]:
    return {
        "case": told.case,
        "decision": told.decision.id,
        "day": told.decision.on,
        "sequence": told.decision.sequence,
    }


def _table(rows: list[tuple[str, str, str, dict[str, Any]]]) -> pa.Table:
    source, target, identity = (pa.array([row[at] for row in rows], pa.string()) for at in range(3))
    cells = {
        name: pa.array([row[3].get(name) for row in rows], kind)
        for name, kind in _TIE_COLUMNS.items()
    }
    return tie_table(source, target, identity, cells)
