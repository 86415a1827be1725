"""The log before the answer: one chain, one open file, entries that share a commit."""

import asyncio
import os

import pytest

from api.access_log import AccessLog, Look
from api.http.audit import AuditWriter
from graph.errors import LedgerError


def look(subject):
    return Look(who="a", action="search", subject=subject)


def subjects(path):
    with AccessLog(path) as log:
        log.verify()
        return [one.subject for one in log.entries()]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


@pytest.fixture
def writer(path):
    made = AuditWriter(path)
    made.start()
    yield made
    made.stop()


def written(writer, *told):
    async def all_at_once():
        return await asyncio.gather(
            *(writer.write(look(one)) for one in told), return_exceptions=True
        )

    return asyncio.run(all_at_once())


def test_entries_are_on_disk_when_write_returns_and_share_commits(writer, path, monkeypatch):
    commits, append_all = [], AccessLog.append_all

    def counted(self, looks):
        commits.append(len(looks))
        return append_all(self, looks)

    monkeypatch.setattr(AccessLog, "append_all", counted)
    told = [str(number) for number in range(64)]
    assert written(writer, *told) == [None] * 64
    assert subjects(path) == told
    assert sum(commits) == 64
    assert len(commits) < 64


def test_the_file_is_opened_once_for_many_commits(writer, path, monkeypatch):
    opened, make = [], AccessLog.__init__

    def counted(self, path):
        opened.append(path)
        make(self, path)

    monkeypatch.setattr(AccessLog, "__init__", counted)
    for number in range(5):
        written(writer, str(number))
    assert len(opened) == 1


def test_another_process_may_append_between(writer, path):
    written(writer, "first")
    with AccessLog(path) as log:
        log.append_all([look("of another process")])
    written(writer, "last")
    assert subjects(path) == ["first", "of another process", "last"]


def test_a_log_moved_away_gets_no_more_entries(writer, path, tmp_path):
    written(writer, "before")
    for suffix in ("", "-wal", "-shm"):
        os.replace(f"{path}{suffix}", f"{tmp_path / 'kept.db'}{suffix}")
    written(writer, "after")
    assert subjects(path) == ["after"]
    assert subjects(tmp_path / "kept.db") == ["before"]


def test_a_log_that_failed_once_is_opened_anew(writer, path, monkeypatch):
    written(writer, "before")

    def fail(*_):
        raise LedgerError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(AccessLog, "append_all", fail)
        assert [type(one) for one in written(writer, "lost")] == [LedgerError]
    assert written(writer, "after") == [None]
    assert subjects(path) == ["before", "after"]


def test_a_folder_in_its_place_lets_nothing_go(path):
    path.mkdir()
    made = AuditWriter(path)
    made.start()
    assert [type(one) for one in written(made, "x")] == [LedgerError]
    made.stop()
