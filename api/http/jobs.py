"""Long work of the service: queued, told as it goes on, cancelled, taken up after a restart."""

from __future__ import annotations

import queue
import threading
import uuid
from dataclasses import dataclass
from logging import getLogger
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import HuibiError
from graph.ledger import sql_accounts as sql
from graph.ledger.load import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.http.accounts import Accounts

Json = dict[str, Any]
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
_BROKE = "the service met a fault of its own, which its log tells; what was committed before stands"
_LOG = getLogger(__name__)
ENDED = (DONE, FAILED, CANCELLED)


class CancelledError(Exception):
    """Somebody asked for the work to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A job as it stands."""

    id: str
    account: int
    kind: str
    asked: Json
    state: str
    done: int
    message: str
    result: Json | None
    began: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A kind of work: what does it, and what clears up after it has ended, however it did."""

    run: Callable[[Json, Job], Json]
    tidy: Callable[[Json], None] = lambda _asked: None


class Job:
    """What a piece of work tells of itself; `tell` raises once somebody has cancelled it."""

    def __init__(self, jobs: Jobs, id: str) -> None:
        self._jobs, self._id = jobs, id
        self.done = 0
        self.message = ""

    def tell(self, message: str = "", done: int | None = None) -> None:
        """Say how far the work is.

        Raises:
            CancelledError: somebody asked for it to stop.
        """
        if self._jobs.is_cancelled(self._id):
            raise CancelledError
        self.say(message, done)

    def say(self, message: str = "", done: int | None = None) -> None:
        """Say how far work is that is no longer cancelled, since what it follows has happened."""
        self.message = message or self.message
        self.done = self.done + 1 if done is None else done
        self._jobs.move(self._id, RUNNING, done=self.done, message=self.message)


class Jobs:
    """One thread that does the work of a service, one piece after another.

    What was waiting or running when the process ended is done anew at the next start: a piece of
    work must be one that may be repeated.
    """

    def __init__(self, accounts: Accounts, works: Mapping[str, Work]) -> None:
        self._accounts, self._works = accounts, works
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._cancelled: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin, with what an earlier process left undone."""
        for one in self.unfinished():
            self._waiting.put(one.id)
        self._thread.start()

    def unfinished(self) -> list[State]:
        """Return what waits or runs, the oldest first."""
        return [_state(row) for row in self._accounts.execute(sql.UNFINISHED_JOBS)]

    def stop(self) -> None:
        """End after the piece of work at hand has noticed; it is done anew at the next start."""
        self._cancelled.add("*")
        self._waiting.put(None)
        self._thread.join(timeout=10)

    def add(self, account: int, kind: str, asked: Json) -> State:
        """Queue a piece of work."""
        id, now = uuid.uuid4().hex, utc_now()
        self._accounts.execute(
            sql.ADD_JOB, id, account, kind, orjson.dumps(asked).decode(), now, now
        )
        self._waiting.put(id)
        found = self.get(id)
        if found is None:
            raise HuibiError("a job was queued and cannot be found")
        return found

    def get(self, id: str) -> State | None:
        """Return a job."""
        rows = self._accounts.execute(sql.JOB, id)
        return _state(rows[0]) if rows else None

    def of(self, account: int) -> list[State]:
        """Return the last hundred jobs of an account, the newest first."""
        return [_state(row) for row in self._accounts.execute(sql.JOBS_OF, account)]

    def cancel(self, id: str) -> None:
        """Ask a job to stop; one that waits never begins."""
        self._cancelled.add(id)
        found = self.get(id)
        if found and found.state == WAITING:
            self.move(id, CANCELLED, done=0, message="")
            self._works[found.kind].tidy(found.asked)

    def is_cancelled(self, id: str) -> bool:
        """Whether a job is to stop."""
        return id in self._cancelled or "*" in self._cancelled

    def move(
        self, id: str, state: str, *, done: int, message: str, result: Json | None = None
    ) -> None:
        """Write down where a job stands."""
        kept = None if result is None else orjson.dumps(result).decode()
        self._accounts.execute(sql.MOVE_JOB, state, done, message, kept, utc_now(), id)

    def _run(self) -> None:
        while (id := self._waiting.get()) is not None:
            found = self.get(id)
            if found and found.state not in ENDED and not self.is_cancelled(id):
                self._do(found)

    def _do(self, found: State) -> None:
        work, job = self._works[found.kind], Job(self, found.id)
        self.move(found.id, RUNNING, done=0, message="")
        try:
            result = work.run(found.asked, job)
        except CancelledError:
            if "*" in self._cancelled:
                return
            self.move(found.id, CANCELLED, done=job.done, message=job.message)
        except HuibiError as error:
            self.move(found.id, FAILED, done=job.done, message=str(error))
        except Exception:  # noqa: BLE001 - one broken job may not stop all that wait
            _LOG.exception("job %s (%s) broke", found.id, found.kind)
            self.move(found.id, FAILED, done=job.done, message=_BROKE)
        else:
            self.move(found.id, DONE, done=job.done, message=job.message, result=result)
        work.tidy(found.asked)


def _state(row: tuple[Any, ...]) -> State:
    id, account, kind, asked, state, done, message, result, began, changed = row
    return State(
        id=id,
        account=account,
        kind=kind,
        asked=orjson.loads(asked),
        state=state,
        done=done,
        message=message,
        result=None if result is None else orjson.loads(result),
        began=began,
        changed=changed,
    )
