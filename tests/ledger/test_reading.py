import pyarrow as pa
import pytest

from graph.errors import NotFoundError
from graph.ledger import Correction, reading
from graph.ontology.tables import TABLE, TABLES


def test_columns_are_meta_then_the_tables_own_then_note(ledger, row, load):
    load(ledger, "county", row("kin", person="P1", relation="father", relative="P2", note="族谱"))
    table = ledger.read("kin")
    assert table.schema.names == [
        *("fact", "origin", "source", "key", "confidence", "status"),
        *(column.name for column in TABLE["kin"].columns),
        "note",
    ]
    assert table.schema.field("fact").type == pa.int64()
    assert table.schema.field("confidence").type == pa.float64()
    (kin,) = table.to_pylist()
    assert kin["key"] == "P1\x1ffather\x1fP2\x1f\x1f"
    assert (kin["relation"], kin["kind"], kin["note"], kin["status"]) == (
        *("father", None, "族谱"),
        "asserted",
    )


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_reads_empty_with_its_schema(ledger, table):
    assert ledger.read(table).schema == reading.schema_of(table)
    assert ledger.read(table).num_rows == 0


@pytest.mark.parametrize(
    ("source", "file", "origin"),
    [
        pytest.param("county", "kin.csv", "county/kin.csv:14", id="folder"),
        pytest.param("kin.csv", "kin.csv", "kin.csv:14", id="one-file"),
        pytest.param("book.xlsx", "book.xlsx#kin", "book.xlsx#kin:14", id="workbook"),
        pytest.param("县", "book.xlsx#kin", "县/book.xlsx#kin:14", id="named-workbook"),
    ],
)
def test_origin_names_source_file_and_row(ledger, person, load, source, file, origin):
    load(ledger, source, person("P1", file=file, line=14))
    assert ledger.read("people")["origin"].to_pylist() == [origin]


def test_text_survives_as_it_was(ledger, person, load):
    odd = ["NA", "00123", 'a"b\\c\nd', "\u2028", "𠮷田", "null", "1970-01-01", "x" * 1_000_000]
    load(ledger, "county", *(person(f"P{n}", name) for n, name in enumerate(odd)))
    assert ledger.read("people")["name"].to_pylist() == odd


def test_confidence_is_a_number_that_defaults_to_one(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2", confidence="0.8"), person("P3"))
    assert ledger.read("people")["confidence"].to_pylist() == [1.0, 0.8, 1.0]


def test_rows_come_by_fact_over_chunks_and_sources(ledger, person, load, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK_ROWS", 3)
    load(ledger, "county", *(person(f"P{n}") for n in range(8)))
    load(ledger, "police", *(person(f"Q{n}") for n in range(5)))
    load(ledger, "county", person("P3", "李强"))
    table = ledger.read("people")
    assert table["fact"].to_pylist() == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert table["name"].to_pylist()[-1] == "李强"


def test_unknown_tables_and_sequences_are_named(ledger):
    with pytest.raises(NotFoundError, match="no canonical table 'horses'"):
        ledger.read("horses")
    with pytest.raises(NotFoundError, match="no sequence 7; it stands at 0"):
        ledger.read("people", at=7)
    with pytest.raises(NotFoundError, match="no sequence -1"):
        ledger.sources(at=-1)


def test_the_status_of_a_bid_is_not_that_of_its_row(ledger, row, load):
    bid = row("bids", contract="K1", bidder="U1", status="disqualified")
    load(ledger, "county", bid)
    (read,) = ledger.read("bids").to_pylist()
    assert (read["status"], read["stated_status"]) == ("asserted", "disqualified")
    said = Correction(
        table="bids", key=bid.key, cells={"status": "valid"}, reason="核实", author="张"
    )
    ledger.correct(said)
    (read,) = ledger.read("bids").to_pylist()
    assert (read["status"], read["stated_status"]) == ("asserted", "valid")
