"""Several sources of one command become visible together, or not at all."""

import pytest

from graph.errors import InputError


def test_several_sources_become_visible_together(ledger, person):
    with ledger.load("one") as load:
        load.add([person("P1")])
        load.turn_to("two")
        load.add([person("P2"), person("P3")])
        assert (load.changes("one").added, load.changes("two").added) == (1, 2)
        assert ledger.read("people").num_rows == 0
        load.commit()
    assert [(source.name, source.facts) for source in ledger.sources()] == [("one", 1), ("two", 2)]


def test_replacing_withdraws_from_each_source_its_own_missing_rows(ledger, person, load):
    load(ledger, "one", person("P1"))
    load(ledger, "two", person("P2"), person("P3"))
    with ledger.load("one") as staged:
        staged.add([person("P1")])
        staged.turn_to("two")
        staged.add([person("P2")])
        assert staged.withdraw_missing() == 1
        staged.commit(replace=True)
    assert ledger.read("people")["id"].to_pylist() == ["P1", "P2"]


def test_an_error_in_the_second_source_discards_the_first(ledger, person):
    with ledger.load("one") as load:
        load.add([person("P1")])
        with pytest.raises(InputError):
            load.turn_to(" ")
    assert ledger.head == 0
    assert ledger.sources() == []
