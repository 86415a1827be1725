"""What every command says and where: answers on stdout, progress and warnings on stderr."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


def answer(text: str = "") -> None:
    """Write one line of the answer to stdout."""
    sys.stdout.write(text + "\n")


def answer_json(value: Any, *, indent: bool = True) -> None:
    """Write one JSON value to stdout; one line where `indent` is false."""
    import orjson

    options = orjson.OPT_INDENT_2 if indent else 0
    sys.stdout.write(orjson.dumps(value, option=options).decode() + "\n")


def remark(text: str) -> None:
    """Write a warning or a remark to stderr, so that it never mixes with JSON."""
    sys.stderr.write(text + "\n")


def console() -> Console:
    """Return the console for tables and verdicts on stdout."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how many rows are done; silent where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)
