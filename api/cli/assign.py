"""`huibi assign`: cases to handlers by lottery, drawn, shown, replayed, taken back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from api.assigning import (
    Request,
    commit,
    draw,
    lottery_for,
    posted_json,
    replay_batch,
    waiting_cases,
    withdraw,
)
from api.assigning import trial as trial_of
from api.cli.assign_screen import SHEET_TITLES, print_batches, print_plan, sheet_rows
from api.cli.desk import sitting, tell
from api.cli.kin import NamesOf
from api.cli.screen import answer, answer_json, progress, remark
from api.cli.workplace import date_named, ledger_path, snapshot_of
from api.desk.sheet import write_sheet
from graph.cases import People
from graph.desk.assignment.commitment import new_seed, seed_from
from graph.desk.assignment.posting import batches
from graph.desk.assignment.rules import Rules, default_rules, read_rules
from graph.desk.assignment.seats import Gazetteer
from graph.errors import InputError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.desk.assignment.commitment import Seed
    from graph.desk.assignment.record import Lottery
    from graph.snapshot import Snapshot

    Json = dict[str, Any]

_AT_ONCE = "随命令给出 given with the command"
"""Announces a public seed that was not announced before."""
_ATTEMPTS = 3
"""Lotteries begun again where a draw was void because something had changed."""


def assign_command(
    cases: Sequence[str],
    *,
    is_open: bool,
    on: str | None,
    options: Json,
    seed_file: Path | None,
    hash: str,
    public_seed: str,
    public_source: str,
    ledger: Path | None,
    as_json: bool,
    xlsx: Path | None,
    record: bool,
    promise_only: bool,
) -> None:
    """Assign the cases named; with `record` in the ledger, else as a trial that leaves no trace."""
    seed = _seed(seed_file, hash)
    asked = {"cases": cases, "is_open": is_open, "on": date_named(on), "rules": _rules(options)}
    if promise_only:
        if public_seed:
            raise InputError(
                "--commit with --public-seed: whoever knows the public seed when he promises could "
                "choose; announce its source with --public-source, and give it to 'assign reveal'"
            )
        _promise(
            _request(asked, options, snapshot_of(ledger)), seed, public_source, ledger, as_json
        )
        return
    snapshot = snapshot_of(ledger)
    request = _request(asked, options, snapshot)
    if record:
        source = public_source or (_AT_ONCE if public_seed else "")
        shown = _recorded(request, seed, hash, source, public_seed, ledger)
    else:
        with open_ledger(ledger_path(ledger)) as book:
            waiting = waiting_cases(book, request)
            with progress("checking") as advance:
                lottery = lottery_for(book, snapshot, request, waiting, progress=advance)
        _warn(lottery, snapshot)
        shown = trial_of(lottery, seed, public_seed)
    _show(shown, snapshot, as_json=as_json, xlsx=xlsx)


def _recorded(
    request: Request, seed: Seed, hash: str, source: str, public: str, ledger: Path | None
) -> Json:
    for _ in range(_ATTEMPTS):
        with sitting(ledger) as desk, progress("checking") as advance:
            batch, lottery = commit(desk, request, seed, public_source=source, progress=advance)
            _warn(lottery, desk.snapshot)
            posted = draw(desk, batch, public=public)
        if posted.void is None:
            return posted_json(posted)
        remark(
            f"{batch}: 抽签作废 the draw is void, {posted.void['case']}: {posted.void['zh']} "
            f"({posted.void['en']}); 重新抽签 a new one begins"
        )
        seed = new_seed(hash)
    raise InputError(
        f"{_ATTEMPTS} draws were void because cases or facts kept changing; nothing was assigned. "
        "Wait until the load or the other clerk has finished, then run this again"
    )


def _promise(request: Request, seed: Seed, source: str, ledger: Path | None, as_json: bool) -> None:
    with sitting(ledger) as desk, progress("checking") as advance:
        batch, lottery = commit(desk, request, seed, public_source=source, progress=advance)
        _warn(lottery, desk.snapshot)
    if as_json:
        told = {"batch": batch, "seed_commitment": seed.commitment, "public_source": source}
        answer_json({**told, "input_digest": lottery.batch.digest, "gap": lottery.gap})
        return
    answer(f"{batch}: 已承诺，待抽签 promised, not drawn yet")
    answer(f"  种子承诺 seed commitment {seed.commitment}")
    answer(f"  输入摘要 input digest    {lottery.batch.digest}")
    if source:
        answer(f"  公开种子来源 public seed {source}")
    answer(f"  huibi assign reveal {batch} 抽签 draws it")


def reveal_command(
    batch: str, *, public_seed: str, ledger: Path | None, as_json: bool, xlsx: Path | None
) -> None:
    """Draw a promised lottery and record it; drawn before, show what was recorded."""
    with sitting(ledger) as desk:
        shown = posted_json(draw(desk, batch, public=public_seed))
        snapshot = desk.snapshot
    _show(shown, snapshot, as_json=as_json, xlsx=xlsx)


def replay_command(batch: str, *, ledger: Path | None, as_json: bool) -> None:
    """Say "same", or what differs and exit 1."""
    with open_ledger(ledger_path(ledger)) as book:
        found = replay_batch(book, batch)
    if as_json:
        differences = [
            {"what": one.what, "recorded": one.recorded, "derived": one.derived} for one in found
        ]
        answer_json({"batch": batch, "same": not found, "differences": differences})
    else:
        answer(f"{batch}: same" if not found else f"{batch}: {len(found)} difference(s)")
        for one in found:
            answer(f"  {one.what}: recorded {one.recorded!r}, derived {one.derived!r}")
    if found:
        sys.exit(1)


def list_command(*, ledger: Path | None, as_json: bool) -> None:
    """List the lotteries: promised, drawn or void."""
    with open_ledger(ledger_path(ledger)) as book:
        found = batches(book)
    lines = []
    for batch, (promised, shown) in found.items():
        void = shown.body.get("void") if shown else None
        lines.append(
            {
                "batch": batch,
                "state": "promised" if shown is None else "void" if void else "drawn",
                "at": promised.at,
                "cases": len(promised.body["cases"]),
                "assigned": len(shown.body["assignments"]) if shown and not void else 0,
                "seed_commitment": promised.body["seed_commitment"],
                "public_source": promised.body["public_source"],
            }
        )
    if as_json:
        answer_json({"batches": lines})
    else:
        print_batches(lines)


def withdraw_command(
    case: str, *, reason: str, request: str | None, ledger: Path | None, as_json: bool
) -> None:
    """Take an assignment back; the case waits for its handlers again."""
    with sitting(ledger) as desk:
        outcome = withdraw(desk, case, reason=reason, request=request)
        tell(outcome, NamesOf(desk.snapshot), as_json=as_json, on=desk.today)


def _seed(path: Path | None, hash: str) -> Seed:
    if path is None:
        return new_seed(hash)
    try:
        return seed_from(path.read_bytes(), hash)
    except OSError as problem:
        raise InputError(f"--seed-from {path}: cannot be read: {problem.strerror}") from problem


def _rules(options: Json) -> Rules:
    """Return the office's rules, or the default ones, with what the command changes in them."""
    path = options["rules"]
    rules = read_rules(path) if path is not None else default_rules()
    changed = {
        key: options[key] for key in ("max_probability", "first_step") if options[key] is not None
    }
    return rules.changed(changed) if changed else rules


