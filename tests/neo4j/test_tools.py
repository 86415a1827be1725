"""`make tools`: what is missing is installed, or named."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "tools.sh"


@pytest.fixture
def bare(tmp_path):
    """A path with what every machine has, without Java and Maven."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "dirname", "env"):
        (folder / name).symlink_to(shutil.which(name))

    def put(name, text):
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)

    put("id", "echo 1000")
    put("apt-get", f'echo "$@" >> {tmp_path}/asked')
    return put


def run(tmp_path):
    return subprocess.run(
        [SCRIPT], env={"PATH": str(tmp_path / "bin")}, capture_output=True, text=True
    )


def test_nothing_is_done_where_everything_is_there():
    done = subprocess.run([SCRIPT], env=dict(os.environ), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_missing_is_named_where_it_cannot_be_installed(bare, tmp_path):
    done = run(tmp_path)
    assert done.returncode == 1
    assert "openjdk-17-jdk-headless maven" in done.stderr
    assert not (tmp_path / "asked").exists()


def test_what_is_missing_is_installed_by_root(bare, tmp_path):
    bare("id", "echo 0")
    run(tmp_path)  # fails in the end: this apt-get brings nothing
    asked = (tmp_path / "asked").read_text()
    assert "update -qq" in asked
    assert "--no-install-recommends openjdk-17-jdk-headless maven" in asked


def test_make_looks_for_the_tools_first():
    makefile = (ROOT / "Makefile").read_text()
    assert "\ntest: check tools\n" in makefile
    assert "\nbench: setup tools\n" in makefile
