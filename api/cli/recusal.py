"""`huibi recusal` and `huibi prying`: what people decide, and who asked about a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from api.cli.desk import sitting, tell, today
from api.cli.kin import NamesOf
from api.cli.recusal_screen import act_line, prying_line
from api.cli.screen import answer, answer_json
from api.cli.workplace import ledger_path, snapshot_of
from api.desk import prying, recusals
from api.desk.views import acts_of
from graph.desk.docket import docket
from graph.desk.states import State
from graph.errors import InputError, NotFoundError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api.desk.session import Desk, Outcome
    from graph.desk.case_file import CaseFile

Json = dict[str, Any]


def act_command(step: Callable[[Desk], Outcome], *, ledger: Path | None, as_json: bool) -> None:
    """Take one step at the desk and tell what it led to."""
    with sitting(ledger) as desk:
        outcome = step(desk)
        tell(outcome, NamesOf(desk.snapshot), as_json=as_json, on=desk.today)


def answer_command(
    of: str,
    *,
    grant: bool,
    deny: bool,
    reason: str,
    by: str | None,
    request: str | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Answer a disclosure or an application."""
    if grant == deny:
        raise InputError("an answer either grants or denies: give --grant or --deny")
    act_command(
        lambda desk: recusals.answer(
            desk, of, granted=grant, reason=reason, by=by, request=request
        ),
        ledger=ledger,
        as_json=as_json,
    )


def list_command(*, case: str | None, everything: bool, is_overdue: bool, ledger: Path | None,
                 as_json: bool) -> None:  # fmt: skip
    """Print disclosures, applications, orders, rulings and overrides; what waits, or everything."""
    acts = [acts_of(file, today()) for file in _files(ledger, case)]
    kept = [
        one
        for found in acts
        for key in ("requests", "orders", "rulings", "overrides")
        for one in found[key]
        if (everything or _waits(one)) and (not is_overdue or one.get("overdue"))
    ]
    if as_json:
        answer_json({"recusals": kept})
        return
    names = NamesOf(snapshot_of(ledger))
    for one in kept:
        answer(act_line(one, names))
    if not kept:
        answer("无待办事项 nothing waits; --all lists what is done as well")


def _waits(one: Json) -> bool:
    return one.get("state") not in (None, "granted", "denied", "expired")


def prying_add_command(
    case: str,
    person: str,
    *,
    how: str,
    means: str,
    when: str | None,
    reported_by: str | None,
    request: str | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Enter in the register who asked about a case."""
    day = _day(when)
    act_command(
        lambda desk: prying.add_prying(
            desk,
            case,
            person,
            how=how,
            means=means,
            when=day,
            reported_by=reported_by,
            request=request,
        ),
        ledger=ledger,
        as_json=as_json,
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"--when {text}: not a day; write it as YYYY-MM-DD") from error


def prying_list_command(*, case: str | None, ledger: Path | None, as_json: bool) -> None:
    """Print the register; of a sealed case only that it has entries."""
    entries: list[Json] = []
    for file in _files(ledger, case):
        if file.state is State.SEALED and file.pryings:
            entries.append({"case": file.id, "state": file.state.value})
        entries += acts_of(file, today())["prying"]
    if as_json:
        answer_json({"prying": entries})
        return
    names = NamesOf(snapshot_of(ledger))
    for one in entries:
        line = prying_line(one, names) if "person" in one else f"  {one['case']} 已封存 sealed"
        answer(line)
    if not entries:
        answer("无登记 no entry")


def _files(ledger: Path | None, case: str | None) -> list[CaseFile]:
    with open_ledger(ledger_path(ledger)) as book:
        files = docket(book)
    if case is not None and case not in files:
        raise NotFoundError(f"no case '{case}' is registered; see 'huibi case list'")
    return [file for id, file in files.items() if case in (None, id)]
