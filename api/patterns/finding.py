"""Run patterns on a snapshot and give back what was asked for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.patterns.naming import Names, ids_in, told
from api.patterns.scope import Scope
from graph.findings import as_json
from graph.model import iso_of
from graph.patterns.facts import Facts
from graph.patterns.run import patterns_named, run_patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.patterns.run import Ran
    from graph.snapshot import Snapshot

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to know of the patterns."""

    codes: Sequence[str] = ()
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)


def find(
    snapshot: Snapshot,
    asked: Asked,
    on: int,
    *,
    feedback: Mapping[str, Json] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Json:
    """Return the findings within the scope, what was tested, and what could not be, by pattern.

    Findings stand in the order of the registry, then by q, then by how far they exceed what was
    expected; `told` is the claim with names beside ids. `feedback` is what became of findings
    by id, as `api.patterns.feedback` gives it.

    Raises:
        NotFoundError: there is no such pattern.
        InputError: a parameter is unknown or out of its bounds.
    """
    facts = Facts(snapshot, on, progress=progress)
    runs = tuple(run_patterns(facts, patterns_named(asked.codes), asked.settings))
    findings = [one for ran in runs for one in _ordered(ran, asked.scope, feedback or {})]
    names = Names(snapshot).of(sorted({one for each in findings for one in ids_in(each)}))
    for each in findings:
        own = {one: names[one] for one in ids_in(each) if one in names}
        each["told"] = told(each["claim"], own)
        each["told_en"] = told(each["claim_en"], own, english=True)
    return {
        "sequence": snapshot.sequence,
        "on": iso_of(on),
        "patterns": [_described(ran, asked.scope) for ran in runs],
        "findings": findings,
        "tested": [each.as_json() for ran in runs for each in ran.result.tested],
        "not_tested": [each.as_json() for ran in runs for each in ran.result.not_tested],
        "names": names,
    }


def _described(ran: Ran, scope: Scope) -> Json:
    inside = [one for one in ran.result.findings if scope.holds(one)]
    blank = [one for one in ran.result.findings if scope.places and not one.place]
    return {
        "code": ran.pattern.code,
        "title": ran.pattern.title.zh,
        "title_en": ran.pattern.title.en,
        "claim": ran.pattern.claim.zh,
        "claim_en": ran.pattern.claim.en,
        "parameters": ran.params.model_dump(mode="json"),
        "found": len(ran.result.findings),
        "in_scope": len(inside),
        "without_place": len(blank),
    }


def _ordered(ran: Ran, scope: Scope, feedback: Mapping[str, Json]) -> list[Json]:
    inside = [one for one in ran.result.findings if scope.holds(one)]
    inside.sort(
        key=lambda one: (
            one.q if one.q is not None else 0.0,
            (one.expected or 0.0) - one.measure,
            one.subject,
            one.id,
        )
    )
    return [as_json(one) | {"feedback": feedback.get(one.id)} for one in inside]
