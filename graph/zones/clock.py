"""How long a plan may still take: a limit of time, and a stop that somebody asks for."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event


@dataclass(slots=True, kw_only=True)
class Clock:
    """Seconds from its making on; `stop` ends the search at once, with what has been found."""

    seconds: float = 60.0
    began: float = field(default_factory=time.monotonic)
    stopped: Event = field(default_factory=Event)

    @property
    def left(self) -> float:
        """Return the seconds left, 0 where the time is over or the stop was asked for."""
        if self.stopped.is_set():
            return 0.0
        return max(0.0, self.began + self.seconds - time.monotonic())

    def stop(self) -> None:
        """Ask for the end."""
        self.stopped.set()
