"""What a process holds in memory, as Linux tells it; 0 where it does not."""

from __future__ import annotations

import resource
from contextlib import suppress
from pathlib import Path

_RESET_PEAK = "5"


def resident(pid: int | str = "self") -> float:
    """Return what a process holds now, in MB."""
    return _field(pid, "VmRSS")


def peak(pid: int | str = "self") -> float:
    """Return the most that a process has held, in MB.

    Not `ru_maxrss`, which a child takes over from the process that started it.
    """
    return _field(pid, "VmHWM")


def forget_peak(pid: int | str = "self") -> None:
    """Let the peak begin anew from what is held now."""
    with suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text(_RESET_PEAK, encoding="ascii")


def limit(megabytes: int) -> None:
    """Let this process ask for no more memory than that: a MemoryError instead of a full machine.

    Files that are mapped do not count.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def available() -> float:
    """Return what the machine has to give, in MB."""
    return _value(Path("/proc/meminfo"), "MemAvailable")


def total() -> float:
    """Return the machine's memory, in MB."""
    return _value(Path("/proc/meminfo"), "MemTotal")


def _field(pid: int | str, name: str) -> float:
    return _value(Path(f"/proc/{pid}/status"), name)


def _value(path: Path, name: str) -> float:
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)
