"""What a process of `huibi` takes from its installation, settled before any work is imported."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import graph
from api.cli.screen import remark

_CACHE = "NUMBA_CACHE_DIR"


class _NoPandas:
    """Hides pandas from Arrow, which would import it at its first comparison and never use it."""

    def find_spec(self, name: str, *_where: object) -> None:
        """Find nothing, and end the search for pandas."""
        if name == "pandas":
            raise ModuleNotFoundError("no command of huibi needs pandas", name=name)


def leave_pandas_out() -> None:
    """Save the half second that importing pandas takes."""
    sys.meta_path.insert(0, _NoPandas())


def place_kernels() -> None:
    """Give compiled kernels a place where neither the installation nor the home may be written."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    beside = Path(graph.__file__).parent / "kinship" / "__pycache__"
    if _CACHE in os.environ or _may_write(beside) or _may_write(home / "numba"):
        return
    folder = tempfile.mkdtemp(prefix="huibi-kernels-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[_CACHE] = folder
    remark(
        f"note: compiled kernels cannot be kept, so each start is slow; set {_CACHE} to a folder"
    )


def _may_write(folder: Path) -> bool:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return os.access(folder, os.W_OK | os.X_OK)
