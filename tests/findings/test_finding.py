"""A finding has evidence, something to check, a lasting id, and values that can be written."""

import json

import numpy as np
import pytest

from graph import findings
from graph.findings import Effect, Evidence, Finding, as_json
from graph.findings.figures import chance
from graph.model import Words

EVIDENCE = Evidence(
    source="P1", edge="father", target="P2", origin="a.csv:2", amount_fen=np.int64(150)
)
WORDS = Words("线索", "a lead")


def finding(**more):
    given = {
        "code": "B2",
        "subject": "P1",
        "objects": ("x",),
        "claim": WORDS,
        "measure": np.float64(2.0),
        "unit": "benefits",
        "evidence": (EVIDENCE,),
        "check_first": (WORDS,),
    }
    return Finding(**given | more)


@pytest.mark.parametrize("without", ["evidence", "check_first"])
def test_nothing_is_claimed_without_proof_and_a_next_step(without):
    with pytest.raises(ValueError, match=r"without|nothing"):
        finding(**{without: ()})


def test_the_id_lasts_over_changes_of_figures_and_order():
    one = finding(about=("a", "b"))
    same = finding(about=("b", "a"), measure=9.0, objects=("y",), claim=Words("别的", "other"))
    assert one.id == same.id
    assert one.id.startswith("B2-")
    assert len({one.id, finding().id, finding(subject="P2").id, finding(code="B3").id}) == 4


def test_every_value_can_be_written():
    told = as_json(
        finding(
            expected=np.float32(0.5),
            effect=Effect(name="odds ratio", value=np.float64(3), low=1.0, high=np.float64(9)),
            p=np.float64(0.01),
            amount_fen=np.int64(1050),
            detail={"a": np.arange(2), "b": {"c": (np.bool_(True), None)}},
        )
    )
    again = json.loads(json.dumps(told))
    assert again == told
    assert (told["measure"], told["amount"], told["detail"]) == (
        2.0,
        10.5,
        {"a": [0, 1], "b": {"c": [True, None]}},
    )
    assert told["evidence"][0]["amount"] == 1.5
    assert json.dumps(findings.Tested(code="B1", subject="P1", p=np.float64(0.2)).as_json())


@pytest.mark.parametrize(("p", "told"), [(0.0, "<1e-09"), (1e-30, "<1e-09"), (0.0312, "0.031")])
def test_a_chance_is_never_told_as_none(p, told):
    assert chance(p) == told
