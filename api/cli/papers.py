"""`huibi papers`: the papers of a case as files, and the templates to be edited."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import contextmanager
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
    from collections.abc import Iterator, Mapping, Sequence

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
            names = {f"{_stem(case)}-{one.kind}.{language}.{one.form}": one for one in made}
            with _staged(out, {name: one.content for name, one in names.items()}):
                record_issue(desk.ledger, file, wanted, made, desk.author)
            written += [{"file": str(out / name), "kind": one.kind} for name, one in names.items()]
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


def _stem(case: str) -> str:
    """Return a case's id as part of a file name; ids that would meet stay apart."""
    plain = _UNSAFE.sub("_", case)
    return plain if plain == case else f"{plain}-{hashlib.sha256(case.encode()).hexdigest()[:8]}"


@contextmanager
def _staged(folder: Path, contents: Mapping[str, bytes]) -> Iterator[None]:
    """Write files aside; they appear once what is done meanwhile has succeeded, else never."""
    aside: list[tuple[str, str]] = []
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                handle, new = tempfile.mkstemp(prefix=".paper.", dir=folder)
                aside.append((new, name))
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
        except OSError as error:
            raise InputError(f"{folder}: cannot be written ({error.strerror})") from error
        yield
        for new, name in aside:
            Path(new).replace(folder / name)
    finally:
        for new, _ in aside:
            Path(new).unlink(missing_ok=True)
