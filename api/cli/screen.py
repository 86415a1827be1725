r"""What every command says and where: answers on stdout, progress and warnings on stderr.

What strangers wrote (names, case ids, paths) is shown, never obeyed: characters that move a
terminal's cursor, colour it or reorder its text come out as `\x1b`.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_COMMANDING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BESIDE_TERMINAL = 160
"""Width of tables that no terminal shows."""


class OutputError(Exception):
    """Stdout takes no more: whoever read it has gone, or the disk is full."""


def speak_always() -> None:
    """Let no character that the locale cannot write end a command half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def plain(text: str) -> str:
    """Return one line of a stranger's text without power over the screen."""
    return shown(text).replace("\n", "\\n")


def shown(text: str) -> str:
    """Return text of several lines without power over the screen."""
    return _COMMANDING.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def answer(text: str = "") -> None:
    """Write one line of the answer to stdout."""
    _write(shown(text) + "\n")


def answer_json(value: Any, *, indent: bool = True) -> None:
    """Write one JSON value to stdout in UTF-8; one line where `indent` is false."""
    import orjson

    text = orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else 0).decode()
    if sys.stdout.isatty():
        text = re.sub(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", _in_json, text)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")
    _write(text + "\n")


def _in_json(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
    except OSError as error:
        # As an OSError typer would answer it, with the exit code of a difference.
        raise OutputError from error


def finish() -> None:
    """Hand over what stdout still holds."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise OutputError from error


def remark(text: str) -> None:
    """Write a warning or a remark to stderr, so that it never mixes with JSON."""
    sys.stderr.write(shown(text) + "\n")


def answer_grid(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows in columns to stdout, wrapped to the terminal where there is one."""
    from rich.console import Console
    from rich.table import Table

    grid = Table(box=None, pad_edge=False)
    for title in titles:
        grid.add_column(title, overflow="fold")
    for row in rows:
        grid.add_row(*(shown(cell) for cell in row))
    width = None if sys.stdout.isatty() else _BESIDE_TERMINAL
    page = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False)
    with page.capture() as captured:
        page.print(grid)
    for line in captured.get().splitlines():
        answer(line.rstrip())


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how many rows are done; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)
