"""What the machine offers a server: its Java, its memory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Neo4jError

_OLDEST_JAVA = 17
_COMPILER = "jdk.compiler"
_INSTALL = "install a JDK of version 17 or 21 (Debian: apt-get install openjdk-17-jdk-headless)"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a server may take, in MiB."""

    heap: int
    page_cache: int

    @property
    def first_heap(self) -> int:
        """The heap at the start; it grows as queries need it."""
        return min(256, self.heap)


def memory_for(total: int) -> Memory:
    """Divide a machine's memory (MiB): a sixth for the heap, a sixth for pages of the store.

    The rest stays for the program's own arrays, which it keeps in memory beside the server.
    """
    return Memory(heap=min(4096, max(512, total // 6)), page_cache=min(4096, max(128, total // 6)))


def memory_here() -> int:
    """Return this machine's memory in MiB, or the limit of the container we run in."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # no control group, or one without a limit ("max")
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return total // _MIB


def find_java() -> Path:
    """Return a Java that can run the server from its source text.

    Raises:
        Neo4jError: there is none, it is too old, or it has no compiler.
    """
    found = shutil.which("java")
    if found is None:
        raise Neo4jError(f"Neo4j needs Java, and no java is on the PATH: {_INSTALL}")
    modules = _modules(found)
    version = re.match(r"java\.base@(\d+)", modules)
    if version is None or int(version[1]) < _OLDEST_JAVA:
        which = f"version {version[1]}" if version else "older than version 9, or no Java at all"
        raise Neo4jError(
            f"{found} is {which}, and Neo4j needs {_OLDEST_JAVA} or later: {_INSTALL} and put it"
            " first on the PATH"
        )
    if f"\n{_COMPILER}@" not in modules:
        raise Neo4jError(
            f"{found} can only run programs, and the server is started from its source text, which"
            f" needs a JDK: {_INSTALL}"
        )
    return Path(found)


def _modules(java: str) -> str:
    try:
        asked = subprocess.run(
            [java, "--list-modules"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout
