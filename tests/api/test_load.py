import json
import shutil

import openpyxl
import pytest

from tests.api.family import TABLES, contents, write_family

GEDCOM = """0 HEAD
1 GEDC
2 VERS 5.5.1
1 CHAR UTF-8
0 @I1@ INDI
1 NAME John /Smith/
1 SEX M
1 FAMS @F1@
0 @I2@ INDI
1 NAME Ann /Smith/
1 SEX F
1 FAMC @F1@
0 @F1@ FAM
1 HUSB @I1@
1 CHIL @I2@
0 TRLR
"""
ROWS = sum(text.count("\n") - 1 for text in TABLES.values())


def test_a_folder_loads_and_says_what_it_did(huibi, family):
    done = huibi("load", family)
    assert done.code == 0
    assert f"family: {ROWS} rows were added" in done.out
    assert "people.csv: table people, UTF-8" in done.err


def test_json_is_alone_on_stdout(huibi, family):
    report = huibi("load", family, "--json").json
    assert report["loaded"] is True
    assert report["sequence"] == ROWS
    assert report["sources"] == [
        {"source": "family", "added": ROWS, "changed": 0, "unchanged": 0, "missing": 0}
    ]


def test_reloading_changes_nothing(huibi, family, ledger):
    before = contents(ledger)
    again = huibi("load", family, "--json").json
    assert again["sources"][0] | {"source": ""} == {
        "source": "", "added": 0, "changed": 0, "unchanged": ROWS, "missing": 0,
    }  # fmt: skip
    assert again["sequence"] == ROWS
    assert contents(ledger)["fact"] == before["fact"]


def test_gb18030_and_a_byte_order_mark_are_found(huibi, family):
    for name, encoding in (("people.csv", "gb18030"), ("kin.csv", "utf-8-sig")):
        (family / name).write_text(TABLES[name], encoding=encoding)
    done = huibi("load", family)
    assert done.code == 0
    assert "people.csv: table people, GB18030" in done.err
    assert "周国强" in huibi("find", "周国强").out


def test_a_workbook_and_gedcom_load_beside_a_folder_in_one_transaction(huibi, work, family):
    book = openpyxl.Workbook()
    book.active.title = "people"
    book.active.append(["id", "name"])
    book.active.append(["X1", "石磊"])
    book.save(work / "more.xlsx")
    (work / "smith.ged").write_text(GEDCOM, encoding="utf-8")
    report = huibi("load", family, "more.xlsx", "smith.ged", "--json").json
    assert [one["source"] for one in report["sources"]] == ["family", "more.xlsx", "smith.ged"]
    assert "more.xlsx#people:2" in huibi("find", "石磊").out
    assert "Ann Smith" in huibi("find", "Smith").out


def test_one_bad_row_keeps_every_path_out(huibi, work, family):
    write_family(work / "second", kin="B0,father,NOBODY,,,\n")
    done = huibi("load", family, "second", "--json")
    assert done.code == 2
    assert done.json["loaded"] is False
    assert [(e["file"], e["row"], e["column"]) for e in done.json["errors"]] == [
        ("kin.csv", 10, "relative")
    ]
    assert not (work / "huibi.db").exists()


def test_skip_bad_loads_the_rest(huibi, work):
    write_family(work / "family", kin="B0,father,NOBODY,,,\n")
    done = huibi("load", "family", "--skip-bad")
    assert done.code == 0
    assert "1 bad rows left out" in done.out
    assert "bad row: kin.csv, row 10, column 'relative'" in done.err
    assert huibi("status", "--json").json["sequence"] == ROWS


def test_source_names_the_unit_of_reloading(huibi, work, family):
    assert huibi("load", family, "--source", "county").code == 0
    shutil.copytree(family, work / "elsewhere")
    again = huibi("load", "elsewhere", "--source", "county", "--json").json
    assert again["sources"][0]["unchanged"] == ROWS
    assert [one["name"] if "name" in one else one["source"] for one in
            huibi("status", "--json").json["sources"]] == ["county"]  # fmt: skip


