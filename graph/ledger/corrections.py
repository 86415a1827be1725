"""Record corrections and read them back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import orjson

from graph.errors import InputError, NotFoundError
from graph.ledger import sql
from graph.ledger.connection import number, transaction
from graph.ledger.load import utc_now
from graph.ledger.overlay import Ruling
from graph.ledger.records import CORRECTION_SOURCE, Correction, CorrectionEntry
from graph.model import Status
from graph.ontology.tables import COMMON, KEY_SEPARATOR, TABLE, key_of

if TYPE_CHECKING:
    import apsw

    from graph.ledger.names import Names


def record_correction(connection: apsw.Connection, names: Names, correction: Correction) -> int:
    """Store a correction and return the new head; the caller holds the write lock.

    Raises:
        NotFoundError: no row has this key and the cells are not a whole row.
        InputError: a column or a value cannot be corrected to.
    """
    _check(correction)
    tab = names.number(correction.table)
    source = None if correction.source is None else names.number(correction.source)
    with transaction(connection):
        head = number(connection, sql.HEAD)
        is_stated = number(connection, sql.KEY_STATED, tab, correction.key, head, source) > 0
        is_added = number(connection, sql.KEY_ADDED, tab, correction.key) > 0
        if not is_stated and not (is_added and _holds_for_added(correction)):
            _check_whole_row(correction)
        now = utc_now()
        values = (
            head + 1,
            tab,
            correction.key,
            source,
            orjson.dumps(dict(correction.cells), option=orjson.OPT_SORT_KEYS).decode(),
            None if correction.status is None else correction.status.value,
            int(not is_stated and not is_added),
            correction.reason,
            correction.author,
            now,
        )
        connection.execute(sql.ADD_CORRECTION, values)
        connection.execute(sql.MOVE_HEAD, (head + 1, now, secrets.token_hex(16)))
    return head + 1


def rulings_of(connection: apsw.Connection, names: Names, table: str, at: int) -> list[Ruling]:
    """Return what the overlay of a table needs at a sequence, oldest first."""
    tab = names.find(table)
    if tab is None:
        return []
    texts = names.texts()
    return [
        Ruling(
            sequence=sequence,
            key=key,
            source=None if source is None else texts[source],
            cells=orjson.loads(cells),
            status=None if status is None else Status(status),
            adds=bool(adds),
        )
        for sequence, key, source, cells, status, adds in connection.execute(
            sql.READ_CORRECTIONS, (tab, at)
        )
    ]


def list_corrections(connection: apsw.Connection, at: int) -> tuple[CorrectionEntry, ...]:
    """Return every correction up to a sequence, oldest first."""
    return tuple(
        CorrectionEntry(
            sequence=sequence,
            at=said_at,
            correction=Correction(
                table=table,
                key=key,
                source=source,
                cells=orjson.loads(cells),
                status=None if status is None else Status(status),
                reason=reason,
                author=author,
            ),
        )
        for sequence, table, key, source, cells, status, reason, author, said_at in (
            connection.execute(sql.LIST_CORRECTIONS, (at,))
        )
    )


def _holds_for_added(correction: Correction) -> bool:
    return correction.source in (None, CORRECTION_SOURCE)


def _check(correction: Correction) -> None:
    if correction.table not in TABLE:
        raise InputError(f"there is no table '{correction.table}' to correct")
    table = TABLE[correction.table]
    if not correction.cells and correction.status is None:
        raise InputError("a correction must change a cell or a status; this one changes nothing")
    names = {column.name for column in (*table.columns, *COMMON)} - {"source"}
    for name, text in correction.cells.items():
        if name not in names:
            raise InputError(f"table '{table.name}' has no column '{name}' that can be corrected")
        if not text and name in {c.name for c in table.columns if c.required}:
            raise InputError(f"column '{name}' of '{table.name}' may not be blank")
    if "id" in table.key and correction.cells.get("id", correction.key) != correction.key:
        raise InputError("an id cannot be corrected: withdraw the row and add another one")
    confidence = correction.cells.get("confidence")
    if confidence and not _is_share(confidence):
        raise InputError(f"confidence '{confidence}' is not a number from 0 to 1")


def _check_whole_row(correction: Correction) -> None:
    table = TABLE[correction.table]
    key = correction.key.replace(KEY_SEPARATOR, " ").strip()
    if correction.source is not None:
        raise NotFoundError(
            f"source '{correction.source}' has no row '{key}' in '{table.name}'; name the row's "
            "own source, or none to add the row"
        )
    cells = dict(correction.cells)
    lacking = [c.name for c in table.columns if c.required and not cells.get(c.name)]
    if lacking or correction.status is Status.WITHDRAWN or key_of(table, cells) != correction.key:
        raise NotFoundError(
            f"no source has a row '{key}' in '{table.name}'. Check the key; to add the row, give "
            f"it whole ({', '.join(lacking) or ', '.join(table.key)})"
        )


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False
