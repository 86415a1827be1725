"""What is told of a path: hops that chain, sources, words, parallel ties, Chinese names of kin."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.made_snapshot import MadeSnapshot
from graph.model import day_of
from graph.paths.connect import Ends, State, connect
from graph.paths.report import connection_json
from tests.paths.worlds import ON, rows, world

PEOPLE = [
    {"id": "A", "name": "赵甲", "sex": "M", "household": "H", "phone": "13812345678"},
    {"id": "F", "name": "赵父", "sex": "M", "household": "H"},
    {"id": "B", "name": "赵乙", "sex": "M", "born": "1970"},
    {"id": "W", "name": "钱丙", "sex": "F"},
    {"id": "C", "name": "孙丁", "phone": "13812345678"},
]
KIN = [
    {"person": "A", "relation": "father", "relative": "F"},
    {"person": "B", "relation": "father", "relative": "F"},
    {"person": "B", "relation": "wife", "relative": "W", "from": "1999-01-01", "to": "2024-03-02"},
]
ROWS = {
    "people": PEOPLE,
    "kin": KIN,
    "units": [
        {"id": "U", "name": "兴隆公司", "kind": "company"},
        {"id": "G", "name": "某镇政府", "kind": "public_body", "staff": "80"},
    ],
    "roles": [
        {"person": "W", "company": "U", "role": "shareholder", "share": "0.4", "from": "2015"},
        {"person": "W", "company": "U", "role": "manager", "from": "2015"},
    ],
    "posts": [
        {"person": "A", "unit": "G", "title": "科员", "from": "2012-05", "confidence": "0.9"},
        {"person": "C", "unit": "G", "title": "镇长", "role": "head", "from": "2019", "to": "2023"},
    ],
    "contracts": [
        {"id": "K", "title": "修路", "buyer": "G", "supplier": "U", "amount": "12345600",
         "awarded": "2021-06-01"},
    ],
    "transfers": [
        {"id": f"T{month}", "from": "A", "to": "C", "amount": "500000", "date": f"2025-0{month}-01"}
        for month in (1, 2, 3)
    ],
}  # fmt: skip


def told(one, other, *, tables=ROWS, day=ON, **more):
    snapshot = MadeSnapshot.of_rows(**tables)
    ends = (Ends(asked=name, nodes=(snapshot.ties.index(name),)) for name in (one, other))
    return connection_json(connect(snapshot, *ends, day=day, **more))


def test_hops_chain_and_name_their_rows():
    (path,) = told("A", "U", families=frozenset({"work", "contract"}))["paths"]
    assert [(hop["from"], hop["edge"], hop["to"]) for hop in path["hops"]] == [
        ("A", "holds_post", "G"),
        ("G", "bought", "K"),
        ("K", "supplied", "U"),
    ]
    assert [hop["source"] for hop in path["hops"]] == [
        "t/posts.csv:2",
        "t/contracts.csv:2",
        "t/contracts.csv:2",
    ]
    assert path["hops"][1]["words"] == {
        "zh": "某镇政府 —采购：123,456 元→ 修路",
        "en": "某镇政府: bought by 修路 (123,456 yuan)",
    }


def test_a_former_spouse_is_marked_and_dated():
    found = told("B", "U")
    (path,) = [one for one in found["paths"] if one["hops"][0]["edge"] == "wife"]
    wife = path["hops"][0]
    assert wife["standing"] == "former_spouse"
    assert wife["since"] == "2024-03-02"
    assert wife["strength"] == pytest.approx(0.9 * 0.5 ** (2 / 5), rel=1e-3)
    before = told("B", "U", day=day_of("2023-03-02"))
    assert "standing" not in before["paths"][0]["hops"][0]
    assert before["paths"][0]["hops"][0]["words"] == {
        "zh": "赵乙 —妻子→ 钱丙", "en": "钱丙 is the wife of 赵乙",
    }  # fmt: skip


def test_parallel_ties_of_one_hop_stand_beside_it():
    role = told("W", "U")["paths"][0]["hops"][0]
    beside = {one["words"]["zh"] for one in role["also"]}
    named = {role["words"]["zh"], *beside}
    assert named == {"钱丙 —股东：40%→ 兴隆公司", "钱丙 —经理→ 兴隆公司"}


def test_rows_that_count_as_one_are_counted():
    (hop,) = told("A", "C", families=frozenset({"money"}))["paths"][0]["hops"]
    assert hop["words"]["zh"] == "赵甲 —付款：5,000 元→ 孙丁"
    assert hop["more"] == 2
    assert hop["strength"] == pytest.approx(0.7 * 0.5 ** ((ON - day_of("2025-03-02")) / 730.5))


def test_a_shared_thing_is_told_as_what_it_amounts_to():
    found = told("A", "C", families=frozenset({"work"}))
    first, second = found["paths"][0]["hops"]
    assert (first["edge"], first["to"]) == ("holds_post", "G")
    assert second["against"] is True
    assert second["words"] == {
        "zh": "某镇政府 ←任职：镇长— 孙丁", "en": "孙丁: holds a post in 某镇政府 (镇长, head)",
    }  # fmt: skip
    assert second["shared"]["tie"] == "superior"
    assert second["shared"]["size"] == 80
    assert second["shared"]["words"]["zh"] == "上下级：某镇政府（80）"
    expected = 0.9 * 60 / 79 * 0.9  # ceiling, circle of the staff, confidence; within the grace
    assert second["shared"]["strength"] == pytest.approx(expected, rel=1e-6)


def test_close_kin_are_not_told_twice_by_their_house():
    found = told("A", "F")
    assert [[hop["edge"] for hop in path["hops"]] for path in found["paths"]] == [["father"]]


def test_other_ties_of_people_on_a_path_stand_beside_it():
    path = told("A", "C")["paths"][0]
    assert [hop["edge"] for hop in path["hops"]] == ["person_phone", "person_phone"]
    (paid,) = path["also"]
    assert (paid["from"], paid["to"], paid["sources"]) == ("A", "C", ["t/transfers.csv:4"])
    only_money = told("A", "C", families=frozenset({"money"}))["paths"][0]
    assert "also" not in only_money  # what a search leaves out is not told beside it
    with_kin = told("F", "W")["paths"][0]
    assert "also" not in with_kin


def test_a_loan_between_father_and_son_stands_beside_kinship():
    tables = ROWS | {"ties": [{"person": "A", "other": "F", "kind": "creditor"}]}
    (path,) = told("A", "F", tables=tables)["paths"]
    (hop,) = path["hops"]
    assert hop["edge"] == "father"
    assert [one["words"]["zh"] for one in hop["also"]] == ["赵甲 —债权人→ 赵父"]


def test_a_telephone_is_not_told_in_full():
    text = str(told("A", "C"))
    assert "13812345678" not in text
    assert "…5678" in text


def test_kin_of_several_steps_have_their_chinese_name():
    path = told("A", "B")["paths"][0]
    assert path["kin"][0]["terms"]
    assert {path["kin"][0]["from"], path["kin"][0]["to"]} == {"A", "B"}


def test_an_asserted_relation_is_told_by_its_row():
    tables = {"people": PEOPLE, "kin": [{"person": "A", "relation": "舅舅", "relative": "C"}]}
    path = told("A", "C", tables=tables, families=frozenset({"kinship"}))["paths"][0]
    (hop,) = path["hops"]
    assert (hop["edge"], hop["source"], path["length"]) == ("舅舅", "t/kin.csv:2", 3)
    assert hop["strength"] == pytest.approx(path["strength"])


def test_disputed_rows_are_marked():
    tables = ROWS | {"posts": [row | {"status": "disputed"} for row in ROWS["posts"]]}
    hops = told("A", "G", tables=tables, families=frozenset({"work"}))["paths"][0]["hops"]
    assert hops[0]["disputed"] is True
    assert hops[0]["confidence"] == 0.9


def test_families_keep_a_search_to_themselves():
    found = told("A", "C", families=frozenset({"contact"}))
    assert [hop["edge"] for hop in found["paths"][0]["hops"]] == ["person_phone", "person_phone"]
    assert found["families"] == ["contact"]


@settings(deadline=None, max_examples=25)
@given(rows(), st.sampled_from([("P0", "P1"), ("P2", "U0"), ("U0", "U1"), ("P3", "V0")]))
def test_every_path_can_be_told(drawn, ends):
    snapshot = world(drawn)
    sides = [Ends(asked=name, nodes=(snapshot.ties.index(name),)) for name in ends]
    found = connect(snapshot, *sides, day=ON, with_sample=False)
    shown = connection_json(found)
    assert shown["state"] in (State.FOUND, State.NONE)
    for path in shown["paths"]:
        assert math.prod(hop["strength"] for hop in path["hops"]) == pytest.approx(
            path["strength"], abs=2e-5
        )
        assert path["hops"][0]["from"] == ends[0]
        assert path["hops"][-1]["to"] == ends[1]
        for hop, following in zip(path["hops"], path["hops"][1:], strict=False):
            assert hop["to"] == following["from"]
        for hop in path["hops"]:
            assert hop["source"].startswith("t/")
            assert hop["words"]["zh"]
            assert hop["words"]["en"]
            assert {hop["from"], hop["to"]} <= set(shown["nodes"])
            assert 0.0 < hop["strength"] <= 1.0
            ranks = [beside["strength"] for beside in hop.get("also", ())]
            assert ranks == sorted(ranks, reverse=True)
