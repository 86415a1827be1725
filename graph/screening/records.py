"""What is on record about candidates: joined by exact id, capped where the identity is not sure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import days_of
from graph.recusal.relatives import is_certain
from graph.screening.outcome import Bar, Outcome
from graph.screening.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.kinship.bodies import Tables
    from graph.screening.outcome import Candidacy
    from graph.screening.rules import RecordRule

Row = dict[str, Any]


class Records:
    """The records of some people, each table read once."""

    def __init__(self, snapshot: Tables, persons: Iterable[str], on: int) -> None:
        table = snapshot.table("records")
        wanted = pa.array(sorted(set(persons)), pa.string())
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in table.filter(pc.is_in(table["person"], value_set=wanted)).to_pylist():
            self._rows[row["person"]].append(row)
        self._on = on

    def bars(self, candidacy: Candidacy, body: str | None) -> Iterator[Bar]:
        """Yield what stands against a candidacy for a body (`village`, `collective`, None)."""
        persons = (candidacy.person,) if candidacy.person else candidacy.namesakes
        for person in persons:
            for row in self._rows.get(person, ()):
                if row["date"] and days_of(row["date"]).first > self._on:
                    continue  # not yet on record on the day asked about
                for rule in rules().records:
                    if rule.takes(row["kind"], _text(row)):
                        yield from self._bar(rule, row, candidacy, body)

    def _bar(
        self, rule: RecordRule, row: Row, candidacy: Candidacy, body: str | None
    ) -> Iterator[Bar]:
        if rule.ends and row["until"] and days_of(row["until"]).last <= self._on:
            return
        cites = rule.cites_on(self._on)
        flags = tuple(self._doubts(row, candidacy))
        flags += ("wording",) if rule.is_doubtful(_text(row)) else ()
        barred = bool(cites) and body in rule.fails
        date = row["date"] or None
        until = f"，至{row['until']}" if row["until"] else ""
        named = "".join(f"，{row[c]}" for c in ("authority", "document") if row[c])
        yield Bar(
            rule=rule.id,
            outcome=Outcome.FAIL if barred and not flags else Outcome.NEEDS_DOCUMENT,
            zh=f"{rule.zh}（{date or '日期不明'}{until}{named}）",
            en=f"{rule.en} ({date or 'undated'})",
            date=date,
            sources=(row["origin"],),
            cites=cites if barred else (),
            flags=flags,
        )

    def _doubts(self, row: Row, candidacy: Candidacy) -> Iterator[str]:
        if not candidacy.is_certain:
            yield "identity_not_certain"
        if row["disputed"]:
            yield "disputed"
        if not is_certain((float(row["confidence"]),)):
            yield "low_confidence"
        if row["date"] and days_of(row["date"]).last > self._on:
            yield "uncertain_date"


def _text(row: Row) -> str:
    return f"{row['document'] or ''}{row['note'] or ''}"
