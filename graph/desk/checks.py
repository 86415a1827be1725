"""The check of a whole case, which runs by itself: an event with its verdicts, and its decision."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from graph.cases import resolve_case
from graph.desk.grounds import grounds_of
from graph.desk.heads import chain_of, decider_code, decider_of
from graph.desk.past import with_seen
from graph.ledger import DeskEvent
from graph.recusal.decisions import decision_of
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.cases import Case
    from graph.desk.case_file import CaseFile
    from graph.desk.heads import Level
    from graph.desk.past import Earlier
    from graph.ledger import Decision
    from graph.recusal.evidence import Data
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CaseVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskVerdict:
    """A check made: the event and the decision to record together, and the verdict in full."""

    event: DeskEvent
    decision: Decision
    verdict: CaseVerdict


def case_text(case: Case) -> str:
    """Return a case as the text that a decision keeps; JSON, which is YAML too."""
    told = case.model_dump(mode="json", exclude_none=True)
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def check_of(
    file: CaseFile,
    data: Data,
    earlier: Earlier,
    *,
    trigger: str,
    on: dt.date,
    author: str,
    request: str,
    also: Sequence[str] = (),
) -> DeskVerdict | None:
    """Check everybody on a case against all its parties; None where there is nobody to check.

    Beside the team the heads of the unit and of those above it are checked, since one of them
    decides, and at registration the candidates that the file names; `also` names more persons.
    `request` is that of the decision.
    """
    day = max(on, file.case.received or on)
    chain = chain_of(data, file.case.unit, (day - dt.date(1970, 1, 1)).days)
    team = [one.person for one in file.team]
    heads = [one for level in chain for one in level.heads]
    asked = file.case.candidates if trigger == "registration" else ()
    named = list(dict.fromkeys((*team, *asked, *also, *heads)))
    if not named:
        return None
    resolved = resolve_case(file.case, data, candidates=named, on=day)
    packs = tuple(load_pack(name) for name in file.packs or resolved.packs)
    verdict = check(resolved, packs, data, past_cases=earlier.about(named, but=file.id))
    decision = decision_of(
        verdict,
        case_text=case_text(file.case),
        packs=packs,
        author=author,
        candidates=named,
        request=request,
    )
    body = _body(file, verdict, packs, chain, trigger)
    return DeskVerdict(
        event=DeskEvent(
            kind="checked",
            about=file.id,
            body=body,
            author=author,
            sequence=verdict.sequence,
            decision=request,
        ),
        decision=with_seen(decision, earlier.seen, trigger),
        verdict=verdict,
    )


def _body(
    file: CaseFile,
    verdict: CaseVerdict,
    packs: Sequence[Pack],
    chain: Sequence[Level],
    trigger: str,
) -> dict[str, Any]:
    found = {one.person: one for one in verdict.candidates}
    pryings = Counter(pry.person for pry in file.pryings)
    # How often, not which: one of them may be about to be recorded and has no number yet.
    raised = {person: pryings[person] for person in found if pryings[person]}
    verdicts = {
        person: max(one.verdict, Verdict.REVIEW if person in raised else one.verdict).label
        for person, one in found.items()
    }
    deciders = {
        person: decider_of(
            person,
            decider_code(one, packs, chain, is_secret=file.is_secret or verdict.has_informant),
            chain,
            verdicts,
        )
        for person, one in found.items()
    }
    grounds = {
        person: [
            *grounds_of(one),
            *(f"prying {nth}" for nth in range(raised.get(person, 0))),
        ]
        for person, one in found.items()
        if verdicts[person] != Verdict.CLEAR.label
    }
    return {
        "trigger": trigger,
        "on": verdict.on,
        "team": [one.person for one in file.team],
        "verdicts": verdicts,
        "deciders": deciders,
        "raised": raised,
        "sealed": {"grounds": grounds},
    }
