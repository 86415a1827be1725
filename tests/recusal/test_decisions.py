"""Decisions carry what is needed to derive them again, and replay says what differs."""

from __future__ import annotations

import json

import pytest

from graph.cases import parse_case, resolve_case
from graph.ledger import open_ledger
from graph.recusal.decisions import decision_of, differences, replay
from graph.recusal.engine import check
from graph.recusal.pack import load_pack, parse_pack

CASE = """
id: 案
matter: supervision_case
received: 2026-03-02
parties: [{person: 甲, role: ROLE}]
candidates: [兄, 路人]
"""
BROTHERS = {"kin": ["甲 父亲 父", "兄 父亲 父"], "people": ["路人", "侄"]}


def decided(snapshot, role="subject", packs=None, **more):
    packs = packs or [load_pack("supervision")]
    text = CASE.replace("ROLE", role)
    case = resolve_case(parse_case(text), snapshot, candidates=more.get("candidates", ()))
    verdict = check(case, packs, snapshot)
    return decision_of(verdict, case_text=text, packs=packs, author="测试", **more)


def test_a_decision_replays_the_same_from_the_ledger(world, tmp_path):
    snapshot = world(BROTHERS)
    path = tmp_path / "huibi.db"
    with open_ledger(path, create=True, write=True) as ledger:
        kept = ledger.decisions.record(decided(snapshot))
    asked = []

    def open_snapshot(sequence):
        asked.append(sequence)
        return snapshot

    with open_ledger(path) as ledger:
        assert replay(ledger.decisions.get(kept), open_snapshot) == ()
    assert asked == [snapshot.sequence]


def test_replay_names_what_differs(world):
    decision = decided(world(BROTHERS))
    now = world({**BROTHERS, "kin": ["甲 父亲 父", "侄 父亲 父", "兄 父亲 侄"]})
    found = replay(decision, lambda _: now)
    assert "$.candidates[0].verdict" in {difference.path for difference in found}
    (verdict,) = (d for d in found if d.path == "$.candidates[0].verdict")
    assert (verdict.recorded, verdict.derived) == ("must_recuse", "review")


def test_replay_judges_by_the_stored_pack(world):
    shipped = load_pack("supervision")
    wide = parse_pack(shipped.text.replace("must: [NR-P], review: [K1-K4]", "must: [K1-K4]"))
    kin = ["甲 父亲 父", "叔 父亲 祖父", "父 父亲 祖父"]
    snapshot = world({"kin": kin, "people": ["兄", "路人"]})
    decision = decided(snapshot, packs=[wide], candidates=["叔"])
    assert json.loads(decision.verdict)["candidates"][0]["verdict"] == "must_recuse"
    assert replay(decision, lambda _: snapshot) == ()
    assert decision.packs[0].digest == wide.sha256 != shipped.sha256


def test_candidates_named_beside_the_case_are_kept(world):
    snapshot = world(BROTHERS)
    decision = decided(snapshot, candidates=["侄"])
    assert [found["person"] for found in json.loads(decision.verdict)["candidates"]] == ["侄"]
    assert replay(decision, lambda _: snapshot) == ()


def test_a_sealed_case_is_recorded_without_reasons(world):
    snapshot = world(BROTHERS)
    decision = decided(snapshot, role="informant")
    assert "路人" in decision.verdict
    assert "甲" not in decision.verdict
    assert replay(decision, lambda _: snapshot) == ()


@pytest.mark.parametrize(
    ("one", "other", "paths"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["$.a"]),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ["$.a[1].b"]),
        ({"a": [1]}, {"a": [1, 2]}, ["$.a"]),
        ({"a": 1}, {"b": 1}, ["$.a", "$.b"]),
        ({"a": None}, {}, ["$.a"]),
    ],
)
def test_differences_are_named_by_path(one, other, paths):
    assert [difference.path for difference in differences(one, other)] == paths
