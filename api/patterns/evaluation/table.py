"""Figures over seeds as rows, as a page of the documents, and against an earlier run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scipy.stats import binomtest

from api.patterns.evaluation.measures import FIRST, Spread
from loaders.synthetic.truth import VERY_STRONG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.patterns.evaluation.counties import Looked
    from api.patterns.evaluation.measures import Counted

Json = dict[str, Any]

_STRENGTHS = ("weak", "medium", "strong", VERY_STRONG)
_WORSE = 0.05
"""How much a figure may fall behind an earlier run before the runs are said to differ."""


def figures(looks: Sequence[Looked]) -> Json:
    """Return each pattern's figures over counties: means, intervals, counts by strength.

    A recall by strength pools the plants of all seeds and has Wilson's interval; other figures
    are means over seeds with Student's.
    """
    planted = [look for look in looks if not look.is_twin]
    twins = [look for look in looks if look.is_twin]
    codes = [one.code for one in looks[0].counted] if looks else []
    return {
        "counties": len(planted),
        "twins": len(twins),
        "patterns": [
            _row(
                code,
                [each for look in planted for each in look.counted if each.code == code],
                [each for look in twins for each in look.counted if each.code == code],
            )
            for code in codes
        ],
        "overall": _row(
            "all", [look.overall for look in planted], [look.overall for look in twins]
        ),
    }


def _row(code: str, planted: Sequence[Counted], twins: Sequence[Counted]) -> Json:
    confounded: Counter[str] = Counter()
    for one in planted:
        confounded.update(one.false_by_confounder)
    return {
        "code": code,
        "planted": sum(one.planted for one in planted),
        "found": sum(one.found for one in planted),
        "false": sum(one.false for one in planted),
        "recall": _spread(one.recall for one in planted),
        "recall_by_strength": _pooled(planted),
        "fdr": _spread(one.fdr for one in planted),
        **{
            f"precision_at_{first}": _spread(one.precision_at[first] for one in planted)
            for first in FIRST
        },
        "pr_auc": _spread(one.average_precision for one in planted),
        "false_by_confounder": dict(sorted(confounded.items())),
        "twin_false": _spread((float(one.false) for one in twins), most=float("inf")),
    }


def _spread(values: Iterable[float | None], *, most: float = 1.0) -> Json | None:
    found = Spread.of(list(values), most=most)
    return None if found is None else {"mean": found.mean, "low": found.low, "high": found.high}


def _pooled(planted: Sequence[Counted]) -> Json:
    totals: dict[str, list[int]] = {}
    for one in planted:
        for strength, (hits, of) in one.recall_by_strength.items():
            total = totals.setdefault(strength, [0, 0])
            total[0] += hits
            total[1] += of
    pooled = {}
    for strength in sorted(totals, key=_by_strength):
        hits, of = totals[strength]
        interval = binomtest(hits, of).proportion_ci(method="wilson")
        pooled[strength] = {
            "hits": hits,
            "planted": of,
            "recall": hits / of,
            "low": float(interval.low),
            "high": float(interval.high),
        }
    return pooled


def _by_strength(strength: str) -> tuple[int, str]:
    """Return what sorts strengths upwards, those of somebody's own key after them by name."""
    known = strength in _STRENGTHS
    return (_STRENGTHS.index(strength) if known else len(_STRENGTHS), strength)


def markdown(found: Json, how: str) -> str:
    """Return the page of measured figures; `how` is the command that makes it again."""
    lines = [
        "# Measured figures",
        "",
        f"Made by `{how}`: {found['counties']} counties with plants and {found['twins']} twins with"
        " none; every county has all the honest confounders. In brackets the 95 % interval over"
        " seeds. A lead that matches no plant counts as false; C2's flags are facts of a process,"
        " planted nowhere, so all of them do. Made-up counties rank methods; they do not say how"
        " often a pattern is right in the field, least of all these, which were made beside the"
        " patterns that are measured on them.",
        "",
        "| pattern | planted | leads | recall | precision@20 | precision@100 | PR-AUC | FDR |"
        " false leads a twin |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_line(row) for row in (*found["patterns"], found["overall"])),
        "",
        "## Recall by strength",
        "",
        "| pattern | strength | found of planted | recall (95 %) |",
        "|---|---|---|---|",
        *(
            f"| {row['code']} | {strength} | {one['hits']} of {one['planted']} |"
            f" {one['recall']:.2f} ({one['low']:.2f}–{one['high']:.2f}) |"
            for row in found["patterns"]
            for strength, one in row["recall_by_strength"].items()
        ),
        "",
        "## False leads by confounder",
        "",
        "Which honest confounder a false lead is about; `none` where it is about none of them.",
        "",
        "| pattern | confounder | false leads |",
        "|---|---|---|",
        *(
            f"| {row['code']} | {name} | {count} |"
            for row in found["patterns"]
            for name, count in row["false_by_confounder"].items()
        ),
        "",
    ]
    return "\n".join(lines)


def _line(row: Json) -> str:
    cells = [
        row["code"],
        str(row["planted"]),
        str(row["found"]),
        *(
            shown(row[name])
            for name in ("recall", "precision_at_20", "precision_at_100", "pr_auc", "fdr")
        ),
        shown(row["twin_false"]),
    ]
    return "| " + " | ".join(cells) + " |"


def shown(spread: Json | None) -> str:
    """Return a mean with its interval, a dash where there is nothing to measure."""
    if spread is None:
        return "—"
    if spread["low"] is None:
        return f"{spread['mean']:.2f}"
    return f"{spread['mean']:.2f} ({spread['low']:.2f}–{spread['high']:.2f})"


def worse_than(found: Json, before: Json) -> list[str]:
    """Name the figures that have fallen behind an earlier run by more than five points."""
    earlier = {row["code"]: row for row in (*before["patterns"], before["overall"])}
    told = []
    for row in (*found["patterns"], found["overall"]):
        past = earlier.get(row["code"])
        if past is None:
            continue
        for name, sign in (("recall", 1), ("pr_auc", 1), ("fdr", -1), ("precision_at_100", 1)):
            now, then = row[name], past[name]
            if now and then and sign * (then["mean"] - now["mean"]) > _WORSE:
                told.append(
                    f"{row['code']} {name}: {then['mean']:.2f} before, {now['mean']:.2f} now"
                )
    return told
