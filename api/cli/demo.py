"""`huibi synth` and `huibi demo`: a made county on real places, and the whole way through it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from api.cli.screen import answer, progress
from graph.errors import InputError
from loaders.synthetic import Options, write_county

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.synthetic import Summary

_SEED = 1
_MARK = "MADE-UP.txt"


def synth_command(
    out: Path, *, persons: int, seed: int, twin: bool, strength: str, without: list[str]
) -> None:
    """Write the county and say what was written."""
    options = Options(twin=twin, strength=strength, without=frozenset(without))
    summary = _write(out, persons, seed, options)
    answer(f"{out}: {persons:,} invented people in {'、'.join(summary.counties)}, seed {seed}")
    answer("rows: " + ", ".join(f"{name} {count:,}" for name, count in summary.rows.items()))
    answer(f"cases: {', '.join(summary.cases)}")
    planted = "nothing is planted (twin)" if twin else f"planted at strength: {strength}"
    answer(f"answer key: {out / 'truth' / 'patterns.json'}, {planted}")


def _write(out: Path, persons: int, seed: int, options: Options | None = None) -> Summary:
    with progress("county") as advance:
        steps = iter(range(1, 1000))
        return write_county(out, persons, seed, lambda _step: advance(next(steps)), options=options)


def demo_command(out: Path, *, persons: int) -> None:
    """Make the county, load it, check every case, play a week at the desk, say how to go on."""
    from api.cli.check import check_command
    from api.cli.loading import load_command
    from api.cli.looking import status_command
    from api.cli.tour import tour
    from api.cli.week import play_week

    county, ledger = out / "county", out / "huibi.db"
    _clear(out)
    answer(f"1. An example county of {persons:,} invented people on Tongren's real places")
    summary = _write(county, persons, _SEED)
    answer(f"   {'、'.join(summary.counties)} → {county}")
    answer("2. Loading it into a ledger")
    load_command(
        [county],
        source="",
        ledger=ledger,
        skip_bad=False,
        replace=False,
        dry_run=False,
        as_json=False,
    )
    status_command(ledger=ledger, as_json=False)
    answer("3. Who may handle these cases?")
    for case in summary.cases:
        page = out / f"{case}.html"
        answer()
        check_command(
            county / "cases" / f"{case}.yaml",
            candidates=[],
            packs=[],
            on=None,
            ledger=ledger,
            as_json=False,
            html=page,
            record=False,
            unseal=False,
        )
    answer("4. A week at the desk")
    play_week(county, ledger, out)
    answer("5. Leads on favoritism")
    _look_for_leads(ledger, out)
    answer()
    answer(f"The evidence of each case is drawn in {out}/*.html: open one in a browser.")
    answer(f"Go on: .venv/bin/huibi find 张 --ledger {ledger}")
    answer(f"       .venv/bin/huibi kin PERSON --ledger {ledger} --html {out}/kin.html")
    answer(f"       .venv/bin/huibi case list --ledger {ledger}")
    answer(f"Papers: {out}/papers · zones: {out}/zones · candidates: {out}/screening.xlsx")
    answer(f"Leads: {out}/leads.html · {out}/leads.xlsx")
    answer()
    answer("See it: run this, open http://127.0.0.1:8765/ and log in as it says")
    answer(f"       .venv/bin/huibi serve --demo --ledger {ledger}")
    answer("Five minutes, each step under another login:")
    for line in tour(ledger, county):
        answer(f"  {line}")


def _look_for_leads(ledger: Path, out: Path) -> None:
    """Run every pattern, keep what it finds, and leave a report and a workbook."""
    from api.cli.patterns import Options as Asked
    from api.cli.patterns import patterns_command

    patterns_command(
        Asked(
            codes=(),
            place="",
            official="",
            since="",
            until="",
            settings=(),
            on=None,
            out=out / "leads.xlsx",
            html=out / "leads.html",
            record=True,
            rows=2,
            as_json=False,
        ),
        ledger,
    )


def _clear(out: Path) -> None:
    """Empty a folder that an earlier demo filled; any other folder is left alone."""
    if not out.exists():
        out.mkdir(parents=True)
        return
    if any(out.iterdir()) and not (out / "county" / _MARK).is_file():
        raise InputError(
            f"{out}: holds files that no demo wrote, which would be lost; choose another --out"
        )
    shutil.rmtree(out)
    out.mkdir()
