"""Pages are self-contained, escaped, legible, and show only what the answer holds."""

import json
import re

import pytest

from viz.evidence import picture_of_kin, picture_of_verdict
from viz.layout import places_of
from viz.page import page_of, write_page
from viz.palette import NodeLook
from viz.picture import Node, Picture

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def hop(source, edge, target, **more):
    return {"from": source, "edge": edge, "to": target, "source": "k.csv:2", "confidence": 1} | more


def kin_answer(path, terms=("叔叔",), up=2, down=1):
    relative = {"person": path[-1]["to"], "up": up, "down": down, "marriages": 0}
    relative |= {"class": "collateral_3", "terms": list(terms), "path": path, "also": []}
    return {"person": "A", "on": "2026-01-01", "kin": [relative]}


UNCLE = [hop("A", "father", "F"), hop("F", "father", "G"), hop("G", "son", "U")]


def nodes_of(page):
    return json.loads(re.search(r"nodes = new vis\.DataSet\((\[.*?\])\);", page).group(1))


def test_kin_stand_in_rows_by_generation():
    picture = picture_of_kin(kin_answer(UNCLE), {})
    levels = {node.id: node.level for node in picture.nodes.values()}
    assert levels == {"A": 0, "F": -1, "G": -2, "U": -1}
    places = places_of(picture)
    assert places["G"][1] < places["F"][1] == places["U"][1] < places["A"][1]


def test_edge_labels_are_chinese_and_carry_their_source():
    picture = picture_of_kin(kin_answer(UNCLE), {"A": "张建国"})
    assert [line.label for line in picture.lines.values()] == ["父亲", "父亲", "儿子"]
    assert all("k.csv:2" in line.note for line in picture.lines.values())


def test_nothing_is_fetched():
    page = page_of(picture_of_kin(kin_answer(UNCLE), {}))
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=", page) == []
    assert "jsdelivr" not in page
    assert "default-src 'none'" in page


def test_hostile_names_never_become_markup():
    page = page_of(picture_of_kin(kin_answer(UNCLE), {"A": HOSTILE, "U": HOSTILE}))
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert HOSTILE in nodes_of(page)[0]["label"]


def test_the_page_is_utf8_whatever_the_locale(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    write_page(picture_of_kin(kin_answer(UNCLE), {"A": "张建国"}), tmp_path / "p.html")
    assert "张建国" in (tmp_path / "p.html").read_bytes().decode("utf-8")


@pytest.mark.parametrize("count", [1, 22, 23, 300])
def test_three_hundred_nodes_do_not_overlap(count):
    picture = Picture("t")
    for number in range(count):
        picture.add(Node(id=str(number), label="人", look=NodeLook.PERSON, level=number % 2))
    places = places_of(picture)
    assert len(set(places.values())) == count


def verdict_answer(reasons, verdict="must_recuse"):
    candidate = {"person": "A", "verdict": verdict, "reasons": reasons, "checked": {}}
    return {"case": "c", "on": "2026-01-01", "sequence": 3, "candidates": [candidate]}


def test_a_verdict_shows_the_path_to_the_party():
    reason = {"rule": "SUP-CASE", "verdict": "must_recuse", "party": "U", "path": UNCLE}
    picture = picture_of_verdict(verdict_answer([reason]), {})
    assert picture.nodes["U"].look is NodeLook.PARTY
    assert picture.nodes["A"].look is NodeLook.CANDIDATE
    assert ("G", "U", "儿子") in picture.lines


def test_a_withheld_reason_draws_nobody():
    reason = {"rule": "SUP-CASE", "verdict": "must_recuse", "withheld": True, "cites": []}
    picture = picture_of_verdict(verdict_answer([reason]), {})
    assert list(picture.nodes) == ["A"]
    assert not picture.lines


def test_disputed_and_former_ties_are_drawn_as_doubtful():
    path = [hop("A", "father", "F", disputed=True), hop("F", "wife", "M", standing="former_spouse")]
    picture = picture_of_kin(kin_answer(path), {})
    assert {line.look.name for line in picture.lines.values()} == {"DOUBTFUL"}


def test_unknown_is_worded_apart_from_clear():
    words = [
        picture_of_verdict(verdict_answer([], verdict), {}).remarks[-1]
        for verdict in ("unknown", "clear")
    ]
    assert "资料不足" in words[0]
    assert "在已载入的资料内" in words[1]


def test_an_office_leads_down_to_the_unit_in_chinese():
    path = [hop("A", "father", "F"), hop("F", "legal_representative", "C")]
    reason = {"rule": "GP-COI", "verdict": "must_recuse", "party": "C", "path": path}
    picture = picture_of_verdict(verdict_answer([reason]), {})
    assert picture.lines[("F", "C", "法定代表人")].look.name == "ROLE"
    assert picture.nodes["C"].look is NodeLook.PARTY
    assert picture.nodes["C"].level > picture.nodes["F"].level


def test_an_acquaintance_is_drawn_with_its_words():
    ties = [{"kind": "classmate", "zh": "同班同学：一班（40 人），强度 0.60", "strength": 0.6}]
    reason = {"rule": "SUP-CASE", "verdict": "review", "party": "B", "path": [], "ties": ties}
    picture = picture_of_verdict(verdict_answer([reason], "review"), {})
    assert picture.lines[("A", "B", "同班同学")].note == ties[0]["zh"]


def test_a_picture_too_large_to_read_says_what_it_left_out():
    kin = [
        {
            "person": f"P{n}",
            "up": n,
            "down": 0,
            "marriages": 0,
            "class": "lineal",
            "terms": ["祖先"],
        }
        | {"path": [hop("A", "father", f"P{n}")], "also": []}
        for n in range(1, 500)
    ]
    picture = picture_of_kin({"person": "A", "on": "2026-01-01", "kin": kin}, {})
    assert len(picture.nodes) == 300
    assert "200" in picture.remarks[-1]


def test_a_page_that_cannot_be_finished_leaves_nothing(tmp_path, monkeypatch):
    def full(self, *_args, **_options):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(OSError, match="No space"):
        write_page(picture_of_kin(kin_answer(UNCLE), {}), tmp_path / "p.html")
    assert list(tmp_path.iterdir()) == []
