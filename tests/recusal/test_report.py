"""The JSON of a verdict, key by key."""

from __future__ import annotations

import json

import pytest

from graph.cases import parse_case, resolve_case
from graph.errors import NotFoundError
from graph.model import day_of, iso_of
from graph.recusal.engine import check
from graph.recusal.pack import load_pack, parse_pack
from graph.recusal.report import as_json
from graph.recusal.statutes import cites_on
from graph.recusal.unit_ties import years_before

WORLD = {
    "kin": [
        "甲 父亲 父",
        "兄 父亲 父 confidence=0.99",
        "前妻 丈夫 甲 from=2000-01-01 to=2010-01-01",
    ],
    "people": [
        {"name": "甲", "born": "1980-01-01", "sex": "M"},
        {"name": "兄", "born": "1975-01-01", "sex": "M"},
        "路人",
        "同组人",
    ],
    "tables": {
        "units": [{"id": "纪委", "name": "某县纪委", "kind": "public_body"}],
        "posts": [{"person": "兄", "unit": "纪委", "title": "书记", "role": "head"}],
        "ties": [{"person": "同组人", "other": "甲", "kind": "friend", "from": "2024-01-01"}],
    },
}


def reported(world, *, candidates, packs=("supervision",), sketch=WORLD, **more):
    spec = {
        "id": "案",
        "matter": "supervision_case",
        "received": "2026-03-02",
        "parties": [{"person": "甲", "role": "subject"}],
        **more,
    }
    snapshot = world(sketch)
    case = resolve_case(parse_case(json.dumps(spec)), snapshot, candidates=candidates)
    loaded = [load_pack(pack) if isinstance(pack, str) else pack for pack in packs]
    return as_json(check(case, loaded, snapshot))


def test_a_verdict_has_every_key_of_the_contract(world):
    found = reported(world, candidates=["兄", "路人"], unit="纪委")
    assert {key: found[key] for key in ("case", "on", "sequence", "packs")} == {
        "case": "案",
        "on": "2026-03-02",
        "sequence": 7,
        "packs": ["supervision"],
    }
    brother, stranger = found["candidates"]
    (reason,) = brother["reasons"]
    assert brother["person"] == "兄"
    assert brother["verdict"] == reason["verdict"] == "must_recuse"
    assert (reason["rule"], reason["party"], reason["role"]) == ("SUP-CASE", "甲", "subject")
    assert reason["relation"] == {
        "up": 1,
        "down": 1,
        "marriages": 0,
        "terms": ["弟弟"],
        "class": "collateral_3",
    }
    assert reason["matched"] == "both"
    assert [(hop["from"], hop["to"]) for hop in reason["path"]] == [("兄", "父"), ("父", "甲")]
    assert reason["path"][0] == {
        "from": "兄",
        "edge": "father",
        "to": "父",
        "source": "案卷/kin.csv:3",
        "confidence": 0.99,
    }
    assert reason["cites"][0] == {
        "law": "中华人民共和国监察法",
        "article": "67",
        "item": "一",
        "in_force": "2025-06-01",
        "about": "grounds",
        "former": ["58"],
        "mark": "V1",
    }
    assert [cite["article"] for cite in reason["cites"]] == ["67", "295-296", "325"]
    assert reason["decider"]["who"] == "higher_head"
    assert reason["consequence"]["zh"] == "应当回避"
    assert reason["words"]["zh"] == "当事人甲是兄的弟弟"
    assert brother["checked"]["rules"] == ["SUP-CASE"]
    assert brother["checked"]["kin"]["parents"] == "recorded"
    assert brother["checked"]["parties"]["甲"]["parents"] == "recorded"
    assert stranger["verdict"] == "clear"
    assert stranger["reasons"] == []
    assert stranger["checked"]["kin"] == dict.fromkeys(stranger["checked"]["kin"], "declared")
    json.dumps(found)


def test_a_member_is_decided_on_by_his_own_head(world):
    found = reported(world, candidates=["前妻"], unit="纪委")
    assert found["candidates"][0]["reasons"][0]["decider"]["who"] == "own_head"


def test_former_standing_and_words_are_told(world):
    (reason,) = reported(world, candidates=["前妻"])["candidates"][0]["reasons"]
    assert (reason["verdict"], reason["flags"]) == ("review", ["former_spouse"])
    assert reason["path"][0]["standing"] == "former_spouse"
    assert "consequence" not in reason
    assert "婚姻已解除" in reason["words"]["zh"]
    assert reason["cites"][0]["item"] == "四"


def test_a_friend_is_for_review_in_words_and_numbers(world):
    (reason,) = reported(world, candidates=["同组人"])["candidates"][0]["reasons"]
    assert (reason["ground"], reason["verdict"]) == ("ties", "review")
    assert reason["cites"][0]["item"] == "四"
    (tie,) = reason["ties"]
    assert tie["kind"] == "friend"
    assert 0.4 <= tie["strength"] <= 1
    assert tie["sources"] == ["案卷/ties.csv:2"]


