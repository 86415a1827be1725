"""Cases to handlers: found, checked against everybody, drawn, and recorded if that is asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from api.desk.cases import register
from api.waiting import Request, Waiting, waiting_cases
from graph.cases import resolve_case
from graph.desk.acts import act, reasoned
from graph.desk.assignment.case_rows import Pending
from graph.desk.assignment.gathering import batch_from, handlers_of
from graph.desk.assignment.history import past_of
from graph.desk.assignment.plan import as_json
from graph.desk.assignment.posting import batch_named, promise, reveal
from graph.desk.assignment.record import lottery_of
from graph.desk.assignment.replay import Mismatch, replay
from graph.desk.assignment.seats import Gazetteer
from graph.desk.docket import docket
from graph.desk.gate import VERDICT, override_in_force, ruling_in_force
from graph.desk.heads import chain_of
from graph.desk.past import earlier_cases
from graph.errors import CaseError, InputError, LedgerBusyError
from graph.recusal.bulk import check_many
from graph.recusal.pack import load_pack
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.desk.session import Desk, Outcome
    from graph.cases import ResolvedCase
    from graph.desk.assignment.commitment import Seed
    from graph.desk.assignment.posting import Posted
    from graph.desk.assignment.record import Lottery
    from graph.desk.case_file import CaseFile
    from graph.ledger import Ledger
    from graph.recusal.pack import Pack
    from graph.snapshot import Snapshot

    Json = dict[str, Any]
    Progress = Callable[[int], None]

__all__ = [
    "Request",
    "Waiting",
    "commit",
    "draw",
    "lottery_for",
    "posted_json",
    "replay_batch",
    "trial",
    "waiting_cases",
    "withdraw",
]


def lottery_for(
    ledger: Ledger,
    snapshot: Snapshot,
    request: Request,
    waiting: Sequence[Waiting],
    *,
    progress: Progress | None = None,
) -> Lottery:
    """Return the lottery of some cases: everybody checked in every case, chances found.

    Raises:
        CaseError: a case names what is not loaded, or nobody is there to handle it.
    """
    rules, gazetteer = request.rules, Gazetteer(snapshot)
    heads_of = _Heads(snapshot)
    pending = [_pending(one, snapshot, request, heads_of) for one in waiting]
    named = {person for one in pending for person in one.named}
    handlers = handlers_of(snapshot, gazetteer, rules, also=named)
    if not handlers:
        raise CaseError(
            "nobody is on record who could handle a case; load handlers.csv, or posts with the "
            "role handler, or name candidates in the cases"
        )
    heads = sorted({head for one in pending for head in one.heads})
    packs = {one.case.id: one.packs for one in waiting}
    matrix = check_many(
        [one.resolved for one in pending],
        lambda case: _packs(packs[case.id] or case.packs),
        [*(handler.person for handler in handlers), *heads],
        snapshot,
        past_cases=earlier_cases(ledger).cases,
        progress=progress,
    )
    past = past_of(
        docket(ledger).values(),
        handlers,
        gazetteer,
        rules,
        on=request.day,
        desk=ledger.desk.head,
    )
    batch = batch_from(
        pending,
        handlers,
        matrix,
        gazetteer,
        rules,
        past,
        absent=request.absent,
        sequence=snapshot.sequence,
    )
    return lottery_of(batch, rules)


@cache
def _packs(names: tuple[str, ...]) -> tuple[Pack, ...]:
    return tuple(load_pack(name) for name in names)


class _Heads:
    """Heads of organs, each looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._found: dict[tuple[str | None, int], tuple[str, ...]] = {}

    def of(self, unit: str | None, on: int) -> tuple[str, ...]:
        """Return who heads a unit on a day."""
        if (unit, on) not in self._found:
            chain = chain_of(self._snapshot, unit, on)
            self._found[unit, on] = chain[0].heads if chain else ()
        return self._found[unit, on]


def _pending(one: Waiting, snapshot: Snapshot, request: Request, heads: _Heads) -> Pending:
    file = one.file
    day = max(request.day, one.case.received or request.day)
    resolved = resolve_case(one.case, snapshot, on=day, only_named=True)
    return Pending(
        resolved=resolved,
        named=_candidates(resolved) if one.case.candidates else (),
        is_only_named=request.is_only_named and bool(one.case.candidates),
        is_secret=resolved.has_informant or (file is not None and file.is_secret),
        is_sensitive=one.case.id in request.sensitive,
        barred=frozenset(file.barred) if file else frozenset(),
        doubtful=_doubtful(file) if file else frozenset(),
        allowed=_allowed(file) if file else {},
        heads=heads.of(resolved.unit, resolved.on),
    )


def _candidates(resolved: ResolvedCase) -> tuple[str, ...]:
    return tuple(one for one in resolved.candidates if one not in resolved.team)


