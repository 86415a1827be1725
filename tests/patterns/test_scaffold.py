"""A new pattern's files are made whole, run at once, and never overwrite anything."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.patterns.scaffold import FOLDERS, scaffold

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path):
    for folder in FOLDERS.values():
        (tmp_path / "graph" / "patterns" / folder).mkdir(parents=True)
    for folder in ("tests", "docs"):
        (tmp_path / folder / "patterns").mkdir(parents=True)
    registry = Path("graph") / "patterns" / "__init__.py"
    shutil.copy(ROOT / registry, tmp_path / registry)
    return tmp_path


def test_module_test_page_and_registry_line_are_written(root):
    written = [path.relative_to(root).as_posix() for path in scaffold(root, "B7", "dense_blocks")]
    assert written == [
        "graph/patterns/benefits/dense_blocks.py",
        "tests/patterns/test_dense_blocks.py",
        "docs/patterns/B7.md",
        "graph/patterns/__init__.py",
    ]
    registry = (root / written[3]).read_text(encoding="utf-8")
    assert "from graph.patterns.benefits import dense_blocks" in registry
    last = ast.parse(registry).body[-1].value.elts[-1]
    assert ast.unparse(last) == "dense_blocks.PATTERN"


def test_the_module_passes_the_projects_checks(root):
    module = scaffold(root, "C12", "late_change")[0]
    options = ["check", "--config", str(ROOT / "pyproject.toml"), str(module)]
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    names = {"__name__": "late_change"}
    exec(compile(module.read_text(encoding="utf-8"), str(module), "exec"), names)
    assert names["PATTERN"].code == "C12"
    assert names["PATTERN"].params().model_dump() == {"least": 1}


def test_nothing_is_overwritten(root):
    scaffold(root, "B7", "dense_blocks")
    before = (root / "graph" / "patterns" / "__init__.py").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="there already"):
        scaffold(root, "B8", "dense_blocks")
    assert not (root / "docs" / "patterns" / "B8.md").exists()
    assert (root / "graph" / "patterns" / "__init__.py").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("code", "name"), [("A1", "x"), ("B", "x"), ("B1-", "x"), ("B7", "../x"), ("B7", "X"), ("", "")]
)
def test_what_is_no_code_or_name_is_refused(root, code, name):
    with pytest.raises(InputError, match=r"CODE=|NAME="):
        scaffold(root, code, name)
