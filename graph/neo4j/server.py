"""A local Neo4j: started, found again, stopped; it outlives the command that started it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from graph.errors import Neo4jDownError, Neo4jError
from graph.neo4j import run_lock
from graph.neo4j.home import Home, Ports
from graph.neo4j.jars import require_jars, server_version
from graph.neo4j.launch import Wish, administer, configure, failure, spawn
from graph.neo4j.machine import find_java, memory_for, memory_here
from graph.neo4j.session import Address

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

START_SECONDS = 180.0
STOP_SECONDS = 60.0
_KILL_SECONDS = 20.0
_POLL_SECONDS = 0.05
USER = "neo4j"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a local server stands."""

    is_running: bool
    is_ready: bool
    home: Path
    version: str
    pid: int | None = None
    uri: str = ""
    browser: str = ""
    """The address of the page of Neo4j Browser, where it is served."""
    note: str = ""
    """What the user should know beside."""


class Server:
    """The server of one folder; `jars` is the folder of its programs, shared between servers."""

    _children: ClassVar[list[subprocess.Popen[bytes]]] = []
    """Servers that this process started, kept so that each is waited for when it ends."""

    def __init__(self, home: Path, jars: Path) -> None:
        self.home = Home(home.absolute())
        self._jars = jars.absolute()

    def state(self) -> State:
        """Return how the server stands now, without asking it anything."""
        is_running = self._is_held()
        said = self.home.progress() if is_running else None
        ports = said.ports if said is not None and said.word == "ready" else Ports()
        return State(
            is_running=is_running,
            is_ready=ports.bolt > 0,
            home=self.home.path,
            version=server_version(),
            pid=said.pid if said else None,
            uri=f"bolt://127.0.0.1:{ports.bolt}" if ports.bolt else "",
            browser=f"http://127.0.0.1:{ports.http}/browser/" if ports.http else "",
        )

    def address(self) -> Address:
        """Return where the server answers, for `connect`.

        Raises:
            Neo4jDownError: it does not run, or is still starting.
            Neo4jError: its password cannot be read.
        """
        state = self.state()
        if not state.is_ready:
            how = "is still starting" if state.is_running else "is not running"
            raise Neo4jDownError(
                f"{self.home.path}: the local Neo4j {how}, so it cannot be asked: run huibi neo4j"
                " start"
            )
        return Address(
            uri=state.uri,
            user=USER,
            password=self.home.password(),
            password_from=str(self.home.password_file),
        )

    def start(
        self,
        wish: Wish | None = None,
        *,
        progress: Callable[[int], None] = lambda _done: None,
        seconds: float = START_SECONDS,
    ) -> State:
        """Start the server unless it runs, and return when it answers.

        The port is the one wished for, else that of the last start, else one that is free.
        `progress` gets how many files Maven has brought. Of processes that start at once one
        does the work and all return when it is done.

        Raises:
            Neo4jError: something is missing, in the way or broken; the message says what to do.
        """
        wish = wish or Wish()
        deadline = time.monotonic() + seconds
        while True:
            if (state := self.state()).is_ready:
                return _as_wished(state, wish)
            if not state.is_running:
                java = find_java()
                require_jars(self._jars, progress)
                if (lock := self._take()) is not None:
                    return self._start_holding(lock, java, wish, deadline)
            if time.monotonic() > deadline:
                raise Neo4jDownError(
                    f"{self.home.path}: the server has been starting for {seconds:g} seconds and"
                    f" does not answer yet: {self.home.log} says what it does; huibi neo4j stop"
                    " ends it"
                )
            time.sleep(_POLL_SECONDS)

    def administer(self, *words: str) -> str:
        """Run a command of neo4j-admin, such as `database import full neo4j …`; the server rests.

        Values in `words` are file names and options of our own. The heap is the machine's share,
        since the importer works in it.

        Raises:
            Neo4jError: the server runs, or the command failed.
        """
        java = find_java()
        require_jars(self._jars)
        if (lock := self._take()) is None:
            raise Neo4jError(
                f"{self.home.path}: the server runs, and {' '.join(words[:3])} needs its files for"
                " itself: stop it first (huibi neo4j stop)"
            )
        try:
            self.home.ensure_password()
            configure(self.home, Wish())
            memory = memory_for(memory_here())
            return administer(self.home, self._jars, java, memory, words)
        finally:
            os.close(lock)

    def _is_held(self) -> bool:
        with self.home.writable():
            return run_lock.is_held(self.home.lock)

    def _take(self) -> int | None:
        self.home.make()
        with self.home.writable():
            return run_lock.take(self.home.lock)

    def _start_holding(self, lock: int, java: Path, wish: Wish, deadline: float) -> State:
        try:
            self.home.ensure_password()
            note = configure(self.home, wish)
            with self.home.writable():
                self.home.state.unlink(missing_ok=True)
            process = spawn(self.home, self._jars, java, wish, lock)
        finally:
            os.close(lock)  # the server holds it now
        self._children.append(process)
        self._await(process, deadline)
        if (said := self.home.progress()) is not None:
            self.home.write(self.home.ports_file, said.rest + "\n")
        return replace(self.state(), note=note)

    def _await(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        while not self.state().is_ready:
            if process.poll() is not None:
                raise failure(self.home)
            if time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise Neo4jDownError(
                    f"{self.home.path}: the server did not start in time and was ended:"
                    f" {self.home.log} says how far it came; a busy machine may need another try"
                )
            time.sleep(_POLL_SECONDS)

    def stop(self, *, seconds: float = STOP_SECONDS) -> bool:
        """Stop the server and wait until it has ended; False where none was running.

        It is asked to end, then, after `seconds`, made to: nothing committed is lost.

        Raises:
            Neo4jError: it is being started by another process, or belongs to another user.
        """
        if not self._is_held():
            return False
        self._signal(signal.SIGTERM)
        if not self._has_ended(seconds):
            self._signal(signal.SIGKILL)
            if not self._has_ended(_KILL_SECONDS):
                raise Neo4jError(
                    f"{self.home.path}: the server does not end, even when made to: its disk may"
                    " hang; see to that first"
                )
        return True

    def _signal(self, number: signal.Signals) -> None:
        deadline = time.monotonic() + _KILL_SECONDS
        while self._is_held():
            said = self.home.progress()
            if said is not None:
                self._tell(said.pid, number)
                return
            if time.monotonic() > deadline:
                raise Neo4jError(
                    f"{self.home.path}: another process is just starting this server: stop it when"
                    " that is done"
                )
            time.sleep(_POLL_SECONDS)

    def _tell(self, pid: int, number: signal.Signals) -> None:
        try:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, number)
                os.kill(pid, signal.SIGCONT)  # one that was halted hears nothing
        except PermissionError as error:
            raise Neo4jError(
                f"{self.home.path}: the server belongs to another user, so you may not stop it:"
                " ask its owner"
            ) from error

    def _has_ended(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self._is_held():
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        for child in self._children:
            child.poll()
        return True


def _as_wished(state: State, wish: Wish) -> State:
    if wish.port and not state.uri.endswith(f":{wish.port}"):
        raise Neo4jError(
            f"{state.home}: the server already runs at {state.uri}, not at port {wish.port}: stop"
            " it first (huibi neo4j stop), or leave out the port"
        )
    if wish.has_browser and not state.browser:
        return replace(state, note="it runs without the Browser: stop it first to have it")
    return state
