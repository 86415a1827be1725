import pytest

from graph.errors import InputError
from graph.ledger import Changes


def people(ledger):
    return {(row["source"], row["key"]) for row in ledger.read("people").to_pylist()}


def test_sources_of_one_load_are_committed_together(ledger, person, load):
    load(ledger, "county", person("P1"), person("P2"))
    load(ledger, "police", person("Q1"))
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.turn_to("police")
        staged.add([person("P1"), person("Q2")])
        staged.turn_to("county")
        staged.add([person("P3")])
        assert staged.changes("county") == Changes(added=1, changed=0, unchanged=1, missing=1)
        assert staged.changes("police") == Changes(added=2, changed=0, unchanged=0, missing=1)
        assert ledger.head == 3
        assert staged.commit(replace=True) == 8
    assert people(ledger) == {
        ("county", "P1"),
        ("county", "P3"),
        ("police", "P1"),
        ("police", "Q2"),
    }
    held = {state.name: state.facts for state in ledger.sources()}
    assert held == {"county": 2, "police": 2}


def test_a_discarded_load_leaves_every_source(ledger, person, load):
    load(ledger, "county", person("P1"))
    with ledger.load("county") as staged:
        staged.add([person("P2")])
        staged.turn_to("police")
        staged.add([person("P3")])
        with pytest.raises(InputError, match="needs a name of its own"):
            staged.turn_to(" ")
    assert people(ledger) == {("county", "P1")}
    assert [state.name for state in ledger.sources()] == ["county"]


def test_a_source_that_did_not_move_keeps_its_sequence(ledger, person, load):
    load(ledger, "county", person("P1"))
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.turn_to("police")
        staged.add([person("P3")])
        staged.commit()
    assert {state.name: state.sequence for state in ledger.sources()} == {"county": 1, "police": 2}
