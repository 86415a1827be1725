"""What the commands of the desk share: a sitting, who stands in an option, how lines are put."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from api.cli.screen import answer, answer_json, plain
from api.cli.workplace import ledger_path, settings, snapshot_of
from api.desk.session import Desk
from api.desk.views import file_of
from graph.desk.case_file import APPROVALS
from graph.desk.states import STATE_ZH, State
from graph.desk.wording import EVENT_ZH
from graph.errors import InputError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from api.cli.kin import NamesOf
    from api.desk.session import Outcome
    from graph.desk.case_file import CaseFile

Json = dict[str, Any]

VERDICT_ZH = {
    "must_recuse": "■ 应当回避",
    "review": "◧ 需决定",
    "unknown": "▨ 资料不足",
    "clear": "□ 未发现（在已载入的资料内）",
}
MATTER_ZH = {
    "supervision_case": "监督执纪审查调查",
    "inspection": "检查",
    "complaint": "检举控告",
    "civil_service_duty": "公务",
    "benefit_review": "补助审核",
    "appointment": "任职",
    "election": "选举",
    "procurement": "政府采购",
    "tender": "招标投标",
    "administrative_penalty": "行政处罚",
}


_OVERRIDE_ZH = {
    "in_force": "有效 in force",
    "overtaken": "已被新情况取代 overtaken by new facts",
    "expired": "已失效 expired",
}


def today() -> dt.date:
    """Return today where the program runs."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


@contextmanager
def sitting(ledger: Path | None) -> Iterator[Desk]:
    """Open the ledger for writing, an older one lifted first, and the snapshot of its head."""
    with open_ledger(ledger_path(ledger), write=True) as book:
        yield Desk(
            ledger=book,
            snapshot=snapshot_of(ledger),
            author=settings().user,
            today=today(),
            answer_days=settings().answer_days,
        )


def pairs_of(texts: Sequence[str], *, role_first: bool) -> list[tuple[str, str]]:
    """Split `role:ID` or `ID:role` options; an id may carry a prefix with a colon of its own.

    Raises:
        InputError: there is no colon.
    """
    form = "ROLE:ID, such as witness:P12" if role_first else "ID:ROLE, such as P7:reviewer"
    pairs = []
    for text in texts:
        one, colon, other = text.partition(":") if role_first else text.rpartition(":")
        if not (colon and one.strip() and other.strip()):
            raise InputError(f"--add {text}: write {form}")
        pairs.append((one.strip(), other.strip()))
    return pairs


def named(person: str | None, names: NamesOf) -> str:
    """Return somebody as people read it: the name, and the id where it is not the name."""
    if not person:
        return "—"
    name = names[person]
    return plain(name if name == person else f"{name}（{person}）")


def state_words(state: str) -> str:
    """Return a state in both languages."""
    return f"{STATE_ZH[State(state)]} {state}"


def tell(outcome: Outcome, names: NamesOf, *, as_json: bool, on: dt.date) -> None:
    """Say what an act led to: its number, the state of the case, who stands in the way."""
    if as_json:
        answer_json(outcome_json(outcome, on))
        return
    file, main = outcome.file, outcome.main
    shown = file_of(file, on, verdict=None)
    if main is None:
        answer(f"{plain(file.id)}: {state_words(file.state.value)} · 无变化 nothing changed")
    else:
        what = f"{EVENT_ZH[main.kind]} {main.kind}"
        before = "" if outcome.is_new else " · 此前已记录 recorded before"
        answer(f"{main.id}  {plain(file.id)} {what} · {state_words(file.state.value)}{before}")
    warn(file, shown, names)


def outcome_json(outcome: Outcome, on: dt.date) -> Json:
    """Return what an act led to as JSON."""
    file, main = outcome.file, outcome.main
    shown = file_of(file, on, verdict=None)
    return {
        "case": file.id,
        "event": main.id if main else None,
        "new": outcome.is_new,
        "state": file.state.value,
        "verdicts": dict(file.check.verdicts) if file.check and "team" in shown else {},
        "decision": file.check.decision if file.check else None,
        "blocks": shown.get("blocks", []),
        "overrides": shown.get("overrides", []),
    }


def warn(file: CaseFile, shown: Json, names: NamesOf) -> None:
    """Print overrides, loudly, and what stands in the way of the next step."""
    for one in shown.get("overrides", ()):
        if one["state"] != "expired" or len(one["approvals"]) >= APPROVALS:
            answer(override_line(one, names))
    for block in shown.get("blocks", ()):
        who = named(block["person"], names) if block["person"] else plain(file.id)
        answer(f"  ! {who}: {block['zh']} ({block['en']})")


def override_line(one: Json, names: NamesOf) -> str:
    """Return an override as a line that nobody overlooks."""
    by = "、".join(named(approval["by"], names) for approval in one["approvals"]) or "—"
    statute = "，法定应当回避 against a statute" if one["against_statute"] else ""
    state = _OVERRIDE_ZH.get(one["state"], "待批准 " + one["state"])
    return (
        f"  ⚠ 例外 OVERRIDE {one['id']}: {named(one['person'], names)} "
        f"{VERDICT_ZH[one['verdict']]}{statute} · 批准 {len(one['approvals'])}/{APPROVALS}: {by} · "
        f"{state}"
    )
