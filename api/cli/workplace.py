"""Where a command works: the settings, the ledger, its snapshot, the day."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.screen import progress, remark
from api.settings import Settings
from graph.errors import InputError, LedgerError

if TYPE_CHECKING:
    from graph.snapshot import Snapshot


@cache
def settings() -> Settings:
    """Return the settings of the folder in which the command runs."""
    return Settings.read(Path.cwd())


def ledger_path(given: Path | None) -> Path:
    """Return the path of a ledger that exists.

    Raises:
        LedgerError: there is none.
    """
    path = given or settings().ledger
    if not path.exists():
        raise LedgerError(
            f"{path}: there is no ledger here; load a source first (huibi load FOLDER), or name"
            " another ledger with --ledger"
        )
    return path


def snapshot_of(given: Path | None) -> Snapshot:
    """Return the snapshot of the ledger as it stands, built first where it has moved."""
    from graph.snapshot import open_snapshot

    with progress("snapshot") as advance:
        snapshot = open_snapshot(
            ledger_path(given), progress=lambda _part, done, _all: advance(done)
        )
    for note in snapshot.notes:
        remark(f"note: {note}")
    return snapshot


def date_named(text: str | None) -> dt.date | None:
    """Return the date of an `--on` option, None where it is not given.

    Raises:
        InputError: the text is no full ISO date.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"--on {text}: not a day; write it as YYYY-MM-DD, since kinship depends on the day"
        ) from error


def day_named(text: str | None) -> int:
    """Return the day number of an `--on` option; today's where it is not given."""
    from graph.model import day_of

    date = date_named(text) or dt.datetime.now(tz=dt.UTC).astimezone().date()
    return day_of(date.isoformat())
