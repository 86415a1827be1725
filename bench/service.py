"""How fast the service answers sixteen connections at once, every answer logged before it is given.

Run: python -m bench.service [PERSONS] [--keep DIR] [--requests N]
Wanted at the 99th percentile: search within 50 ms, neighbours within 100, a check within 150. The
service runs in a process of its own and is asked over loopback, once it has derived from the data
what it derives beside its first requests; every connection sends the next request as soon as it has
the last answer. Wall time: measure on a quiet machine; the processor time of the service for one
request is printed beside it, which other work disturbs less, and the time of whoever asks, who
takes the other core.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx2
import numpy as np

from api.access_log import AccessLog, access_log_path
from api.http.accounts import Accounts, accounts_path
from api.http.roles import Account, Role
from bench.county import load
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.snapshot import Snapshot

CONNECTIONS = 16
LOGIN, PASSWORD = "bench", "a password of the bench"
_SAMPLE, _SEED, _PATIENCE, _IDLE = 300, 7, 120.0, 0.05
Ask = tuple[str, str, dict[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One kind of request: its name, what is wanted in milliseconds, the requests."""

    name: str
    wanted: float
    asks: list[Ask]


def main(argv: list[str] | None = None) -> None:
    """Make the county, serve it, and print a line for each kind of request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="?", type=int, default=300_000)
    parser.add_argument("--keep", type=Path, help="folder that keeps the county and its ledger")
    parser.add_argument("--requests", type=int, default=1600, help="of each kind")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        ledger = load(options.keep or Path(scratch), options.persons)
        courses = drawn_up(open_snapshot(ledger), options.requests)
        purpose = _admit(ledger, courses)
        port, served = _served(ledger)
        try:
            _measured(ledger, port, served.pid, courses, purpose)
        finally:
            served.terminate()
            served.wait()


def drawn_up(snapshot: Snapshot, count: int) -> list[Course]:
    """Return the requests: searches by name, id and pinyin, pages of neighbours, checks."""
    drawn = random.Random(_SEED)
    people = snapshot.table("people").select(["id", "name"]).to_pylist()
    sample = drawn.sample(people, min(_SAMPLE, len(people)))
    posts = sorted(set(snapshot.table("posts")["person"].to_pylist()))
    officials = drawn.sample(posts, min(12, len(posts)))

    def search() -> Ask:
        one = drawn.choice(sample)
        text = drawn.choice((one["name"][:2], one["name"], one["id"], "zhang wei", "lxm"))
        return "GET", f"/search?q={text}&limit=20", None

    def neighbours() -> Ask:
        return "GET", f"/nodes/person:{drawn.choice(sample)['id']}/neighbours?limit=25", None

    def check() -> Ask:
        parties = [{"person": drawn.choice(sample)["id"], "role": "subject"}]
        candidates = drawn.sample(officials, min(3, len(officials)))
        body = {"matter": "supervision_case", "parties": parties, "candidates": candidates}
        return "POST", "/checks", body

    kinds: tuple[tuple[str, float, Callable[[], Ask]], ...] = (
        ("search", 50.0, search),
        ("neighbours", 100.0, neighbours),
        ("check", 150.0, check),
    )
    return [Course(name=n, wanted=w, asks=[ask() for _ in range(count)]) for n, w, ask in kinds]


def _admit(ledger: Path, courses: list[Course]) -> str:
    """Keep an account to which everybody asked about is opened; returns by which purpose."""
    accounts = Accounts(accounts_path(ledger))
    accounts.put(Account(login=LOGIN, name="量测", roles=frozenset({Role.CLERK})), PASSWORD)
    asked = sorted({path.split(":")[1].split("/")[0] for _, path, _ in courses[1].asks})
    number = accounts.authorize(LOGIN, asked, reason="bench", by="bench", until="2099-01-01")
    accounts.close()
    return f"authorization:{number}"


def _served(ledger: Path) -> tuple[int, subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("huibi")), "serve", "--port", str(port)]
    served = subprocess.Popen([*command, "--ledger", str(ledger)], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and served.poll() is None:
        try:
            httpx2.get(f"http://127.0.0.1:{port}/api/v1/health").raise_for_status()
        except httpx2.TransportError:
            time.sleep(0.2)
        else:
            return port, served
    served.terminate()
    raise SystemExit("the service did not begin to answer")


def _measured(ledger: Path, port: int, process: int, courses: list[Course], purpose: str) -> None:
    began = _logged(ledger)
    sent = asyncio.run(_run(port, process, courses, purpose))
    logged = _logged(ledger) - began
    print(
        f"{sent:,} requests sent, {logged:,} in the log: {'all' if sent == logged else 'NOT ALL'}"
    )
    if sent != logged:
        raise SystemExit("an answer was given that is not in the log")


def _logged(ledger: Path) -> int:
    with AccessLog(access_log_path(ledger)) as log:
        return log.verify(None).sequence


async def _run(port: int, process: int, courses: list[Course], purpose: str) -> int:
    """Send every course and print its figures; returns how many requests were sent."""
    address = f"http://127.0.0.1:{port}/api/v1"
    headers = {"x-huibi": "1", "x-huibi-purpose": purpose}
    async with httpx2.AsyncClient(headers=headers, timeout=_PATIENCE) as client:
        entered = {"login": LOGIN, "password": PASSWORD}
        (await client.post(f"{address}/session", json=entered)).raise_for_status()
        (await client.get(f"{address}/status")).raise_for_status()
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    sent = 2
    while (busy := _busy(process)) and not await _is_idle(process, busy):
        pass
    print(f"{CONNECTIONS} connections; load of the machine before: {os.getloadavg()[0]:.1f}")
    print(
        f"{'':12}{'p50':>8}{'p95':>8}{'p99':>8}{'wanted':>8}  ms; per second; "
        "processor ms of each; of whoever asks"
    )
    mark = "".join(
        f"{name}: {value}\r\n" for name, value in (*headers.items(), ("cookie", cookies))
    )
    for course in courses:
        warm = course.asks[: 2 * CONNECTIONS]
        await _sent(port, mark, warm)
        busy, own, clock = _busy(process), time.process_time(), time.perf_counter()
        took = await _sent(port, mark, course.asks)
        clock, busy = time.perf_counter() - clock, _busy(process) - busy
        own = time.process_time() - own
        sent += len(warm) + len(course.asks)
        found = np.percentile(np.asarray(took) * 1e3, (50, 95, 99))
        figures = "".join(f"{value:8.1f}" for value in (*found, course.wanted))
        n = len(took)
        each = f"{busy / n * 1e3:8.1f}  {own / n * 1e3:8.1f}"
        print(f"{course.name:12}{figures}      {n / clock:8.0f}  {each}", flush=True)
    return sent


async def _is_idle(process: int, busy: float) -> bool:
    """Wait a second and return whether the service has done nothing in it."""
    await asyncio.sleep(1.0)
    return _busy(process) - busy < _IDLE


async def _sent(port: int, mark: str, asks: list[Ask]) -> list[float]:
    """Send requests over all connections and return how long each took, in seconds.

    Plain text over plain connections: a client that does more takes more time than the service.
    """
    waiting: Iterator[Ask] = iter(asks)
    took: list[float] = []

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for method, path, body in waiting:
            content = json.dumps(body) if body else ""
            told = f"content-type: application/json\r\ncontent-length: {len(content)}\r\n"
            begin = time.perf_counter()
            line = f"{method} /api/v1{quote(path, safe='/:?=&')} HTTP/1.1\r\nhost: bench\r\n"
            writer.write(f"{line}{mark}{told if body else ''}\r\n{content}".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            (length,) = re.findall(rb"content-length: (\d+)", head)
            answer = await reader.readexactly(int(length))
            took.append(time.perf_counter() - begin)
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{path}: {head[:60]!r} {answer[:300]!r}")
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return took


def _busy(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
