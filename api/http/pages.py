"""The explorer's files, served with the types that browsers insist on."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from viz.web import FOLDERS, ROOT

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json"}
"""Said outright, since a machine's own registry may say otherwise."""


async def _index(_request: Request) -> Response:
    return FileResponse(ROOT / "index.html", media_type="text/html; charset=utf-8")


def attach(app: FastAPI) -> None:
    """Serve the explorer at `/` and its files under `/web`."""
    for suffix, type_ in _TYPES.items():
        mimetypes.add_type(type_, suffix)
    app.router.routes.append(Route("/", _index, name="explorer"))
    for folder in FOLDERS:
        if (ROOT / folder).is_dir():
            files = StaticFiles(directory=ROOT / folder)
            app.router.routes.append(Mount(f"/web/{folder}", files, name=f"web_{folder}"))
