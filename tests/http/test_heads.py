"""How far a ledger has come, over a connection that stays open."""

import os

import pytest

from api.http.heads import Heads
from api.loading import Request, load_sources
from graph.errors import LedgerError
from graph.ledger import open_ledger
from tests.http.conftest import FAMILY


def loaded(path):
    outcome = load_sources(path, Request(paths=(FAMILY,)), lambda _n: None, lambda _o: None)
    return outcome.sequence


def test_what_another_connection_writes_is_seen(tmp_path):
    path = tmp_path / "huibi.db"
    open_ledger(path, create=True).close()
    heads = Heads(path)
    assert (heads.facts(), heads.events()) == (0, 0)
    assert loaded(path) == heads.facts() > 0


def test_a_ledger_put_in_its_place_is_seen(tmp_path):
    path, other = tmp_path / "huibi.db", tmp_path / "other.db"
    sequence = loaded(path)
    heads = Heads(path)
    assert heads.facts() == sequence
    open_ledger(other, create=True).close()
    os.replace(other, path)
    assert heads.facts() == 0


def test_a_ledger_that_is_gone_is_said_to_be_gone(tmp_path):
    path = tmp_path / "huibi.db"
    open_ledger(path, create=True).close()
    heads = Heads(path)
    heads.facts()
    path.unlink()
    with pytest.raises(LedgerError):
        heads.facts()
