"""The command line: one module a command, each importing what it needs when it runs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from api.cli.app import app
from api.cli.process import leave_pandas_out, place_kernels
from api.cli.screen import OutputError, finish, remark, speak_always
from graph.errors import HuibiError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence


_REFUSED, _INTERRUPTED = 2, 130


def main() -> None:
    """Run the command that this process was started for, and end the process."""
    leave_pandas_out()
    place_kernels()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command: 0 for an answer, 1 for a difference, 2 for bad input, 130 interrupted."""
    speak_always()
    try:
        _require_text(arguments)
        code = _ended(arguments)
        finish()
    except HuibiError as error:
        remark(f"huibi: {error}")
        code = _REFUSED
    except OutputError as error:
        code = _unheard(error.__cause__)
    except OSError as error:
        where = error.filename or "the system"
        remark(f"huibi: {where}: {error.strerror}; allow it or make room, then run this again")
        code = _REFUSED
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        remark(
            "huibi: interrupted; what was not committed is discarded, huibi status shows the rest"
        )
    return code


def _require_text(arguments: Sequence[str]) -> None:
    for argument in arguments:
        if any("\ud800" <= letter <= "\udfff" for letter in argument):
            raise InputError(
                f"'{argument}': these bytes are no UTF-8 text, so nothing could be stored or found"
                " by them; type it again, rename the file, or set LC_ALL=C.UTF-8"
            )


def _ended(arguments: Sequence[str]) -> int:
    try:
        app(list(arguments), prog_name="huibi")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _unheard(error: BaseException | None) -> int:
    """Nobody reads on, or nothing more fits: leave the interpreter nothing to write at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    remark(f"huibi: the answer cannot be written ({error}); it is cut short, do not use it")
    return _REFUSED
