"""The route of a case: of a file, or of a registered case with what people decided in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from graph.cases import load_case, resolve_case
from graph.desk.docket import case_file
from graph.desk.gate import VERDICT, ruling_in_force
from graph.desk.grounds import grounds_of, is_covered
from graph.desk.heads import chain_of
from graph.desk.past import earlier_cases
from graph.desk.routing.pool import pool_of
from graph.desk.routing.report import as_json
from graph.desk.routing.route import persons_asked, route_of
from graph.errors import CaseError
from graph.ledger import DeskEvent
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from graph.cases import Case
    from graph.desk.case_file import CaseFile
    from graph.desk.routing.route import Route
    from graph.ledger import Ledger
    from graph.recusal.verdict import CaseVerdict
    from graph.snapshot import Snapshot


def route_case(
    case: str, ledger: Ledger, snapshot: Snapshot, *, on: dt.date | None
) -> tuple[Route, CaseFile | None]:
    """Return the route of a case named by its file or its id; the registered case beside it.

    Raises:
        CaseError: the case names what is not loaded, or nobody is there to be had.
        NotFoundError: no case of this id is registered.
    """
    path = _path(case)
    if path is not None:
        return _routed(load_case(path)[0], ledger, snapshot, on, packs=(), file=None), None
    file = case_file(ledger, case)
    day = on or dt.datetime.now(tz=dt.UTC).astimezone().date()
    return route_registered(file, ledger, snapshot, on=day), file


def route_registered(file: CaseFile, ledger: Ledger, snapshot: Snapshot, *, on: dt.date) -> Route:
    """Return the route of a registered case, not before the day it was received.

    Raises:
        CaseError: nobody is there to be had.
    """
    day = max(on, file.case.received or on)
    return _routed(file.case, ledger, snapshot, day, packs=file.packs, file=file)


def _path(case: str) -> Path | None:
    from pathlib import Path

    path = Path(case)
    return path if path.suffix in (".yaml", ".yml") or path.is_file() else None


def _routed(
    case: Case,
    ledger: Ledger,
    snapshot: Snapshot,
    on: dt.date | None,
    *,
    packs: tuple[str, ...],
    file: CaseFile | None,
) -> Route:
    team = [member.person for member in case.team]
    bare = resolve_case(case, snapshot, candidates=team or _anybody(snapshot), on=on)
    pool = pool_of(bare, snapshot)
    asked = persons_asked(pool, chain_of(snapshot, bare.unit, bare.on))
    if not asked:
        raise CaseError(
            f"{case.id}: nobody is on record who could handle a case; load handlers.csv, or posts "
            "with the role handler"
        )
    resolved = resolve_case(case, snapshot, candidates=asked, on=on)
    chosen = tuple(load_pack(name) for name in packs or resolved.packs)
    verdict = check(resolved, chosen, snapshot, past_cases=earlier_cases(ledger).without(case.id))
    allowed = _allowed(file, verdict) if file else {}
    return route_of(
        resolved,
        pool,
        verdict,
        chosen,
        snapshot,
        barred=file.barred if file else {},
        allowed=allowed,
        doubted=_doubted(file, allowed) if file else (),
    )


def _anybody(snapshot: Snapshot) -> list[str]:
    """Return some person, so that a case without a team can be looked up at all."""
    ids = snapshot.persons.ids
    return [str(ids[0])] if len(ids) else []


def _allowed(file: CaseFile, verdict: CaseVerdict) -> Mapping[str, Verdict]:
    """Return whom the decider let handle the case, and up to which verdict.

    A reason that was not there when he ruled, in the data of today, ends it.
    """
    now = {one.person: one for one in verdict.candidates}
    pryings = Counter(pry.person for pry in file.pryings)
    found = {}
    for person in {ruling.person for ruling in file.rulings} & now.keys():
        ruling = ruling_in_force(file, person)
        grounds = (*grounds_of(now[person]), *(f"prying {n}" for n in range(pryings[person])))
        if (
            ruling is not None
            and ruling.outcome == "may_handle"
            and is_covered(grounds, ruling.grounds)
        ):
            found[person] = min(VERDICT[ruling.verdict], Verdict.REVIEW)
    return found


def _doubted(file: CaseFile, allowed: Mapping[str, Verdict]) -> set[str]:
    """Return who pried and was not ruled on since, or whose recusal was asked for and is open."""
    asked = {one.person for one in file.requests if one.is_open}
    return asked | {one.person for one in file.pryings if one.person not in allowed}


def record_route(ledger: Ledger, file: CaseFile, route: Route, author: str) -> DeskEvent:
    """Keep the route with a registered case: its step and how many stood where, nobody's reasons.

    Raises:
        LedgerBusyError: the case changed meanwhile.
    """
    shown = as_json(route)
    body: dict[str, Any] = {
        "step": shown["step"],
        "on": route.on,
        "counts": {
            leg.step.label: {"free": len(leg.free), "of": len(leg.people)} for leg in route.legs
        },
    }
    event = DeskEvent(
        kind="routed", about=file.id, body=body, author=author, sequence=route.sequence
    )
    return ledger.desk.record([event], expected={file.id: file.last})[0]
