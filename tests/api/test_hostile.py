"""What nobody should feed it: answered in a few words, with exit code 2, nothing changed."""

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.api.family import CASE, TABLES, contents, write_family


def refused(done):
    """A refusal says what is wrong in words, on stderr only."""
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert done.err.strip()
    return done.err


def damage(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def bomb(path, cells):
    """A workbook whose one sheet unpacks to a few hundred times its size."""
    book = openpyxl.Workbook()
    book.active.title = "people"
    book.active.append(["id", "name"])
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in whole.namelist():
            if entry != "xl/worksheets/sheet1.xml":
                out.writestr(entry, whole.read(entry))
        row = '<row r="2"><c r="A2" t="inlineStr"><is><t>' + "x" * cells + "</t></is></c></row>"
        out.writestr(
            "xl/worksheets/sheet1.xml",
            '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
            f'spreadsheetml/2006/main"><sheetData>{row}</sheetData></worksheet>',
        )


BAD_TABLES = [
    pytest.param("people.csv", b"id,name\nZ1,\xff\xfe\x81\n", "neither UTF-8", id="encoding"),
    pytest.param("people.csv", "id,name\nZ1,a,b,c\n", "the row has 4 cells", id="ragged"),
    pytest.param("people.csv", "id,name\nZ1\n", "the row has 1 cells", id="short"),
    pytest.param("people.csv", f"id,name\nZ1,{'x' * 10**6}\n", "32,767", id="huge-cell"),
    pytest.param("people.csv", 'id,name\nZ1,"open\nZ2,b\n', "people.csv", id="open-quote"),
    pytest.param("people.csv", "id,name\nZ1,a\nZ1,b\n", "row 2 has the same id", id="two-rows"),
    pytest.param("people.csv", "id,name\nZ1,\x1b[31mred\n", "U+001B", id="escape"),
    pytest.param("people.csv", "id,name\nZ1,a\u202eb\n", "U+202E", id="right-to-left"),
    pytest.param("people.csv", b"id,name\nZ1,a\x00b\n", "people.csv", id="nul"),
    pytest.param("kin.csv", "person,relation,relative\nB0,father,B0\n", "same id", id="self"),
    pytest.param("kin.csv", "person,relation,relative\nB0,frend,B1\n", "frend", id="relation"),
    pytest.param(
        "kin.csv",
        "person,relation,relative,from,to\nB0,wife,W0,2001-01-01,2000-01-01\n",
        "is before from",
        id="end-before-start",
    ),
]


@pytest.mark.parametrize(("name", "content", "says"), BAD_TABLES)
def test_bad_tables(huibi, work, family, ledger, name, content, says):
    write_family(work / "bad")
    damage(work / "bad", name, content)
    before = contents(ledger)
    error = refused(huibi("load", "bad", "--source", "bad"))
    assert says in error
    assert name in error
    assert contents(ledger) == before
    refused(huibi("load", "bad", "--ledger", "new.db"))
    assert not Path("new.db").exists()


def test_two_files_that_disagree(huibi, work, ledger):
    (work / "other").mkdir()
    damage(work / "other", "people.csv", "id,name\nB0,另一人\n")
    before = contents(ledger)
    error = refused(huibi("load", "other"))
    assert "'B0' is already used by the source 'family'" in error
    assert contents(ledger) == before


def test_a_workbook_bomb(huibi, work, ledger):
    bomb(work / "bomb.xlsx", 300_000_000)
    assert (work / "bomb.xlsx").stat().st_size < 1_000_000
    before = contents(ledger)
    refused(huibi("load", "bomb.xlsx"))
    assert contents(ledger) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("book.xlsx", b"no workbook"),
        ("book.xlsx", b""),
        ("tree.ged", b"no gedcom"),
        ("tree.ged", b"\x00" * 100),
        ("notes.txt", b"text"),
        ("people", b"id,name\n"),
        ("unknown.csv", b"id,name\nZ1,a\n"),
        ("people.csv", b""),
        ("people.csv", b"foo,bar\n1,2\n"),
        ("people.csv", b"id,id,name\n1,2,3\n"),
    ],
)
def test_files_that_are_no_source(huibi, work, ledger, name, content):
    damage(work, name, content)
    before = contents(ledger)
    refused(huibi("load", name))
    assert contents(ledger) == before


def test_folders_and_paths_that_hold_no_source(huibi, work, ledger):
    (work / "empty").mkdir()
    assert "no table was found" in refused(huibi("load", "empty"))
    assert "no such file or folder" in refused(huibi("load", "absent"))
    os.mkfifo(work / "people.csv")
    refused(huibi("load", "people.csv"))


BAD_CASES = [
    pytest.param(CASE.replace("  - {person: B0, role: subject}\n", ""), "parties", id="empty"),
    pytest.param("id: x\nmatter: supervision_case\n", "'parties': missing", id="no-parties"),
    pytest.param(CASE.replace("B0", "ZZ"), "no person 'ZZ'", id="unknown-person"),
    pytest.param(CASE.replace("L1]", "ZZ]"), "no person 'ZZ'", id="unknown-candidate"),
    pytest.param(CASE.replace("subject", "subjct"), "did you mean", id="role-typo"),
    pytest.param(CASE.replace("supervision_case", "supervision"), "matter", id="matter"),
    pytest.param(CASE.replace("received", "recieved"), "recieved", id="key-typo"),
    pytest.param(CASE.replace("2026-03-02", "2026-13-02"), "received", id="date"),
    pytest.param(CASE + "id: again\n", "id", id="duplicate-key"),
    pytest.param("- a\n- b\n", "case.yaml", id="list"),
    pytest.param("id: [\n", "case.yaml", id="broken"),
    pytest.param("", "case.yaml", id="blank"),
    pytest.param("a: &a [*a]\n", "case.yaml", id="loop"),
    pytest.param("!!python/object/apply:os.system ['true']\n", "case.yaml", id="code"),
    pytest.param(CASE.replace("K-1", "x" * 10**5), "200 characters", id="huge-id"),
    pytest.param("[" * 20_000, "case.yaml", id="deep"),
]


