"""`huibi patterns` and `huibi finding`, as a user types them."""

import json

import pytest

from api.cli import run
from api.cli.workplace import settings
from tests.patterns.conftest import loaded_ledger

TABLES = {
    "places": [
        "id,name,level,parent",
        "520,县,county,",
        "V1,东村,village,520",
        "V2,西村,village,520",
    ],
    "people": ["id,name,household,village", "P1,王一,H1,V1", "P2,李二,H2,V2"],
    "programmes": ["id,name,discretion", "F1,低保,discretionary"],
    "benefits": [
        "id,programme,household,date,amount,village,decided_by",
        "B1,F1,H1,2024-03-01,100,V1,P1",
        "B2,F1,H2,2025-03-01,100,V2,P2",
    ],
}


@pytest.fixture
def huibi(tmp_path, monkeypatch, capsys):
    """Run a command on the village's ledger: exit code, stdout, stderr."""
    ledger = loaded_ledger(tmp_path, TABLES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUIBI_USER", "张")
    settings.cache_clear()

    def command(*words):
        capsys.readouterr()
        return run([*words, "--ledger", str(ledger)]), *capsys.readouterr()

    yield command
    settings.cache_clear()


def found_by(huibi, *words):
    code, out, _ = huibi("patterns", *words, "--json")
    assert code == 0
    return json.loads(out)


def test_findings_come_with_names_evidence_and_what_was_tested(huibi):
    found = found_by(huibi, "B2")
    assert [one["subject"] for one in found["findings"]] == ["P1", "P2"]
    assert found["names"]["P1"] == "王一"
    assert found["tested"] == [{"code": "B2", "count": 2, "unit": "benefits"}]
    for one in found["findings"]:
        assert one["evidence"]
        assert one["check_first"]


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        (["--place", "520"], ["P1", "P2"]),
        (["--place", "V2"], ["P2"]),
        (["--official", "P1"], ["P1"]),
        (["--since", "2025"], ["P2"]),
        (["--until", "2024-12"], ["P1"]),
        (["--since", "2026"], []),
    ],
)
def test_a_scope_narrows_what_is_shown(huibi, words, subjects):
    found = found_by(huibi, "B2", *words)
    assert [one["subject"] for one in found["findings"]] == subjects
    assert found["patterns"][0]["found"] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--place", "V9"], "no place"),
        (["--official", "P9"], "nobody has this id"),
        (["--since", "soon"], "not a date"),
        (["--since", "2025", "--until", "2024"], "before it begins"),
        (["Z9"], "no pattern 'Z9'"),
        (["--set", "B2"], "CODE.NAME=VALUE"),
        (["--set", "B2.unknown=1"], "its parameters are"),
        (["--record", "--place", "V1"], "whole runs only"),
    ],
)
def test_what_cannot_be_used_is_told(huibi, words, told):
    code, out, err = huibi("patterns", *words)
    assert (code, out) == (2, "")
    assert told in err


def test_a_parameter_is_told_with_what_it_found(huibi):
    found = found_by(huibi, "B2", "--set", "b2.include_filed=true")
    assert found["patterns"][0]["parameters"] == {"include_filed": True}


def test_a_pattern_without_its_tables_is_not_tested(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    ledger = loaded_ledger(
        tmp_path, {"people": TABLES["people"][:2]} | {"places": TABLES["places"]}
    )
    assert run(["patterns", "B2", "--json", "--ledger", str(ledger)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["tested"] == []
    (one,) = found["not_tested"]
    assert one["why_en"] == "no benefits.csv, programmes.csv is loaded"
    assert run(["patterns", "B2", "--ledger", str(ledger)]) == 0
    assert "未能检验" in capsys.readouterr().out
    settings.cache_clear()


def test_a_finding_is_recorded_answered_and_shown_with_its_history(huibi):
    id = found_by(huibi, "B2")["findings"][0]["id"]
    code, _, err = huibi("finding", "answer", id, "confirmed")
    assert (code, "--record" in err) == (2, True)
    assert "R-000001" in huibi("patterns", "B2", "--record")[2]
    assert huibi("finding", "answer", id, "innocent", "--because", "need")[0] == 0
    assert huibi("finding", "answer", id, "confirmed", "--note", "已核")[0] == 0
    shown = json.loads(huibi("finding", "show", id, "--json")[1])
    assert [one["outcome"] for one in shown["feedback"]] == ["innocent", "confirmed"]
    assert [run["found"] for run in shown["runs"]] == [True]
    assert found_by(huibi, "B2")["findings"][0]["feedback"]["by"] == "张"
    rate = json.loads(huibi("finding", "rates", "--json")[1])["patterns"][0]
    assert (rate["confirmed"], rate["settled"], rate["rate"]) == (1, 1, 1.0)
    assert "属实" in huibi("finding", "show", id)[1]
    assert "100%" in huibi("finding", "rates")[1]


def test_the_screen_names_people_and_says_that_a_lead_is_no_verdict(huibi):
    code, out, _ = huibi("patterns", "B2", "--rows", "1")
    assert code == 0
    assert "王一（P1）" in out
    assert "不是结论" in out
    assert "另有 1 条" in out


def test_the_list_names_every_parameter(huibi):
    code, out, _ = huibi("patterns", "--list")
    assert code == 0
    assert "--set B2.include_filed=False" in out


def test_a_workbook_and_a_report_are_written_whole(huibi, tmp_path):
    code, _, _ = huibi("patterns", "B2", "--out", "f.xlsx", "--html", "f.html")
    assert code == 0
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(tmp_path / "f.xlsx")
    assert "B2" in book.sheet_names
    assert book.get_sheet_by_name("B2").to_python()[1][0].startswith("王一")
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "王一" in page
    assert "://" not in page.replace("http://www.w3.org", "")
