"""Every kind of cell: what is read, as what, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import days_of
from graph.ontology.tables import TABLE, TABLES, Cell
from loaders.amounts import money_reader, read_boolean, read_integer, read_number, share_reader
from loaders.base import Sheet
from loaders.cells import read_relation, reader_of
from loaders.columns import ColumnReader
from loaders.dates import date_of_serial, read_date, read_moment
from loaders.headers import Placed, columns_of, layout_of, table_named
from loaders.official_numbers import (
    doubt_about_credit_code,
    doubt_about_id_number,
    read_credit_code,
    read_id_number,
)
from loaders.problems import Problem
from loaders.references import References
from loaders.template import header_of
from loaders.texts import read_id, read_items, read_own_id, read_text

DATES = {
    "1970": "1970",
    "1970-05": "1970-05",
    "1970-05-03": "1970-05-03",
    "1998-5-3": "1998-05-03",
    "1970年5月3日": "1970-05-03",
    "1970年5月": "1970-05",
    "1970年": "1970",
    "１９７０年５月３日": "1970-05-03",
    "19700503": "1970-05-03",
    "1970/5/3": "1970-05-03",
    "1970.05.03": "1970-05-03",
    " 1970-05-03 ": "1970-05-03",
    "2000-02-29": "2000-02-29",
    "43831": "2020-01-01",
    "2020-01-01 00:00:00": "2020-01-01",
    "-0200": "-0200",
}
BAD_DATES = (
    "1970-13", "1970-02-30", "1900-02-29", "19701301", "1970年2月30日", "70-05-03", "03/05/1970",
    "五月", "1970-05-", "197005", "NA", "0000", "正月初一", "2020-01-01T25:00", "1970 05 03",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates_are_read(text: str, expected: str) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize("text", BAD_DATES)
def test_what_is_no_date_is_refused(text: str) -> None:
    problem = read_date(text)
    assert isinstance(problem, Problem)
    assert "YYYY" in problem.todo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-02 03:04:05", "2020-01-02T03:04:05"),
        ("2020-01-02T3:04", "2020-01-02T03:04"),
        ("2020年1月2日 03:04", "2020-01-02T03:04"),
        ("20200102 23:59:59", "2020-01-02T23:59:59"),
        ("43831.5", "2020-01-01T12:00:00"),
    ],
)
def test_moments_keep_their_time(text: str, expected: str) -> None:
    assert read_moment(text) == expected
    assert read_date(text) == expected[:10]


def test_serials_count_from_either_epoch() -> None:
    assert date_of_serial(43831) == "2020-01-01"
    assert date_of_serial(42369, since_1904=True) == "2020-01-01"


MONEY = {
    "0": "0", "1": "100", "1.5": "150", "1234.50": "123450", "1,234.50": "123450", "¥12": "1200",
    "12元": "1200", "38.5万元": "38500000", "38.5万": "38500000", "1.2亿": "12000000000",
    "0.000001万元": "1", "１２.５": "1250", "12.500": "1250",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MONEY.items())
def test_money_is_read_to_fen(text: str, expected: str) -> None:
    assert money_reader("元")(text) == expected


@pytest.mark.parametrize(
    "text", ["1.234", "0.001", "12万千", "-5", "1e5", "1,23", "一万", "NaN", "9" * 50]
)
def test_money_that_is_refused(text: str) -> None:
    assert isinstance(money_reader("元")(text), Problem)


def test_money_takes_the_unit_of_its_header_unless_the_cell_names_one() -> None:
    read = money_reader("万元")
    assert read("38.5") == "38500000"
    assert read("500元") == "50000"
    assert read("2万") == "2000000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.3", "0.3"), ("30%", "0.3"), ("１００％", "1"), ("0", "0"), ("1", "1")],
)
def test_shares(text: str, expected: str) -> None:
    assert share_reader(percent=False)(text) == expected


@pytest.mark.parametrize("text", ["30", "-0.1", "101%", "half"])
def test_shares_outside_0_to_1_are_refused(text: str) -> None:
    assert isinstance(share_reader(percent=False)(text), Problem)


def test_share_in_a_percent_column() -> None:
    assert share_reader(percent=True)("30") == "0.3"


@pytest.mark.parametrize(
    ("word", "expected"),
    [(w, "true") for w in ("true", "TRUE", "是", "1", "yes", "Y")]
    + [(w, "false") for w in ("false", "否", "0", "no", "No")],
)
def test_booleans(word: str, expected: str) -> None:
    assert read_boolean(word) == expected


def test_numbers() -> None:
    assert read_number("27.5160") == "27.516"
    assert read_number("-0.0") == "0"
    assert read_integer("1,234") == "1234"
    for text in ("1.5", "-1", "x"):
        assert isinstance(read_integer(text), Problem)
    assert isinstance(read_boolean("maybe"), Problem)


def test_identity_numbers() -> None:
    assert read_id_number("11010519491231002x") == "11010519491231002X"
    assert read_id_number("１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X"
    assert read_id_number("110105 19491231 002X") == "11010519491231002X"
    assert read_id_number("110105491231002") == "11010519491231002X"
    for text in (
        "1101051949123100",
        "1101051949123100212",
        "5221**********1234",
        "X1010519491231002X",
    ):
        assert isinstance(read_id_number(text), Problem)


def test_doubts_about_identity_numbers_are_told_not_refused() -> None:
    assert read_id_number("110105194912310021") == "110105194912310021"
    assert doubt_about_id_number("11010519491231002X") == ""
    assert "check digit" in doubt_about_id_number("110105194912310021")
    impossible = next(
        number
        for number in (f"11010519491331002{c}" for c in "0123456789X")
        if "check digit" not in doubt_about_id_number(number)
    )
    assert "birth date" in doubt_about_id_number(impossible)


def test_credit_codes() -> None:
    assert read_credit_code("91110000600037341l") == "91110000600037341L"
    assert doubt_about_credit_code("91110000600037341L") == ""
    assert "check" in doubt_about_credit_code("911100006000373410")
    assert isinstance(read_credit_code("522123000012345"), Problem)
    assert isinstance(read_credit_code("9111000060003734IO"), Problem)


def test_names_keep_their_characters() -> None:
    for name in ("NA", "张　三", "欧阳·娜娜", "ﾊﾝ", "𠮷野", "null", "None", "=1+1", "Ａ"):
        assert read_text(name) == name
    assert read_text("\u3000张三\xa0\u200b") == "张三"
    assert read_text("a\r\nb\tc") == "a b c"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "a\x07b", "a\x85b", "a\u202eb", "x" * 32_768])
def test_hostile_text_is_refused(text: str) -> None:
    assert isinstance(read_text(text), Problem)


def test_the_longest_cell_is_taken() -> None:
    assert read_text("x" * 32_767) == "x" * 32_767


def test_ids() -> None:
    assert read_id("052201") == "052201"
    assert read_id("Ｐ０１　") == "P01"
    assert read_id("NA") == "NA"
    assert isinstance(read_id("5.22123E+17"), Problem)
    assert isinstance(read_id("P\u200b1"), Problem)
    for text in ("person:1", "Unit:1", "account:x"):
        assert isinstance(read_own_id(text), Problem)


def test_items() -> None:
    assert read_items(" a ；b;;c ") == "a;b;c"


def test_relations_are_canonical_words() -> None:
    assert read_relation(" Father ") == "father"
    assert read_relation("父亲") == "father"
    assert isinstance(read_relation("neighbour"), Problem)


def _reader(table: str, column: str, *, since_1904: bool = False) -> ColumnReader:
    sheet = Sheet(
        table=TABLE[table], file="x", header=(column,), rows=lambda: iter(()), since_1904=since_1904
    )
    placed = Placed(column=TABLE[table].column(column), position=0, header=column)
    return ColumnReader(sheet, placed, References({"people": {"P1"}, "places": set()}))


def test_spreadsheet_numbers_become_what_the_column_holds() -> None:
    assert _reader("people", "id").column([12.0, 0.5]) == ["12", "0.5"]
    assert _reader("people", "born").column([1985.0, 19850102.0, 43831.0]) == [
        "1985", "1985-01-02", "2020-01-01",
    ]  # fmt: skip
    assert _reader("people", "born", since_1904=True).column([42369.0]) == ["2020-01-01"]
    assert _reader("contracts", "amount").column([0.1 + 0.2, 1e-2]) == ["30", "1"]


@pytest.mark.parametrize("number", [522123198001011234.0, 1e15, -1e16])
def test_numbers_beyond_15_digits_are_refused(number: float) -> None:
    (problem,) = _reader("people", "id_number").column([number])
    assert isinstance(problem, Problem)
    assert "15 digits" in problem.why


def test_a_fraction_in_a_date_column_is_refused() -> None:
    assert isinstance(_reader("people", "born").column([1970.05])[0], Problem)


def test_plain_columns_and_remembered_cells_read_alike() -> None:
    for table in TABLES:
        for column in columns_of(table):
            references = References({name: {"P1", "2020"} for name in ("people",)})
            placed = Placed(column=column, position=0, header=column.name)
            one = reader_of(table, placed, references)
            sheet = Sheet(table=table, file="x", header=("x",), rows=lambda: iter(()))
            for texts in (["P1", "2020"], ["2020", " x"], ["person:P1", "a\x00"], ["", "1"]):
                bulk = ColumnReader(sheet, placed, references).column(texts)
                for text, read in zip(texts, bulk, strict=True):
                    expected = one(text)
                    if expected == "" and column.required:
                        assert isinstance(read, Problem)
                    else:
                        assert read == expected, (table.name, column.name, text)


def test_headers_are_unambiguous_and_the_template_can_be_read_back() -> None:
    for table in TABLES:
        spellings = [s for c in columns_of(table) for s in (c.name, *c.zh)]
        assert len(spellings) == len(set(spellings)), table.name
        layout = layout_of(table, [header_of(c) for c in columns_of(table)], "x")
        assert [p.column for p in layout.placed] == list(columns_of(table))
        assert not layout.ignored
    names = [s for t in TABLES for s in (t.name, *t.zh)]
    assert len(names) == len(set(names))
    assert all(table_named(name.upper()) for name in names)


def test_headers_with_units_and_marks() -> None:
    table = TABLE["contracts"]
    header = ["编号*", " 名称 ", "采购人（必填）", "金额(万元)", "BUDGET_AMOUNT", "结算金额(美元)"]
    layout = layout_of(table, header, "x")
    assert {p.column.name: p.unit for p in layout.placed} == {
        "id": "", "title": "", "buyer": "", "amount": "万元", "budget_amount": "",
    }  # fmt: skip
    assert layout.ignored == ("结算金额(美元)",)


def test_every_kind_of_cell_has_a_reader() -> None:
    assert {c.cell for t in TABLES for c in columns_of(t)} == set(Cell)


@settings(deadline=None, max_examples=300)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    references = References({"people": {"P1"}})
    for table in (TABLE["people"], TABLE["contracts"], TABLE["kin"], TABLE["transfers"]):
        for column in table.columns:
            read = reader_of(table, Placed(column=column, position=0, header=""), references)(text)
            if not isinstance(read, Problem):
                assert "\x1f" not in read
                assert "\x00" not in read
                if column.cell is Cell.DATE and read:
                    days_of(read)
