"""A whole list screened: identity, records, kin in the body, what is not known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.kinship.bodies import Bodies
from graph.kinship.body_kin import BodyKin, kin_in_bodies
from graph.model import iso_of
from graph.screening.election import Election
from graph.screening.identify import identify
from graph.screening.kin import NearKin, Other
from graph.screening.known import Known
from graph.screening.outcome import Bar, Identified, Outcome, Screened
from graph.screening.records import Records
from graph.screening.rules import SeatRules, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.kinship.bodies import Sitting
    from graph.model import Fact
    from graph.screening.outcome import Candidacy
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The answer for a list, in its order, and the kin in every body that was sought."""

    on: str
    sequence: int
    rows: tuple[Screened, ...]
    bodies: tuple[BodyKin, ...]
    rules: tuple[str, ...]
    not_in_force: tuple[str, ...]
    """Rules left out because no article of theirs stood on the day."""


def screen(
    rows: Sequence[Fact], snapshot: Snapshot, on: int, *, renewed: bool = False
) -> Screening:
    """Screen a list of candidates; `renewed` says that everyone who sits now leaves.

    Raises:
        NotFoundError: a person named by id is not loaded.
    """
    candidacies = identify(rows, snapshot)
    asked = _Asked(candidacies, snapshot, on, renewed=renewed)
    seats = SeatRules(on).all
    stands = {one.rule.id for one in seats if one.stands}
    return Screening(
        on=iso_of(on),
        sequence=snapshot.sequence,
        rows=tuple(asked.screened(at) for at in range(len(candidacies))),
        bodies=tuple(asked.kin_by_body()),
        rules=tuple(dict.fromkeys((*(rule.id for rule in rules().records), *sorted(stands)))),
        not_in_force=tuple(sorted({one.rule.id for one in seats} - stands)),
    )


class _Asked:
    """Everything the list needs of the snapshot, read once."""

    def __init__(
        self, candidacies: Sequence[Candidacy], snapshot: Snapshot, on: int, *, renewed: bool
    ) -> None:
        self._snapshot, self._on = snapshot, on
        self._list = candidacies
        self._bodies = Bodies(snapshot, on)
        self._body = [self._bodies.body_of(c.unit) if c.unit else None for c in candidacies]
        sought = {body for body in self._body if body}
        self._sitting = {} if renewed else self._bodies.sitting(sought)
        self._rules = SeatRules(on)
        self._seat = [
            self._bodies.seat_of(c.unit or "", c.post or "") if body else ""
            for c, body in zip(candidacies, self._body, strict=True)
        ]
        self._running: dict[str, list[int]] = defaultdict(list)
        for at, body in enumerate(self._body):
            if body and self._seat[at] and candidacies[at].person:
                self._running[body].append(at)
        named = {person for c in candidacies for person in (c.person, *c.namesakes) if person}
        sitting = {one.person for group in self._sitting.values() for one in group}
        self._records = Records(snapshot, named, on)
        self._known = Known(snapshot, named, on)
        self._kin = NearKin(snapshot, named | sitting, on)
        self._election = Election(snapshot, self._bodies, named, on)

    def screened(self, at: int) -> Screened:
        """Return the answer for one row."""
        candidacy, body = self._list[at], self._body[at]
        kind = self._bodies.kind(body) if body else None
        bars = [
            *_identity(candidacy),
            *self._records.bars(candidacy, kind if self._seat[at] else None),
        ]
        village = self._bodies.place(body) if body and kind == "village" else ""
        bars += self._known.bars(candidacy, village, seat=self._seat[at])
        if body is None:
            bars.append(_without_body(candidacy, self._bodies))
        else:
            bars += self._kin.bars(candidacy, self._seat[at], self._others(at, body))
        leaves = self._election.leaves(candidacy, self._bodies.place(body)) if body else ()
        return Screened(
            candidacy=candidacy,
            bars=tuple(sorted(bars, key=lambda bar: (-bar.outcome, bar.rule, bar.zh))),
            leaves=tuple(leaves),
            checked=tuple(self._checked(at)),
        )

    def kin_by_body(self) -> list[BodyKin]:
        """Return the kin among those who sit in the bodies sought."""
        members = {
            body: [one.person for one in group]
            for body, group in self._bodies.sitting({b for b in self._body if b}).items()
        }
        places = {body: self._bodies.place(body) for body in members}
        return kin_in_bodies(self._snapshot, members, places, self._on)

    def _others(self, at: int, body: str) -> list[Other]:
        if not self._seat[at]:
            return []
        running = {self._list[i].person for i in self._running[body]}
        sitting = [
            _as_other(one) for one in self._sitting.get(body, ()) if one.person not in running
        ]
        own = self._list[at].person
        standing = [
            Other(
                person=self._list[i].person or "",
                seat=self._seat[i],
                origin=self._list[i].origin,
                is_candidate=True,
                is_sure=True,
            )
            for i in self._running[body]
            if i != at
        ]
        held = [_as_other(one) for one in self._sitting.get(body, ()) if one.person == own]
        return [*sitting, *held, *standing]

    def _checked(self, at: int) -> Iterator[str]:
        yield from (rule.id for rule in rules().records)
        yield from self._rules.of(self._seat[at])


def _as_other(one: Sitting) -> Other:
    return Other(
        person=one.person,
        seat=one.seat,
        origin=one.origin,
        is_candidate=False,
        is_sure=one.is_sure,
    )


def _identity(candidacy: Candidacy) -> Iterator[Bar]:
    if candidacy.identified is Identified.NOBODY:
        yield _document(
            "S-IDENTITY",
            "已载入的资料中查无此人，须核对身份证件",
            "nobody of this description is loaded; the identity has to be verified",
        )
    elif candidacy.identified is Identified.NAME:
        count, first = len(candidacy.namesakes), "、".join(candidacy.namesakes[:5])
        yield _document(
            "S-IDENTITY",
            f"仅凭姓名对应（同名 {count} 人：{first}），须核对身份证件",
            f"matched by name alone ({count} of this name); the identity has to be verified",
        )
    for zh, en in candidacy.doubts:
        yield _document("S-IDENTITY", f"{zh}，须核对身份", f"{en}; verify the identity")


def _without_body(candidacy: Candidacy, bodies: Bodies) -> Bar:
    if candidacy.unit is None:
        return _document(
            "S-BODY",
            "名单未填拟任单位，无法核对班子内近亲属",
            "the list names no body, so kin in it could not be checked",
        )
    name = bodies.name(candidacy.unit)
    return _document(
        "S-BODY",
        f"{name}不是村级组织或者集体经济组织，班子内近亲属须按任职回避规定另行核对",
        f"{name} is no village or collective body; check kin in it with `huibi check`",
    )


def _document(rule: str, zh: str, en: str) -> Bar:
    return Bar(rule=rule, outcome=Outcome.NEEDS_DOCUMENT, zh=zh, en=en)
