"""A look at what is sealed: on the access log first, then shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from api.access_log import open_access_log
from api.checking import past_cases
from api.desk.redaction import needs_log
from graph.recusal.decisions import derived
from graph.recusal.informant import visible
from graph.recusal.report import as_json
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from api.desk.redaction import Json
    from graph.desk.case_file import CaseFile
    from graph.ledger import Ledger


def log_look(ledger: Ledger, file: CaseFile, *, who: str, what: str) -> None:
    """Write a look at a case's sealed contents to the access log; a case without any needs none.

    Raises:
        LedgerError: it cannot be written; then nothing may be shown.
    """
    if not needs_log(file):
        return
    with open_access_log(ledger.path) as log:
        log.append(who=who, action="unseal", subject=file.id, detail=f"{what}, event {file.last}")


def last_verdict(ledger: Ledger, file: CaseFile, *, unseal: bool = False) -> Json | None:
    """Return the last verdict of a case: as recorded, or derived again in full to unseal it."""
    if file.check is None or file.check.decision is None:
        return None
    decision = ledger.decisions.get(file.check.decision)
    recorded: Json = orjson.loads(decision.verdict)
    if not (unseal and file.case.has_informant):
        return recorded
    found = derived(
        decision,
        lambda sequence: open_snapshot(ledger.path, at=sequence),
        past_cases=past_cases(ledger, decision.id).without(file.id),
    )
    return as_json(visible(found, unseal=True))
