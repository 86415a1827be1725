"""Bringing Neo4j to where the ledger stands, step by step, from wherever it is."""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.errors import Neo4jDownError, Neo4jError
from graph.ledger import open_ledger
from graph.neo4j.texts import named
from graph.projection.batches import phases
from graph.projection.desired import Desired, recipe_of
from graph.projection.frames import deltas
from graph.projection.model import Label, Type
from graph.projection.schema import ensure_schema, schema_digest
from graph.projection.state import Point, applied_state, at_rest, empty, moving_to
from graph.projection.steady import BACK_SECONDS, Steady
from graph.projection.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.ledger import Ledger
    from graph.neo4j.session import Graph
    from graph.projection.frames import Delta, Shape
    from graph.projection.offline import Offline
    from graph.projection.place import Place
    from graph.projection.state import AppliedState

    Progress = Callable[[str, int, int], None]
    """Called with what is being done, how many rows of it are done, and of how many."""

_WIPED_AT_ONCE = 10_000
_COUNTS = named("projection_counts")
_ONE = named("projection_one")
_STRANGERS = named("projection_strangers")


@dataclass(slots=True, kw_only=True)
class Done:
    """What a sync did; `set` and `gone` count nodes and ties by label and type."""

    sequence: int = 0
    is_rebuilt: bool = False
    is_resumed: bool = False
    set: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether anything was written or taken away."""
        return bool(self.set or self.gone)


def quiet(_what: str, _done: int, _all: int) -> None:
    """Show no progress."""


@dataclass(slots=True, kw_only=True)
class Sync:
    """One run of bringing a projection up to date."""

    graph: Graph
    place: Place
    day: int
    """The day on which derived ties stand."""
    progress: Progress = quiet
    back_seconds: float = BACK_SECONDS
    offline: Offline | None = None
    """How a first load may replace the whole store; None where the server is not ours."""
    done: Done = field(default_factory=Done)
    _derived: tuple[Point, Desired] | None = field(init=False, default=None)

    def run(self, *, rebuild: bool = False) -> Done:
        """Bring Neo4j to the ledger's head; running it twice changes nothing.

        What an interrupted run had begun is finished first. A projection of another history of
        the ledger, or by older code, is taken away and made anew.

        Raises:
            LedgerBusyError: somebody else is doing so.
            Neo4jError: the database holds what no projection wrote, or another ledger's.
            Neo4jDownError: the server went away and did not come back.
        """
        with self.place.held():
            steady = Steady(self.graph, self.back_seconds)
            self._refuse_strangers(steady, may_replace=rebuild)
            steady.write(_ONE)  # before two can make one each
            writer = Writer(steady, machine_of(self.place))
            writer.hold()
            try:
                self._bring(writer, rebuild=rebuild)
            finally:
                self._derived = None
                with suppress(Neo4jDownError):
                    writer.release()
        return self.done

    def _refuse_strangers(self, graph: Steady, *, may_replace: bool) -> None:
        state = applied_state(graph)
        with open_ledger(self.place.ledger) as book:
            origin = book.origin
        if state.ledger and state.ledger != origin and not may_replace:
            raise Neo4jError(
                f"{graph.uri}: this database shows another ledger than"
                f" {self.place.ledger}: nothing was changed; name the ledger that it belongs to,"
                " or put this one in its place with huibi neo4j sync --rebuild"
            )
        if not state.state and graph.read(_STRANGERS):
            raise Neo4jError(
                f"{graph.uri}: this database holds nodes that huibi did not write, and"
                " they would be mixed up with the ledger's: use an empty one; nothing was changed"
            )

    def _bring(self, writer: Writer, *, rebuild: bool) -> None:
        state, recipe = applied_state(writer.graph), recipe_of(self.place)
        with open_ledger(self.place.ledger) as book:
            target = point_of(book, self.day)
            why = "asked for" if rebuild else reason_to_rebuild(state, book, recipe)
            origin = book.origin
        self.done.sequence = target.sequence
        self.done.is_rebuilt = bool(why)
        if why:
            self.done.notes.append(f"the projection is made anew: {why}")
        if why or (state.applied is None and state.applying is None):
            if not self._imported(writer, target, recipe, origin) and why:
                writer.tell(empty())
                wipe(writer.graph, self.progress)
            state = applied_state(writer.graph)
        if state.schema != schema_digest():
            ensure_schema(writer.graph, lambda made: self.progress("schema", made, 0))
        writer.tell({"schema": schema_digest(), "ledger": origin})
        applied = state.applied
        if state.applying is not None:
            self.done.is_resumed = True
            self._move(writer, applied, state.applying, recipe, again=True)
            applied = state.applying
        if applied != target:
            self._move(writer, applied, target, recipe)

    def _imported(self, writer: Writer, target: Point, recipe: str, origin: str) -> bool:
        """Put a store made by the importer in place of the old one, where that is worth it."""
        if self.offline is None:
            return False
        desired = self._desired(target)
        if not self.offline.is_worth_it(desired):
            return False
        state = at_rest(target, recipe, desired.digest) | {"ledger": origin} | writer.claim()
        rows = self.offline.load(desired, state, self.progress)
        found = writer.graph.read(_COUNTS)[0]
        if found["nodes"] + found["ties"] != rows:
            raise Neo4jError(
                f"{writer.graph.uri}: the importer was handed {rows:,} rows and"
                f" {found['nodes'] + found['ties']:,} are there: the store is not to be relied on;"
                " make it anew with huibi neo4j sync --rebuild"
            )
        for frame in desired.frames:
            _add(self.done.set, frame.shape, len(frame.table))
        return True

    def _desired(self, point: Point) -> Desired:
        """Return what should stand at a point, derived once."""
        if self._derived is None or self._derived[0] != point:
            self.progress("derive", 0, 0)
            self._derived = point, Desired(self.place, point)
        return self._derived[1]

    def _move(
        self, writer: Writer, old: Point | None, new: Point, recipe: str, *, again: bool = False
    ) -> None:
        after = self._desired(new)
        before = Desired(self.place, old).frames if old is not None else ()
        found = list(deltas(before, after.frames))
        writer.tell(moving_to(new, recipe))
        rows = sum(len(delta.gone) + len(delta.set) for delta in found)
        made = 0

        def count(more: int) -> None:
            nonlocal made
            made += more
            self.progress("write", made, rows)

        for steps in phases(found, has_writers=writer.has_writers()):
            writer.run_all(steps, count, again=again)
        writer.tell(at_rest(new, recipe, after.digest))
        self._count(found)

    def _count(self, found: list[Delta]) -> None:
        for delta in found:
            _add(self.done.set, delta.shape, len(delta.set))
            _add(self.done.gone, delta.shape, len(delta.gone) - delta.changed)


def _add(counts: dict[str, int], shape: Shape, many: int) -> None:
    name = str(shape.label or shape.type)
    if many:
        counts[name] = counts.get(name, 0) + many


def wipe(graph: Steady, progress: Progress = quiet) -> None:
    """Take away all nodes and ties of the projection, in batches; nodes of others stay."""
    texts = [named("projection_wipe_ties", type=type_) for type_ in Type]
    texts += [named("projection_wipe_nodes", label=label) for label in Label]
    gone = 0
    for text in texts:
        while True:
            found = graph.write(text, {"most": _WIPED_AT_ONCE})
            gone += found[0]["gone"]
            progress("take away", gone, 0)
            if found[0]["gone"] < _WIPED_AT_ONCE:
                break


def point_of(book: Ledger, day: int) -> Point:
    """Return where the ledger stands now."""
    sequence = book.head
    return Point(
        sequence=sequence,
        mark=book.mark(sequence),
        day=day,
        decisions=book.decisions.head,
        events=book.desk.head,
        runs=_last_run(book),
    )


def _last_run(book: Ledger) -> int:
    return max((run.number for run in book.findings.runs()), default=0)


def reason_to_rebuild(state: AppliedState, book: Ledger, recipe: str) -> str:
    """Say why a projection cannot be brought on from where it is; blank where it can."""
    points = [point for point in (state.applied, state.applying) if point is not None]
    if state.state == "wiping":
        return "an earlier run was interrupted while it took the old one away"
    if points and state.recipe != recipe:
        return "it was made by another version of huibi, or beside another copy of the ledger"
    if not all(_is_of(point, book) for point in points):
        return "it shows another history of the ledger, as after a restored copy"
    return ""


def _is_of(point: Point, book: Ledger) -> bool:
    return (
        point.sequence <= book.head
        and point.decisions <= book.decisions.head
        and point.events <= book.desk.head
        and point.runs <= _last_run(book)
        and point.mark == book.mark(point.sequence)
    )


def machine_of(place: Place) -> str:
    """Return what names this machine and this ledger."""
    text = f"{platform.node()}\x1f{place.ledger.absolute()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16] + "-"
