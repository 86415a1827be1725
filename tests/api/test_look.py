import json

import pytest

from tests.api.family import TABLES, in_page, write_family

HOMONYM = "李伟"


def test_status_counts_sources_tables_and_coverage(huibi, ledger):
    found = huibi("status", "--json").json
    assert [(one["source"], one["facts"]) for one in found["sources"]] == [("family", 23)]
    assert found["tables"]["people"] == 12
    assert found["coverage"] == {
        "people": 12, "with_recorded_parent": 5, "declared": 1, "neither": 6,
    }  # fmt: skip
    assert found["contradictions"] == []
    text = huibi("status").out
    assert "family" in text
    assert "people 12: 5 with a recorded parent, 1 with a declaration, 6 with neither" in text


def test_status_of_an_empty_ledger_says_how_to_begin(huibi, work):
    (work / "empty").mkdir()
    (work / "empty" / "people.csv").write_text("id,name\n", encoding="utf-8")
    assert huibi("load", "empty").code == 0
    done = huibi("status")
    assert done.code == 2
    assert "huibi load" in done.err


def test_find_lists_homonyms_apart(huibi, ledger):
    done = huibi("find", HOMONYM)
    assert done.out.startswith(f"2 people are called {HOMONYM}: use the id")
    assert "1975" in done.out
    assert "1985" in done.out
    assert [row["id"] for row in huibi("find", HOMONYM, "--json").json] == ["N0", "N1"]


def test_find_takes_a_part_of_a_name_and_puts_whole_names_first(huibi, work):
    write_family(work / "family", people="A00,周国强强,M,1990,\n")
    huibi("load", "family")
    assert [row["id"] for row in huibi("find", "国强", "--json").json] == ["A00", "B0"]
    assert [row["id"] for row in huibi("find", "周国强", "--json").json] == ["B0", "A00"]


def test_find_takes_an_id(huibi, ledger):
    assert [row["id"] for row in huibi("find", "B1", "--json").json] == ["B1"]


def test_find_nobody(huibi, ledger):
    done = huibi("find", "不存在")
    assert (done.code, done.out) == (2, "")
    assert "nobody called '不存在'" in done.err
    assert huibi("find", "不存在", "--json").json == []
    assert huibi("find", "  ").code == 2


def test_kin_reads_ids_and_names_that_one_person_has(huibi, ledger):
    by_id = huibi("kin", "B0", "--json").json
    assert huibi("kin", "周国强", "--json").json == by_id
    seen = {one["person"]: one for one in by_id["kin"]}
    assert set(seen) == {"A0", "A1", "B1", "C0", "W0", "W1", "W2"}
    assert (seen["B1"]["up"], seen["B1"]["down"], seen["B1"]["marriages"]) == (1, 1, 0)
    assert seen["B1"]["terms"][0] == "弟弟"
    assert seen["C0"]["class"] == "collateral_3"
    assert seen["W2"]["class"] == "near_affinity"
    path = seen["B1"]["path"]
    assert [hop["source"] for hop in path] == ["family/kin.csv:2", "family/kin.csv:4"]
    assert set(path[0]) >= {"from", "edge", "to", "source", "confidence"}


def test_an_ambiguous_name_lists_the_candidates(huibi, ledger):
    done = huibi("kin", HOMONYM)
    assert (done.code, done.out) == (2, "")
    assert "N0" in done.err
    assert "N1" in done.err


def test_kin_of_all_is_one_object_a_line(huibi, ledger):
    lines = [json.loads(line) for line in huibi("kin", "--all", "--json").out.splitlines()]
    assert [line["person"] for line in lines] == sorted(
        row.split(",")[0] for row in TABLES["people.csv"].splitlines()[1:]
    )


def test_kin_reads_ids_from_a_file_in_its_order(huibi, work, ledger):
    (work / "ids.txt").write_text("\ufeffW2\n\nB0\n", encoding="utf-8")
    lines = huibi("kin", "--from", "ids.txt", "--json").out.splitlines()
    assert [json.loads(line)["person"] for line in lines] == ["W2", "B0"]


@pytest.mark.parametrize(
    ("circle", "expected"),
    [
        ("NR-P", {"A0", "A1", "B1", "W0"}),
        ("K1", {"W0"}),
        ("K2", {"A0", "A1"}),
        ("K3", {"B1", "C0"}),
        ("K1-K4", {"A0", "A1", "B1", "C0", "W0", "W1", "W2"}),
    ],
)
def test_kin_in_one_circle(huibi, ledger, circle, expected):
    found = huibi("kin", "B0", "--circle", circle, "--json").json["kin"]
    assert {one["person"] for one in found} == expected


def test_depth_adds_other_kin_only(huibi, ledger):
    near = {one["person"] for one in huibi("kin", "W1", "--json").json["kin"]}
    far = huibi("kin", "W1", "--depth", "5", "--json").json["kin"]
    assert "B1" not in near
    assert {one["person"] for one in far} > near
    assert {one["class"] for one in far if one["person"] not in near} == {"other"}


def test_kin_on_a_day_before_the_wedding(huibi, ledger):
    found = huibi("kin", "B0", "--on", "1990-01-01", "--json").json
    assert found["on"] == "1990-01-01"
    assert not {"W0", "W1", "W2"} & {one["person"] for one in found["kin"]}


def test_kin_in_words_names_the_tie_and_its_row(huibi, ledger):
    out = huibi("kin", "B0").out
    assert "弟弟" in out
    assert "周国强 —父亲→ 周大山  family/kin.csv:2" in out


def test_a_person_with_no_record_has_no_kin_in_the_data(huibi, ledger):
    assert huibi("kin", "L1", "--json").json["kin"] == []
    assert "这不等于没有" in huibi("kin", "L1").out


def test_kin_is_drawn_before_it_is_printed(huibi, work, ledger):
    assert huibi("kin", "B0", "--html", "kin.html").code == 0
    page = (work / "kin.html").read_text(encoding="utf-8")
    assert in_page("周国富", page)
    failed = huibi("kin", "B0", "--html", "absent/kin.html")
    assert (failed.code, failed.out) == (2, "")
    assert huibi("kin", "B0", "B1", "--html", "two.html").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["kin"], id="nobody"),
        pytest.param(["kin", "B0", "--all"], id="two-ways"),
        pytest.param(["kin", "ZZ"], id="unknown-person"),
        pytest.param(["kin", ""], id="blank"),
        pytest.param(["kin", "B0", "--circle", "K9"], id="unknown-circle"),
        pytest.param(["kin", "B0", "--depth", "-1"], id="negative-depth"),
        pytest.param(["kin", "B0", "--on", "nonsense"], id="no-date"),
        pytest.param(["kin", "B0", "--on", "2026-02-30"], id="impossible-date"),
        pytest.param(["kin", "--from", "absent.txt"], id="no-file"),
        pytest.param(["kin", "--from", "."], id="folder"),
    ],
)
def test_what_kin_cannot_answer(huibi, ledger, arguments):
    done = huibi(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) <= 4
