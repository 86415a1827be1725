"""A small made county with cases, leads and users, and the service of it on a port of its own."""

import datetime as dt
import json
import shutil
import socket
import threading
import time
from pathlib import Path

import uvicorn
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.desk import cases
from api.desk.session import Desk
from api.http.accounts import Accounts, accounts_path
from api.http.app import create_app
from api.http.demo_users import PASSWORD, make_demo_users
from api.http.service import Service
from api.loading import Request, load_sources
from api.patterns.feedback import record_run
from api.patterns.finding import Asked, find
from graph.ledger import open_ledger
from graph.model import day_of
from graph.snapshot import open_snapshot
from loaders.synthetic import write_county

PERSONS = 3_000
PATTERNS = ("C8", "C9", "D4")
REGISTERED = ("01", "02", "03", "05")
TODAY = dt.date(2026, 11, 2)
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
"""Argon2id, too cheap for anything but tests."""


class Clock:
    """The time that sessions go by; tests put it forward."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


def make_county(folder: Path, persons: int = PERSONS, patterns: tuple[str, ...] = PATTERNS) -> Path:
    """Write a county, load it, register cases with a handler each, record leads; the ledger."""
    write_county(folder / "county", persons, 1)
    ledger = folder / "huibi.db"
    load(ledger, folder / "county")
    register(ledger, folder / "county" / "cases", REGISTERED)
    if patterns:
        on = day_of(TODAY.isoformat())
        asked = Asked(codes=patterns, settings={})
        found = find(open_snapshot(ledger), asked, on, progress=lambda *_: None)
        record_run(ledger, found, {}, "demo")
    give_users(ledger)
    return ledger


def load(ledger: Path, folder: Path) -> None:
    outcome = load_sources(
        ledger, Request(paths=(folder,)), lambda _count: None, lambda _outcome: None
    )
    assert outcome.is_loaded, outcome.errors


def register(ledger: Path, folder: Path, ids: tuple[str, ...]) -> None:
    """Register cases; whoever the answer key calls clear handles the first two."""
    key = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    clear = {
        case["case"]: one["person"]
        for case in key
        for one in case["candidates"]
        if one["verdict"] == "clear"
    }
    with open_ledger(ledger, write=True) as book:
        desk = Desk(ledger=book, snapshot=open_snapshot(ledger), author="demo", today=TODAY)
        for id in ids:
            cases.register(desk, (folder / f"{id}.yaml").read_bytes(), name=f"{id}.yaml")
        for id in ids[:2]:
            cases.change_team(desk, id, add=[(clear[id], "handler")])


def give_users(ledger: Path) -> None:
    """Give a ledger its demo users, with passwords that are quick to check."""
    made = make_demo_users(ledger)
    accounts = Accounts(accounts_path(ledger), passwords=QUICK)
    for account in made:
        accounts.put(account, PASSWORD)
    accounts.close()


def copied(ledger: Path, folder: Path) -> Path:
    """Copy a ledger with what lies beside it, so that nobody else's writes are seen."""
    shutil.copytree(
        ledger.parent, folder, ignore=shutil.ignore_patterns("county"), dirs_exist_ok=True
    )
    return folder / ledger.name


class Served:
    """The service of a ledger on a loopback port; it may be stopped and started again."""

    def __init__(self, ledger: Path) -> None:
        self.ledger, self.clock = ledger, Clock()
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.service: Service
        self._server: uvicorn.Server | None = None
        self.start()

    def start(self) -> None:
        """Serve, and return once the port answers."""
        accounts = Accounts(accounts_path(self.ledger), self.clock, QUICK)
        self.service = Service.of(self.ledger, is_demo=True, accounts=accounts, today=lambda: TODAY)
        config = uvicorn.Config(
            create_app(self.service), port=self.port, log_level="error", access_log=False,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        until = time.monotonic() + 30
        while not self._server.started:
            assert self._thread.is_alive(), "the service did not start"
            assert time.monotonic() < until, "the service does not answer"
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop, as an interrupted process does: what was running is left as it is."""
        if self._server is not None:
            self._server.should_exit = True
            self._thread.join(20)
            assert not self._thread.is_alive(), "the service did not stop"
            self._server = None
