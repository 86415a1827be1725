"""What is told of a rise at the beginning of office: figures, the event series, the rows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Effect, Evidence, Finding
from graph.findings.figures import chance
from graph.model import Words, iso_of
from graph.patterns.benefits.kin_excess_awards import discretionary
from graph.patterns.benefits.kin_excess_proof import behind
from graph.patterns.benefits.onset_figures import p_of, series_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_proof import Behind
    from graph.patterns.benefits.onset_figures import Onset
    from graph.patterns.benefits.onset_panel import Panel
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]

CODE = "B4"
_DRAWS = 200
_CHECK = (
    Words(
        "查任职日期和首次参加评议的会议记录",
        "posts: the day office began and the first minutes signed",
    ),
    Words(
        "逐户核对亲属户在任职前后困难情况是否有变化（新发疾病、失去劳动力）",
        "need: did the hardship of these households begin in the same years",
    ),
    Words(
        "查同期新设或扩面的项目、整组实施的项目",
        "programmes: were any begun or widened in these years, or for a whole group",
    ),
    Words(
        "查决定人对亲属的申请是否回避、是否备案",
        "minutes: did the decider step aside for relatives, were they filed",
    ),
)
_EXCLUDED = (
    Words(
        "一向如此的困难：同一户任职前后相比",
        "hardship of long standing: the same households before and after",
    ),
    Words(
        "全村名额的增减：与同村同困难等级的户相比",
        "a quota that rose for all: compared with households of the same village and need class",
    ),
    Words(
        "任职前已开始的上升、已备案的亲属、整组实施的项目",
        "a rise that began before office, relatives filed, measures for a whole group",
    ),
)


def findings_of(facts: Facts, panel: Panel, found: list[tuple[Onset, float]]) -> list[Finding]:
    """Return the findings of these onsets with their q, in their order."""
    if not found:
        return []
    houses = sorted({int(one) for onset, _ in found for one in onset.groups.kin})
    ids = panel.households.ids.take(pa.array(houses)).to_pylist()
    rows = _benefits(facts, ids)
    most = max(onset.p for onset, _ in found)
    return [_finding(facts, panel, onset, q, rows, most) for onset, q in found]


def _benefits(facts: Facts, houses: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return all discretionary benefits of these households, not filed, by household."""
    wanted = facts.given(pa.table({"home": pa.array(houses, pa.string())}))
    rows = discretionary(facts)
    rows = rows.filter(~rows.filed.fill_null(False))
    rows = rows.semi_join(wanted, (rows.house == wanted.home,)).order_by("date", "id")
    names = (
        "id", "programme", "decided_by", "house", "year", "date", "date_first", "amount", "origin",
        "confidence", "disputed",
    )  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.select(*names).to_pyarrow().to_pylist():
        found.setdefault(row["house"], []).append(row)
    return found


def _finding(
    facts: Facts,
    panel: Panel,
    onset: Onset,
    q: float,
    rows: dict[str, list[dict[str, Any]]],
    most: float,
) -> Finding:
    term = onset.term
    years = {panel.years[at] for at in onset.windows.after}
    ids = panel.households.ids.take(pa.array(onset.groups.kin)).to_pylist()
    after = {house: [row for row in rows.get(house, ()) if row["year"] in years] for house in ids}
    proofs = behind(
        facts, panel.households, term.person, {house: got for house, got in after.items() if got}
    )
    # kin today, and kin on the day of the benefit: who married in since is left out
    proofs = [one for one in proofs if one.proof is not None]
    benefits = [row for one in proofs for row in one.benefits]
    amount = sum(row["amount"] or 0 for row in benefits)
    return Finding(
        code=CODE,
        subject=term.person,
        objects=tuple(one.house for one in proofs),
        claim=_claim(panel, onset, q),
        measure=onset.after,
        unit="benefits a household and year",
        expected=onset.expected,
        effect=Effect(
            name="difference in differences",
            value=onset.difference,
            low=onset.low,
            high=onset.high,
        ),
        p=onset.p,
        q=q,
        worlds=_worlds(panel, onset, proofs, most),
        evidence=(*_post(onset), *(edge for one in proofs for edge in one.evidence)),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        amount_fen=amount,
        place=term.village,
        officials=(term.person,),
        since=min((row["date"] for row in benefits), default=iso_of(term.start)),
        until=max((row["date"] for row in benefits), default=""),
        detail={
            "office_since": iso_of(term.start),
            "before_years": [panel.years[at] for at in onset.windows.before],
            "after_years": [panel.years[at] for at in onset.windows.after],
            "kin_households": len(onset.groups.kin),
            "like_households": len(onset.groups.like),
            "later_kin_households": len(onset.groups.later),
            "before": onset.before,
            "after": onset.after,
            "difference_to_later": onset.later,
            "p_earlier_dates": onset.p_dates,
            "series": series_of(panel, onset),
        },
    )


