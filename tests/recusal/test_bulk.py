"""Every verdict of a batch is the engine's own; strengths are those of acquaintance."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.cases import parse_case, resolve_case
from graph.errors import NotFoundError
from graph.recusal.bulk import check_many, check_own
from graph.recusal.engine import check
from graph.recusal.informant import visible
from graph.recusal.pack import load_pack, parse_pack
from graph.recusal.verdict import Verdict
from graph.ties.find import TieFinder
from graph.ties.lives import PastCase
from tests.recusal.test_statutes import WORLDS, dumped, packs_of, snapshot_of
from tests.recusal.worlds import ALONE, NAMES, PAST, cases, packs, sketches, variant

UNSHOWN = ("witness", "informant")


def engine(case, chosen, snapshot, past=()):
    """Return what the engine says of each candidate, earlier cases but the case itself counted."""
    others = [one for one in past if one.case != case.id]
    found = check(case, chosen, snapshot, past_cases=others)
    return {one.person: one.verdict for one in found.candidates}


def rows(matrix):
    return [
        dict(zip(matrix.candidates, map(Verdict, row), strict=True))
        for row in matrix.verdict.tolist()
    ]


@given(sketches(), cases(), st.lists(packs(), min_size=4, max_size=4), PAST)
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_a_batch_says_what_the_engine_says(world, sketch, asked, chosen, past):
    snapshot = world(sketch)
    packs_by_case = dict(zip([f"C{n}" for n in range(4)], chosen, strict=True))

    def of(case):
        return packs_by_case[case.id]

    matrix = check_many(asked, of, NAMES, snapshot, past_cases=past)
    whole = [replace(case, candidates=NAMES) for case in asked]
    assert rows(matrix) == [engine(case, of(case), snapshot, past) for case in whole]
    own = check_own(asked, of, snapshot, past_cases=past)
    assert own == [engine(case, of(case), snapshot, past) for case in asked]


@pytest.mark.parametrize("written", ALONE, ids=lambda written: written[1].split()[1])
@given(sketch=sketches(), asked=cases())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_each_ground_is_screened_for_where_it_stands_alone(world, written, sketch, asked):
    snapshot, pack = world(sketch), variant(written)
    matrix = check_many(asked, lambda _: [pack], NAMES, snapshot)
    whole = [replace(case, candidates=NAMES) for case in asked]
    assert rows(matrix) == [engine(case, [pack], snapshot) for case in whole]


def nearest(case, candidate, finder):
    """Return the greatest strength by comparing with every open party, one by one."""
    parties = [party.person for party in case.sides if party.role not in UNSHOWN]
    found = [finder.between(candidate, party, case.on) for party in parties if party != candidate]
    return max((acquaintance.strength for acquaintance in found), default=0.0)


@given(sketches(), cases())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_strength_is_the_greatest_acquaintance_with_a_party(world, sketch, asked):
    snapshot = world(sketch)
    persons = [replace(case, parties=tuple(p for p in case.parties if p.person)) for case in asked]
    persons = [case for case in persons if case.parties]
    matrix = check_many(persons, lambda _: [load_pack("penalty")], NAMES, snapshot)
    finder = TieFinder(snapshot, NAMES)
    for row, case in zip(matrix.strength.tolist(), persons, strict=True):
        expected = [nearest(case, candidate, finder) for candidate in matrix.candidates]
        assert row == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", WORLDS)
def test_every_statute_case_asks_the_same_of_everybody(name, world):
    snapshot = snapshot_of(name, world)
    everybody = tuple(snapshot.table("people")["id"].to_pylist())
    asked, chosen = [], {}
    for spec in WORLDS[name]["cases"]:
        written = parse_case(dumped(spec["case"]))
        case = replace(resolve_case(written, snapshot, candidates=everybody), id=f"C{len(asked)}")
        chosen[case.id] = packs_of(spec.get("packs", case.packs), spec.get("options"))
        asked.append(case)
    matrix = check_many(asked, lambda case: chosen[case.id], everybody, snapshot)
    assert rows(matrix) == [
        engine(replace(case, candidates=everybody), chosen[case.id], snapshot) for case in asked
    ]
    assert {Verdict.CLEAR, Verdict.MUST_RECUSE} <= set(map(Verdict, matrix.verdict.ravel()))


FRIENDS = {
    "people": ["甲", "乙", "丙", "丁"],
    "kin": ["甲 父亲 丙"],
    "tables": {
        "ties": [
            {"person": "甲", "other": "丁", "kind": "friend"},
            {"person": "乙", "other": "丁", "kind": "friend"},
        ]
    },
}


def case_with(snapshot, role, case="案"):
    parties = [{"person": "丙", "role": "subject"}, {"person": "丁", "role": role}]
    spec = {"id": case, "matter": "supervision_case", "received": "2026-03-02", "parties": parties}
    return resolve_case(parse_case(json.dumps(spec)), snapshot, candidates=["乙"])


@pytest.mark.parametrize(
    ("role", "strengths", "verdicts"),
    [
        ("interested", [0.8, 0.8], [Verdict.MUST_RECUSE, Verdict.REVIEW]),
        ("informant", [0.0, 0.0], [Verdict.MUST_RECUSE, Verdict.REVIEW]),
        ("witness", [0.0, 0.0], [Verdict.MUST_RECUSE, Verdict.CLEAR]),
    ],
)
def test_strength_tells_nothing_of_informants_and_witnesses(world, role, strengths, verdicts):
    snapshot = world(FRIENDS)
    case = case_with(snapshot, role)
    matrix = check_many([case], lambda _: [load_pack("supervision")], ["甲", "乙"], snapshot)
    assert matrix.strength[0].tolist() == pytest.approx(strengths)
    assert list(rows(matrix)[0].values()) == verdicts
    (explained,) = matrix.explain("案", "甲")
    (whole,) = visible(
        check(replace(case, candidates=("甲",)), [load_pack("supervision")], snapshot)
    ).candidates
    assert explained == whole
    assert {reason.withheld for reason in explained.reasons} == {role == "informant"}


def test_a_case_of_its_own_is_no_earlier_case(world):
    snapshot = world(FRIENDS)
    past = [PastCase(case="旧", handler="乙", party="丙", on="2026-01-01", decision="D-000001")]
    asked = [case_with(snapshot, "witness", case) for case in ("旧", "新")]
    matrix = check_many(
        asked, lambda _: [load_pack("supervision")], ["乙"], snapshot, past_cases=past
    )
    assert matrix.verdict[:, 0].tolist() == [Verdict.CLEAR, Verdict.REVIEW]
    assert matrix.of("新", "乙") is Verdict.REVIEW
    (found,) = matrix.explain("旧", "乙")
    assert found.verdict is Verdict.CLEAR


BODY = {
    "people": ["甲", "乙", "丙", "丁", "戊", "委三"],
    "kin": ["甲 父亲 委", "乙 伯父 委二 supported=true", "戊 妻子 己 from=2020-01-01"],
    "tables": {
        "units": [{"id": "会", "name": "村委会", "kind": "village_committee"}],
        "posts": [{"person": who, "unit": "会", "title": "委员"} for who in ("委", "委二", "委三")],
        "ties": [{"person": "丙", "other": "委三", "kind": "fiance"}],
    },
}


def test_kin_support_and_engagement_reach_the_holders_of_posts(world):
    snapshot = world(BODY)
    spec = {
        "id": "任",
        "matter": "appointment",
        "received": "2026-03-02",
        "unit": "会",
        "parties": [{"person": "戊", "role": "interested"}],
    }
    people = ("甲", "乙", "丙", "丁")
    case = resolve_case(parse_case(json.dumps(spec)), snapshot, candidates=people)
    packs = [load_pack("village")]
    found = check_own([case], lambda _: packs, snapshot)
    assert found == [engine(case, packs, snapshot)]
    assert list(found[0].values()) == [
        Verdict.MUST_RECUSE,
        Verdict.REVIEW,
        Verdict.REVIEW,
        Verdict.CLEAR,
    ]


def test_what_must_be_known_is_asked_on_the_day_of_each_case(world):
    snapshot = world({**BODY, "undeclared": ["戊"], "kin": [*BODY["kin"], "戊 父亲 庚"]})
    days = {"前": "2017-05-01", "后": "2026-03-02"}
    asked = []
    for name, day in days.items():
        parties = [{"person": "丁", "role": "subject"}]
        spec = {"id": name, "matter": "supervision_case", "received": day, "parties": parties}
        asked.append(resolve_case(parse_case(json.dumps(spec)), snapshot, candidates=["戊"]))
    pack = parse_pack(load_pack("penalty").text + "\nrequires: {candidate: [spouse]}\n")
    found = check_own(asked, lambda _: [pack], snapshot)
    assert [one["戊"] for one in found] == [Verdict.UNKNOWN, Verdict.CLEAR]
    assert found == [engine(case, [pack], snapshot) for case in asked]


def test_progress_is_told_and_candidates_count_once(world):
    snapshot, told = world(FRIENDS), []
    asked = [case_with(snapshot, "witness")] * 501
    matrix = check_many(
        asked, lambda _: [load_pack("penalty")], ["乙", "乙"], snapshot, progress=told.append
    )
    assert matrix.verdict.shape == (501, 1)
    assert told == [500, 501]


def test_what_cannot_be_checked_is_said(world):
    snapshot = world(FRIENDS)
    asked = [case_with(snapshot, "witness")]
    with pytest.raises(NotFoundError, match="no rule pack"):
        check_many(asked, lambda _: [], ["乙"], snapshot)
    with pytest.raises(NotFoundError, match="'无名'"):
        check_many(asked, lambda _: [load_pack("penalty")], ["无名"], snapshot)
    matrix = check_many(asked, lambda _: [load_pack("penalty")], ["乙"], snapshot)
    with pytest.raises(NotFoundError, match="candidate '甲'"):
        matrix.explain("案", "甲")
    with pytest.raises(NotFoundError, match="case '别'"):
        matrix.of("别", "乙")
    assert check_many([], lambda _: [], ["乙"], snapshot).verdict.shape == (0, 1)
    assert check_many(asked, lambda _: [load_pack("penalty")], [], snapshot).verdict.shape == (1, 0)


def test_a_changed_pack_judges_everything_anew(world):
    snapshot = world(FRIENDS)
    asked = [case_with(snapshot, "interested")]
    whole = load_pack("supervision")
    without = parse_pack(whole.text.replace('      - {when: ties, item: "四"}\n', ""))
    found = [
        check_own(asked, lambda _, pack=pack: [pack], snapshot)[0]["乙"]
        for pack in (whole, without)
    ]
    assert found == [Verdict.REVIEW, Verdict.CLEAR]
