"""Leads as the service tells them: those of the last recorded run of each pattern, as seen."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.patterns.feedback import hit_rates, standing
from api.patterns.naming import ids_in, told
from graph.ledger import open_ledger
from graph.ontology.kinds import NodeKind
from graph.patterns import PATTERNS

if TYPE_CHECKING:
    from api.http.sight import Sight

Json = dict[str, Any]
_DRAWN = (NodeKind.PERSON, NodeKind.UNIT, NodeKind.CONTRACT, NodeKind.PLACE)
_MOST_DRAWN = 24
MEASURED = Path(__file__).parents[2] / "docs" / "patterns" / "measured.json"


@dataclass(kw_only=True)
class Leads:
    """The findings of one ledger, read again when a run was recorded since."""

    ledger: Path
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _read: tuple[int, list[Json], dict[str, Json]] = (-1, [], {})

    def all(self) -> tuple[list[Json], dict[str, Json]]:
        """Return findings and, by pattern, the run that they are of."""
        with self._lock, open_ledger(self.ledger) as book:
            runs = book.findings.runs()
            if len(runs) != self._read[0]:
                last = {code: run for run in runs for code in run.codes}
                found = {run.number: book.findings.of_run(run.number) for run in last.values()}
                listed = [
                    one
                    for code, run in last.items()
                    for one in found[run.number]
                    if one["code"] == code
                ]
                told_runs = {
                    code: {"run": run.id, "on": run.on, "sequence": run.sequence, "at": run.at}
                    for code, run in last.items()
                }
                self._read = (len(runs), listed, told_runs)
            return self._read[1], self._read[2]

    def seen(self, sight: Sight) -> list[Json]:
        """Return the leads that exist for an account, each with its feedback."""
        said = standing(self.ledger)
        return [
            one | {"feedback": said.get(one["id"])} for one in self.all()[0] if is_seen(one, sight)
        ]


def is_seen(finding: Json, sight: Sight) -> bool:
    """Whether a lead exists for an account: its place and everybody in it do."""
    if sight.sees_everybody:
        return True
    return sight.is_in_reach(finding["place"]) and all(
        sight.sees_person(one) and sight.sees_unit(one) for one in ids_in(finding)
    )


def line_of(finding: Json, sight: Sight) -> Json:
    """Return a lead as a line of the list."""
    names = sight.ground.names.of(sorted({finding["subject"], finding["place"], *ids_in(finding)}))
    kept = (
        "id", "code", "subject", "measure", "unit", "expected", "p", "q", "gamma_star", "worlds",
        "amount", "place", "since", "until", "effect", "feedback",
    )  # fmt: skip
    return {key: finding.get(key) for key in kept} | {
        "told": told(finding["claim"], names),
        "told_en": told(finding["claim_en"], names, english=True),
        "subject_name": names.get(finding["subject"], finding["subject"]),
        "place_name": names.get(finding["place"], finding["place"]),
    }


def whole_of(finding: Json, sight: Sight) -> Json:
    """Return a lead with its evidence and the names of everything in it."""
    names = sight.ground.names.of(sorted(ids_in(finding)))
    told_of = finding | line_of(finding, sight)
    return told_of | {"names": names, "nodes": _nodes_of(finding, sight)}


def _nodes_of(finding: Json, sight: Sight) -> list[str]:
    """Return what a picture of a lead begins with: subject, officials, then its evidence."""
    ends = [end for edge in finding["evidence"] for end in (edge["from"], edge["to"])]
    find = sight.ground.snapshot.ties.find
    found = [
        next((f"{kind.prefix}:{id}" for kind in _DRAWN if find(kind, id) is not None), None)
        for id in dict.fromkeys((finding["subject"], *finding["officials"], *ends))
    ]
    return [node for node in found if node][:_MOST_DRAWN]


def patterns_of(leads: Leads, seen: list[Json]) -> list[Json]:
    """Return the patterns: claim, leads, how often they were right when somebody looked."""
    rates = {rate["code"]: rate for rate in hit_rates(leads.ledger)}
    runs = leads.all()[1]
    measured = _measured()
    counts: dict[str, int] = {}
    for one in seen:
        counts[one["code"]] = counts.get(one["code"], 0) + 1
    return [
        {
            "code": pattern.code,
            "title": pattern.title.zh,
            "title_en": pattern.title.en,
            "claim": pattern.claim.zh,
            "claim_en": pattern.claim.en,
            "leads": counts.get(pattern.code, 0),
            "run": runs.get(pattern.code),
            "hit_rate": rates.get(pattern.code),
            "measured": measured.get(pattern.code),
        }
        for pattern in PATTERNS
    ]


def _measured() -> dict[str, Json]:
    """Return what was measured on made counties, where it is documented beside the program."""
    try:
        found = json.loads(MEASURED.read_text(encoding="utf-8"))
    except OSError:
        return {}
    return {
        row["code"]: {
            "precision_at_20": row["precision_at_20"],
            "recall": row["recall"],
            "fdr": row["fdr"],
        }
        for row in found["patterns"]
    }
