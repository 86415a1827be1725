"""Findings of the last recorded run of each pattern, as ties from what they are about.

A tie leads from a finding's subject to each thing that it names: its objects, its office holders,
its place. Where these are no two nodes, as with transfers, the ends of its evidence stand in; a
finding with one node alone leads from it to itself. Telephones are digests here as everywhere, in
sentences too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from graph.errors import InputError, NotFoundError
from graph.ledger import open_ledger
from graph.ontology.kinds import NodeKind
from graph.projection.frames import Frame, Shape, tie_table
from graph.projection.model import Type, label_of
from graph.projection.nodes import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.ledger import FindingRun
    from graph.projection.nodes import Nodes

_EVENTS = ("benefits", "transfers", "leases")
"""Tables whose rows have ids of their own and are ties here, not nodes."""
_FEW = 2
_TIE_COLUMNS: dict[str, pa.DataType] = {
    "code": pa.string(),
    "id": pa.string(),
    "subject": pa.string(),
    "role": pa.string(),
    "claim": pa.string(),
    "measure": pa.float64(),
    "unit": pa.string(),
    "expected": pa.float64(),
    "q": pa.float64(),
    "sequence": pa.int64(),
    "run": pa.string(),
}


class End(NamedTuple):
    """One end of a finding: what it is there, and its node in the snapshot."""

    role: str
    node: int


class Row(NamedTuple):
    """One tie: its ends, and its cells."""

    source: int
    target: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Runs:
    """The recorded runs of patterns of a ledger up to one of them."""

    ledger: Path
    last: int

    @cached_property
    def findings(self) -> tuple[tuple[FindingRun, dict[str, Any]], ...]:
        """What the last run of each pattern found, each with its run."""
        with open_ledger(self.ledger) as book:
            last = {
                code: run
                for run in book.findings.runs()
                if run.number <= self.last
                for code in run.codes
            }
            runs = {run.number: run for run in last.values()}
            return tuple(
                (run, finding)
                for number, run in sorted(runs.items())
                for finding in book.findings.of_run(number)
                if last.get(finding["code"]) == run
            )


@dataclass(frozen=True)
class Rows:
    """The ties of all findings, by the kinds that they join."""

    nodes: Nodes
    runs: Runs
    _resolved: dict[str, int | None] = field(default_factory=dict, compare=False)

    @cached_property
    def by_kinds(self) -> Mapping[tuple[NodeKind, NodeKind], list[Row]]:
        """Every tie, under the kinds of its two ends."""
        found: dict[tuple[NodeKind, NodeKind], list[Row]] = {}
        kind = self.nodes.snapshot.ties.kind
        for run, finding in self.runs.findings:
            for row in self._of(run, finding):
                found.setdefault((kind(row.source), kind(row.target)), []).append(row)
        return found

    def _of(self, run: FindingRun, finding: Mapping[str, Any]) -> Iterator[Row]:
        ends = list(self._ends(finding))
        if not ends:
            return
        source = ends[0].node
        others = dict.fromkeys(end for end in ends if end.node != source) or ends[:1]
        cells: dict[str, Any] = {name: finding.get(name) for name in _TIE_COLUMNS}
        cells |= {"sequence": run.sequence, "run": run.id}
        for text, digest in self._private(finding):
            cells |= {name: cells[name].replace(text, digest) for name in ("subject", "claim")}
        for end in others:
            yield Row(source, end.node, cells | {"role": end.role})

    def _ends(self, finding: Mapping[str, Any]) -> Iterator[End]:
        """Yield what is a node of what a finding names, its subject first."""
        found = [("subject", self._any(finding["subject"]))]
        found += [("object", self._any(one)) for one in finding["objects"]]
        officials = (self._one(NodeKind.PERSON, one) for one in finding["officials"])
        found += [("official", node) for node in officials]
        found.append(("place", self._one(NodeKind.PLACE, finding["place"])))
        if len({node for _, node in found if node is not None}) < _FEW:
            found += [("evidence", self._any(one)) for one in _evidence(finding)]
        yield from (End(role, node) for role, node in found if node is not None)

    def _one(self, kind: NodeKind, id: str) -> int | None:
        return self.nodes.snapshot.ties.find(kind, id) if id else None

    def _any(self, id: str) -> int | None:
        """Return the node of an id; None where there is none, or several things have it."""
        if id not in self._resolved:
            try:
                node = self.nodes.snapshot.ties.index(id)
            except (NotFoundError, InputError):
                node = None
            self._resolved[id] = None if id in self._events else node
        return self._resolved[id]

    @cached_property
    def _events(self) -> frozenset[str]:
        """Ids of payments and leases, which may be the same as those of nodes."""
        table = self.nodes.snapshot.table
        return frozenset(id for name in _EVENTS for id in table(name).column("id").to_pylist())

    def _private(self, finding: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the telephones and addresses that a finding names, with their digests.

        A subject that is nothing known may have been one when the finding was made.
        """
        for id in dict.fromkeys((finding["subject"], *finding["objects"], *_evidence(finding))):
            node = self._any(id)
            if node is None:
                is_private = id == finding["subject"] and id not in self._events
            else:
                is_private = self.nodes.snapshot.ties.kind(node) in HIDDEN
            if is_private:
                yield id, self.nodes.hidden(id)


def _evidence(finding: Mapping[str, Any]) -> Iterator[str]:
    for edge in finding["evidence"]:
        yield edge["from"]
        yield edge["to"]


def finding_frames(nodes: Nodes, runs: Runs) -> Iterator[Frame]:
    """Yield a frame for each two kinds that a finding may join."""
    parts, rows = nodes.snapshot.manifest.parts, Rows(nodes, runs)
    events = "/".join(parts[name].objects[f"{name}.arrow"] for name in _EVENTS)
    for source in NodeKind:
        for target in NodeKind:
            yield Frame(
                shape=Shape(type=Type.FINDING, source=label_of(source), target=label_of(target)),
                fingerprint=f"{runs.last}/{events}/{nodes.fingerprint}",
                make=partial(_table, rows, source, target),
            )


def _table(rows: Rows, source: NodeKind, target: NodeKind) -> pa.Table:
    found = rows.by_kinds.get((source, target), [])
    sources = rows.nodes.id_of(_nodes(row.source for row in found))
    targets = rows.nodes.id_of(_nodes(row.target for row in found))
    identity = pa.array([f"{row.cells['id']}/{row.cells['role']}" for row in found], pa.string())
    cells = {
        name: pa.array([row.cells[name] for row in found], kind)
        for name, kind in _TIE_COLUMNS.items()
    }
    return tie_table(sources, targets, identity, cells)


def _nodes(nodes: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(nodes, np.int32)
