"""`huibi papers`: the papers of a case as files, and the templates to be edited."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from api.cli.desk import sitting
from api.cli.kin import NamesOf
from api.cli.screen import answer, answer_json, remark
from api.papers import Issue, issue, record_issue
from graph.cases.strict_yaml import nearest
from graph.errors import InputError
from viz.papers.paper import FORMATS, KINDS, LANGUAGES, Kind, copy_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSAFE = re.compile(r"[^\w.-]+")


def print_command(
    case: str,
    *,
    out: Path,
    kinds: Sequence[str],
    forms: Sequence[str],
    language: str,
    templates: Path | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Write the papers asked for, and keep with the case what was issued."""
    _known("--kind", kinds, KINDS)
    _known("--format", forms, FORMATS)
    _known("--lang", [language], LANGUAGES)
    if templates is not None and not templates.is_dir():
        raise InputError(f"--templates {templates}: there is no such folder; make it with "
                         "'huibi papers templates FOLDER'")  # fmt: skip
    written = []
    with sitting(ledger) as desk:
        for kind in kinds or KINDS:
            wanted = Issue(
                case=case,
                kinds=[cast("Kind", kind)],
                language=language,
                forms=forms or FORMATS,
                templates=templates,
            )
            try:
                file, made = issue(desk.ledger, wanted, NamesOf(desk.snapshot), desk.today)
            except InputError as problem:
                if kinds or not desk.ledger.desk.of(case):
                    raise
                remark(f"{kind}: {problem}")
                continue
            for one in made:
                name = f"{_UNSAFE.sub('_', case)}-{one.kind}.{language}.{one.form}"
                written.append({"file": str(_written(out, name, one.content)), "kind": one.kind})
            record_issue(desk.ledger, file, wanted, made, desk.author)
    if as_json:
        answer_json({"case": case, "papers": written})
    else:
        for paper in written:
            answer(paper["file"])


def templates_command(folder: Path) -> None:
    """Copy the built-in templates."""
    for name in copy_templates(folder):
        answer(str(folder / name))


def _known(option: str, given: Sequence[str], known: Sequence[str]) -> None:
    for word in given:
        if word not in known:
            raise InputError(f"{option} {word}: {nearest(word, known)}")


def _written(folder: Path, name: str, content: bytes) -> Path:
    """Write one file, whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(new).replace(folder / name)
        except BaseException:
            Path(new).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{folder / name}: cannot be written ({error.strerror})") from error
    return folder / name
