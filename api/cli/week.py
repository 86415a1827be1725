"""A full week at the desk in the example county, command by command, as a clerk would type it."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from api.cli.screen import answer
from api.cli.workplace import settings
from graph.desk.docket import docket
from graph.errors import HuibiError
from graph.kinship.circles import CIRCLES
from graph.kinship.closure import kin_of
from graph.ledger import open_ledger
from graph.model import day_of
from graph.recusal.unit_ties import UnitTies
from graph.snapshot import open_snapshot
from viz.fonts import chinese_families

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.desk.case_file import CaseFile
    from graph.snapshot import Snapshot

_RECEIVED = "2026-10-12"
_CONFLICTED = "周-冲突"


class WeekError(HuibiError):
    """A step of the week did not do what it shows."""


def play_week(county: Path, ledger: Path, out: Path) -> None:
    """Play the week: intake, routing, assignment, people's decisions, new facts, papers.

    Raises:
        WeekError: a command did not end as it should.
    """
    week = _Week(county, ledger, out)
    for day in (
        week.monday_zones_and_intake,
        week.tuesday_routing,
        week.wednesday_assignment,
        week.thursday_decisions_of_people,
        week.friday_new_facts_and_papers,
        week.saturday_screening,
    ):
        day()


class _Week:
    def __init__(self, county: Path, ledger: Path, out: Path) -> None:
        self._county, self._ledger, self._out = county, ledger, out

    def monday_zones_and_intake(self) -> None:
        """Plan zones, and register every case of the county."""
        _heading("周一 受案 · Monday: zones, and cases come in")
        drawn = ["--map", str(self._out / "zones.png")] if _can_draw() else []
        self._run("zones", "plan", "--out", str(self._out / "zones"), *drawn)
        conflicted = self._conflicted_case()
        files = sorted((self._county / "cases").glob("*.yaml"))
        self._run("case", "register", *map(str, files), str(conflicted))
        self._run("case", "list")

    def tuesday_routing(self) -> None:
        """Route a plain case, and one whose own organ's head is kin to the subject."""
        _heading("周二 分流 · Tuesday: who may take them")
        self._run("route", "02", "--record")
        self._run("route", _CONFLICTED, "--record")

    def wednesday_assignment(self) -> None:
        """Assign what is open by the audited lottery, and derive it again."""
        _heading("周三 分办 · Wednesday: assignment by an audited lottery")
        self._run("assign", "--open", "--record")
        batches = [
            file.assignment.batch for file in self._files().values() if file.assignment is not None
        ]
        if not batches or batches[0] is None:
            raise WeekError("the week's assignment recorded no batch; run huibi assign --open")
        self._run("assign", "replay", batches[0])

    def thursday_decisions_of_people(self) -> None:
        """A disclosure granted, an application denied, an override approved by two, prying."""
        _heading("周四 决定 · Thursday: what people decide")
        first, second, *others = self._assigned()
        leaders = self._leaders()
        handler = first.handler or ""
        reason = "与当事人有经济往来"
        self._run("recusal", "disclose", first.id, handler, "--reason", reason)
        request = self._files()[first.id].requests[-1].id
        self._run("recusal", "answer", request, "--grant", "--by", leaders[0], "--reason", "属实")
        other = second.handler or ""
        self._run("recusal", "apply", second.id, other, "--as", "subject", "--reason", "有成见")
        request = self._files()[second.id].requests[-1].id
        reason = "未提出事实依据"
        self._run("recusal", "answer", request, "--deny", "--by", leaders[0], "--reason", reason)
        self._override([file.id for file in others], leaders)
        self._run("prying", "add", second.id, leaders[-1], "--how", "打听案情进展")
        self._run("recusal", "list", "--all")

    def _override(self, cases: Sequence[str], leaders: Sequence[str]) -> None:
        case, person = self._reviewed(cases)
        self._run("case", "team", case, "--add", f"{person}:reviewer")
        reason = "唯一具备审理资格的人员，关系已核实不影响公正"
        self._run("recusal", "override", case, person, "--reason", reason, "--by", leaders[0])
        override = self._files()[case].overrides[-1].id
        for number, leader in enumerate(leaders[1:3], start=1):
            signed = f"批〔2026〕{number}号"
            self._run("recusal", "approve", override, "--by", leader, "--document", signed)

    def friday_new_facts_and_papers(self) -> None:
        """New kin rows arrive, an open case has news, and the papers are printed."""
        _heading("周五 复核与文书 · Friday: new facts, and the papers")
        moved = next(f for f in reversed(self._assigned()) if f.second and not f.is_secret)
        subject = next(p.person for p in moved.case.parties if p.person)
        police = self._out / "police"
        police.mkdir(exist_ok=True)
        rows = f"person,relation,relative\n{moved.second},brother,{subject}\n"
        (police / "kin.csv").write_text(rows, encoding="utf-8")
        self._run("load", str(police))
        self._run("case", "show", moved.id)
        papers = self._out / "papers"
        forms = ["--format", "html", "--format", "docx"]
        forms += ["--format", "pdf"] if _can_draw() else []
        self._run("papers", "print", moved.id, "--out", str(papers), *forms)
        free = next(f for f in self._assigned() if f.id != moved.id and _is_free(f))
        self._run("case", "start", free.id)
        self._run("papers", "print", free.id, "--out", str(papers), *forms)
        self._run("case", "close", free.id)
        self._run("case", "list")

    def saturday_screening(self) -> None:
        """Screen the candidates of the village elections."""
        _heading("周六 换届审查 · Saturday: candidates are screened")
        listed = self._county / "lists" / "candidates.csv"
        self._run("screen", str(listed), "--xlsx", str(self._out / "screening.xlsx"))

    def _conflicted_case(self) -> Path:
        """Write a case of a township whose organ's head is near kin to the subject."""
        snapshot = open_snapshot(self._ledger)
        unit, place, subject = _head_with_kin(snapshot)
        path = self._out / "conflicted.yaml"
        path.write_text(
            f"id: {_CONFLICTED}\nmatter: supervision_case\nreceived: {_RECEIVED}\nunit: {unit}\n"
            f'place: "{place}"\nparties:\n  - {{person: {subject}, role: subject}}\n',
            encoding="utf-8",
        )
        return path

    def _files(self) -> dict[str, CaseFile]:
        with open_ledger(self._ledger) as book:
            return docket(book)

    def _assigned(self) -> list[CaseFile]:
        return [f for f in self._files().values() if f.handler and f.is_open and not f.is_secret]

    def _leaders(self) -> list[str]:
        """Return the head and the deputies of the county's organ."""
        snapshot = open_snapshot(self._ledger)
        posts = snapshot.table("posts").select(["person", "unit", "role", "to"]).to_pylist()
        unit = next(f.case.unit for f in self._files().values() if f.id == "02")
        held = [row for row in posts if row["unit"] == unit and not row["to"]]
        ranked = [row for role in ("head", "deputy") for row in held if row["role"] == role]
        return [row["person"] for row in ranked]

    def _reviewed(self, cases: Sequence[str]) -> tuple[str, str]:
        """Return a case of these and somebody for review in it, by the county's answer key."""
        text = (self._county / "cases" / "expected.json").read_text(encoding="utf-8")
        found = (
            (case["case"], one["person"])
            for case in json.loads(text)
            for one in case["candidates"]
            if case["case"] in cases and one["verdict"] == "review"
        )
        return next(found)

    def _run(self, *arguments: str) -> None:
        from api.cli import run

        answer()
        answer(f"$ huibi {shlex.join(arguments)}")
        settings.cache_clear()
        code = run([*arguments, "--ledger", str(self._ledger)])
        if code:
            raise WeekError(f"huibi {shlex.join(arguments)} ended with {code}")


def _is_free(file: CaseFile) -> bool:
    from graph.desk.gate import blocks

    return not blocks(file, "started")


def _head_with_kin(snapshot: Snapshot) -> tuple[str, str, str]:
    """Return a township's organ, its place, and a near relative of its head."""
    ties, on = UnitTies(snapshot), day_of(_RECEIVED)
    places = {row["id"]: row["level"] for row in snapshot.table("places").to_pylist()}
    handling = sorted(set(snapshot.table("handlers")["unit"].to_pylist()))
    units = {row["id"]: row["place"] for row in snapshot.table("units").to_pylist()}
    for unit in handling:
        if places.get(units[unit]) == "township":
            for head in ties.officers(unit, on):
                near = kin_of(snapshot, head, on, CIRCLES["NR-P"])
                if near:
                    return unit, units[unit], near[0].person
    raise WeekError("no township's head has a near relative on record; make a larger county")


def _can_draw() -> bool:
    """Return whether a Chinese typeface is there for maps and PDF."""
    try:
        return bool(chinese_families())
    except HuibiError:
        return False


def _heading(text: str) -> None:
    answer()
    answer(f"── {text} " + "─" * max(0, 60 - len(text)))
