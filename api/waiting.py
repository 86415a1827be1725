"""Which cases an assignment is about: registered ones that wait, files, folders of files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.cases import load_case
from graph.desk.assignment.posting import WAITING
from graph.desk.assignment.rules import default_rules
from graph.desk.docket import case_file, docket
from graph.errors import CaseError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.cases import Case
    from graph.desk.assignment.rules import Rules
    from graph.desk.case_file import CaseFile
    from graph.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for: which cases, on which day, by which rules."""

    cases: Sequence[str] = ()
    """Case files, folders of them, or ids of registered cases."""
    is_open: bool = False
    """Whether every registered case that waits for its handlers is meant."""
    on: dt.date | None = None
    rules: Rules = field(default_factory=default_rules)
    absent: Sequence[str] = ()
    """Persons who are away."""
    sensitive: Sequence[str] = ()
    """Cases to be drawn as sensitive ones, beside those of sensitive matters."""
    is_only_named: bool = False
    """Whether a case that names candidates may go to nobody else."""
    is_registered: bool = False
    """Whether `cases` are ids alone: nothing is then read from the machine's files."""

    @property
    def day(self) -> dt.date:
        """The day asked about, by default today."""
        return self.on or dt.datetime.now(tz=dt.UTC).astimezone().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case to be assigned: registered, or as its file tells it."""

    case: Case
    packs: tuple[str, ...] = ()
    file: CaseFile | None = None
    path: Path | None = None


def waiting_cases(ledger: Ledger, request: Request) -> list[Waiting]:
    """Return the cases that a request names, by id; a file whose case is registered counts as it.

    Raises:
        CaseError: a file is no case, or two give one id.
        NotFoundError: no case of an id is registered.
        InputError: none is named, or one already has its handlers.
    """
    files = docket(ledger)
    found = [_registered(file) for file in files.values() if file.state in WAITING]
    found = found if request.is_open else []
    for name in request.cases:
        for one in (
            [_registered(case_file(ledger, name))]
            if request.is_registered
            else _named(ledger, name)
        ):
            known = files.get(one.case.id)
            found.append(_registered(known) if known else one)
    by_id: dict[str, Waiting] = {}
    for one in found:
        other = by_id.setdefault(one.case.id, one)
        if other is not one and other.file is None:
            raise CaseError(f"{one.path} and {other.path} are both case '{one.case.id}'")
    for one in by_id.values():
        if one.file is not None and one.file.state not in WAITING:
            raise InputError(
                f"case {one.case.id} is {one.file.state.value}, handled by {one.file.handler}; only"
                " a case without handlers is assigned. Take the assignment back first with "
                f"'huibi assign withdraw {one.case.id}'"
            )
    if not by_id and not request.is_open:
        raise InputError("no case is named: give case files, folders or ids, or --open")
    return [by_id[id] for id in sorted(by_id)]


def _registered(file: CaseFile) -> Waiting:
    return Waiting(case=file.case, packs=file.packs, file=file)


def _named(ledger: Ledger, name: str) -> list[Waiting]:
    path = Path(name)
    if path.is_dir():
        paths = sorted(one for one in path.iterdir() if one.suffix in (".yaml", ".yml"))
        if not paths:
            raise InputError(f"{path}: no case file (.yaml) is in this folder")
        return [Waiting(case=load_case(one)[0], path=one) for one in paths]
    if path.is_file() or path.suffix in (".yaml", ".yml"):
        return [Waiting(case=load_case(path)[0], path=path)]
    return [_registered(case_file(ledger, name))]