@pytest.mark.parametrize(("text", "says"), BAD_CASES)
def test_bad_cases(huibi, ledger, case, text, says):
    case.write_text(text, encoding="utf-8")
    before = contents(ledger)
    error = refused(huibi("check", case, "--record"))
    assert says in error
    assert len(error) < 2000
    assert contents(ledger) == before


def test_case_files_that_cannot_be_read(huibi, work, ledger):
    (work / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.yaml", ".", "binary.yaml"):
        refused(huibi("check", name))


def test_a_pack_with_a_typo(huibi, work, ledger, case):
    import graph.recusal

    assert "did you mean 'supervision'" in refused(huibi("check", case, "--pack", "supervisoin"))
    packs = Path(graph.recusal.__file__).parent / "packs"
    text = (packs / "supervision.yaml").read_text(encoding="utf-8")
    (work / "mine.yaml").write_text(text.replace("rules:", "ruels:", 1), encoding="utf-8")
    assert "ruels" in refused(huibi("check", case, "--pack", "mine.yaml", "--record"))
    assert huibi("replay", "D-000001").code == 2


READERS = (
    ["status"],
    ["find", "周"],
    ["kin", "B0"],
    ["check", "case.yaml"],
    ["check", "case.yaml", "--record"],
    ["replay", "D-000001"],
    ["correct", "people", "id=B0", "--set", "sex=M", "--reason", "r"],
    ["backup", "copy.db"],
)


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_ledgers_that_are_none(huibi, work, family, case, command):
    (work / "folder").mkdir()
    (work / "text.db").write_text("not a database " * 100, encoding="utf-8")
    (work / "empty.db").write_bytes(b"")
    for name in ("folder", "text.db", "empty.db", "absent.db", "absent/huibi.db"):
        files = sorted(path.name for path in work.rglob("*"))
        refused(huibi(*command, "--ledger", name))
        assert sorted(path.name for path in work.rglob("*")) == files
        if name != "absent.db":
            refused(huibi("load", family, "--ledger", name))
    assert (work / "text.db").read_text(encoding="utf-8").startswith("not a database")
    assert (work / "empty.db").read_bytes() == b""


@pytest.mark.parametrize(
    "command",
    [
        ["find", "\udcff"],
        ["kin", "\udcff"],
        ["check", "case.yaml", "--candidate", "\udcff"],
        ["load", "family", "--source", "\udcff"],
        ["load", "\udcff"],
    ],
)
def test_arguments_that_are_no_text(huibi, work, ledger, case, command):
    assert "UTF-8" in refused(huibi(*command))


def test_settings_that_are_wrong(huibi, work, ledger):
    from api.cli.workplace import settings

    for content in (b"ledger = \xff\n", b"ledger\n", b"ledgr = 'x.db'\n"):
        (work / "huibi.toml").write_bytes(content)
        settings.cache_clear()
        assert "huibi.toml" in refused(huibi("status"))


def test_markup_in_a_name_is_shown_as_written(huibi, work):
    name = "[red]周[/red] [bold :smile:"
    write_family(work / "family", people=f"M0,{name},M,1999,\n", kin="B1,son,M0,,,\n")
    assert huibi("load", "family").code == 0
    for command in (("find", "M0"), ("kin", "M0"), ("kin", "B1")):
        assert name in huibi(*command).out


def test_html_in_a_name_stays_text(huibi, work):
    name = "<img src=x onerror=alert(1)>"
    write_family(work / "family", people=f"M0,{name},M,1999,\n", kin="B1,son,M0,,,\n")
    assert huibi("load", "family").code == 0
    assert huibi("kin", "B1", "--html", "kin.html").code == 0
    assert name not in (work / "kin.html").read_text(encoding="utf-8")


def test_a_very_long_name_is_shown_whole(huibi, work):
    name = "长" * 5000
    write_family(work / "family", people=f"M0,{name},M,1999,\n", kin="B1,son,M0,,,\n")
    assert huibi("load", "family").code == 0
    assert name in huibi("find", "M0").out
    assert huibi("kin", "B1").out.count("长") >= 10_000


def test_escapes_in_a_case_never_reach_the_screen(huibi, ledger, case):
    evil = '"\\e[2J\\e]0;owned\\a\\u202eK\\u009b31m\\nforged line"'
    case.write_text(CASE.replace("K-1", evil), encoding="utf-8")
    done = huibi("check", case)
    assert done.code == 0
    assert not set("\x1b\x07\x9b\u202e") & set(done.out + done.err)
    assert "\\x1b[2J" in done.out
    assert "\nforged line" not in done.out


def test_escapes_in_a_source_name_or_path_never_reach_the_screen(huibi, family):
    assert huibi("load", family, "--source", "a\x1b[31mb").code == 0
    for done in (
        huibi("status"),
        huibi("find", "B0"),
        huibi("kin", "B0"),
        huibi("load", "\x1b[2J"),
    ):
        assert "\x1b" not in done.out + done.err


def test_tables_in_every_shape_of_line_end(huibi, work):
    for folder, ends in (("crlf", "\r\n"), ("cr", "\r")):
        (work / folder).mkdir()
        for name, text in TABLES.items():
            (work / folder / name).write_bytes(text.replace("\n", ends).encode())
        assert huibi("load", folder, "--ledger", f"{folder}.db").code == 0
