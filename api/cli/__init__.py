"""The command line: one module a command, each importing what it needs when it runs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from api.cli.app import app
from api.cli.screen import NobodyReadsError, remark, speak_always
from graph.errors import HuibiError

if TYPE_CHECKING:
    from collections.abc import Sequence


_INTERRUPTED = 130


class _NoPandas:
    """Hides pandas from Arrow, which would import it at its first comparison and never use it."""

    def find_spec(self, name: str, *_where: object) -> None:
        """Find nothing, and end the search for pandas."""
        if name == "pandas":
            raise ModuleNotFoundError("no command of huibi needs pandas", name=name)


def main() -> None:
    """Run the command that this process was started for, and end the process."""
    sys.meta_path.insert(0, _NoPandas())
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command: 0 for an answer, 1 for a difference, 2 for bad input, 130 interrupted."""
    speak_always()
    try:
        code = _ended(arguments)
        sys.stdout.flush()
    except HuibiError as error:
        remark(f"huibi: {error}")
        code = 2
    except (NobodyReadsError, BrokenPipeError):
        code = _unheard()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        remark(
            "huibi: interrupted; what was not committed is discarded, huibi status shows the rest"
        )
    return code


def _ended(arguments: Sequence[str]) -> int:
    try:
        app(list(arguments), prog_name="huibi")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _unheard() -> int:
    """Nobody reads on: leave nothing for the interpreter to write at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
