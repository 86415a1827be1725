"""Open cases checked again when the data or the rules move: what is new, and whom it is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.cases import PartyRef, ResolvedCase, packs_for
from graph.desk.checks import check_of
from graph.desk.gate import VERDICT
from graph.desk.grounds import is_covered
from graph.desk.heads import chain_of, decider_of
from graph.ledger import DeskEvent
from graph.model import day_of
from graph.recusal.bulk import check_own
from graph.recusal.pack import load_pack
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graph.desk.case_file import CaseFile, DeskCheck
    from graph.desk.checks import DeskVerdict
    from graph.desk.past import Earlier
    from graph.recusal.evidence import Data
    from graph.recusal.pack import Pack

TRIGGER = "recheck"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new about one person on a team."""

    person: str
    before: str | None
    now: str
    has_new_ground: bool
    """Whether a reason is there that was not, or only the verdict moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """A case whose check now says something else: what to record together, and the news."""

    file: CaseFile
    found: DeskVerdict
    news: tuple[News, ...]
    to: Mapping[str, Any]
    """To whom the notice goes: the superior of whoever assigned the case."""

    def events(self) -> tuple[DeskEvent, ...]:
        """Return the check and the notice; of reasons the notice says nothing."""
        people = [{"person": one.person, "before": one.before, "now": one.now} for one in self.news]
        notice = DeskEvent(
            kind="recheck_notice",
            about=self.file.id,
            body={"people": people, "to": dict(self.to)},
            author=self.found.event.author,
            sequence=self.found.event.sequence,
        )
        return (self.found.event, notice)


def renewals(
    files: Iterable[CaseFile],
    data: Data,
    earlier: Earlier,
    *,
    on: dt.date,
    author: str,
    request: str,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Renewal]:
    """Yield every open case in which something is new, in the order given.

    All are judged at once; in full only those where a verdict moved, or where REVIEW leaves room
    for one more reason that nobody has decided on. `request` begins the requests of the decisions.
    """
    kinds = _kinds(data)
    watched = [file for file in files if file.is_open and file.team and file.check]
    resolved = [_resolved(file, kinds, on) for file in watched]
    packs = {case.id: file.packs for case, file in zip(resolved, watched, strict=True)}

    def packs_of(case: ResolvedCase) -> tuple[Pack, ...]:
        return tuple(load_pack(name) for name in packs[case.id] or case.packs)

    judged = check_own(resolved, packs_of, data, past_cases=earlier.cases, progress=progress)
    for file, verdicts in zip(watched, judged, strict=True):
        if _may_be_new(file, verdicts):
            found = check_of(
                file,
                data,
                earlier,
                trigger=TRIGGER,
                on=on,
                author=author,
                request=f"{request}/{file.id}",
            )
            news = tuple(_news(file, found)) if found else ()
            if found and news:
                yield Renewal(file=file, found=found, news=news, to=_superior(file, found, data))


def _resolved(file: CaseFile, kinds: Mapping[str, tuple[str, str]], on: dt.date) -> ResolvedCase:
    """Return a registered case as it is checked; its people and units stand by id already."""
    case = file.case
    day = max(on, case.received or on)
    unit = case.unit.removeprefix("unit:") if case.unit else None
    own, above = kinds.get(unit or "", ("", ""))
    return ResolvedCase(
        id=case.id,
        matter=case.matter,
        on=day_of(day.isoformat()),
        place=case.place,
        unit=unit,
        parties=tuple(
            PartyRef(role=one.role, person=one.person, unit=one.unit) for one in case.parties
        ),
        candidates=tuple(dict.fromkeys(one.person for one in file.team)),
        team=(),
        packs=packs_for(case.matter, own or None, above or None),
    )


def _kinds(data: Data) -> dict[str, tuple[str, str]]:
    """Return each unit's kind and its parent's."""
    rows = data.table("units").select(["id", "kind", "parent"]).to_pylist()
    own = {row["id"]: row["kind"] or "" for row in rows}
    return {row["id"]: (own[row["id"]], own.get(row["parent"] or "", "")) for row in rows}


def _may_be_new(file: CaseFile, verdicts: Mapping[str, Verdict]) -> bool:
    check = file.check
    assert check is not None, "only checked cases are watched"
    return any(_label(verdict, person, check) != check.verdicts.get(person)
               or verdict is Verdict.REVIEW
               for person, verdict in verdicts.items())  # fmt: skip


def _label(verdict: Verdict, person: str, check: DeskCheck) -> str:
    """Return the verdict with what the desk adds: who pried is at least for review."""
    return max(verdict, Verdict.REVIEW if check.raised.get(person) else verdict).label


def _news(file: CaseFile, found: DeskVerdict) -> Iterator[News]:
    body = found.event.body
    before = file.check
    assert before is not None, "only checked cases are watched"
    for person in (one.person for one in file.team):
        was, now = before.verdicts.get(person), body["verdicts"][person]
        grounds = body["sealed"]["grounds"].get(person, ())
        is_new = not is_covered(grounds, before.grounds.get(person, ()))
        if was != now or (is_new and now == Verdict.REVIEW.label):
            yield News(
                person=person,
                before=was,
                now=now,
                has_new_ground=is_new and VERDICT[now] > Verdict.CLEAR,
            )


def _superior(file: CaseFile, found: DeskVerdict, data: Data) -> dict[str, Any]:
    """Return the head above whoever assigned the case, passing over whoever is conflicted."""
    by = file.assignment.by if file.assignment else ()
    assigner = by[0] if by else ""
    day = (dt.date.fromisoformat(found.event.body["on"]) - dt.date(1970, 1, 1)).days
    chain = chain_of(data, file.case.unit, day)
    verdicts: Mapping[str, str] = found.event.body["verdicts"]
    is_head = bool(chain) and assigner in chain[0].heads
    return decider_of(assigner, "higher_head" if is_head else "own_head", chain, verdicts)
