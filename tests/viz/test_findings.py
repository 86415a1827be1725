"""Plots and pages of findings, drawn from plain values."""

import re

import pytest

from viz.findings.plots import plots_of
from viz.findings.report import number, report_of


def finding(**more):
    given = {
        "id": "B1-1", "code": "B1", "subject": "P1", "objects": ["H1"], "officials": ["P1"],
        "claim": "线索", "told": "王<b>一</b>（P1）", "told_en": "P1", "claim_en": "lead",
        "measure": 6.0, "expected": 0.9, "unit": "awards", "effect": None, "p": 0.001, "q": 0.03,
        "gamma_star": 2.7, "worlds": 1.0, "amount": 12.5, "place": "", "since": "", "until": "",
        "evidence": [{"from": "P1", "edge": "decided", "to": "H1", "source": "a.csv:2",
                      "confidence": 1.0}],
        "check_first": ["查记录"], "excluded": [], "detail": {}, "feedback": None,
    }  # fmt: skip
    return given | more


SERIES = [
    {"year": year, "event": year - 2023, "kin": kin, "like": 0.1, "later": None}
    for year, kin in ((2021, 0.1), (2022, 0.1), (2023, 0.4), (2024, 0.5))
]
HISTOGRAM = [
    {"from": 10_000 * at, "to": 10_000 * (at + 1), "count": 5 + at, "expected": 6.0}
    for at in range(10)
]
EVIDENCE = [
    {"from": one, "edge": "paid", "to": other, "source": "t.csv:2", "confidence": 1.0,
     "amount": 1000.0}
    for one, other in (("U1", "P2"), ("P2", "P3"))
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "findings", "said"),
    [
        ("B1", [finding(), finding(subject="P2"), finding(subject="P3")], "亲属户"),
        ("B4", [finding(detail={"series": SERIES, "office_since": "2023-05-01"})], "任职前后"),
        ("C3b", [finding(detail={"histogram": HISTOGRAM, "threshold": 70_000})], "限额"),
        (
            "D1",
            [
                finding(
                    evidence=EVIDENCE,
                    detail={"parties": ["U1", "P2", "P3"], "closes_by": "kin", "term": "妻子"},
                )
            ],
            "依次",
        ),
        ("C1", [finding(), finding(subject="P2")], "预期"),
    ],
)
def test_a_pattern_has_the_plot_that_belongs_to_it(code, findings, said):
    (plot,) = plots_of(code, findings, [], {"P1": "王一"})
    assert plot.svg.startswith("<svg")
    assert said in plot.caption.zh
    assert plot.svg == plots_of(code, findings, [], {"P1": "王一"})[0].svg


@pytest.mark.parametrize("code", ["B1", "B4", "C3b", "D1", "C1"])
def test_too_little_is_not_drawn(code):
    assert plots_of(code, [finding(expected=None)], [], {}) == []


def test_the_page_shows_names_as_text_and_asks_nothing_of_anybody():
    page = report_of(
        {
            "sequence": 1, "on": "2026-01-01", "findings": [finding()],
            "names": {"P1": "<i>王</i>"},
            "patterns": [{"code": "B1", "title": "t", "title_en": "t", "claim": "c",
                          "claim_en": "c", "parameters": {}, "found": 1, "in_scope": 1,
                          "without_place": 0},
                         {"code": "B2", "title": "安静", "title_en": "q", "claim": "c",
                          "claim_en": "c", "parameters": {}, "found": 0, "in_scope": 0,
                          "without_place": 0}],
            "tested": [{"code": "B2", "count": 1200}],
            "not_tested": [{"code": "B4", "count": 3, "why": "数据不足", "why_en": "too little"}],
        }
    )  # fmt: skip
    assert "&lt;i&gt;王" in page
    assert "<i>王" not in page
    assert "王<b>" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "<script" not in page
    assert "1,200" in page
    assert "数据不足" in page


@pytest.mark.parametrize(
    ("value", "said"), [(None, "—"), (2.0, "2"), (12345.0, "12,345"), (0.01234, "0.0123")]
)
def test_figures_are_short(value, said):
    assert number(value) == said
