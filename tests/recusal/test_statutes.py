"""Statute cases: each file in cases/ is a small world and what the law says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from graph.cases import parse_case, resolve_case
from graph.recusal.engine import check
from graph.recusal.pack import load_pack, parse_pack
from graph.recusal.verdict import Verdict

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
WORLDS = {path.stem: YAML(typ="safe", pure=True).load(path.read_text("utf-8")) for path in FILES}
CASES = [
    pytest.param(name, case, id=f"{name}-{at}-{case['name']}")
    for name, world in WORLDS.items()
    for at, case in enumerate(world["cases"])
]
BUILT: dict[str, Any] = {}


def snapshot_of(name, world):
    if name not in BUILT:
        BUILT[name] = world(WORLDS[name])
    return BUILT[name]


def dumped(case: dict[str, Any]) -> str:
    import json

    return json.dumps({"id": "案", **case}, ensure_ascii=False)


def packs_of(names, options):
    packs = [load_pack(name) for name in names]
    if not options:
        return packs
    text = "\noptions: {" + ", ".join(f"{k}: {str(v).lower()}" for k, v in options.items()) + "}\n"
    return [parse_pack(pack.text + text) for pack in packs]


def judged(snapshot, spec, candidates, **changes):
    case = resolve_case(
        parse_case(dumped({**spec["case"], **changes})), snapshot, candidates=candidates
    )
    packs = packs_of(spec.get("packs", case.packs), spec.get("options"))
    return {found.person: found for found in check(case, packs, snapshot).candidates}


def told(found) -> str:
    """Say a verdict as the files do: outcome, rule, article, item."""
    if found.verdict in (Verdict.CLEAR, Verdict.UNKNOWN):
        return found.verdict.label
    return f"{found.verdict.label} {cited(found.reasons[0])}"


def cited(reason) -> str:
    cite = reason.cites[0]
    return " ".join(filter(None, (reason.rule, cite.article, cite.item)))


@pytest.mark.parametrize(("name", "spec"), CASES)
def test_the_law_says(name, spec, world):
    snapshot = snapshot_of(name, world)
    found = judged(snapshot, spec, list(spec["expect"]))
    assert {person: told(found[person]) for person in spec["expect"]} == spec["expect"]
    for person, matched in spec.get("matched", {}).items():
        assert found[person].reasons[0].matched == matched, person
    for person, flag in spec.get("flags", {}).items():
        assert flag in found[person].reasons[0].flags, person
    for person, other in spec.get("also", {}).items():
        assert other in [cited(reason) for reason in found[person].reasons], person
    for person, duty in spec.get("duties", {}).items():
        assert [f"{d.rule} {d.do}" for d in found[person].duties] == duty, person
    for reason in (reason for each in found.values() for reason in each.reasons):
        assert reason.zh
        assert reason.en


@pytest.mark.parametrize(("name", "spec"), [p for p in CASES if p.values[1].get("mirrored")])
def test_the_law_says_the_same_from_the_other_side(name, spec, world):
    snapshot = snapshot_of(name, world)
    (party,) = spec["case"]["parties"]
    swapped = {"candidate": "party", "party": "candidate", "both": "both"}
    for person, expected in spec["expect"].items():
        parties = [{**party, "person": person}]
        found = judged(snapshot, spec, [party["person"]], parties=parties)[party["person"]]
        assert told(found) == expected, person
        if person in spec.get("matched", {}):
            assert found.reasons[0].matched == swapped[spec["matched"][person]], person