def _doubtful(file: CaseFile) -> frozenset[str]:
    """Return who pried, or whose recusal was asked for and is not answered yet."""
    asked = {one.person for one in file.requests if one.is_open}
    return frozenset(asked | {one.person for one in file.pryings})


def _allowed(file: CaseFile) -> Mapping[str, Verdict]:
    """Return of whom it was decided that they may handle the case, and up to which verdict."""
    asked = {one.person for one in file.requests if one.is_open}
    found = {}
    for person in {ruling.person for ruling in file.rulings} - asked:
        ruling = ruling_in_force(file, person)
        if ruling is not None and ruling.outcome == "may_handle":
            found[person] = min(VERDICT[ruling.verdict], Verdict.REVIEW)
    for person in {override.person for override in file.overrides} - asked:
        if override_in_force(file, person) is not None:
            found[person] = Verdict.MUST_RECUSE
    return found


def trial(lottery: Lottery, seed: Seed, public: str = "") -> Json:
    """Return what a lottery would come to, recording nothing; the seed is shown with it."""
    return {
        "batch": None,
        **_about(lottery.promised(seed, "")),
        **as_json(lottery.drawn(seed, public)),
        "revealed": {"seed": seed.seed, "nonce": seed.nonce, "public_seed": public},
    }


def posted_json(posted: Posted) -> Json:
    """Return a recorded lottery as the JSON of the contract, with its events."""
    shown = posted.revealed
    assigned = [{**one, "event": posted.events.get(one["case"])} for one in shown["assignments"]]
    return {
        "batch": posted.batch,
        **_about(posted.promised),
        "assignments": assigned,
        "unassigned": shown["unassigned"],
        "void": posted.void,
        "revealed": {key: shown[key] for key in ("seed", "nonce", "public_seed")},
    }


def _about(promised: Json) -> Json:
    kept = ("seed_commitment", "public_source", "gap", "level", "rules_digest", "rules_words")
    digests = ("input_digest", "chances_digest")
    told = promised["input"]
    return {
        "on": told["on"],
        "sequence": told["sequence"],
        **{key: promised[key] for key in (*kept, *digests)},
    }


def commit(
    desk: Desk, request: Request, seed: Seed, *, public_source: str = "", progress: Progress | None
) -> tuple[str, Lottery]:
    """Register what is not registered yet, find the chances and record the promise of the draw.

    Raises:
        InputError: none of the cases waits for its handlers.
    """
    waiting = waiting_cases(desk.ledger, request)
    for one in waiting:
        if one.path is not None:
            register(desk, one.path.read_bytes(), name=one.path.name)
    waiting = waiting_cases(desk.ledger, request)
    if not waiting:
        raise InputError("no registered case waits for its handlers; nothing was recorded")
    lottery = lottery_for(desk.ledger, desk.snapshot, request, waiting, progress=progress)
    batch = promise(desk.ledger, lottery, seed, author=desk.author, public_source=public_source)
    return batch, lottery


def draw(desk: Desk, batch: str, *, public: str = "") -> Posted:
    """Draw a promised lottery and record it; see `posting.reveal`."""
    try:
        return reveal(desk.ledger, desk.snapshot, batch, public=public, author=desk.author)
    except LedgerBusyError:
        # Somebody was quicker: drawn again, the same seed gives the same, or the draw is void.
        return reveal(desk.ledger, desk.snapshot, batch, public=public, author=desk.author)


def withdraw(desk: Desk, case: str, *, reason: str, request: str | None) -> Outcome:
    """Take an assignment back, with a reason; the case then waits for its handlers again.

    Raises:
        InputError: the case is not assigned, or no reason is given.
    """
    if (known := desk.repeated(request, "unassigned", case)) is not None:
        return known
    texts = {"reason": reasoned(reason, f"withdrawing the assignment of {case}")}
    event = act(
        desk.file(case), "unassigned", author=desk.author, request=request, told={}, texts=texts
    )
    return desk.take(desk.file(case), event)


def replay_batch(ledger: Ledger, batch: str) -> tuple[Mismatch, ...]:
    """Derive a recorded lottery again, and compare the events that assigned its cases.

    Raises:
        NotFoundError: there is no such lottery.
        InputError: it was not drawn yet.
    """
    promised, shown = batch_named(ledger, batch)
    if shown is None:
        raise InputError(
            f"{batch} was promised and not drawn yet; draw it with 'huibi assign reveal {batch}'"
        )
    found = list(replay(promised.body, shown.body))
    wanted = {} if shown.body.get("void") else {a["case"]: a for a in shown.body["assignments"]}
    events = ledger.desk.list(after=promised.number or 0, kinds=("assigned",))
    told = {
        event.about: {"case": event.about, **event.body}
        for event in events
        if event.body.get("batch") == batch
    }
    for case in sorted({*wanted, *told}):
        was = told.get(case)
        now = {**wanted[case], "batch": batch} if case in wanted else None
        if was != now:
            found.append(Mismatch(what="event", recorded=was, derived=now))
    return tuple(found)
