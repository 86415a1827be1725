"""The built-in DOCX templates, made anew: `python -m viz.papers.blank`.

They hold the same tags as the pages, and an office edits a copy in its word processor.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from viz.papers.paper import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATES = Path(__file__).parent / "templates"
_SERIF, _SANS = "FangSong", "SimHei"
_PERSON = "{{ one.name }}（{{ one.id }}）{{ one.role }}：{{ one.verdict }}"


def make(kind: Kind) -> Any:
    """Return the blank template of a paper."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _set_font(document.styles["Normal"], _SERIF, 12)
    _set_font(document.styles["Heading 2"], _SANS, 12.5)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("{{ t.title }}")
    run.bold, run.font.size = True, Pt(20)
    _facts(document)
    document.add_paragraph("{%p if overrides %}")
    document.add_paragraph(
        "⚠ {{ l.overrides }}：{% for one in overrides %}{{ one.name }} {{ one.id }}"
        "（{{ l.approvals }}：{{ one.approvals }}）{% endfor %}"
    )
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ t.lead }}")
    _BODIES[kind](document)
    document.add_paragraph("{{ t.valid }}")
    document.add_paragraph(
        "{{ l.decided }} {{ check.decision or l.none }} · {{ l.on }} {{ check.on }} · "
        "{{ l.sequence }} {{ check.sequence }}"
    )
    document.add_paragraph()
    _table(document, [["{{ t.sign }}", "{{ case.unit or '' }} {{ l.seal }}",
                       "{{ l.issued }} {{ today }}"]])  # fmt: skip
    return document


def _facts(document: Any) -> None:
    _table(
        document,
        [
            ["{{ l.case }}", "{{ case.id }}", "{{ l.received }}", "{{ case.received }}"],
            ["{{ l.matter }}", "{{ case.matter }}", "{{ l.unit }}", "{{ case.unit or l.none }}"],
        ],
    )
    document.add_paragraph(
        "{{ l.parties }}：{% for party in case.parties %}{{ party.name }}（{{ party.role }}）"
        "{% if not loop.last %}；{% endif %}{% endfor %}"
    )


def _authorization(document: Any) -> None:
    _listing(document, "team", ["role", "name", "id", "verdict", "note"])
    _table(
        document,
        [
            ["{{ l.step }}", "{{ assignment.step }}{% if assignment.zone %}（{{ l.zone }} "
             "{{ assignment.zone }}）{% endif %}"],
            ["{{ l.form }}", "{{ assignment.form }}"],
            ["{{ l.articles }}", "{{ assignment.articles or l.none }}"],
            ["{{ l.chance }}", "{{ assignment.chance or l.none }}"],
        ],
    )  # fmt: skip


def _decision(document: Any) -> None:
    document.add_paragraph("{%p for one in recused %}")
    document.add_heading(_PERSON, 2)
    _reasons(document, has_paths=False)
    document.add_paragraph("{%p for ruling in one.rulings %}")
    document.add_paragraph("{{ ruling }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ l.articles }}：{{ one.articles or l.none }}")
    document.add_paragraph("{%p endfor %}")


def _report(document: Any) -> None:
    document.add_heading("{{ l.team }}", 2)
    _listing(document, "team", ["role", "name", "id", "verdict", "told"])
    document.add_heading("{{ l.others }}", 2)
    _listing(document, "others", ["name", "id", "verdict"])
    document.add_heading("{{ l.requests }}", 2)
    _listing(document, "requests", ["at", "name", "text"])


def _analysis(document: Any) -> None:
    document.add_paragraph("{%p for one in team + others %}")
    document.add_heading(_PERSON, 2)
    _reasons(document, has_paths=True)
    document.add_paragraph("{%p endfor %}")
    document.add_heading("{{ l.history }}", 2)
    _listing(document, "history", ["at", "text"])


_BODIES = {
    "authorization": _authorization,
    "decision": _decision,
    "report": _report,
    "analysis": _analysis,
}
_TITLES = {"told": "reason", "at": "date", "text": "note"}


def _reasons(document: Any, *, has_paths: bool) -> None:
    document.add_paragraph("{%p if withheld and one.reasons %}")
    document.add_paragraph("{{ l.withheld }}")
    document.add_paragraph("{%p elif not one.reasons %}")
    document.add_paragraph("{{ l.no_reason }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{%p for reason in one.reasons %}")
    document.add_paragraph("{{ reason.text }}")
    if has_paths:
        document.add_paragraph("{%p for hop in reason.path %}")
        document.add_paragraph("　→ {{ hop.text }} {{ hop.source }}")
        document.add_paragraph("{%p endfor %}")
        document.add_paragraph("{{ l.articles }}：{{ reason.articles or l.none }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _listing(document: Any, of: str, columns: Sequence[str]) -> None:
    """Add a table with one row for each item of a list."""
    last = [""] * (len(columns) - 1)
    _table(
        document,
        [
            [f"{{{{ l.{_TITLES.get(column, column)} }}}}" for column in columns],
            [f"{{%tr for one in {of} %}}", *last],
            [f"{{{{ one.{column} }}}}" for column in columns],
            ["{%tr endfor %}", *last],
        ],
    )


def _table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _set_font(style: Any, name: str, size: float) -> None:
    style.font.name, style.font.size = name, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def main() -> None:
    """Write every template."""
    for kind in KINDS:
        make(kind).save(TEMPLATES / f"{kind}.docx")


if __name__ == "__main__":
    main()
