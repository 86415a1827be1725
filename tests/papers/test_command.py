"""`huibi papers print`: files appear once they are recorded, and never otherwise."""

import pytest

from api.cli import papers
from graph.errors import LedgerBusyError


def test_ids_that_would_meet_in_a_file_name_stay_apart():
    assert papers._stem("K_1") == "K_1"
    assert papers._stem("2026-017") == "2026-017"
    assert len({papers._stem(case) for case in ("K_1", "K/1", "K 1", "../K_1")}) == 4
    assert "/" not in papers._stem("../x")


def test_a_paper_that_is_not_recorded_does_not_stay(tmp_path):
    def busy():
        with papers._staged(tmp_path / "out", {"a.html": b"x"}):
            raise LedgerBusyError("changed meanwhile")

    with pytest.raises(LedgerBusyError):
        busy()
    assert list((tmp_path / "out").iterdir()) == []
    with papers._staged(tmp_path / "out", {"a.html": b"x"}):
        assert not (tmp_path / "out" / "a.html").exists()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.html"]
