"""`huibi neo4j sync`, and the same after a load."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.cli.screen import answer, answer_json, progress, remark
from api.cli.workplace import ledger_path, settings
from api.neo4j_server import is_configured
from graph.errors import HuibiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph.projection.sync import Done, Progress

_STAGES = {
    "schema": "Neo4j: constraints and indexes",
    "derive": "Neo4j: deriving what should stand there",
    "write": "Neo4j: rows written",
    "take away": "Neo4j: rows taken away",
    "hand over": "Neo4j: rows handed to the importer",
    "import": "Neo4j: importing",
}


def sync_command(*, rebuild: bool, ledger: Path | None, as_json: bool) -> None:
    """Bring Neo4j to where the ledger stands, and say what changed."""
    from api.projecting import sync

    path = ledger_path(ledger)
    with _shown() as show:
        done = sync(path, settings(), rebuild=rebuild, progress=show)
    if as_json:
        answer_json(asdict(done))
        return
    for note in done.notes:
        remark(f"note: {note}")
    answer(_sentence(done))


def sync_after_load(ledger: Path, stands: str = "the load is complete") -> str:
    """Bring a configured Neo4j up to date after a load, and return what to tell about it.

    What was done before `stands` whatever becomes of this; where Neo4j is not reached, stderr
    says so and how to catch up, and the answer is blank.
    """
    if not is_configured(ledger, settings()):
        return ""
    from api.projecting import sync  # heavy, and most loads have no Neo4j beside them

    try:
        with _shown() as show:
            done = sync(ledger, settings(), progress=show)
    except HuibiError as error:
        remark(
            f"Neo4j未更新 {stands}, but Neo4j was not brought up to date:"
            f" {error}\n补做 catch up with: huibi neo4j sync"
        )
        return ""
    for note in done.notes:
        remark(f"note: {note}")
    return _sentence(done)


def _sentence(done: Done) -> str:
    written, gone = sum(done.set.values()), sum(done.gone.values())
    where = f"Neo4j: 数据序号 sequence {done.sequence}"
    if not done.is_changed:
        return f"{where}，已是最新 already current"
    resumed = "（接续上次中断 an interrupted run was finished first）" if done.is_resumed else ""
    return f"{where}，写入 written {written:,}，删除 taken away {gone:,}{resumed}"


@contextmanager
def _shown() -> Iterator[Progress]:
    """Show on stderr, one line a stage, how far it is."""
    with ExitStack() as lines:
        under_way: dict[str, Callable[[int], None]] = {}

        def show(stage: str, made: int, of: int) -> None:
            if stage not in under_way:
                lines.close()
                words = _STAGES.get(stage, stage) + (f" ({of:,})" if of else "")
                under_way.clear()
                under_way[stage] = lines.enter_context(progress(words))
            under_way[stage](made)

        yield show
