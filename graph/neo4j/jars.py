"""The jars that a local Neo4j is made of: fetched once through Maven, proved by their digests."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import Neo4jError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NEEDED_BYTES = 400_000_000
"""The jars, and as much again in Maven's own store."""
_LINES_KEPT = 200


@cache
def digests() -> Mapping[str, str]:
    """Return the SHA-256 of each jar by its file name, as committed with this program."""
    listed = (files("graph.neo4j") / "java" / "jars.sha256").read_text(encoding="utf-8")
    return {name: digest for digest, name in (line.split() for line in listed.splitlines())}


def server_version() -> str:
    """Return the version of Neo4j that the jars make up, such as 5.26.30."""
    found = (re.fullmatch(r"neo4j-kernel-([\d.]+)\.jar", name) for name in digests())
    return next(match[1] for match in found if match)


def damage(folder: Path) -> tuple[str, ...]:
    """Return the jars that are missing, altered or unknown there; about 0.3 s when none is."""
    present = {path.name for path in folder.glob("*.jar")}
    wrong = {name for name in present & set(digests()) if _digest(folder / name) != digests()[name]}
    return tuple(sorted(wrong | (present ^ set(digests()))))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_jars(folder: Path, progress: Callable[[int], None] = lambda _done: None) -> Path:
    """Return the folder once every jar in it is right, fetched first where one is not.

    `progress` gets how many files Maven has brought so far. Two processes may ask at once.

    Raises:
        Neo4jError: Maven is missing or fails, there is no room, or a jar is not the one promised.
    """
    try:
        if not damage(folder):
            return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if damage(folder):
                _fetch(folder, progress)
    except OSError as error:
        raise Neo4jError(
            f"{error.filename or folder}: {error.strerror}, so Neo4j's jars cannot be kept there:"
            " allow it or make room, or name another folder with HUIBI_NEO4J_JARS"
        ) from error
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    file = os.open(folder.with_name(folder.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _fetch(folder: Path, progress: Callable[[int], None]) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Neo4jError(
            f"{folder}: Neo4j's jars are not here and Maven, which fetches them, is not installed:"
            " install it (Debian: apt-get install maven openjdk-17-jdk-headless), or copy this"
            " folder from a machine that has it"
        )
    free = shutil.disk_usage(folder.parent).free
    if free < _NEEDED_BYTES:
        raise Neo4jError(
            f"{folder.parent}: {free // 1_000_000} MB are free and Neo4j's jars take about"
            f" {_NEEDED_BYTES // 1_000_000}: make room, or name another folder with"
            " HUIBI_NEO4J_JARS"
        )
    for left in folder.parent.glob(f"{folder.name}.part-*"):  # of a fetch that was interrupted
        shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.part-", dir=folder.parent))
    try:
        _run_maven(maven, part, progress)
        if wrong := damage(part):
            raise Neo4jError(
                f"{len(wrong)} jar(s) from Maven are not the ones this program was made with"
                f" ({', '.join(wrong[:3])}…), so they are not used: somebody may have altered them"
                " on the way, or Maven's own store is damaged: empty ~/.m2/repository and try again"
            )
        folder.mkdir(exist_ok=True)
        for name in damage(folder):  # file by file: servers run from the rest
            if name in digests():
                (part / name).replace(folder / name)
            else:
                (folder / name).unlink()
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _run_maven(maven: str, into: Path, progress: Callable[[int], None]) -> None:
    with as_file(files("graph.neo4j") / "java" / "pom.xml") as project:
        command = (
            *(maven, "--batch-mode", "--file", str(project)),
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
            f"-DoutputDirectory={into}",
        )
        done, said = 0, list[str]()
        with subprocess.Popen(
            command,
            cwd=into,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as running:
            try:
                for line in running.stdout or ():
                    said = [*said[-_LINES_KEPT:], line.strip()]
                    if "Downloaded from" in line:
                        done += 1
                        progress(done)
            except BaseException:
                running.terminate()
                raise
    if running.returncode:
        faults = [line for line in said if line.startswith("[ERROR]")]
        why = faults[0].removeprefix("[ERROR]").strip() if faults else "it gave no reason"
        raise Neo4jError(
            f"Maven could not fetch Neo4j's jars: {why}: correct that (a network, or a mirror named"
            f" in Maven's settings.xml, is needed once), or copy the folder {into.parent} from a"
            " machine that has them"
        )