def _request(asked: Json, options: Json, snapshot: Snapshot) -> Request:
    people = People(snapshot)
    away = [people.find(person, "--absent") for person in options["absent"]]
    return Request(
        **asked,
        absent=away,
        sensitive=options["sensitive"],
        is_only_named=options["named"],
    )


def _warn(lottery: Lottery, snapshot: Snapshot) -> None:
    """Say on stderr what the answer rests on less firmly than it may seem."""
    gazetteer = Gazetteer(snapshot)
    places = {row.place for row in lottery.batch.cases}
    places |= {row.place for row in lottery.batch.handlers}
    if not gazetteer.has_coordinates(gazetteer.seat(place) for place in places):
        remark("note: 缺坐标，距离按行政层级估计 places lack coordinates: distances are assumed")
    if not snapshot.table("zones").num_rows:
        remark("note: 未载入片区，外乡镇均作跨片区 no zones are loaded: see 'huibi zones plan'")
    for case in lottery.batch.cases:
        if not case.place:
            remark(f"note: {case.id}: 案件和承办机关均无地点 no place of the case or its organ")


def _show(shown: Json, snapshot: Snapshot, *, as_json: bool, xlsx: Path | None) -> None:
    names = NamesOf(snapshot)
    if as_json:
        answer_json(shown)
    else:
        print_plan(shown, names)
    if xlsx is not None:
        write_sheet(xlsx, "分办", SHEET_TITLES, sheet_rows(shown, names))
