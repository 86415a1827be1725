"""Who must leave the election committee because he, or a near relative, is nominated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import day_of
from graph.recusal.pack import load_pack
from graph.recusal.statutes import cites_on, is_in_force
from graph.recusal.verdict import Verdict
from graph.screening.kin import NearKin
from graph.screening.outcome import Leave

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.kinship.bodies import Bodies, Sitting
    from graph.screening.outcome import Candidacy
    from graph.snapshot import Snapshot

_RULE = "V-ELEC"
_KINSHIP = ("亲属关系", "the kinship")
_IDENTITY = ("候选人身份", "the candidate's identity")
_SEAT = ("任职日期", "the day he took his seat")


class Election:
    """The election committees of a snapshot against the candidates of their villages."""

    def __init__(
        self, snapshot: Snapshot, bodies: Bodies, candidates: Iterable[str], on: int
    ) -> None:
        spec = next(rule for rule in load_pack("village").spec.rules if rule.id == _RULE)
        self._on = on
        self._stands = is_in_force(spec, on)
        self._cites = cites_on(spec, on)
        kin = next(ground for ground in spec.grounds if ground.when == "kin")
        self._counts_kin = kin.since is None or day_of(kin.since) <= on
        self._members = bodies.electing() if self._stands else {}
        members = {one.person for group in self._members.values() for one in group}
        self._kin = NearKin(snapshot, {*candidates, *members}, on) if members else None
        self._persons = snapshot.persons

    def leaves(self, candidacy: Candidacy, village: str) -> Iterator[Leave]:
        """Yield the members who must leave because of one nomination in a village."""
        person = candidacy.person
        if person is None or self._kin is None:
            return
        for member in self._members.get(village, ()):
            if member.person == person:
                yield self._leave(
                    member, candidacy, "本人被提名为候选人", "is nominated himself", doubts=[]
                )
            elif self._counts_kin and (near := self._kin.nearest(person, member.person)):
                verdict, term = near
                yield self._leave(
                    member,
                    candidacy,
                    f"近亲属{candidacy.name}被提名为候选人，是其候选人的{term}",
                    f"a near relative, {candidacy.name}, is nominated",
                    doubts=[] if verdict is Verdict.MUST_RECUSE else [_KINSHIP],
                )

    def _leave(
        self,
        member: Sitting,
        candidacy: Candidacy,
        zh: str,
        en: str,
        *,
        doubts: list[tuple[str, str]],
    ) -> Leave:
        name = self._persons.name(self._persons.index(member.person))
        doubts += [] if candidacy.is_certain else [_IDENTITY]
        doubts += [] if member.is_sure else [_SEAT]
        open_zh = "、".join(doubt for doubt, _ in doubts)
        open_en = ", ".join(doubt for _, doubt in doubts)
        return Leave(
            person=member.person,
            zh=f"选举委员会成员{name}，核实{open_zh}后属实的应当退出：{zh}"
            if doubts
            else f"选举委员会成员{name}应当退出：{zh}",
            en=f"{name} leaves the election committee if {open_en} is confirmed: {en}"
            if doubts
            else f"{name} leaves the election committee: {en}",
            sources=(member.origin,),
            cites=self._cites,
        )
