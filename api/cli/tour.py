"""What to try in the explorer after `huibi demo`, with the cases and people that it made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from api.http.demo_users import on_cases
from api.http.roles import Role
from api.patterns.naming import Names
from graph.desk.docket import docket
from graph.ledger import open_ledger
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AWARD = "C1"


def tour(ledger: Path, county: Path) -> Iterator[str]:
    """Yield the steps, a line each; three questions that the explorer answers by itself."""
    case, subject, candidate = _tied(ledger, county)
    names = Names(open_snapshot(ledger)).of([subject, candidate])
    yield f"1. clerk: 案件 Cases → {case}. 谁能办？为什么{names[candidate]}不能？"
    yield f"   Who may take it, and why not {names[candidate]}?"
    both = f"{names[subject]} ({subject}) and {names[candidate]} ({candidate})"
    yield f"2. investigator: 依据 Purpose → {case}; 关系图 Connections: search and add {both},"
    yield "   select both, press F. 两人什么关系？谁说的？ Are they related, how, and says who?"
    if lead := _award(ledger):
        yield f"3. analyst: 线索 Leads → {_AWARD} → {lead}. 哪份合同给了有关系的企业？"
        yield "   Which award went to a tied firm?"


def _tied(ledger: Path, county: Path) -> tuple[str, str, str]:
    """Return the demo investigator's case, its subject, and a candidate whom the law forbids."""
    investigator = on_cases(ledger)[Role.INVESTIGATOR]
    key = json.loads((county / "cases" / "expected.json").read_text(encoding="utf-8"))
    forbidden = {
        one["case"]: person["person"]
        for one in key
        for person in one["candidates"]
        if person["verdict"] == "must_recuse"
    }
    with open_ledger(ledger) as book:
        files = docket(book).items()
    own = [
        (id, min(file.ever_parties))
        for id, file in files
        if file.is_open and id in forbidden and any(m.person == investigator for m in file.team)
    ]
    id, subject = own[0]
    return id, subject, forbidden[id]


def _award(ledger: Path) -> str:
    """Return the first award to a tied firm among the recorded leads; blank without any."""
    with open_ledger(ledger) as book:
        last = book.findings.runs()[-1:]
        found = [one for run in last for one in book.findings.of_run(run.number)]
    return next((str(one["id"]) for one in found if one["code"] == _AWARD), "")
