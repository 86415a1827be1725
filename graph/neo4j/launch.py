"""How the server's process is put together: command line, port, and why it did not come up."""

from __future__ import annotations

import socket
import subprocess
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from graph.errors import Neo4jError
from graph.neo4j.machine import memory_for, memory_here
from graph.neo4j.settings import conf_text

if TYPE_CHECKING:
    from pathlib import Path

    from graph.neo4j.home import Home
    from graph.neo4j.machine import Memory

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JVM = (
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    "-XX:+DisableAttachMechanism",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
)
_UTF8 = ("env", "LC_ALL=C.UTF-8")
"""Java reads the names of files by the locale, and would not find 台账 under a plain C."""
_HOSTS = "127.0.0.1 localhost\n::1 localhost\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a start asks for; what is left out is chosen."""

    port: int | None = None
    memory: Memory | None = None
    has_browser: bool = False
    """Whether the page of Neo4j Browser is served beside."""
    until_end_of: int | None = None
    """The server ends with this process."""
    jvm: tuple[str, ...] = ()
    """More options of the Java machine."""


def spawn(home: Home, jars: Path, java: Path, wish: Wish, lock: int) -> subprocess.Popen[bytes]:
    """Start the process that serves this folder, detached from ours; it inherits `lock`."""
    memory = wish.memory or memory_for(memory_here())
    arguments = [str(wish.until_end_of)] if wish.until_end_of else []
    with as_file(files("graph.neo4j") / "java" / "Neo4jServer.java") as text:
        command = (
            *(*_java(home, java, jars, memory), *wish.jvm),
            *(str(text), "serve", str(home.path), *arguments),
        )
        with home.writable(), home.log.open("wb") as log:
            return subprocess.Popen(
                command,
                cwd=home.path,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,
                umask=0o077,
            )


def administer(home: Home, jars: Path, java: Path, memory: Memory, words: tuple[str, ...]) -> str:
    """Run one command of neo4j-admin on a stopped server's folder and return what it said.

    Raises:
        Neo4jError: the command failed; the message holds its last line.
    """
    with as_file(files("graph.neo4j") / "java" / "Neo4jServer.java") as text:
        done = subprocess.run(
            (*_java(home, java, jars, memory), str(text), "admin", str(home.path), *words),
            cwd=home.path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            umask=0o077,
            text=True,
            errors="replace",
            check=False,
        )
    if done.returncode:
        raise Neo4jError(
            f"{home.path}: neo4j-admin {' '.join(words[:3])} failed: {last_line(done.stdout)}:"
            " nothing of it is to be used; correct that and run it again"
        )
    return done.stdout


def _java(home: Home, java: Path, jars: Path, memory: Memory) -> tuple[str, ...]:
    # Names are looked up in a file that knows only this machine: a name inside LOAD CSV would
    # otherwise be asked of a name server before the address is refused.
    names = f"-Djdk.net.hosts.file={home.hosts}"
    heap = (f"-Xms{memory.first_heap}m", f"-Xmx{memory.heap}m")
    return (*_UTF8, str(java), *heap, names, *_JVM, "-cp", f"{jars}/*")


def configure(home: Home, wish: Wish) -> str:
    """Write `neo4j.conf` for a start; return what the user should know, mostly nothing.

    Raises:
        Neo4jError: the port asked for is taken.
    """
    last = home.last_ports()
    if wish.port and not _is_free(wish.port):
        raise Neo4jError(
            f"port {wish.port} of 127.0.0.1 is used by another program, so the server was not"
            " started: name another with --port, or leave it out and a free one is taken"
        )
    taken = [port for port in (last.bolt, last.http) if port and not _is_free(port)]
    bolt = wish.port or (0 if last.bolt in taken else last.bolt)
    http = 0 if last.http in (*taken, bolt) else last.http
    memory = wish.memory or memory_for(memory_here())
    page = http if wish.has_browser else None
    home.write(home.conf, conf_text(port=bolt, http_port=page, memory=memory))
    home.write(home.hosts, _HOSTS)
    if last.bolt in taken and not wish.port:
        return f"port {last.bolt} is now used by another program; a free one was taken"
    return ""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def failure(home: Home) -> Neo4jError:
    """Return why the process ended instead of serving."""
    said = home.progress()
    if said is not None and said.word == "failed":
        why = said.rest
    else:
        with home.writable():
            why = last_line(home.log.read_text(encoding="utf-8", errors="replace"))
    todo = "read that, correct it and start again"
    if "No space left" in why:
        todo = "make room and start again"
    elif "already in use" in why:
        todo = "another program took the port meanwhile: start again"
    return Neo4jError(f"{home.log}: Neo4j did not start: {why}: {todo}")


def last_line(text: str) -> str:
    """Return the last line that says something."""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    return said[-1] if said else "it said nothing"
