import apsw
import pytest

from graph.errors import InputError, LedgerError, LoadError
from graph.ledger import Changes, open_ledger
from graph.ledger.load import BATCH_ROWS
from graph.model import Fact


def names(ledger, **options):
    return {row["key"]: row["name"] for row in ledger.read("people", **options).to_pylist()}


def people(ledger, **options):
    rows = ledger.read("people", **options).to_pylist()
    return {(row["source"], row["key"]): row["name"] for row in rows}


def test_a_load_is_seen_by_others_only_when_committed(ledger, path, person):
    with open_ledger(path) as reader:
        with ledger.load("county") as staged:
            staged.add([person("P1"), person("P2")])
            assert staged.changes() == Changes(added=2, changed=0, unchanged=0, missing=0)
            assert reader.head == 0
            assert reader.read("people").num_rows == 0
            assert ledger.read("people", staged=staged).num_rows == 2
            assert staged.commit() == 2
        assert reader.head == 2
        assert reader.read("people").num_rows == 2


def test_leaving_without_commit_discards(ledger, path, person, load):
    load(ledger, "county", person("P1"))
    with ledger.load("county") as staged:
        staged.add([person("P1", "李强"), person("P2")])
        staged.flush()
    assert people(ledger) == {("county", "P1"): "王芳"}
    connection = apsw.Connection(str(path))
    assert connection.execute("SELECT count(*) FROM fact").get == 1
    assert connection.execute("SELECT count(*) FROM load").get == 1
    connection.close()
    assert load(ledger, "county", person("P2")) == 2


def test_an_error_inside_the_block_discards(ledger, person):
    def facts():
        yield person("P1")
        raise ValueError("a loader fails")

    with pytest.raises(ValueError, match="a loader fails"), ledger.load("county") as staged:
        staged.add(facts())
    assert ledger.head == 0
    assert ledger.writer() is None


def test_a_reload_adds_what_changed_and_nothing_else(ledger, person, load):
    assert load(ledger, "county", person("P1"), person("P2"), person("P3")) == 3
    again = [person("P1"), person("P2", "李强"), person("P4")]
    with ledger.load("county") as staged:
        staged.add(again)
        assert staged.changes() == Changes(added=1, changed=1, unchanged=1, missing=1)
        assert staged.commit() == 5
    assert names(ledger) == {"P1": "王芳", "P3": "王芳", "P2": "李强", "P4": "王芳"}
    assert names(ledger, at=3) == {"P1": "王芳", "P2": "王芳", "P3": "王芳"}


def test_an_idempotent_reload_leaves_the_head(ledger, person, load):
    rows = [person("P1"), person("P2")]
    head = load(ledger, "county", *rows)
    mark = ledger.mark()
    assert load(ledger, "county", *rows) == head
    assert load(ledger, "county", *rows, replace=True) == head
    assert (ledger.head, ledger.mark()) == (head, mark)


def test_a_row_that_only_moved_adds_nothing_and_keeps_its_origin(ledger, person, load):
    head = load(ledger, "county", person("P1", line=2))
    assert load(ledger, "county", person("P1", line=9, file="new.csv")) == head
    assert ledger.read("people")["origin"].to_pylist() == ["county/people.csv:2"]


