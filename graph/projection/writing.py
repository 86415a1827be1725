"""Running steps side by side on a server that may go away for a while."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.errors import LedgerBusyError
from graph.neo4j.texts import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future

    from graph.neo4j.session import Transaction
    from graph.projection.batches import Step
    from graph.projection.steady import Steady

SIDE_BY_SIDE = 3
"""Connections that write at once: the client prepares rows while the server writes others."""
LEASE_SECONDS = 30.0
"""After this without a sign of life another holder may take over, from whatever machine."""
_LEASE = int(LEASE_SECONDS * 1000)
_SIGN_SECONDS = 5.0
_SIGN = named("projection_sign")
_HOLD = named("projection_hold")
_HOLDER = named("projection_holder")
_RELEASE = named("projection_release")
_TELL = named("projection_tell")
_WRITERS = named("projection_writers")


@dataclass(slots=True)
class Writer:
    """The right to write a projection, held by a lease that each step checks."""

    graph: Steady
    machine: str
    """Names this machine and ledger: a holder of the same name is known to be gone."""
    _holder: str = field(init=False, default="")
    _shown: float = field(init=False, default=0.0)

    def hold(self) -> None:
        """Take the right to write.

        Raises:
            LedgerBusyError: somebody else is writing.
            Neo4jDownError: no server answers.
        """
        self._holder = f"{self.machine}{secrets.token_hex(8)}"
        asked = {"holder": self._holder, "heir": self.machine, "lease": _LEASE}
        if not self.graph.write(_HOLD, asked):
            raise LedgerBusyError(
                f"{self.graph.uri}: somebody else is bringing this Neo4j up to date:"
                " nothing was changed here; run the command again when that is done"
            )
        self._shown = time.monotonic()

    def _sign(self) -> None:
        asked = {"holder": self._holder, "lease": _LEASE}
        if not self.graph.write(_SIGN, asked):
            raise self._lost()
        self._shown = time.monotonic()

    def claim(self) -> dict[str, Any]:
        """Return the properties by which a store that replaces this one still knows us."""
        lease = int(time.time() * 1000) + 20 * _LEASE
        return {"name": "huibi", "holder": self._holder, "lease": lease}

    def release(self) -> None:
        """Give the right back."""
        self.graph.write(_RELEASE, {"holder": self._holder})

    def tell(self, told: Mapping[str, Any]) -> None:
        """Record how far the projection is."""

        def work(transaction: Transaction) -> list[dict[str, Any]]:
            return transaction.run(_TELL, {"holder": self._holder, "told": dict(told)})

        if not self.graph.writing(work):
            raise self._lost()

    def has_writers(self) -> bool:
        """Whether the server brings our own writers, several times as fast as Cypher."""
        return bool(self.graph.run_alone(_WRITERS)[0]["both"])

    def run(self, step: Step, *, again: bool = False) -> None:
        """Do one step as one transaction, waiting for a server that went away."""
        tries = 0

        def work(transaction: Transaction) -> None:
            nonlocal tries
            tries += 1  # the driver too tries again where it does not know what became of a commit
            if not transaction.run(_HOLDER, {"holder": self._holder}):
                raise self._lost()
            step.run(transaction, again=again or tries > 1 or self.graph.has_failed)

        self.graph.writing(work)

    def run_all(
        self, steps: Iterable[Step], progress: Callable[[int], None], *, again: bool = False
    ) -> None:
        """Do steps that may run in any order, side by side; `progress` gets rows as they are done.

        An error, or an interruption, ends them all after the steps under way.
        """
        pool = ThreadPoolExecutor(SIDE_BY_SIDE)
        try:
            under_way: dict[Future[None], int] = {}
            left = iter(steps)
            while True:
                for step in islice(left, SIDE_BY_SIDE - len(under_way)):
                    under_way[pool.submit(self.run, step, again=again)] = step.rows
                if not under_way:
                    return
                done, _ = wait(under_way, timeout=_SIGN_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    rows = under_way.pop(future)
                    future.result()
                    progress(rows)
                if time.monotonic() - self._shown > _SIGN_SECONDS:
                    self._sign()
        except BaseException:
            self.graph.is_ending = True
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _lost(self) -> LedgerBusyError:
        return LedgerBusyError(
            f"{self.graph.uri}: somebody else has begun to bring this Neo4j up to date, so"
            " this one stopped; what was written stands, and the other goes on from there"
        )
