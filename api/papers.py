"""The papers of a registered case: what may be shown of it, put into words, and kept as issued."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.paper_facts import Facts
from graph.desk.docket import case_file
from graph.desk.states import State
from graph.errors import InputError
from graph.ledger import DeskEvent
from viz.papers.paper import Kind, Paper, render, words_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from graph.desk.case_file import CaseFile
    from graph.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What is wanted of the papers of a case."""

    case: str
    kinds: Sequence[Kind]
    language: str
    forms: Sequence[str]
    templates: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One file made."""

    kind: Kind
    form: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def issue(
    ledger: Ledger, wanted: Issue, names: Mapping[str, str] | Any, today: dt.date
) -> tuple[CaseFile, list[Issued]]:
    """Return the papers of a case; nothing of an informant and no withheld reason is in them.

    Raises:
        NotFoundError: the case is not registered.
        InputError: the case is sealed, or a paper says what the case does not bear out.
    """
    file = case_file(ledger, wanted.case)
    if file.state is State.SEALED:
        raise InputError(f"{file.id} is sealed: nothing of it is printed any more")
    facts = Facts(file, ledger, names, today, wanted.language, words_of(wanted.templates))
    made = []
    for kind in wanted.kinds:
        paper = Paper(kind=kind, language=wanted.language, facts=facts.of(kind))
        made += [
            Issued(kind=kind, form=form, content=render(paper, form, wanted.templates))
            for form in wanted.forms
        ]
    return file, made


def record_issue(
    ledger: Ledger, file: CaseFile, wanted: Issue, made: Sequence[Issued], author: str
) -> None:
    """Keep with the case which papers were issued, each by the digest of its file.

    Raises:
        LedgerBusyError: the case changed while its papers were made.
    """
    events = [
        DeskEvent(
            kind="paper_issued",
            about=file.id,
            body={
                "paper": one.kind,
                "format": one.form,
                "language": wanted.language,
                "sha256": one.digest,
            },
            author=author,
        )
        for one in made
    ]
    ledger.desk.record(events, expected={file.id: file.last})
