"""Workbooks: cells of every type, attacks refused, errors marked, the template."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from graph.errors import InputError, RowError
from graph.model import Fact
from graph.ontology.tables import TABLES
from loaders import KnownIds, SourceReading, read_source
from loaders.template import header_of, write_template
from loaders.xlsx_marks import MARK_HEADER, mark_errors


def _book(path: Path, *, since_1904: bool = False, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _read(path: Path, known: KnownIds | None = None) -> tuple[SourceReading, list[Fact]]:
    reading = read_source(path, known)
    return reading, list(reading.facts())


def test_sheets_named_after_tables(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "book.xlsx",
        人员=[
            ["编号", "姓名", "出生日期", "户"],
            ["P1", "张三", date(1970, 5, 3), 12],
            ["P2", "NA", 1943],
        ],
        kin=[["person", "relation", "relative", "raised"], [], ["P1", "父亲", "P2", True]],
        其它=[["x"]],
    )
    reading, facts = _read(path)
    assert not reading.errors
    assert reading.name == "book.xlsx"
    assert facts[0].cells == {"id": "P1", "name": "张三", "born": "1970-05-03", "household": "12"}
    assert facts[1].cells == {"id": "P2", "name": "NA", "born": "1943"}
    assert (facts[2].file, facts[2].row) == ("book.xlsx#kin", 3)
    assert facts[2].cells["raised"] == "true"
    assert any("'其它' ignored" in note for note in reading.notes)


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_of_both_epochs_and_times(tmp_path: Path, since_1904: bool) -> None:
    serial = 43831 - (1462 if since_1904 else 0)
    path = _book(
        tmp_path / "b.xlsx",
        since_1904=since_1904,
        people=[["id", "name", "born"], ["A", "a", datetime(2020, 1, 1)], ["B", "b", serial]],  # noqa: DTZ001
        transfers=[
            ["id", "from", "to", "amount", "date"],
            ["T1", "A", "B", 0.3, datetime(2020, 1, 1, 3, 4, 5)],  # noqa: DTZ001
        ],
    )
    reading, facts = _read(path)
    assert not reading.errors
    assert [fact.cells["born"] for fact in facts[:2]] == ["2020-01-01", "2020-01-01"]
    assert facts[2].cells["date"] == "2020-01-01T03:04:05"
    assert facts[2].cells["amount"] == "30"


def test_bad_cells_are_told_by_their_address(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "b.xlsx",
        people=[
            ["id", "name", "id_number"],
            ["P1", "张三", 522123198001011234],
            ["P2", "#N/A", None],
            ["P3", "=A1", None],
            ["P4", None, None],
        ],
    )
    reading, facts = _read(path)
    assert not facts
    assert [e.column for e in reading.errors] == [
        "id_number (C2)",
        "name (B3)",
        "name (B4)",
        "name (B5)",
    ]
    assert "15 digits" in reading.errors[0].why
    assert "#N/A" in reading.errors[1].why
    assert "never calculated" in reading.errors[2].why
    assert reading.errors[0].file == "b.xlsx#people"


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = _book(tmp_path / "b.xlsx", people=[["id", "name"], ["P1", "a"]], units=[["id"], ["U1"]])
    book = openpyxl.load_workbook(path)
    book["units"].sheet_state = "hidden"
    book.save(path)
    reading, facts = _read(path)
    assert len(facts) == 1
    assert any("it is hidden" in note for note in reading.notes)


def test_a_sheet_that_starts_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "people"
    for address, text in {"B3": "id", "C3": "name", "B4": "P1", "C4": "a", "C5": "b"}.items():
        book.active[address] = text
    book.save(path)
    reading, facts = _read(path)
    assert [(fact.row, fact.cells["name"]) for fact in facts] == [(4, "a")]
    assert reading.errors[0].column == "id (B5)"


def _across_two_blocks() -> bytes:
    return b"<a>" + Random(1).randbytes(2**19).hex().encode()[:-9] + b"<!DOCTYPE a>"


def _with_part(path: Path, name: str, content: bytes) -> Path:
    _book(path, people=[["id", "name"], ["P1", "a"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("xl/media/zeros.bin", b"\0" * 30_000_000, "packed"),
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "links"),
        ("xl/extra.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "document type"),
        ("xl/extra.xml", _across_two_blocks(), "document type"),
        ("xl/extra.xml", "<!DOCTYPE a>".encode("utf-16"), "not UTF-8"),
        ("xl/worksheets/Sheet1.xml", b"<a/>", "twice"),
    ],
)
def test_attacks_are_refused_before_parsing(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        read_source(_with_part(tmp_path / "b.xlsx", name, content))


@pytest.mark.slow
def test_too_many_parts_and_too_many_bytes(tmp_path: Path) -> None:
    many = _book(tmp_path / "many.xlsx", people=[["id", "name"]])
    with zipfile.ZipFile(many, "a") as archive:
        for i in range(1_001):
            archive.writestr(f"xl/media/{i}", b"")
    with pytest.raises(InputError, match="parts"):
        read_source(many)
    big = _book(tmp_path / "big.xlsx", people=[["id", "name"]])
    with zipfile.ZipFile(big, "a", zipfile.ZIP_DEFLATED) as archive:
        for i in range(3):
            archive.writestr(f"xl/media/{i}", b"ab" * 40_000_000)
    with pytest.raises(InputError, match="unpacks to"):
        read_source(big)


def test_a_cell_in_the_last_corner_hurts_nobody(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "people"
    book.active["A1"], book.active["XFD1048576"] = "id", "x"
    book.save(path)
    with pytest.raises(InputError, match="memory"):
        read_source(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0rest", "password"),
        (b"id,name", "no XLSX"),
        (b"", "no XLSX"),
        (b"PK\3\4", "no XLSX"),
    ],
)
def test_files_that_are_no_workbooks(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "b.xlsx").write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_source(tmp_path / "b.xlsx")


def test_damaged_workbooks_are_refused_or_read(tmp_path: Path) -> None:
    content = _book(tmp_path / "a.xlsx", people=[["id", "name"], ["P1", "a"]]).read_bytes()
    told = 0
    for i in range(0, len(content), 211):
        (tmp_path / "b.xlsx").write_bytes(
            content[:i] + bytes([content[i] ^ 0xFF]) + content[i + 1 :]
        )
        try:
            list(read_source(tmp_path / "b.xlsx").facts())
        except InputError:
            told += 1
    assert told


def test_errors_are_marked_in_a_copy(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "b.xlsx",
        people=[
            ["id", "name", "born", "note"],
            ["P1", "a", "soon", "=1+1"],
            ["P2", "b", "1970", "x"],
        ],
        units=[["id", "name", "kind"]],
    )
    reading, _ = _read(path)
    out = tmp_path / "marked.xlsx"
    mark_errors(path, [*reading.errors, _error("b.xlsx#units", 2, "=cmd()")], out)
    sheet = openpyxl.load_workbook(out)["people"]
    assert sheet["E1"].value == MARK_HEADER
    assert "soon" in sheet["E2"].value
    assert sheet["E3"].value is None
    assert "soon" in sheet["C2"].comment.text
    assert sheet["A2"].fill.fgColor.rgb != sheet["A3"].fill.fgColor.rgb
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    with zipfile.ZipFile(out) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
    again, facts = _read(out)
    assert [fact.key for fact in facts] == ["P2"]
    assert any("soon" in str(error) for error in again.errors)


def _error(file: str, row: int, text: str) -> RowError:
    return RowError(file=file, row=row, column=text, why=text, todo=text)


@pytest.mark.slow
def test_the_template_is_all_text_and_can_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:] == [table.name for table in TABLES]
    assert "kin" in str([cell.value for cell in book.worksheets[0]["A"]])
    for table in TABLES:
        sheet = book[table.name]
        assert [c.value for c in sheet[1]][: len(table.columns)] == [
            header_of(c) for c in table.columns
        ]
        assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
        assert len(sheet.data_validations.dataValidation) == sum(
            bool(c.choices) for c in table.columns
        )
    book["people"]["A2"], book["people"]["B2"] = "007", "张三"
    book.save(path)
    reading, facts = _read(path)
    assert not reading.errors
    assert [fact.cells for fact in facts] == [{"id": "007", "name": "张三"}]
