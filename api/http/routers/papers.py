"""The papers of a case: looked at, or issued and kept with it by their digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi import Path as InPath

from api.http.asking import Asked, AskedDep
from api.http.desking import sitting
from api.papers import Issue, issue, record_issue
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from api.papers import Issued

router = APIRouter(tags=["desk"])
Kind = Annotated[
    Literal["authorization", "decision", "report", "analysis"], InPath(examples=["authorization"])
]
Form = Literal["html", "pdf", "docx"]
Language = Literal["zh", "en"]
_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {media.partition(";")[0]: {} for media in _TYPES.values()}},
}


class _Names:
    """Names by id, an id standing for itself."""

    def __init__(self, asked: Asked) -> None:
        self._names = asked.sight.ground.names

    def __getitem__(self, id: str) -> str:
        return self._names.of([id]).get(id, id)

    def get(self, id: str, default: str = "") -> str:
        """Return a name, or the default."""
        return self._names.of([id]).get(id, default)


@router.get("/cases/{id}/papers/{kind}", operation_id="paper", name="paper", responses=_FILE,
            response_class=Response)  # fmt: skip
def paper(
    id: str, kind: Kind, asked: AskedDep, format: Form = "html", language: Language = "zh"
) -> Response:
    """Return a paper to be looked at; it is not issued."""
    asked.sight.case(id)
    bench = asked.service.bench
    with bench.engine, open_ledger(bench.ledger) as book:
        _, made = issue(book, _wanted(id, kind, format, language), _Names(asked), asked.today)
    return _file(id, made[0], language)


@router.post("/cases/{id}/papers/{kind}", operation_id="issue_paper", name="issue_paper",
             responses=_FILE, response_class=Response)  # fmt: skip
def issue_paper(
    id: str, kind: Kind, asked: AskedDep, format: Form = "pdf", language: Language = "zh"
) -> Response:
    """Issue a paper: it is kept with the case by the digest of its file, then returned."""
    asked.sight.case(id)
    wanted = _wanted(id, kind, format, language)
    with sitting(asked) as desk:
        file, made = issue(desk.ledger, wanted, _Names(asked), asked.today)
        record_issue(desk.ledger, file, wanted, made, desk.author)
    return _file(id, made[0], language)


def _wanted(id: str, kind: Kind, form: str, language: str) -> Issue:
    return Issue(case=id, kinds=[kind], language=language, forms=[form])


def _file(id: str, made: Issued, language: str) -> Response:
    stem = f"{re.sub(r'[^-.0-9A-Za-z_一-鿿]+', '_', id)}-{made.kind}.{language}.{made.form}"
    return Response(
        made.content,
        media_type=_TYPES[made.form],
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(stem)}"},
    )
