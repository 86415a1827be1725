"""In a case with an informant nothing told may depend on whom a tie leads to."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cases import parse_case, resolve_case
from graph.recusal.engine import check
from graph.recusal.informant import visible, withhold
from graph.recusal.pack import PACKS, load_pack
from graph.recusal.report import as_json
from graph.recusal.verdict import Verdict

TIES = ["父亲", "儿子", "妻子", "哥哥", "舅舅", "堂弟", "岳父", "侄女", "孙子"]
CANDIDATES = ["候一", "候二", "路人"]


def case_of(snapshot, matter="supervision_case", informant="informant"):
    parties = [
        {"person": "被查人", "role": "subject"},
        {"person": "举报人", "role": informant},
        {"person": "证人", "role": "witness"},
    ]
    spec = {"id": "密", "matter": matter, "received": "2026-03-02", "parties": parties}
    return resolve_case(parse_case(json.dumps(spec)), snapshot, candidates=CANDIDATES)


def told(world, ties, packs, *, matter="supervision_case", **more):
    kin = [f"候一 {term} {party}" for term, party in ties]
    people = ["被查人", "举报人", "证人", *CANDIDATES]
    snapshot = world({"kin": kin, "people": people, **more})
    verdict = check(case_of(snapshot, matter), [load_pack(pack) for pack in packs], snapshot)
    return orjson.dumps(as_json(visible(verdict)))


@pytest.mark.parametrize(
    "packs", [["supervision"], ["supervision", "discipline"], ["civil_service"]]
)
@pytest.mark.parametrize("term", TIES)
def test_the_subject_and_the_informant_read_alike(world, term, packs):
    seen = {told(world, [(term, party)], packs) for party in ("被查人", "举报人")}
    assert len(seen) == 1
    (text,) = seen
    assert "举报人".encode() not in text
    assert "被查人".encode() not in text
    assert b"withheld" in text


@settings(deadline=None, max_examples=15)
@given(first=st.sampled_from(TIES), second=st.sampled_from(TIES))
def test_two_ties_swapped_read_alike(world, first, second):
    worlds = [
        [(first, "被查人"), (second, "举报人")],
        [(first, "举报人"), (second, "被查人")],
    ]
    one, other = (told(world, ties, ["supervision"]) for ties in worlds)
    assert one == other


@pytest.mark.parametrize("tie", ["friend", "enmity", "guardian"])
def test_acquaintance_reads_alike(world, tie):
    seen = {
        told(
            world,
            [],
            ["supervision"],
            tables={
                "ties": [{"person": "候一", "other": party, "kind": tie, "from": "2025-01-01"}]
            },
        )
        for party in ("被查人", "举报人")
    }
    assert len(seen) == 1
    assert b'"review"' in seen.pop()


def test_not_knowing_reads_alike(world):
    seen = {told(world, [], ["supervision"], undeclared=[party]) for party in ("被查人", "举报人")}
    assert len(seen) == 1
    assert b'"unknown"' in seen.pop()


def test_the_duty_to_register_is_withheld(world):
    snapshot = world({"kin": ["候一 哥哥 补助人"], "people": ["举报人", *CANDIDATES]})
    spec = {
        "id": "密",
        "matter": "benefit_review",
        "received": "2026-03-02",
        "parties": [
            {"person": "补助人", "role": "beneficiary"},
            {"person": "举报人", "role": "informant"},
        ],
    }
    case = resolve_case(parse_case(json.dumps(spec)), snapshot, candidates=CANDIDATES)
    verdict = check(case, [load_pack(name) for name in case.packs], snapshot)
    assert verdict.candidates[0].duties
    assert "duties" not in as_json(visible(verdict))["candidates"][0]
    assert "duties" in as_json(visible(verdict, unseal=True))["candidates"][0]


def test_the_merged_reason_is_the_one_of_the_contract(world):
    text = told(world, [("哥哥", "举报人"), ("堂弟", "证人")], ["supervision"])
    first, *others = json.loads(text)["candidates"]
    assert first["reasons"] == [
        {
            "rule": "SUP-CASE",
            "verdict": "must_recuse",
            "withheld": True,
            "cites": [
                {
                    "law": "中华人民共和国监察法",
                    "article": "67",
                    "in_force": "2025-06-01",
                    "about": "grounds",
                    "former": ["58"],
                    "mark": "V1",
                }
            ],
        }
    ]
    assert set(first) == {"person", "verdict", "reasons", "checked"}
    assert set(first["checked"]) == {"rules", "kin"}
    assert [other["reasons"] for other in others] == [[], []]


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_names_one_rule_whatever_the_ground(world, pack):
    snapshot = world({"kin": ["候一 哥哥 举报人"], "people": ["被查人", "证人", *CANDIDATES]})
    verdict = withhold(check(case_of(snapshot), [load_pack(pack)], snapshot))
    for found in verdict.candidates:
        if found.verdict > Verdict.CLEAR:
            (reason,) = found.reasons
            assert reason.rule == load_pack(pack).spec.informant_rule
            assert reason.path == ()


def test_without_an_informant_nothing_is_withheld(world):
    snapshot = world({"kin": ["候一 哥哥 被查人"], "people": ["举报人", "证人", *CANDIDATES]})
    verdict = check(case_of(snapshot, informant="interested"), [load_pack("supervision")], snapshot)
    assert visible(verdict) is verdict
    assert verdict.candidates[0].reasons[0].path
