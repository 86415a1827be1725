"""The answer key itself: what it takes, what it refuses, how it is written."""

import json
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.synthetic import CONFOUNDERS, Options, write_county
from loaders.synthetic.truth import NATURAL, Truth


def _truth(**options: object) -> Truth:
    return Truth(seed=1, persons=2_000, options=Options(**options))  # type: ignore[arg-type]


def test_is_written_beside_the_tables_with_what_was_asked_for(tmp_path: Path) -> None:
    options = Options(twin=True, strength="weak", without=frozenset({"id_noise"}))
    write_county(tmp_path / "c", 2_000, 1, options=options)
    told = json.loads((tmp_path / "c" / "truth" / "patterns.json").read_text(encoding="utf-8"))
    assert (told["seed"], told["persons"], told["twin"]) == (1, 2_000, True)
    assert (told["strength"], told["without"]) == ("weak", ["id_noise"])
    assert [one for one in told["planted"] if one["strength"] != NATURAL] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"strength": "enormous"}, "no strength", id="strength"),
        pytest.param({"without": frozenset({"luck"})}, "no confounder is called 'luck'", id="name"),
    ],
)
def test_what_does_not_exist_is_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Options(**options)  # type: ignore[arg-type]


def test_a_twin_takes_nothing_planted_but_what_is_natural() -> None:
    truth = _truth(twin=True)
    with pytest.raises(ValueError, match="twin"):
        truth.plant("B2", "P1", ["F1"], "weak", "given to himself")
    truth.natural("E1", "U1", ["P1", "P2"])
    assert [(one.code, one.strength, one.why) for one in truth.planted] == [
        ("E1",) + (NATURAL,) * 2
    ]


def test_confounders_are_known_by_name_and_can_be_left_out() -> None:
    truth = _truth(without=frozenset({"id_noise"}))
    assert [name for name in CONFOUNDERS if not truth.has(name)] == ["id_noise"]
    for call in (truth.has, lambda name: truth.confound(name, [], [], [], "")):
        with pytest.raises(KeyError):
            call("luck")


def test_mixed_takes_the_strengths_in_turn_and_one_strength_is_kept() -> None:
    mixed = _truth().strengths(also=("very_strong",))
    assert [next(mixed) for _ in range(5)] == ["weak", "medium", "strong", "very_strong", "weak"]
    strong = _truth(strength="strong").strengths()
    assert [next(strong) for _ in range(2)] == ["strong", "strong"]
