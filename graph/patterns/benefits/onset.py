"""B4: an official's kin began to get benefits when he took office, others like them did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.kin_excess_study import county_of_places
from graph.patterns.benefits.onset_figures import (
    LEAST_YEARS,
    Groups,
    least_p,
    onset_of,
    windows_of,
)
from graph.patterns.benefits.onset_panel import kin_households, panel_of
from graph.patterns.benefits.onset_report import CODE, findings_of
from graph.patterns.benefits.onset_terms import terms_by_decision, terms_of
from graph.patterns.statistics.multiplicity import q_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.patterns.benefits.onset_figures import Onset, Windows
    from graph.patterns.benefits.onset_panel import Panel
    from graph.patterns.benefits.onset_terms import Term
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Kin = Mapping[str, tuple[Ints, int]]

_FEW_YEARS = Words(
    f"任职前后各须有 {LEAST_YEARS} 年以上的补助记录",
    f"benefits are not on record for {LEAST_YEARS} years before office and {LEAST_YEARS} after",
)
_FEW_KIN = Words(
    "数据不足：本村亲属户太少或无变化，不能说明问题（不等于没有问题）",
    "not enough data: so few kin households or changes in the village that no outcome could tell "
    "(which does not mean that nothing is wrong)",
)
_NO_DECISION = Words(
    "任职期间没有其决定的补助记录",
    "no benefit on record was decided by this person in office",
)


class OnsetParams(Params):
    """Parameters of B4."""

    roles: tuple[str, ...] = Field(
        ("head", "deputy"), description="视为掌握决定权的职务 (roles whose beginning counts)"
    )
    window: int = Field(
        3, ge=2, le=10, description="任职前后各取的年数 (years taken on either side, at most)"
    )
    q: float = Field(0.10, gt=0, le=0.5, description="错误发现率上限 (false discovery rate held)")
    earlier_p: float = Field(
        0.01, ge=0, le=0.5, description="任职前已有变化的 p 值界限 (p of a rise before office)"
    )
    least_p: float = Field(
        0.01, gt=0, le=1, description="可达到的最小 p 值上限 (least p-value there must be)"
    )


def find(facts: Facts, params: OnsetParams) -> Result:
    """Find officials whose kin rose against like households when they took office.

    Order: by p. Cost: one pass over the benefits and a millisecond or so an official.
    """
    panel = panel_of(facts)
    if panel is None:
        why = Words(
            "没有评定类补助，或人员表没有户编号",
            "no discretionary benefits, or no households in people.csv",
        )
        return Result(not_tested=(NotTested(code=CODE, why=why),))
    terms = terms_of(facts, params.roles)
    terms += terms_by_decision(panel.deciders, panel.households.villages, panel.years, terms)
    kin = kin_households(facts, panel.households, [term.person for term in terms])
    onsets, skipped = _onsets(panel, _one_each(panel, terms, kin), terms, kin, params)
    county = county_of_places(facts)
    q = q_values(
        np.array([one.p for one in onsets]), [county.get(one.term.village, "") for one in onsets]
    )
    passed = [
        bool(value <= params.q and _stands(one, params))
        for one, value in zip(onsets, q.tolist(), strict=True)
    ]
    found = sorted(
        ((one, value) for one, value, flag in zip(onsets, q.tolist(), passed, strict=True) if flag),
        key=lambda each: (each[0].p, each[0].term.person),
    )
    return Result(
        findings=tuple(findings_of(facts, panel, found)),
        tested=tuple(
            _tested(one, value)
            for one, value, flag in zip(onsets, q.tolist(), passed, strict=True)
            if not flag
        ),
        not_tested=tuple(skipped),
    )


def _stands(one: Onset, params: OnsetParams) -> bool:
    """Whether the rise is one against both control groups, and did not begin before office."""
    is_above_later = one.later is None or one.later > 0
    is_new = one.p_dates is None or one.p_dates > params.earlier_p
    return one.difference > 0 and is_above_later and is_new


def _one_each(panel: Panel, terms: list[Term], kin: Kin) -> list[Term]:
    """Return one term a person: that in the village where most of his kin live."""
    place = {village: at for at, village in enumerate(panel.households.villages)}
    best: dict[str, tuple[int, Term]] = {}
    for term in terms:
        if term.person not in kin or term.village not in place:
            continue
        mine = kin[term.person][0]
        count = int((panel.households.village[mine] == place[term.village]).sum())
        if term.person not in best or count > best[term.person][0]:
            best[term.person] = (count, term)
    return [term for _, term in best.values()]


def _onsets(
    panel: Panel, chosen: list[Term], terms: list[Term], kin: Kin, params: OnsetParams
) -> tuple[list[Onset], list[NotTested]]:
    place = {village: at for at, village in enumerate(panel.households.villages)}
    order = np.argsort(panel.households.village, kind="stable")
    bounds = np.searchsorted(panel.households.village[order], np.arange(len(place) + 1))
    fellows: dict[str, list[Term]] = {}
    for term in terms:
        fellows.setdefault(term.village, []).append(term)
    found, skipped = [], []
    for term in chosen:
        village = place[term.village]
        windows = windows_of(panel, term, village, params.window)
        why = None if windows.is_enough else _FEW_YEARS
        if why is None and not _decides(panel, term, village, windows):
            why = _NO_DECISION
        if why is None:
            here = order[bounds[village] : bounds[village + 1]]
            groups = _groups(panel, term, windows, here, fellows[term.village], kin)
            onset = onset_of(panel, term, village, windows, groups)
            if onset is not None and least_p(onset.strata) <= params.least_p:
                found.append(onset)
                continue
            why = _FEW_KIN
        skipped.append(NotTested(code=CODE, subject=term.person, why=why))
    return found, skipped


def _decides(panel: Panel, term: Term, village: int, windows: Windows) -> bool:
    """Whether he decided on a benefit after, or the village's benefits name no decider at all."""
    named = [panel.deciders.get((village, at), frozenset()) for at in windows.after]
    return not any(named) or any(term.person in names for names in named)


