"""Findings held against an answer key, by hand and on a made county."""

import json

import numpy as np
import pytest
from scipy.stats import t

from api.patterns.evaluation.counties import held_against
from api.patterns.evaluation.key import Key, KeyIn, read_key
from api.patterns.evaluation.measures import Spread, counted
from api.patterns.evaluation.table import figures, markdown, worse_than
from graph.errors import InputError

KEY = Key(
    given=KeyIn.model_validate(
        {
            "planted": [
                {"code": "B2", "subject": "P1", "objects": ["x"], "strength": "weak"},
                {"code": "B2", "subject": "P2", "objects": [], "strength": "strong"},
                {"code": "E1", "subject": "", "objects": ["P7", "P8"], "strength": "weak"},
            ],
            "confounders": [{"name": "twin_names", "codes": ["B2"], "subjects": ["P9"]}],
        }
    )
)


def finding(code, subject, *objects):
    return {"code": code, "subject": subject, "objects": list(objects), "officials": []}


@pytest.mark.parametrize(
    ("one", "hits"),
    [
        (finding("B2", "P1", "x", "y"), (0,)),
        (finding("B2", "P1", "y"), ()),
        (finding("B2", "P2", "anything"), (1,)),
        (finding("E1", "U1", "P8"), (2,)),
        (finding("E1", "U1", "P3"), ()),
        (finding("C1", "P1", "x"), ()),
    ],
)
def test_a_finding_matches_by_code_subject_and_a_shared_object(one, hits):
    assert KEY.hits(one) == hits


def test_counts_by_hand():
    listed = [
        finding("B2", "P1", "x"),
        finding("B2", "P9"),
        finding("B2", "P1", "x", "z"),
        finding("B2", "P5"),
    ]
    found = counted("B2", listed, KEY)
    assert (found.planted, found.found, found.false) == (2, 4, 2)
    assert found.recall == 0.5
    assert found.fdr == 0.5
    assert found.precision_at == {20: 0.5, 100: 0.5}
    assert found.average_precision == 0.5
    assert found.recall_by_strength == {"weak": (1, 1), "strong": (0, 1)}
    assert found.false_by_confounder == {"twin_names": 1, "none": 1}


def test_what_is_true_by_nature_is_right_to_find_and_no_miss():
    natural = {"code": "B9", "subject": "V1", "objects": ["H1"], "strength": "natural"}
    key = Key(given=KeyIn.model_validate({"planted": [natural]}))
    found = counted("B9", [finding("B9", "V1", "H1"), finding("B9", "V2", "H2")], key)
    assert (found.planted, found.recall, found.average_precision) == (0, None, None)
    assert (found.false, found.fdr) == (1, 0.5)


def test_nothing_found_has_no_false_share_and_misses_everything():
    found = counted("B2", [], KEY)
    assert (found.recall, found.fdr, found.average_precision) == (0.0, None, 0.0)


def test_nothing_planted_has_no_recall():
    found = counted("C1", [finding("C1", "P1")], KEY)
    assert (found.recall, found.average_precision, found.false) == (None, None, 1)


def test_average_precision_by_hand():
    listed = [finding("B2", "P5"), finding("B2", "P1", "x"), finding("B2", "P2")]
    assert counted("B2", listed, KEY).average_precision == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_a_spread_is_students():
    values = [0.2, 0.4, 0.9]
    half = t.ppf(0.975, 2) * np.std(values, ddof=1) / np.sqrt(3)
    assert Spread.of(values, most=9.0) == Spread(0.5, max(0, 0.5 - half), 0.5 + half)
    assert Spread.of([None]) is None
    assert Spread.of([0.3]) == Spread(0.3, None, None)


def looked(*listed):
    return held_against(KEY, {"findings": list(listed)}, name="mixed", seed=1, codes=["B2", "E1"])


def test_a_run_that_fell_behind_is_told():
    good = figures(
        [looked(finding("B2", "P1", "x"), finding("B2", "P2"), finding("E1", "U", "P7"))]
    )
    bad = figures([looked(finding("B2", "P1", "x"))])
    assert worse_than(good, bad) == []
    assert [line.split(":")[0] for line in worse_than(bad, good)] == [
        "B2 recall",
        "B2 pr_auc",
        "E1 recall",
        "E1 pr_auc",
        "all recall",
        "all pr_auc",
    ]


def test_the_page_has_a_row_a_pattern_and_one_for_all():
    page = markdown(figures([looked(finding("B2", "P1", "x"))]), "huibi evaluate")
    assert "| B2 | 2 | 1 | 0.50 |" in page
    assert "| all | 3 | 1 | 0.33 |" in page
    assert "| B2 | weak | 1 of 1 |" in page


@pytest.mark.parametrize("text", [None, "{}", '{"planted": [{}]}', "no json"])
def test_a_key_that_cannot_be_read_is_told(tmp_path, text):
    path = tmp_path / "patterns.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"huibi synth"):
        read_key(path)


def test_a_county_with_its_own_key_is_evaluated(tmp_path, monkeypatch, capsys):
    from api.cli import run
    from tests.patterns.test_command import TABLES

    county = tmp_path / "county"
    (county / "truth").mkdir(parents=True)
    for name, lines in TABLES.items():
        (county / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    key = {"planted": [{"code": "B2", "subject": "P1", "objects": ["B1"], "strength": "weak"}]}
    (county / "truth" / "patterns.json").write_text(json.dumps(key), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words = ["evaluate", "B2", "--county", str(county)]
    assert run([*words, "--write", "m.md", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = found["patterns"]
    assert (row["recall"]["mean"], row["fdr"]["mean"], row["false"]) == (1.0, 0.5, 1)
    assert run([*words, "--against", "m.json"]) == 0
    better = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    better["patterns"][0]["fdr"]["mean"] = 0.1
    (tmp_path / "better.json").write_text(json.dumps(better), encoding="utf-8")
    assert run([*words, "--against", "better.json"]) == 1
    assert "worse: B2 fdr" in capsys.readouterr().err
    assert run([*words, "--against", "m.md"]) == 2