def test_a_weak_tie_is_context_only(world):
    ties = [
        {
            "person": "同组人",
            "other": "甲",
            "kind": "friend",
            "from": "1990-01-01",
            "to": "2014-01-01",
        }
    ]
    tables = {**WORLD["tables"], "ties": ties}
    (found,) = reported(world, candidates=["同组人"], sketch={**WORLD, "tables": tables})[
        "candidates"
    ]
    assert (found["verdict"], found["reasons"]) == ("clear", [])
    assert found["context"][0]["ties"][0]["kind"] == "friend"


def test_a_pack_may_require_more(world):
    text = load_pack("supervision").text + "\nrequires: {candidate: [spouse], party: [siblings]}\n"
    sketch = {"kin": ["甲 父亲 父", "路人 父亲 路父"], "undeclared": ["甲", "路人"]}
    assert (
        reported(world, candidates=["路人"], sketch=sketch)["candidates"][0]["verdict"] == "clear"
    )
    found = reported(world, candidates=["路人"], sketch=sketch, packs=[parse_pack(text)])
    (unmet,) = found["candidates"]
    assert unmet["verdict"] == "unknown"
    assert {reason.get("party") for reason in unmet["reasons"]} == {None, "甲"}
    assert any("配偶情况不明" in reason["words"]["zh"] for reason in unmet["reasons"])


def test_the_team_is_marked(world):
    found = reported(world, candidates=["路人"], team=[{"person": "兄"}])["candidates"]
    assert [(each["person"], each.get("team", False)) for each in found] == [
        ("兄", True),
        ("路人", False),
    ]


def test_reasons_come_gravest_first_then_by_rule(world):
    found = reported(world, candidates=["兄"], packs=["civil_service", "discipline", "supervision"])
    reasons = found["candidates"][0]["reasons"]
    assert [(reason["verdict"], reason["rule"]) for reason in reasons] == [
        ("must_recuse", "CS-DUTY"),
        ("must_recuse", "SUP-CASE"),
        ("review", "PARTY-CASE"),
    ]


def test_rules_not_yet_in_force_are_told(world):
    found = reported(world, candidates=["兄"], received="2017-01-01")["candidates"][0]
    assert found["checked"]["rules"] == []
    assert found["checked"]["not_in_force"] == ["SUP-CASE"]


def test_no_pack_is_no_answer(world):
    with pytest.raises(NotFoundError, match="no rule pack"):
        reported(world, candidates=["兄"], packs=[])


def test_an_old_article_is_shown_with_its_present_number():
    (rule, *_) = load_pack("supervision").spec.rules
    old, new = (
        cites_on(rule, day_of("2024-05-01"), "一"),
        cites_on(rule, day_of("2026-05-01"), "一"),
    )
    assert (old[0].article, old[0].now, old[0].former) == ("58", "67", ())
    assert (new[0].article, new[0].now, new[0].former) == ("67", None, ("58",))
    assert [cite.article for cite in old] == ["58", "263-264", "283"]
    assert [cite.item for cite in new] == ["一", None, None]


@pytest.mark.parametrize(
    ("day", "years", "earlier"),
    [
        ("2026-03-02", 3, "2023-03-02"),
        ("2024-02-29", 3, "2021-02-28"),
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_windows_are_counted_in_calendar_years(day, years, earlier):
    assert iso_of(years_before(day_of(day), years)) == earlier


def test_recorded_support_blocks_where_the_set_says_so(world):
    text = load_pack("penalty").text.replace("{when: kin,", "{when: kin, must: [NR-A],")
    sketch = {
        "people": ["甲", "监护人"],
        "tables": {"ties": [{"person": "甲", "other": "监护人", "kind": "guardian"}]},
    }
    found = reported(world, candidates=["监护人"], sketch=sketch, packs=[parse_pack(text)])
    assert found["candidates"][0]["verdict"] == "must_recuse"
    found = reported(world, candidates=["监护人"], sketch=sketch, packs=["penalty"])
    assert found["candidates"][0]["verdict"] == "review"


@pytest.mark.parametrize(
    ("candidate", "matched"), [("子", "party"), ("媳", "party"), ("爷", "candidate")]
)
def test_either_sides_list_suffices(world, candidate, matched):
    text = load_pack("civil_service").text.replace("must: [K1-K4]", "must: [FAM]")
    sketch = {"kin": ["子 父亲 甲", "子 妻子 媳", "甲 父亲 爷"]}
    found = reported(world, candidates=[candidate], sketch=sketch, packs=[parse_pack(text)])
    (reason,) = found["candidates"][0]["reasons"]
    assert (reason["verdict"], reason["matched"]) == ("must_recuse", matched)