def _groups(
    panel: Panel, term: Term, windows: Windows, here: Ints, fellows: list[Term], kin: Kin
) -> Groups:
    """Return kin, like households, and kin of who took office only after the years looked at.

    Whose relative held office in these years is no like household: their benefits move with it.
    """
    mine, own = kin[term.person]
    mine = np.intersect1d(mine, here)
    first, last = panel.years[windows.before[0]], panel.years[windows.after[-1]]
    later, moved = [np.zeros(0, np.int64)], [mine, np.array([own])]
    for other in fellows:
        if other.person == term.person or other.person not in kin:
            continue
        if other.first_year > last:
            later.append(kin[other.person][0])
        elif other.last_year >= first:
            theirs, house = kin[other.person]
            moved += [theirs, np.array([house])]
    changed = np.unique(np.concatenate(moved))
    like = np.setdiff1d(here, changed)
    return Groups(
        kin=mine,
        like=like,
        later=np.intersect1d(np.unique(np.concatenate(later)), like),
    )


def _tested(one: Onset, q: float) -> Tested:
    return Tested(
        code=CODE,
        subject=one.term.person,
        unit="benefits a household and year",
        measure=one.after,
        expected=one.expected,
        p=one.p,
        q=q,
    )


PATTERN = Pattern(
    code=CODE,
    title=Words("任职后亲属受益增加", "Onset at office"),
    claim=Words(
        "任职之后，其亲属户的评定类补助比同村同等困难的户增加得多",
        "After taking office, an official's kin gained more discretionary benefits than like "
        "households",
    ),
    needs=("benefits", "programmes", "people", "kin"),
    params=OnsetParams,
    find=find,
)
