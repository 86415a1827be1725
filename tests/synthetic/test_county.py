"""The written county: same bytes for a seed, every id known, true to the canonical tables."""

from collections import Counter
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.ontology.tables import COMMON, TABLE, Cell, key_of
from loaders.synthetic import Summary, write_county
from tests.synthetic.conftest import PERSONS, Read, rows_of


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_seed_gives_the_same_bytes_and_another_seed_other_people(
    written: Summary, tmp_path: Path
) -> None:
    again = _files(write_county(tmp_path / "again", PERSONS, 7).folder)
    assert again == _files(written.folder)
    other = _files(write_county(tmp_path / "other", PERSONS, 8).folder)
    assert other["people.csv"] != again["people.csv"]


def test_has_exactly_as_many_persons_as_asked_for(written: Summary, read: Read) -> None:
    assert len(read("people")) == written.rows["people"] == PERSONS


@pytest.mark.parametrize("persons", [2_000, 5_001])
def test_sizes_are_exact_whatever_the_seed_grew(persons: int, tmp_path: Path) -> None:
    assert write_county(tmp_path / "c", persons, 3).rows["people"] == persons


def test_tables_and_headers_are_canonical(written: Summary) -> None:
    for path in written.folder.glob("*.csv"):
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        columns = (*TABLE[path.stem].columns, *COMMON)
        order = [column.name for column in columns]
        assert [name for name in order if name in header] == header
        required = {column.name for column in columns if column.required}
        assert required <= set(header)


def test_starred_cells_are_filled_and_keys_are_unique(written: Summary) -> None:
    for path in written.folder.glob("*.csv"):
        table = TABLE[path.stem]
        rows = rows_of(path)
        required = [column.name for column in table.columns if column.required]
        assert all(row[name] for row in rows for name in required), path.name
        for group in table.one_of:
            assert all(any(row.get(name) for name in group) for row in rows), path.name
        keys = Counter(key_of(table, row) for row in rows)
        assert [key for key, count in keys.items() if count > 1] == [], path.name


def test_every_id_exists(written: Summary, read: Read) -> None:
    tables = [path.stem for path in written.folder.glob("*.csv")]
    known = {name: {row["id"] for row in read(name)} for name in tables if "id" in read(name)[0]}
    for name in tables:
        for column in TABLE[name].columns:
            allowed = set().union(*(known.get(table, set()) for table in column.refers))
            found = {row.get(column.name, "") for row in read(name)} - {""}
            assert not column.refers or found <= allowed, f"{name}.{column.name}"


def test_choices_are_canonical_words(written: Summary) -> None:
    for path in written.folder.glob("*.csv"):
        for column in TABLE[path.stem].columns:
            if column.cell is Cell.CHOICE and not column.open_choice:
                words = {word for word, _ in column.choices} | {""}
                assert {row.get(column.name, "") for row in rows_of(path)} <= words


def test_intervals_do_not_end_before_they_start(written: Summary) -> None:
    for path in written.folder.glob("*.csv"):
        for row in rows_of(path):
            if path.stem != "transfers" and row.get("from") and row.get("to"):
                assert row["from"][:4] <= row["to"][:4]
                if len(row["from"]) == len(row["to"]):
                    assert row["from"] <= row["to"]


def test_households_of_the_needs_and_benefits_have_members(read: Read) -> None:
    households = {row["household"] for row in read("people")}
    assert {row["household"] for row in read("needs")} <= households
    assert {row["household"] for row in read("benefits")} <= households


def test_shares_of_a_firm_add_up_to_at_most_one(read: Read) -> None:
    shares: Counter[str] = Counter()
    for row in read("roles"):
        shares[row["company"]] += round(100 * float(row["share"] or 0))
    assert max(shares.values()) <= 100


def test_everything_is_marked_as_made_up(written: Summary, read: Read) -> None:
    assert {row["note"] for row in read("people")} == {"合成"}
    assert {row["note"] for row in read("units")} == {"合成"}
    notice = (written.folder / "MADE-UP.txt").read_text(encoding="utf-8")
    assert "合成数据" in notice
    assert "--seed 7" in notice


def test_a_named_county_is_taken_first(tmp_path: Path) -> None:
    summary = write_county(tmp_path / "c", 2_000, 1, county="思南县")
    assert summary.counties == ("思南县",)


@pytest.mark.parametrize(
    ("persons", "county", "said"),
    [
        pytest.param(1_999, None, "2000 to", id="too-few"),
        pytest.param(10**7, None, "9999999", id="too-many"),
        pytest.param(3_000, "上海市", "no county of Tongren", id="unknown-county"),
    ],
)
def test_what_cannot_be_made_is_refused(
    persons: int, county: str | None, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said):
        write_county(tmp_path / "c", persons, 1, county=county)
    assert not (tmp_path / "c").exists()


def test_a_folder_with_other_files_is_refused_and_a_made_county_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(InputError, match="other files"):
        write_county(tmp_path, 2_000, 1)
    write_county(tmp_path / "c", 2_000, 1)
    write_county(tmp_path / "c", 2_000, 2)
    assert "--seed 2" in (tmp_path / "c" / "MADE-UP.txt").read_text(encoding="utf-8")


def test_progress_is_told_stage_by_stage(tmp_path: Path) -> None:
    told: list[str] = []
    write_county(tmp_path / "c", 2_000, 1, told.append)
    assert told[0] == "people"
    assert told[-1] == "write"
