import pytest

from graph.errors import InputError, LedgerError, NotFoundError
from graph.ledger import Correction, open_ledger
from graph.model import Status


def correct(ledger, key="P1", table="people", **options):
    said = {"reason": "核实", "author": "张"} | options
    return ledger.correct(Correction(table=table, key=key, **said))


def people(ledger, **options):
    return {
        (row["source"], row["key"]): (row["name"], row["born"], row["status"])
        for row in ledger.read("people", **options).to_pylist()
    }


def test_a_correction_survives_reload_and_replace(ledger, person, load):
    load(ledger, "county", person("P1", born="1970"), person("P2"))
    assert correct(ledger, cells={"born": "1971-02-03"}) == 3
    fixed = {("county", "P1"): ("王芳", "1971-02-03", "asserted")}
    assert people(ledger).items() >= fixed.items()
    load(ledger, "county", person("P1", born="1970"), person("P2"))
    assert ledger.head == 3
    load(ledger, "county", person("P1", "王方", born="1969"), replace=True)
    assert people(ledger) == {("county", "P1"): ("王方", "1971-02-03", "asserted")}
    assert people(ledger, at=2)[("county", "P1")] == ("王芳", "1970", "asserted")


def test_a_corrected_row_says_so(ledger, person, load):
    load(ledger, "county", person("P1"))
    correct(ledger, cells={"name": "李强"})
    (row,) = ledger.read("people").to_pylist()
    assert (row["fact"], row["origin"]) == (1, "county/people.csv:2 (correction 2)")


def test_without_source_it_holds_for_all_and_with_one_for_that_one(ledger, person, load):
    load(ledger, "county", person("P1"))
    load(ledger, "police", person("P1"))
    correct(ledger, source="police", cells={"name": "李强"})
    correct(ledger, cells={"born": "1980"})
    load(ledger, "tax", person("P1", "赵敏"))
    assert people(ledger) == {
        ("county", "P1"): ("王芳", "1980", "asserted"),
        ("police", "P1"): ("李强", "1980", "asserted"),
        ("tax", "P1"): ("赵敏", "1980", "asserted"),
    }


def test_status_withdraws_disputes_and_asserts_again(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2"))
    correct(ledger, status=Status.DISPUTED)
    assert people(ledger)[("county", "P1")][2] == "disputed"
    correct(ledger, cells={"born": "1980"})
    assert people(ledger)[("county", "P1")][1:] == ("1980", "disputed")
    correct(ledger, status=Status.WITHDRAWN)
    load(ledger, "county", person("P1", "李强"), person("P2"))
    assert set(people(ledger)) == {("county", "P2")}
    correct(ledger, status=Status.ASSERTED)
    assert people(ledger)[("county", "P1")] == ("李强", "1980", "asserted")


def test_blank_clears_a_cell(ledger, person, load):
    load(ledger, "county", person("P1", born="1970", confidence="0.5"))
    correct(ledger, cells={"born": "", "confidence": ""})
    (row,) = ledger.read("people").to_pylist()
    assert (row["born"], row["confidence"]) == (None, 1.0)


def test_a_correction_adds_a_row_that_no_source_has(ledger, person, load):
    load(ledger, "county", person("P1"))
    assert correct(ledger, "P7", cells={"id": "P7", "name": "孙丽"}) == 2
    load(ledger, "county", person("P1"), person("P3"), replace=True)
    rows = ledger.read("people").to_pylist()
    assert [(row["fact"], row["key"], row["origin"]) for row in rows] == [
        (1, "P1", "county/people.csv:2"),
        (2, "P7", "correction:2"),
        (3, "P3", "county/people.csv:2"),
    ]
    correct(ledger, "P7", cells={"born": "1990"})
    assert people(ledger)[("correction", "P7")] == ("孙丽", "1990", "asserted")
    load(ledger, "police", person("P7", "孙莉", sex="F"))
    assert people(ledger)[("police", "P7")] == ("孙丽", "1990", "asserted")
    assert ("correction", "P7") not in people(ledger)
    load(ledger, "police", person("P8"), replace=True)
    assert people(ledger)[("correction", "P7")] == ("孙丽", "1990", "asserted")
    correct(ledger, "P7", status=Status.WITHDRAWN)
    assert ("correction", "P7") not in people(ledger)


def test_added_rows_count_in_empty_tables_and_table_heads(ledger, row):
    cells = {"person": "P1", "relation": "father", "relative": "P2"}
    correct(ledger, "P1\x1ffather\x1fP2\x1f\x1f", "kin", cells=cells)
    assert ledger.read("kin")["relative"].to_pylist() == ["P2"]
    assert ledger.table_heads() == {"kin": 1}


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        pytest.param({"cells": {}}, InputError, "changes nothing", id="nothing"),
        pytest.param({"table": "horses", "cells": {"a": "b"}}, InputError, "horses", id="table"),
        pytest.param({"cells": {"colour": "x"}}, InputError, "no column 'colour'", id="column"),
        pytest.param({"cells": {"source": "x"}}, InputError, "no column 'source'", id="source"),
        pytest.param({"cells": {"name": ""}}, InputError, "may not be blank", id="required"),
        pytest.param({"cells": {"id": "P2"}}, InputError, "id cannot be corrected", id="id"),
        pytest.param({"cells": {"confidence": "2"}}, InputError, "from 0 to 1", id="share"),
        pytest.param({"key": "P9", "cells": {"born": "1980"}}, NotFoundError, "whole", id="part"),
        pytest.param(
            {"key": "P9", "cells": {"id": "P8", "name": "x"}},
            InputError,
            "id cannot be corrected",
            id="other-key",
        ),
        pytest.param(
            {"source": "tax", "cells": {"born": "1980"}}, NotFoundError, "'tax' has no", id="who"
        ),
        pytest.param(
            {"key": "P9", "status": Status.WITHDRAWN}, NotFoundError, "no source", id="absent"
        ),
    ],
)
def test_what_cannot_be_corrected_is_refused(ledger, person, load, options, error, said):
    load(ledger, "county", person("P1"))
    with pytest.raises(error, match=said):
        correct(ledger, **options)
    assert ledger.head == 1


def test_corrections_are_listed_with_their_reason(ledger, path, person, load):
    load(ledger, "county", person("P1"))
    correct(ledger, cells={"name": "李强"}, status=Status.DISPUTED, source="county")
    with open_ledger(path) as reader:
        (entry,) = reader.corrections()
        assert reader.corrections(at=1) == ()
        with pytest.raises(LedgerError, match="for reading only"):
            correct(reader, cells={"name": "x"})
    assert entry.sequence == 2
    assert entry.correction == Correction(
        table="people",
        key="P1",
        source="county",
        cells={"name": "李强"},
        status=Status.DISPUTED,
        reason="核实",
        author="张",
    )


def test_a_correction_lies_over_staged_rows(ledger, person, load):
    load(ledger, "county", person("P1"))
    correct(ledger, cells={"born": "1980"})
    with ledger.load("county") as staged:
        staged.add([person("P1", "李强")])
        (row,) = ledger.read("people", staged=staged).to_pylist()
    assert (row["name"], row["born"]) == ("李强", "1980")