def test_only_replace_withdraws_and_says_how_many_first(huibi, family, ledger):
    text = TABLES["kin.csv"].replace("C0,father,B1,,,\n", "")
    (family / "kin.csv").write_text(text, encoding="utf-8")
    kept = huibi("load", family, "--json").json
    assert (kept["sources"][0]["missing"], kept["sequence"]) == (1, ROWS)
    assert "周亮" in huibi("kin", "B0").out
    gone = huibi("load", family, "--replace")
    assert "family: 1 rows are missing now and will be withdrawn" in gone.err
    assert "1 missing ones withdrawn" in gone.out
    assert "周亮" not in huibi("kin", "B0").out


def sources_in(folder):
    """All files but the ledger's own, whose lock and log come and go."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("huibi.db"))


@pytest.mark.parametrize("flags", [(), ("--skip-bad",), ("--replace",)])
def test_a_dry_run_reports_the_same_and_changes_nothing(huibi, work, family, ledger, flags):
    write_family(family, people="D0,周新,M,2001,H2\n", kin="D0,father,B1,,,\nB1,son,D9,,,\n")
    before, files = contents(ledger), sources_in(work)
    tried = huibi("load", family, *flags, "--dry-run", "--json")
    # The load itself is remembered; no fact is.
    assert contents(ledger) | {"load": []} == before | {"load": []}
    assert sources_in(work) == files
    real = huibi("load", family, *flags, "--json")
    assert tried.code == real.code
    same = ("sources", "errors", "contradictions", "notes")
    assert [tried.json[key] for key in same] == [real.json[key] for key in same]
    assert (tried.json["loaded"], tried.json["dry_run"]) == (False, True)


def test_a_dry_run_makes_no_ledger(huibi, work, family):
    assert huibi("load", family, "--dry-run").code == 0
    assert not (work / "huibi.db").exists()


def test_contradictions_load_and_are_reported(huibi, work):
    write_family(work / "family", kin="B0,father,W1,birth,,\n")
    done = huibi("load", "family")
    assert done.code == 0
    assert "disputed: " in done.out
    assert huibi("status", "--json").json["contradictions"]


def test_a_workbook_comes_back_with_its_bad_rows_marked(huibi, work):
    book = openpyxl.Workbook()
    book.active.title = "people"
    for row in (["id", "name", "born"], ["X1", "石磊", "1980"], ["X2", "石鑫", "not a day"]):
        book.active.append(row)
    book.save(work / "bad.xlsx")
    done = huibi("load", "bad.xlsx", "--json")
    assert done.code == 2
    assert json.loads(done.out)["errors"][0]["file"] == "bad.xlsx#people"
    marked = openpyxl.load_workbook(work / "bad.errors.xlsx")["people"]
    assert "not a day" in " ".join(str(cell.value) for cell in marked[3])
    assert marked["A3"].fill.fgColor.rgb != marked["A2"].fill.fgColor.rgb


def test_the_template_is_filled_and_loads(huibi, work):
    assert huibi("template", "t.xlsx").code == 0
    book = openpyxl.load_workbook("t.xlsx")
    for table, cells in {"people": {"id": "0017", "name": "NA"}, "units": {
        "id": "U1", "name": "某站", "kind": "public_body"}}.items():  # fmt: skip
        sheet = book[table]
        for column, cell in enumerate(sheet[1], start=1):
            for name, value in cells.items():
                if cell.value and name in cell.value.replace("*", "").split():
                    sheet.cell(2, column, value)
    book.save("t.xlsx")
    done = huibi("load", "t.xlsx", "--json")
    assert done.code == 0, done.err
    assert done.json["sequence"] == 2
    assert huibi("find", "0017", "--json").json[0]["name"] == "NA"


def test_a_template_overwrites_nothing(huibi, work):
    (work / "t.xlsx").write_bytes(b"filled")
    assert huibi("template", "t.xlsx").code == 2
    assert (work / "t.xlsx").read_bytes() == b"filled"
    assert "ends in .xlsx" in huibi("template", "t.csv").err
    assert huibi("template", "absent/t.xlsx").code == 2
