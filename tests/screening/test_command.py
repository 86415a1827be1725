"""`huibi screen` as a clerk runs it."""

import json

import openpyxl
import pytest

from api.cli import run
from api.cli.workplace import settings
from tests.screening.village import TABLES


@pytest.fixture
def huibi(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUIBI_USER", "tester")
    settings.cache_clear()
    source = tmp_path / "village"
    source.mkdir()
    for name, lines in TABLES.items():
        (source / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def command(*arguments):
        capsys.readouterr()
        return run([str(argument) for argument in arguments]), *capsys.readouterr()

    assert command("load", source)[0] == 0
    yield command
    settings.cache_clear()


LIST = "人员编号,姓名,拟任单位,拟任职务\nB,,U1,委员\nG,,U1,村民代表\n,=HYPERLINK(1),U1,委员\n"


def test_the_list_is_answered_row_by_row(huibi, tmp_path):
    (tmp_path / "名单.csv").write_text(LIST, encoding="gb18030")
    code, out, _ = huibi("screen", "名单.csv", "--on", "2026-11-22", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["counts"] == {"pass": 1, "needs_document": 1, "fail": 1}
    assert [row["row"] for row in found["candidates"]] == [f"名单.csv:{n}" for n in (2, 3, 4)]


def test_the_workbook_holds_texts_and_no_formula(huibi, tmp_path):
    (tmp_path / "l.csv").write_text(LIST, encoding="utf-8")
    code, out, _ = huibi("screen", "l.csv", "--on", "2026-11-22", "--xlsx", "out.xlsx")
    assert code == 0
    assert "不符合 FAIL 1" in out
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["审查结果", "逐项依据", "班子内亲属"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_bad_rows_leave_nobody_out_unnoticed(huibi, tmp_path):
    (tmp_path / "l.csv").write_text(LIST + "P77,,U1,委员\n", encoding="utf-8")
    code, out, err = huibi("screen", "l.csv", "--json")
    assert (code, out) == (2, "")
    assert "row 5" in err
    assert "nothing was screened" in err
    code, out, _ = huibi("screen", "l.csv", "--json", "--skip-bad")
    assert code == 0
    assert json.loads(out)["bad_rows"][0]["row"] == "l.csv:5"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("none.csv", None, "no such file"),
        ("l.txt", "x", "CSV"),
        ("l.csv", "", "empty"),
        ("l.csv", "x,y\n1,2\n", "person, name"),
    ],
)
def test_a_file_that_is_no_list_is_refused(huibi, tmp_path, name, content, what):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, err = huibi("screen", name)
    assert (code, out) == (2, "")
    assert what in err
