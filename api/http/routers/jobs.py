"""Long work: running patterns, importing files; followed by events, cancelled, kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Form, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette.sse import EventSourceResponse

from api.http.asking import AccountDep, AskedDep, ServiceDep
from api.http.jobs import ENDED, State
from api.http.problems import Problem, unseen
from api.http.roles import Account
from api.http.service import Service
from api.http.works import SENT
from graph.patterns.run import params_of, patterns_named

router = APIRouter(tags=["jobs"])
_NAME = re.compile(r"[\w\u4e00-\u9fff.() -]{1,120}")
_MOST_FILES = 40
_READ = frozenset({".csv", ".xlsx", ".ged", ".json", ".jsonl"})
"""Endings of files that may be sent; one that names a database to read would let a stranger
choose whom the service calls, so such files are loaded on the command line alone."""
_CHUNK = 1 << 20
_BEAT = 0.5


class RunIn(BaseModel):
    """Which patterns to run, and with which parameters by code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codes: list[str] = Field(default_factory=list, max_length=60, examples=[["B1", "C1"]])
    settings: dict[str, dict[str, Any]] = Field(default_factory=dict, examples=[{}])
    on: dt.date | None = None


class JobOut(BaseModel):
    """A piece of long work."""

    id: str
    kind: str
    state: str = Field(examples=["running"])
    done: int
    message: str
    result: dict[str, Any] | None
    began: str
    changed: str


@router.post("/leads/runs", operation_id="run_patterns", name="run_patterns", status_code=202)
def run_patterns(given: RunIn, asked: AskedDep) -> JobOut:
    """Run patterns on the newest facts and record what they find; follow the job for the end."""
    for pattern in patterns_named(given.codes):
        params_of(pattern, given.settings.get(pattern.code, {}))
    wanted = {
        "codes": given.codes,
        "settings": given.settings,
        "on": (given.on or asked.today).isoformat(),
        "author": asked.account.login,
    }
    return _out(asked.service.jobs.add(asked.account.number, "patterns", wanted))


@router.post("/imports", operation_id="import_files", name="import_files", status_code=202)
def import_files(
    files: list[UploadFile],
    service: ServiceDep,
    account: AccountDep,
    source: Annotated[str, Form(min_length=1, max_length=80, examples=["civil-affairs"])],
    dry_run: Annotated[bool, Form()] = True,
    skip_bad: Annotated[bool, Form()] = False,
    replace: Annotated[bool, Form()] = False,
) -> JobOut:
    """Take files and load them, whole or not at all; by default only say what they would change."""
    if account.places:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "files are loaded by an account for the whole county, since what they would change "
            "tells of people anywhere; ask such a colleague",
        )
    if not 1 <= len(files) <= _MOST_FILES:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"send 1 to {_MOST_FILES} files at once")
    folder = Path(tempfile.mkdtemp(prefix=SENT, dir=service.bench.ledger.absolute().parent))
    inner = folder / "sent"
    try:
        inner.mkdir()
        for file in files:
            _keep(file, inner)
    except (Problem, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    wanted = {
        "folder": str(inner),
        "source": source,
        "dry_run": dry_run,
        "skip_bad": skip_bad,
        "replace": replace,
        "author": account.login,
    }
    return _out(service.jobs.add(account.number, "import", wanted))


@router.get("/jobs", operation_id="jobs", name="jobs")
def jobs(service: ServiceDep, account: AccountDep) -> list[JobOut]:
    """Return one's own last hundred jobs, the newest first."""
    return [_out(one) for one in service.jobs.of(account.number)]


@router.get("/jobs/{id}", operation_id="job", name="job")
def job(id: str, service: ServiceDep, account: AccountDep) -> JobOut:
    """Return one of one's own jobs."""
    return _out(_own(service, account, id))


@router.get("/jobs/{id}/events", operation_id="follow_job", name="follow_job")
async def follow_job(id: str, service: ServiceDep, account: AccountDep) -> EventSourceResponse:
    """Follow a job: one event whenever it has moved, the last one when it has ended."""
    _own(service, account, id)
    return EventSourceResponse(_events(service, account, id))


@router.delete("/jobs/{id}", operation_id="cancel_job", name="cancel_job", status_code=202)
def cancel_job(id: str, service: ServiceDep, account: AccountDep) -> JobOut:
    """Ask one of one's own jobs to stop; what it has not committed is as if it had never been."""
    _own(service, account, id)
    service.jobs.cancel(id)
    return _out(_own(service, account, id))


async def _events(service: Service, account: Account, id: str) -> AsyncIterator[dict[str, str]]:
    last = None
    while True:
        now = _own(service, account, id)
        if now != last:
            last = now
            told = _out(now).model_dump(mode="json")
            yield {"event": "job", "data": orjson.dumps(told).decode()}
        if now.state in ENDED:
            return
        await asyncio.sleep(_BEAT)


def _own(service: Service, account: Account, id: str) -> State:
    found = service.jobs.get(id)
    if found is None or found.account != account.number:
        raise unseen()
    return found


def _out(found: State) -> JobOut:
    kept = asdict(found)
    return JobOut(**{name: kept[name] for name in JobOut.model_fields})


def _keep(file: UploadFile, folder: Path) -> None:
    """Write a file that was sent under its own name, which must be one.

    Raises:
        Problem: 422, the name is none, two files have it, or it ends like nothing that is read.
    """
    name = file.filename or ""
    if not _NAME.fullmatch(name) or name.startswith("."):
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "a file's name has letters, digits, dots and spaces, such as people.csv",
        )
    if Path(name).suffix.lower() not in _READ:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"{name}: files that may be sent end in {', '.join(sorted(_READ))}",
        )
    try:
        with (folder / name).open("xb") as kept:
            while part := file.file.read(_CHUNK):
                kept.write(part)
    except FileExistsError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, f"two files are called {name}; rename one"
        ) from error
