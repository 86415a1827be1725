"""`huibi correct`, `huibi backup`, `huibi restore`: keeping the ledger true and safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.screen import answer, remark
from api.cli.workplace import ledger_path, settings
from api.loading import known_ids
from graph.errors import InputError
from graph.ledger import Correction, backup, holdings, open_ledger, restore
from graph.model import Status
from graph.ontology.tables import TABLE, TABLES, key_of
from loaders.single import read_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.ledger import Holdings
    from graph.ontology.tables import Table


def correct_command(
    table: str,
    key: Sequence[str],
    *,
    set_to: Sequence[str],
    withdraw: bool,
    dispute: bool,
    reason: str,
    ledger: Path | None,
) -> None:
    """Record one correction and say at which sequence it holds."""
    if table not in TABLE:
        names = ", ".join(one.name for one in TABLES)
        raise InputError(f"there is no table '{table}'; choose one of {names}")
    columns = TABLE[table]
    path = ledger_path(ledger)
    with open_ledger(path) as book:
        known = known_ids(book, set())
    named = read_cells(columns, _pairs(columns, key), known)
    cells = read_cells(columns, _pairs(columns, set_to), known)
    if unkeyed := sorted(set(named) - set(columns.key)):
        raise InputError(
            f"{', '.join(unkeyed)} is not part of a {table} row's key; name the row by "
            f"{', '.join(columns.key)}, and give new values with --set"
        )
    if not reason.strip():
        raise InputError("a correction needs a reason: it will be read by others; add --reason")
    if not (cells or withdraw or dispute):
        raise InputError("nothing to correct: give --set column=value, --withdraw or --dispute")
    if withdraw and dispute:
        raise InputError("a row is either withdrawn or disputed; give one of the two")
    status = Status.WITHDRAWN if withdraw else Status.DISPUTED if dispute else None
    correction = Correction(
        table=table,
        key=key_of(columns, named),
        cells=cells,
        status=status,
        reason=reason,
        author=settings().user,
    )
    with open_ledger(path, write=True) as book:
        head = book.correct(correction)
    answer(f"corrected at sequence {head}; it holds over every later load")
    _follow(path)


def _follow(path: Path) -> None:
    """Let a configured Neo4j and the open cases follow; whatever becomes of it, it is corrected."""
    from api.cli.recheck import recheck_after_change
    from api.cli.sync import sync_after_load

    for told in (sync_after_load(path), recheck_after_change(path)):
        if told:
            remark(told)


def _pairs(table: Table, given: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        column, sign, value = text.partition("=")
        if not sign:
            raise InputError(f"'{text}' is not column=value, such as {table.key[0]}=P1")
        pairs[column.strip()] = value.strip()
    return pairs


def backup_command(out: Path, *, ledger: Path | None) -> None:
    """Copy the ledger while others may be using it."""
    path = ledger_path(ledger)
    held = backup(path, out)
    answer(f"{out}: a verified copy of {path} at sequence {held.head}{_told(held)}")


def restore_command(copy: Path, *, ledger: Path | None, force: bool) -> None:
    """Put a verified copy in place of the ledger."""
    path = settings().ledger if ledger is None else ledger
    former = restore(copy, path, force=force)
    answer(f"{path}: restored from {copy}{_told(holdings(path))}")
    if former is not None:
        answer(f"the ledger that stood there is kept as {former}")


def _told(held: Holdings) -> str:
    return f", {held.cases:,} registered cases, {held.decisions:,} decisions"