def test_replace_withdraws_missing_rows_of_its_source_only(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2"))
    load(ledger, "police", person("P2"), person("P3"))
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        assert staged.changes().missing == 1
        assert staged.commit(replace=True) == 5
    assert set(people(ledger)) == {("county", "P1"), ("police", "P2"), ("police", "P3")}
    assert set(people(ledger, at=4)) == {
        ("county", "P1"),
        ("county", "P2"),
        ("police", "P2"),
        ("police", "P3"),
    }


def test_withdrawals_can_be_read_before_they_are_committed(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2"))
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        assert staged.withdraw_missing() == 1
        assert ledger.read("people", staged=staged)["key"].to_pylist() == ["P1"]
        assert ledger.read("people")["key"].to_pylist() == ["P1", "P2"]
        staged.add([person("P3")])
        with pytest.raises(LedgerError, match="after the missing ones"):
            staged.flush()
    assert ledger.head == 2


def test_a_withdrawn_row_comes_back(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2"))
    load(ledger, "county", person("P1"), replace=True)
    with ledger.load("county") as staged:
        staged.add([person("P1"), person("P2")])
        assert staged.changes() == Changes(added=1, changed=0, unchanged=1, missing=0)
        staged.commit()
    assert names(ledger) == {"P1": "王芳", "P2": "王芳"}


def test_sources_say_what_they_hold_and_since_when(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2"))
    load(ledger, "police", person("P9"))
    load(ledger, "county", person("P1"), replace=True)
    load(ledger, "police", person("P9"))
    now = {state.name: (state.facts, state.sequence) for state in ledger.sources()}
    assert now == {"county": (1, 4), "police": (1, 3)}
    assert [(state.name, state.facts) for state in ledger.sources(at=2)] == [("county", 2)]
    assert all(state.loaded_at.endswith("+00:00") for state in ledger.sources())


@pytest.mark.parametrize("apart", [0, BATCH_ROWS], ids=["one-batch", "two-batches"])
def test_a_repeated_key_is_kept_once_or_refused(ledger, person, apart):
    between = [person(f"Q{n}") for n in range(apart)]
    same = [person("P1", line=2), *between, person("P1", line=3)]
    with ledger.load("county") as staged:
        staged.add(same)
        assert staged.commit() == apart + 1
    other = [person("P1", "李强", line=2), *between, person("P1", "赵敏", line=3)]
    with ledger.load("county") as staged:
        staged.add(other)
        with pytest.raises(LoadError) as refused:
            staged.commit()
    (error,) = refused.value.errors
    assert (error.file, error.row) == ("people.csv", 3)
    assert "already stands in people.csv, row 2" in error.why
    assert ledger.head == apart + 1
    with ledger.load("county") as staged:
        staged.add(other)
        staged.commit(skip_repeats=True)
    assert names(ledger)["P1"] == "李强"


def test_a_repeat_of_an_unchanged_row_is_found_in_a_later_batch(ledger, person, load):
    load(ledger, "county", person("P1"))
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.flush()
        staged.add([person("P1", "赵敏", line=7)])
        assert staged.changes() == Changes(added=0, changed=0, unchanged=1, missing=0)
        assert [error.row for error in staged.errors] == [7]


def test_tables_and_sources_do_not_mix(ledger, person, row, load):
    load(ledger, "county", person("X"), row("programmes", "programmes.csv", id="X", name="低保"))
    load(ledger, "police", person("X", "李强"))
    assert people(ledger) == {("county", "X"): "王芳", ("police", "X"): "李强"}
    assert ledger.read("programmes")["name"].to_pylist() == ["低保"]
    assert ledger.table_heads() == {"people": 3, "programmes": 2}
    assert ledger.table_heads(at=1) == {"people": 1}


def test_bad_facts_are_input_errors(ledger, person):
    stranger = Fact(table="horses", key="H1", cells={}, file="horses.csv", row=4)
    with ledger.load("county") as staged:
        with pytest.raises(InputError, match="no canonical table 'horses'"):
            staged.add([stranger])
        with pytest.raises(InputError, match="cannot be stored"):
            staged.add([person("P1", "\ud800")])
    with pytest.raises(InputError, match="needs a name of its own"):
        ledger.load("correction")
    assert ledger.head == 0


def test_a_load_that_ended_takes_nothing_more(ledger, person):
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.commit()
        with pytest.raises(LedgerError, match="has ended"):
            staged.add([person("P2")])


def test_a_full_disk_leaves_the_old_state_and_recovers(ledger, person, load):
    load(ledger, "county", person("P1"))
    connection = ledger._connection
    pages = connection.execute("PRAGMA page_count").get
    connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    with ledger.load("county") as staged:
        with pytest.raises(LedgerError, match="disk is full"):
            staged.add(person(f"P{n}") for n in range(BATCH_ROWS))
        with pytest.raises(LedgerError, match="lost rows"):
            staged.commit()
    assert people(ledger) == {("county", "P1"): "王芳"}
    connection.execute("PRAGMA max_page_count = 1000000")
    with ledger.load("county") as staged:
        staged.add(person(f"P{n}") for n in range(BATCH_ROWS))
        assert staged.commit() == BATCH_ROWS


def test_visible_facts_cannot_be_changed_by_a_plain_statement(ledger, path, person, load):
    load(ledger, "county", person("P1"))
    connection = apsw.Connection(str(path))
    for statement in ("DELETE FROM fact", "UPDATE fact SET row = 7", "DELETE FROM change"):
        with pytest.raises(apsw.ConstraintError, match="is never"):
            connection.execute(statement)
    connection.close()
