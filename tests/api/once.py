"""A folder that commands filled once, copied for each test that only looks at it."""

import contextlib
import io
import os
import shutil

import pytest

from api.cli import run
from api.cli.workplace import settings
from tests.api.family import Done, write_family


def filled(folder, files, *steps):
    """Load the family and run commands in a folder; returns what each answered."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("HUIBI_")]:
            if name != "HUIBI_SHARED":
                patch.delenv(name)
        patch.setenv("HUIBI_USER", "tester")
        patch.chdir(folder)
        settings.cache_clear()
        write_family(folder / "family")
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        answers = [_run("load", "family"), *(_run(*step) for step in steps)]
    settings.cache_clear()
    return answers


def _run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(arguments))
    done = Done(code, out.getvalue(), err.getvalue())
    assert done.code == 0, (arguments, done.err)
    return done


def copied(folder, work):
    """Copy a filled folder into the test's own; returns the ledger's path."""
    shutil.copytree(folder, work, dirs_exist_ok=True)
    return work / "huibi.db"
