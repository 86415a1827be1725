"""A file is there whole or not at all, and nothing is left beside it."""

import pytest

from viz.whole import whole


def test_what_was_written_appears_under_its_name(tmp_path):
    path = tmp_path / "page.svg"
    with whole(path) as part:
        assert part.suffix == ".svg"
        part.write_text("drawn", encoding="utf-8")
        assert not path.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["page.svg"]
    assert path.read_text(encoding="utf-8") == "drawn"


def test_what_failed_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "page.svg"
    path.write_text("old", encoding="utf-8")

    def half():
        with whole(path) as part:
            part.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert [one.name for one in tmp_path.iterdir()] == ["page.svg"]
    assert path.read_text(encoding="utf-8") == "old"


def test_two_writers_do_not_meet(tmp_path):
    path = tmp_path / "page.svg"
    with whole(path) as one, whole(path) as other:
        assert one != other
        one.write_text("first", encoding="utf-8")
        other.write_text("second", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "first"