def _claim(panel: Panel, onset: Onset, q: float) -> Words:
    term, kin = onset.term, len(onset.groups.kin)
    before = "、".join(str(panel.years[at]) for at in onset.windows.before)
    after = "、".join(str(panel.years[at]) for at in onset.windows.after)
    day = iso_of(term.start)
    later_zh = later_en = ""
    if onset.later is not None:
        later_zh = f"与后来任职者的亲属户相比多 {onset.later:.2f} 项。"
        later_en = f" Against kin of later office holders: {onset.later:+.2f}."
    return Words(
        f"{term.person} 于 {day} 任职。其本村 {kin} 户亲属每户每年的评定类补助，"
        f"任职前（{before} 年）为 {onset.before:.2f} 项，"
        f"任职后（{after} 年）为 {onset.after:.2f} 项；"
        f"若与同等困难的户同步变化，应约为 {onset.expected:.2f} 项。{later_zh}"
        f"纯属偶然的概率 {chance(onset.p)}，"
        f"校正后 q={chance(q)}。",
        f"{term.person} took office on {day}. The {kin} kin households in the village got "
        f"{onset.before:.2f} discretionary benefits a household and year before "
        f"({before.replace('、', ', ')}) and {onset.after:.2f} after "
        f"({after.replace('、', ', ')}); had they moved as like households did it would be "
        f"{onset.expected:.2f}.{later_en} By chance alone: {chance(onset.p)}; corrected, "
        f"q={chance(q)}.",
    )


def _post(onset: Onset) -> tuple[Evidence, ...]:
    term = onset.term
    if not term.origin:
        return ()
    return (
        Evidence(
            source=term.person,
            edge="holds_post",
            target=term.unit,
            origin=term.origin,
            confidence=term.sure,
            date=iso_of(term.start),
        ),
    )


def _worlds(panel: Panel, onset: Onset, proofs: list[Behind], most: float) -> float:
    """Return the share of worlds, drawn by the certainty of kin ties and rows, that keep it.

    A household that falls is taken out of the kin; the post must be right in all of them.
    """
    doubtful = [one for one in proofs if one.sure < 1]
    if not doubtful:
        return onset.term.sure
    classes = panel.need.classes[onset.windows.before[-1]]
    houses = panel.households.places_of(pa.array([one.house for one in doubtful], pa.string()))
    sure = np.array([one.sure for one in doubtful])
    rng = np.random.default_rng(zlib.crc32(onset.term.person.encode()))
    stands = 0
    for draw in rng.random((_DRAWS, len(doubtful))):
        lost = np.isin(onset.groups.kin, houses[draw >= sure])
        stands += int(p_of(_without(onset, classes, lost)) <= most)
    return onset.term.sure * stands / _DRAWS


def _without(onset: Onset, classes: Ints, lost: Any) -> tuple[tuple[Ints, Ints], ...]:
    """Return the strata with some kin households taken out."""
    kin, like = onset.groups.kin, onset.groups.like
    used = [
        number for number in np.unique(classes[kin]).tolist() if (classes[like] == number).any()
    ]
    strata = []
    for number, (every, mine) in zip(used, onset.strata, strict=True):
        kept = ~lost[classes[kin] == number]
        strata.append((np.concatenate([mine[kept], every[len(mine) :]]), mine[kept]))
    return tuple(strata)
