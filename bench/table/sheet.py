"""The figures and answers of one engine at one size, kept as they come."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from bench.table.questions import Figure, NotRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_LEAST = 3
"""Questions that are asked however long they take."""


@dataclass(slots=True)
class Sheet:
    """What was measured so far; written after each figure, so that a child may be ended."""

    engine: str
    folder: Path
    figures: list[Figure] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)

    def tell(self, question: str, value: float, **more: Any) -> None:
        """Keep a figure."""
        self.figures.append(Figure(question=question, engine=self.engine, value=value, **more))
        self.save()

    def leave(self, question: str, why: str) -> None:
        """Keep why there is no figure."""
        self.not_run.append(NotRun(question=question, engine=self.engine, why=why))
        self.save()

    def answered(self, question: str, answer: NDArray[Any]) -> None:
        """Keep an answer, to be held against the others."""
        np.save(self.folder / f"{self.engine}.{question}.npy", answer)

    def save(self) -> None:
        """Write all figures."""
        shown = {
            "figures": [asdict(one) for one in self.figures],
            "not_run": [asdict(one) for one in self.not_run],
        }
        (self.folder / f"{self.engine}.json").write_bytes(orjson.dumps(shown))

    def time(
        self,
        question: str,
        ask: Callable[[Any], Any],
        inputs: Sequence[Any],
        *,
        seconds: float,
        note: str = "",
    ) -> list[Any]:
        """Ask each in turn after one to warm up, until the time is over; returns the answers.

        The figure is the median, with the 99th percentile where ten or more were asked.
        """
        try:
            ask(inputs[0])
            answers, times, busy = _asked(ask, inputs, seconds)
        except MemoryError:
            self.leave(question, "memory")
            return []
        many = len(times)
        self.tell(
            question,
            float(np.median(times)),
            most=float(np.percentile(times, 99)) if many >= 10 else None,
            busy=busy / many,
            asked=many,
            note=note,
        )
        return answers


def _asked(
    ask: Callable[[Any], Any], inputs: Iterable[Any], seconds: float
) -> tuple[list[Any], list[float], float]:
    answers: list[Any] = []
    times: list[float] = []
    begin, busy = time.perf_counter(), time.process_time()
    for one in inputs:
        start = time.perf_counter()
        answers.append(ask(one))
        times.append(time.perf_counter() - start)
        if len(times) >= _LEAST and time.perf_counter() - begin > seconds:
            break
    return answers, times, time.process_time() - busy
