"""The command line run inside the test's process, in a folder of its own."""

import os
from pathlib import Path

import pytest

from api.cli import run
from api.cli.workplace import settings
from tests.api.family import CASE, INFORMED, Done, write_family


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """An empty working folder, and no settings from outside."""
    for name in [name for name in os.environ if name.startswith("HUIBI_")]:
        if name != "HUIBI_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HUIBI_USER", "tester")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def huibi(capsys, work):
    """Run one command in this process."""

    def command(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    return command


@pytest.fixture
def family(work):
    return write_family(work / "family")


@pytest.fixture
def ledger(huibi, family):
    """The path of a ledger that holds the family."""
    assert huibi("load", family).code == 0
    return Path("huibi.db")


@pytest.fixture
def case(work):
    path = work / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def informed(work):
    path = work / "informed.yaml"
    path.write_text(INFORMED, encoding="utf-8")
    return path
