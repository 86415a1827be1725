"""One paper rendered: the same facts as a page, as PDF and as DOCX."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from graph.errors import InputError
from viz.fonts import chinese_families

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["authorization", "decision", "report", "analysis"]
KINDS: tuple[Kind, ...] = ("authorization", "decision", "report", "analysis")
"""One case, one authorization, one report, one analysis, and the decision where somebody goes."""
LANGUAGES = ("zh", "en")
FORMATS = ("html", "pdf", "docx")
WORDS = "words.yaml"
_OWN = Path(str(files(__package__) / "templates"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What one paper says: `facts` are texts and lists of texts, ready to be set."""

    kind: Kind
    language: str
    facts: Mapping[str, Any]


def render(paper: Paper, form: str, templates: Path | None = None) -> bytes:
    """Return a paper in one of FORMATS; an office's own templates come before the built-in ones.

    Raises:
        InputError: a template is missing, faulty, or PDF cannot be made on this machine.
    """
    if form == "docx":
        return _docx(paper, templates)
    page = _html(paper, templates)
    return page.encode() if form == "html" else _pdf(page)


def copy_templates(folder: Path) -> list[str]:
    """Copy the built-in templates and words to a folder to be edited; returns what was copied.

    Raises:
        InputError: a file of that name is there already, which nobody wants to lose.
    """
    sources = [*sorted(_OWN.iterdir()), Path(str(files(__package__) / WORDS))]
    for source in sources:
        if (folder / source.name).exists():
            raise InputError(
                f"{folder / source.name} exists already; edit it, or name an empty folder"
            )
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        shutil.copyfile(source, folder / source.name)
    return [source.name for source in sources]


def words_of(templates: Path | None) -> dict[str, Any]:
    """Return the words of papers: the office's own file where it has one.

    Raises:
        InputError: the file cannot be read as words.
    """
    own = templates / WORDS if templates else None
    path = own if own is not None and own.is_file() else Path(str(files(__package__) / WORDS))
    try:
        words = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise InputError(f"{path}: cannot be read as YAML ({error}); mend it") from error
    if not isinstance(words, dict) or not {*KINDS, "labels", "verdicts"} <= words.keys():
        raise InputError(f"{path}: the words of papers lack one of {', '.join(KINDS)}, labels")
    return words


def _context(paper: Paper, templates: Path | None) -> dict[str, Any]:
    words = words_of(templates)
    return {
        **paper.facts,
        "language": paper.language,
        "t": words[paper.kind][paper.language],
        "l": words["labels"][paper.language],
    }


def _environment(templates: Path | None) -> SandboxedEnvironment:
    folders = [templates] if templates else []
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in (*folders, _OWN)])
    return SandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)


def _html(paper: Paper, templates: Path | None) -> str:
    name = f"{paper.kind}.html"
    try:
        template = _environment(templates).get_template(name)
        return template.render(_context(paper, templates))
    except TemplateError as error:
        raise InputError(f"template {name}: {error}; mend it, or remove your copy") from error


def _pdf(page: str) -> bytes:
    chinese_families()  # a page of empty boxes is worse than none
    try:
        from viz.papers.printing import pdf_of
    except OSError as error:
        raise InputError(
            "PDF needs the Pango library, which this machine lacks; install it (Debian: "
            "libpango-1.0-0 libpangoft2-1.0-0), or print the HTML page from a browser"
        ) from error
    return pdf_of(page)


def _docx(paper: Paper, templates: Path | None) -> bytes:
    from docxtpl import DocxTemplate

    name = f"{paper.kind}.docx"
    path = templates / name if templates and (templates / name).is_file() else _OWN / name
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    out = io.BytesIO()
    try:
        with as_file(path) as file:
            document = DocxTemplate(file)
            document.render(_context(paper, templates), environment)
        document.save(out)
    except (TemplateError, KeyError, ValueError) as error:
        raise InputError(f"template {name}: {error}; mend it, or remove your copy") from error
    return out.getvalue()
