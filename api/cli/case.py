"""`huibi case`: register, list, show, change, start, close, seal, and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.case_screen import LIST_TITLES, print_file, print_history, print_list, sheet_rows
from api.cli.desk import Json, outcome_json, pairs_of, sitting, tell, today
from api.cli.kin import NamesOf
from api.cli.screen import answer, answer_json
from api.cli.workplace import ledger_path, settings, snapshot_of
from api.desk import cases
from api.desk.sheet import write_sheet
from api.desk.unsealing import last_verdict, log_look
from api.desk.views import file_of, history_of, line_of
from graph.cases.strict_yaml import nearest
from graph.desk.docket import case_file, docket
from graph.desk.states import State
from graph.errors import CaseError, InputError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from api.desk.session import Desk, Outcome


def register_command(
    files: Sequence[Path], *, packs: Sequence[str], ledger: Path | None, as_json: bool
) -> None:
    """Register each file on its own; what cannot be registered is told at the end."""
    problems: list[str] = []
    done: list[Json] = []
    with sitting(ledger) as desk:
        names = NamesOf(desk.snapshot)
        for path in files:
            try:
                outcome = cases.register(desk, _content(path), name=path.name, packs=packs)
            except InputError as error:
                problems.append(str(error))
                continue
            done.append(outcome_json(outcome, desk.today))
            if as_json:
                continue
            if not outcome.is_new:
                secret = (
                    "；检举人不作比对 informants are not compared" if outcome.file.is_secret else ""
                )
                answer(f"{path}: 已登记过，未作改动 registered before, nothing changed{secret}")
            tell(outcome, names, as_json=False, on=desk.today)
    if as_json:
        answer_json({"cases": done})
    if problems:
        told = f"{len(problems)} of {len(files)} files were not registered:\n" * (len(files) > 1)
        raise InputError(told + "\n".join(problems))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: cannot be read: {error.strerror}") from error


def list_command(
    *,
    states: Sequence[str],
    is_overdue: bool,
    xlsx: Path | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Print the docket, or the part of it that is asked for."""
    known = {one.value for one in State}
    for state in states:
        if state not in known:
            raise InputError(
                f"--state {state}: no case is in such a state; {nearest(state, known)}"
            )
    with open_ledger(ledger_path(ledger)) as book:
        files = docket(book).values()
    lines = [line_of(file, today()) for file in files if not states or file.state.value in states]
    if is_overdue:
        lines = [line for line in lines if line.get("overdue")]
    if as_json:
        answer_json({"cases": lines})
    else:
        print_list(lines, NamesOf(snapshot_of(ledger)))
    if xlsx is not None:
        write_sheet(xlsx, "案件", LIST_TITLES, sheet_rows(lines, NamesOf(snapshot_of(ledger))))


def show_command(id: str, *, unseal: bool, ledger: Path | None, as_json: bool) -> None:
    """Print a case; what is sealed is logged before it is shown."""
    with open_ledger(ledger_path(ledger)) as book:
        file = case_file(book, id)
        snapshot = snapshot_of(ledger)
        if unseal:
            log_look(book, file, who=settings().user, what="show")
        verdict = last_verdict(book, file, unseal=unseal)
    shown = file_of(file, today(), verdict=verdict, unseal=unseal)
    if as_json:
        answer_json(shown)
    else:
        print_file(shown, file, NamesOf(snapshot))


def history_command(id: str, *, unseal: bool, ledger: Path | None, as_json: bool) -> None:
    """Print the events of a case; what is sealed is logged before it is shown."""
    with open_ledger(ledger_path(ledger)) as book:
        file = case_file(book, id)
        snapshot = snapshot_of(ledger)
        if unseal:
            log_look(book, file, who=settings().user, what="history")
    shown = history_of(file, today(), unseal=unseal)
    if as_json:
        answer_json(shown)
    else:
        print_history(shown, NamesOf(snapshot))


def team_command(
    id: str,
    *,
    add: Sequence[str],
    remove: Sequence[str],
    request: str | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Change a team and tell what the check finds."""
    new = pairs_of(add, role_first=False)
    _require_some(add, remove)
    _act(
        lambda desk: cases.change_team(desk, id, add=new, remove=remove, request=request),
        ledger=ledger,
        as_json=as_json,
    )


def parties_command(
    id: str,
    *,
    add: Sequence[str],
    remove: Sequence[str],
    request: str | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Change the parties and tell what the check finds."""
    new = pairs_of(add, role_first=True)
    _require_some(add, remove)
    _act(
        lambda desk: cases.change_parties(desk, id, add=new, remove=remove, request=request),
        ledger=ledger,
        as_json=as_json,
    )


def start_command(id: str, *, request: str | None, ledger: Path | None, as_json: bool) -> None:
    """Begin handling a case."""
    _act(lambda desk: cases.start(desk, id, request=request), ledger=ledger, as_json=as_json)


def close_command(
    id: str, *, reason: str, request: str | None, ledger: Path | None, as_json: bool
) -> None:
    """Close a case."""
    _act(
        lambda desk: cases.close(desk, id, reason=reason, request=request),
        ledger=ledger,
        as_json=as_json,
    )


def seal_command(
    id: str, *, reason: str, request: str | None, ledger: Path | None, as_json: bool
) -> None:
    """Seal a closed case."""
    _act(
        lambda desk: cases.seal(desk, id, reason=reason, request=request),
        ledger=ledger,
        as_json=as_json,
    )


def _require_some(add: Sequence[str], remove: Sequence[str]) -> None:
    if not (add or remove):
        raise InputError("nothing to change: give --add or --remove")


def _act(step: Callable[[Desk], Outcome], *, ledger: Path | None, as_json: bool) -> None:
    with sitting(ledger) as desk:
        outcome = step(desk)
        tell(outcome, NamesOf(desk.snapshot), as_json=as_json, on=desk.today)
