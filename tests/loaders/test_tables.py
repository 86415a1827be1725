"""Folders and single files of canonical tables: what comes out, and what is told."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.model import Fact
from loaders import Identity, KnownIds, SourceReading, read_source, read_sources
from loaders.report import MOST_ERRORS

PEOPLE = "id,name,sex,born\nP1,张三,M,1970\nP2,李四,男,1943-05\n"


def _read(path: Path, known: KnownIds | None = None) -> tuple[SourceReading, list[Fact]]:
    reading = read_source(path, known)
    return reading, list(reading.facts())


def _folder(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "county"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _errors(tmp_path: Path, **files: str) -> list[str]:
    reading, _ = _read(_folder(tmp_path, **files))
    return [str(error) for error in reading.errors]


def test_a_folder_of_tables(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path, people=PEOPLE, 亲属="本人,关系,亲属,kind,起\nP1,父亲,P2,,\n", notes="a,b\n1,2\n"
    )
    reading, facts = _read(folder)
    assert reading.name == "county"
    assert not reading.errors
    assert facts[0] == Fact(
        table="people",
        key="P1",
        cells={"id": "P1", "name": "张三", "sex": "M", "born": "1970"},
        file="people.csv",
        row=2,
    )
    assert facts[2].key == "P1\x1ffather\x1fP2\x1f\x1f"
    assert facts[2].file == "亲属.csv"
    assert any("notes.csv: ignored" in note for note in reading.notes)
    assert any("people.csv: table people, UTF-8" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("encoding", "label"), [("utf-8", "UTF-8"), ("utf-8-sig", "with BOM"), ("gb18030", "GB18030")]
)
def test_encodings_are_found_and_told(tmp_path: Path, encoding: str, label: str) -> None:
    (tmp_path / "people.csv").write_bytes(PEOPLE.encode(encoding))
    reading, facts = _read(tmp_path / "people.csv")
    assert reading.name == "people.csv"
    assert facts[1].cells == {"id": "P2", "name": "李四", "sex": "M", "born": "1943-05"}
    assert label in reading.notes[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PEOPLE.encode("utf-16"), "UTF-16"),
        (PEOPLE.encode("utf-16-le"), "UTF-16"),
        (b"id,name\nP1,\xff\xff\n", "line 2"),
        (PEOPLE.encode() + b"P3,\xd5\xc5\n", "line 4"),
        (b"id,name\nP1,\xc7\xa1\xd8\xa7\n", "both"),
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"id;name\nP1;x\n", "comma"),
        (b"id\tname\nP1\tx\n", "comma"),
        (b"id,NAME,\xe5\xa7\x93\xe5\x90\x8d\nP1,x,y\n", "both mean"),
        (b"id,sex\nP1,M\n", "'name'"),
        (b'id,"name\nP1,x\n', "header cannot be read"),
        (b"x" * 5_000_000, "longer"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(InputError, match=told):
        _read(tmp_path / "people.csv")


def test_latin_letters_are_no_riddle(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\nP1,Zoë Müller\n", encoding="utf-8")
    assert _read(tmp_path / "people.csv")[1][0].cells["name"] == "Zoë Müller"


def test_paths_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_source(tmp_path / "absent")
    with pytest.raises(InputError, match=r"no table was found.*people \(人员\)"):
        read_source(tmp_path)
    (tmp_path / "people.xls").write_bytes(b"x")
    with pytest.raises(InputError, match="not read"):
        read_source(tmp_path / "people.xls")
    (tmp_path / "list.csv").write_text("id,name\n")
    with pytest.raises(InputError, match="no table"):
        read_source(tmp_path / "list.csv")


def test_header_only_blank_lines_and_unknown_columns(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        people="id,name,hobby\n\n,,\nP1,张三,chess\n\nP2,李四,\n",
        kin="person,relation,relative\n",
    )
    reading, facts = _read(folder)
    assert [(fact.row, fact.cells["id"]) for fact in facts] == [(4, "P1"), (6, "P2")]
    assert "hobby" not in facts[0].cells
    assert any("'hobby'" in note for note in reading.notes)


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    folder = _folder(tmp_path, people='id,name,note\nP1,张三,"two\nlines"\nP2,,\n')
    reading, facts = _read(folder)
    assert facts[0].cells["note"] == "two lines"
    assert [str(e) for e in reading.errors] == [
        "people.csv, row 3, column 'name': is empty; fill it in; a row needs it"
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("P3,王五", "has 2 cells and the header has 4"),
        ("P3,王五,M,1970,x", "has 5 cells"),
        ("P3,王五,X,1970", "'X' is not one of its words"),
        ("P3,王五,M,1970-02-31", "no day of the calendar"),
        (",王五,M,1970", "column 'id': is empty"),
        ('P3,"王"五,M,1970', "quotation marks"),
        (f"P3,{'x' * 1_000_000},M,1970", "longer than"),
        ("P3,王\x00五,M,1970", "control character U+0000"),
        ("P1,王五,M,1970", "row 2 has the same id and says something else"),
    ],
)
def test_bad_rows_are_told_and_the_others_kept(tmp_path: Path, row: str, told: str) -> None:
    reading, facts = _read(_folder(tmp_path, people=f"{PEOPLE}{row}\nP9,赵六,F,1999\n"))
    assert [fact.key for fact in facts] == ["P1", "P2", "P9"]
    assert len(reading.errors) == 1
    assert reading.errors[0].row == 4
    assert told in str(reading.errors[0])


def test_rows_that_repeat_each_other_are_dropped_with_a_note(tmp_path: Path) -> None:
    folder = _folder(tmp_path, people=f"{PEOPLE}P1,张三,男,1970\n")
    (folder / "人员.csv").write_text(
        "name,id,born,sex,phone\n李四,P2,1943-05,M,\n", encoding="utf-8"
    )
    reading, facts = _read(folder)
    assert len(facts) == 2
    assert not reading.errors
    assert any("row 4 repeats row 2" in note for note in reading.notes)
    assert any("row 2 repeats people.csv, row 3" in note for note in reading.notes)


KIN = "person,relation,relative,kind,from,to\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("P1,father,P8,,,", "no person has the id 'P8'"),
        ("P1,father,P1,,,", "same id"),
        ("P1,father,P2,void,,", "does not fit"),
        ("P1,wife,P2,adoptive,,", "does not fit"),
        ("P1,哥哥,P2,cohabiting,,", "does not fit"),
        ("P1,养父,P2,step,,", "means 'adoptive'"),
        ("P1,wife,P2,,2020,2019", "before from"),
        ("P1,wife,P2,,2020-05,2020-04-30", "before from"),
        ("P1,neighbour,P2,,,", "not a kin relation"),
        ("unit:P1,father,P2,,,", "takes people"),
    ],
)
def test_bad_kin_rows(tmp_path: Path, row: str, told: str) -> None:
    (error,) = _errors(tmp_path, people=PEOPLE, kin=f"{KIN}{row}\n")
    assert told in error


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("P1,wife,P2,void,2020,2020-03", {"kind": "void", "from": "2020", "to": "2020-03"}),
        ("P1,养父,P2,,1980,", {"relation": "father", "kind": "adoptive", "from": "1980"}),
        ("P1,养父,P2,事实收养,,", {"relation": "father", "kind": "adoptive_unregistered"}),
        ("person:P1,Father,P2,亲生,,", {"person": "P1", "relation": "father", "kind": "birth"}),
    ],
)
def test_good_kin_rows(tmp_path: Path, row: str, cells: dict[str, str]) -> None:
    reading, facts = _read(_folder(tmp_path, people=PEOPLE, kin=f"{KIN}{row}\n"))
    assert not reading.errors
    base = {"person": "P1", "relation": row.split(",")[1], "relative": "P2"}
    assert facts[-1].cells == base | cells
    assert facts[-1].key.split("\x1f")[3] == facts[-1].cells.get("kind", "")


def test_an_implied_kind_and_a_written_one_are_the_same_row(tmp_path: Path) -> None:
    kin = "person,relation,relative,kind,from\nP1,养父,P2,,1980\nP1,father,P2,adoptive,1980\n"
    reading, facts = _read(_folder(tmp_path, people=PEOPLE, kin=kin))
    assert not reading.errors
    assert len(facts) == 3


def test_ids_of_two_tables_need_a_prefix(tmp_path: Path) -> None:
    known = KnownIds(ids={"people": {"X", "P1"}, "units": {"X", "U1"}})
    path = tmp_path / "roles.csv"
    path.write_text(
        "person,company,role\nX,U1,股东\nperson:X,U1,股东\nunit:X,U1,股东\nperson：P1,unit:U1,董事\n",
        encoding="utf-8",
    )
    reading, facts = _read(path, known)
    (error,) = reading.errors
    assert "people and in units" in error.why
    assert "person:X or unit:X" in error.todo
    assert [fact.cells["person"] for fact in facts] == ["person:X", "unit:X", "P1"]
    assert facts[2].cells["company"] == "U1"


def test_the_id_of_a_bad_row_cannot_be_named(tmp_path: Path) -> None:
    errors = _errors(
        tmp_path, people="id,name,born\nP1,张三,soon\nP2,李四,\n", kin=f"{KIN}P1,father,P2,,,\n"
    )
    assert len(errors) == 2
    assert "no person has the id 'P1'" in errors[1]


def test_one_of_several_columns_must_be_filled(tmp_path: Path) -> None:
    (error,) = _errors(
        tmp_path,
        people=PEOPLE,
        memberships="person,unit,group_name,kind\nP1,,,class\nP1,,1班,class\n",
    )
    assert "none of unit, group_name is filled" in error


def test_ids_that_another_source_gives_to_somebody_else(tmp_path: Path) -> None:
    known = KnownIds(
        ids={"people": {"P1"}}, identities={"people": {"P1": Identity("王五", "", "police")}}
    )
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    reading, facts = _read(tmp_path / "people.csv", known)
    assert [fact.key for fact in facts] == ["P2"]
    assert "already used by the source 'police' with another name" in reading.errors[0].why
    same = KnownIds(identities={"people": {"P1": Identity("张三", "", "police")}})
    assert not _read(tmp_path / "people.csv", same)[0].errors


def test_sources_of_one_load_may_name_each_other_and_must_agree(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "kin.csv").write_text(f"{KIN}P1,father,P2,,,\n", encoding="utf-8")
    other = tmp_path / "other"
    other.mkdir()
    (other / "people.csv").write_text("id,name\nP1,王五\nP2,李四\n", encoding="utf-8")
    readings = read_sources((tmp_path / "kin.csv", tmp_path / "people.csv", other))
    facts = [list(reading.facts()) for reading in readings]
    assert [len(found) for found in facts] == [1, 2, 1]
    assert "another name" in readings[2].errors[0].why
    (whole,) = read_sources((tmp_path / "kin.csv", tmp_path / "people.csv"), source="all")
    assert whole.name == "all"
    assert len(list(whole.facts())) == 3


def test_doubtful_numbers_are_loaded_and_noted(tmp_path: Path) -> None:
    people = (
        "id,name,id_number,born,died\n"
        "P1,张三,110105194912310021,1949,1940\nP2,李四,110105491231002,,\n"
    )
    reading, facts = _read(_folder(tmp_path, people=people))
    assert not reading.errors
    assert facts[1].cells["id_number"] == "11010519491231002X"
    (doubts,) = [note for note in reading.notes if "doubtful" in note]
    assert "row 2, column 'id_number': its check digit fails" in doubts
    assert "died 1940 is before born 1949" in doubts
    assert "row 3" not in doubts


def test_progress_counts_rows(tmp_path: Path) -> None:
    told: list[int] = []
    reading = read_source(
        _folder(tmp_path, people=PEOPLE, kin=f"{KIN}P1,father,P2,,,\n"), progress=told.append
    )
    assert len(list(reading.facts())) == 3
    assert told == [2, 3]


def test_a_source_of_nothing_but_bad_rows_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\n" + "P,\n" * (MOST_ERRORS + 5))
    with pytest.raises(InputError, match="100,000 rows are bad"):
        _read(tmp_path / "people.csv")


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda tail: b"id,name,born\n" + tail),
        st.text(max_size=200).map(lambda t: ("id,name,id_number\n" + t).encode("utf-8", "ignore")),
        st.text(max_size=200).map(lambda t: ("id,姓名\n" + t).encode("gb18030", "ignore")),
        st.lists(st.lists(st.text(), min_size=3, max_size=3)).map(
            lambda rows: _written([["id", "name", "born"], *rows])
        ),
    )
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "people.csv"
    path.write_bytes(data)
    try:
        reading = read_source(path)
        facts = list(reading.facts())
    except InputError as error:
        told = str(error)
        facts, reading = [], None
    if reading is None:
        assert "people.csv" in told
    else:
        assert all(fact.cells["id"] and all(fact.cells.values()) for fact in facts)
        assert all(error.row >= 1 and error.todo for error in reading.errors)


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "ignore")
