"""A lottery in the ledger: promised, drawn, every choice checked again, recorded in one piece."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.desk.assignment.plan import as_json
from graph.desk.assignment.record import read_back
from graph.desk.assignment.vault import Vault
from graph.desk.docket import docket
from graph.desk.gate import CLEAR, stays
from graph.desk.past import earlier_cases
from graph.desk.states import State
from graph.desk.steps import plan
from graph.errors import InputError, NotFoundError
from graph.ledger import DeskEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.desk.assignment.commitment import Seed
    from graph.desk.assignment.record import Lottery
    from graph.desk.case_file import CaseFile
    from graph.desk.past import Earlier
    from graph.desk.steps import Step
    from graph.ledger import Ledger
    from graph.recusal.evidence import Data

    Json = dict[str, Any]

WAITING = (State.RECEIVED, State.CHECKED)
"""States of a case that waits for its handlers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A lottery that was drawn and recorded."""

    batch: str
    promised: Json
    revealed: Json
    events: Mapping[str, str]
    """Id of the event that assigned each case."""

    @property
    def void(self) -> Json | None:
        """Why the draw does not count, None where it does."""
        found: Json | None = self.revealed.get("void")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """A choice that the last check does not allow."""

    case: str
    zh: str
    en: str


def batches(ledger: Ledger) -> dict[str, tuple[DeskEvent, DeskEvent | None]]:
    """Return every lottery by id: its promise and, if it was drawn, what was shown then."""
    found: dict[str, tuple[DeskEvent, DeskEvent | None]] = {}
    for event in ledger.desk.list(kinds=("batch_committed", "batch_revealed")):
        if event.kind == "batch_committed":
            found[event.about] = (event, None)
        elif event.about in found:
            found[event.about] = (found[event.about][0], event)
    return found


def batch_named(ledger: Ledger, batch: str) -> tuple[DeskEvent, DeskEvent | None]:
    """Return one lottery.

    Raises:
        NotFoundError: there is none of this id.
    """
    events = ledger.desk.of(batch)
    promised = next((one for one in events if one.kind == "batch_committed"), None)
    if promised is None:
        raise NotFoundError(
            f"there is no lottery '{batch}' in {ledger.path}; see 'huibi assign list'"
        )
    return promised, next((one for one in events if one.kind == "batch_revealed"), None)


def promise(
    ledger: Ledger, lottery: Lottery, seed: Seed, *, author: str, public_source: str = ""
) -> str:
    """Record a lottery before its draw and return its id; the seed is kept aside first.

    Raises:
        InputError: the seed was promised before, so that it is known or may become so.
        LedgerBusyError: another lottery took the number at this instant.
    """
    known = batches(ledger)
    for other, (before, _) in known.items():
        if before.body["seed_commitment"] == seed.commitment:
            raise InputError(
                f"this seed was promised for {other} already, and whoever knows it could foretell "
                "the draw; give --seed-from other bytes, or leave it out"
            )
    Vault(ledger.path).keep(seed)
    batch = f"A-{len(known) + 1:06d}"
    event = DeskEvent(
        kind="batch_committed",
        about=batch,
        body=lottery.promised(seed, public_source),
        author=author,
        sequence=lottery.batch.sequence,
    )
    ledger.desk.record([event], expected={batch: 0})
    return batch


def reveal(ledger: Ledger, data: Data, batch: str, *, public: str, author: str) -> Posted:
    """Draw a promised lottery, check everybody chosen in full, and record all of it at once.

    A choice that the check does not allow, or a case that was changed meanwhile, makes the whole
    draw void: then the seed is shown with the reason, and nobody is assigned. Drawn before, it
    returns what was recorded.

    Raises:
        NotFoundError: there is no such lottery.
        InputError: its seed is lost, or the public seed does not fit what was promised.
        LedgerBusyError: a case changed while this was being recorded; nothing was.
    """
    promised, shown = batch_named(ledger, batch)
    commitment = promised.body["seed_commitment"]
    if shown is not None:
        Vault(ledger.path).drop(commitment)
        return _posted(ledger, promised, shown)
    if bool(promised.body["public_source"]) != bool(public):
        told = promised.body["public_source"]
        raise InputError(
            f"{batch}: its public seed was announced as '{told}'; give it with --public-seed"
            if told
            else f"{batch}: no public seed was announced before, so none may be mixed in now"
        )
    seed = Vault(ledger.path).take(commitment)
    lottery = read_back(promised.body)
    body: Json = {
        "seed": seed.seed,
        "nonce": seed.nonce,
        "hash": seed.hash,
        "public_seed": public,
        **as_json(lottery.drawn(seed, public)),
    }
    steps, refusal = _steps(ledger, data, batch, body, author, lottery.batch.on)
    if refusal is not None:
        body["void"] = {"case": refusal.case, "zh": refusal.zh, "en": refusal.en}
        steps = []
    event = DeskEvent(
        kind="batch_revealed",
        about=batch,
        body=body,
        author=author,
        sequence=data.sequence,
        request=f"{batch}/revealed",
    )
    ledger.desk.record(
        [*(one for step in steps for one in step.events), event],
        [one for step in steps for one in step.decisions],
        {batch: promised.number or 0, **{step.about: step.seen for step in steps}},
    )
    Vault(ledger.path).drop(commitment)
    return _posted(ledger, *batch_named(ledger, batch))


def _posted(ledger: Ledger, promised: DeskEvent, shown: DeskEvent | None) -> Posted:
    assert shown is not None, "a lottery is posted after its draw"
    batch = promised.about
    found = ledger.desk.list(after=promised.number or 0, kinds=("assigned",))
    return Posted(
        batch=batch,
        promised=dict(promised.body),
        revealed=dict(shown.body),
        events={one.about: one.id for one in found if one.body.get("batch") == batch},
    )


def _steps(
    ledger: Ledger, data: Data, batch: str, drawn: Json, author: str, on: str
) -> tuple[list[Step], _Refusal | None]:
    """Return what each assignment records, checks included; or the first choice refused."""
    files, earlier = docket(ledger), earlier_cases(ledger)
    steps = []
    for chosen in drawn["assignments"]:
        case = chosen["case"]
        file = files.get(case)
        if file is None or file.state not in WAITING:
            return [], _Refusal(
                case=case,
                zh="案件在公布前已分办、结案或者未登记",
                en="the case was assigned or closed before the draw, or is not registered",
            )
        step = _step(file, data, earlier, {**chosen, "batch": batch}, author, on)
        refusal = _refused(step, chosen)
        if refusal is not None:
            return [], refusal
        steps.append(step)
    return steps, None


def _step(file: CaseFile, data: Data, earlier: Earlier, chosen: Json, author: str, on: str) -> Step:
    body = {key: value for key, value in chosen.items() if key != "case"}
    event = DeskEvent(
        kind="assigned",
        about=file.id,
        body=body,
        author=author,
        request=f"{chosen['batch']}/{file.id}",
    )
    return plan(file, event, data, earlier, on=dt.date.fromisoformat(on))


def _refused(step: Step, chosen: Json) -> _Refusal | None:
    """Return why somebody chosen may not have the case by the full check, None if all may."""
    check = step.file.check
    for person in (chosen["handler"], chosen["second"]):
        if person is None:
            continue
        verdict = check.verdicts.get(person) if check else None
        is_asked = any(one.is_open and one.person == person for one in step.file.requests)
        is_barred = person in step.file.barred
        if is_asked or is_barred or (verdict != CLEAR and stays(step.file, person) is None):
            return _Refusal(
                case=step.about,
                zh="抽中人员经复核不可分配",
                en="somebody drawn cannot be assigned after the full check",
            )
    return None
