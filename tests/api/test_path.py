"""`huibi path`: ends by id, name, case and unit; text, JSON, picture; nothing of an informant."""

import json

import pytest

from tests.api.family import TABLES, in_page

FRIENDS = "person,other,kind\nB0,L1,friend\nC0,N0,creditor\n"
POSTS = TABLES["posts.csv"] + "L1,U1,副书记,deputy,2019-01-01\nN1,U1,干事,employee,2010-01-01\n"


@pytest.fixture
def town(huibi, family):
    (family / "ties.csv").write_text(FRIENDS, encoding="utf-8")
    (family / "posts.csv").write_text(POSTS, encoding="utf-8")
    assert huibi("load", family).code == 0
    return family


def asked(huibi, *arguments):
    done = huibi("path", *arguments, "--on", "2026-03-02", "--json")
    assert (done.code, done.err) == (0, ""), done.err
    return done.json


def test_the_answer_has_the_shape_of_the_contract(huibi, town):
    found = asked(huibi, "B1", "L0", "--max-hops", "6")
    assert {"from", "to", "complete", "cut_at", "paths"} <= set(found)
    (path, *_) = found["paths"]
    assert {"strength", "hops", "ordinary"} <= set(path)
    for hop in path["hops"]:
        assert {"from", "edge", "to", "strength", "source", "since", "until"} <= set(hop)
    assert [(hop["from"], hop["edge"], hop["to"]) for hop in path["hops"]] == [
        ("B1", "father", "A0"),
        ("A0", "son", "B0"),
        ("B0", "friend", "L1"),
        ("L1", "holds_post", "U1"),
        ("U1", "holds_post", "L0"),
    ]
    assert [hop.get("against", False) for hop in path["hops"]] == [False] * 4 + [True]


def test_ends_may_be_names_and_homonyms_are_listed(huibi, town):
    assert asked(huibi, "周亮", "N0")["paths"][0]["hops"][0]["from"] == "C0"
    done = huibi("path", "周亮", "李伟")
    assert done.code == 2
    assert "N0 李伟" in done.err
    assert "N1 李伟" in done.err
    assert asked(huibi, "周亮", "某镇纪委")["ends"]["to"] == ["U1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("B0",), "1 ends were named"),
        ((), "0 ends were named"),
        (("B0", "B1", "--to-unit", "U1"), "3 ends were named"),
        (("B0", "B0"), "one and the same"),
        (("B0", "nobody"), "nothing with the id or the name 'nobody'"),
        (("B0", "B1", "--max-hops", "7"), "ask for 1 to 6"),
        (("B0", "B1", "--count", "0"), "ask for 1 to 50"),
        (("B0", "B1", "--only", "gossip"), "no family of ties is called gossip"),
        (("B0", "unit-staff:B1"), "is no unit"),
        (("B0", "case:none"), "no registered case"),
        (("B0", "B1", "--on", "yesterday"), "not a day"),
    ],
)
def test_what_cannot_be_asked_is_refused(huibi, town, arguments, said):
    done = huibi("path", *arguments)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_no_path_is_never_a_bare_no(huibi, town):
    done = huibi("path", "W1", "N1")
    assert done.code == 0
    assert "在已载入的资料内，4 步之内未发现联系" in done.out
    assert "no tie within 4 hops of the data loaded" in done.out
    found = asked(huibi, "W1", "N1")
    assert (found["state"], found["complete"], found["paths"]) == ("none", True, [])
    assert found["searched"]["ties"] > 0


def test_from_a_case_to_a_unit(huibi, town, case):
    found = asked(huibi, "--from-case", case, "--to-unit", "U1")
    assert found["from"] == "case:K-1"
    assert found["to"] == "unit-staff:U1"
    assert found["ends"] == {"from": ["B0"], "to": ["L0", "L1", "N1"]}
    assert [hop["to"] for hop in found["paths"][0]["hops"]] == ["L1"]


def test_only_who_is_there_on_the_day_is_of_a_unit(huibi, town):
    done = huibi("path", "B0", "--to-unit", "U1", "--on", "2012-05-05", "--json")
    assert done.json["ends"]["to"] == ["N1"]
    done = huibi("path", "B0", "--to-unit", "U1", "--on", "2005-05-05")
    assert done.code == 2
    assert "nobody is recorded in this unit on the day" in done.err


def test_an_informant_is_no_party(huibi, town, informed):
    """W0 informed; she is W2's sister, by whom a path would lead."""
    found = asked(huibi, "--from-case", informed, "W2")
    assert found["ends"]["from"] == ["B0"]
    alone = informed.read_text(encoding="utf-8").replace("  - {person: B0, role: subject}\n", "")
    informed.write_text(alone, encoding="utf-8")
    done = huibi("path", "--from-case", informed, "W2")
    assert done.code == 2
    assert "W0" not in done.err
    assert "何静" not in done.err


def test_an_informant_is_no_party_in_another_role(huibi, town, informed):
    text = informed.read_text(encoding="utf-8")
    informed.write_text(
        text.replace("candidates:", "  - {person: 何静, role: witness}\ncandidates:"),
        encoding="utf-8",
    )
    found = asked(huibi, "--from-case", informed, "W2")
    assert found["ends"]["from"] == ["B0"]


def test_a_case_is_known_by_its_id_once_it_is_recorded(huibi, town, informed):
    assert huibi("check", informed, "--record").code == 0
    found = asked(huibi, "--from-case", "K-2", "--to-unit", "U1")
    assert found["ends"]["from"] == ["B0"]
    assert found["from"] == "case:K-2"


def test_who_is_on_both_sides_is_told(huibi, town, case):
    text = case.read_text(encoding="utf-8").replace(
        "role: subject}", "role: subject}\n  - {person: L0, role: witness}"
    )
    case.write_text(text, encoding="utf-8")
    found = asked(huibi, "--from-case", case, "--to-unit", "U1")
    assert found["paths"][0] == {"strength": 1.0, "hops": [], "same": "L0", "ordinary": None}
    assert "李伟" not in huibi("path", "--from-case", case, "--to-unit", "U1").out
    assert "马超（L0） 同在两边" in huibi("path", "--from-case", case, "--to-unit", "U1").out


def test_the_text_is_for_people(huibi, town):
    text = huibi("path", "B1", "L1", "--on", "2026-03-02").out
    assert "周国富（B1） ↔ 林芳（L1） · 2026-03-02" in text
    assert "1 条不同的路径" in text
    assert "周国强 —朋友→ 林芳" in text
    assert "family/ties.csv:2" in text
    assert "周国强（B0）是周国富（B1）的" in text


def test_the_picture_shows_the_path(huibi, town, work):
    assert huibi("path", "B1", "L1", "--html", "p.html").code == 0
    page = (work / "p.html").read_text(encoding="utf-8")
    for text in ("周国富", "林芳", "朋友", "family/ties.csv:2"):
        assert in_page(text, page)
    done = huibi("path", "B1", "L1", "--html", "nowhere/p.html")
    assert done.code == 2
    assert "cannot be written" in done.err


def test_the_same_question_gives_the_same_bytes(huibi, town):
    first, again = (huibi("path", "B1", "L0", "--max-hops", "6", "--json").out for _ in range(2))
    assert first == again
    assert json.loads(first)["paths"]
