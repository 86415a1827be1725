"""Packs: what ships is sound, and what is mistyped is refused with the key and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph.recusal.pack
from graph.errors import NotFoundError, PackError
from graph.recusal.pack import PACKS, load_pack, parse_pack

FOLDER = Path(graph.recusal.pack.__file__).with_name("packs")
GOOD = """
name: local
zh: 本地
en: local
version: "1"
informant_rule: R-1
circles:
  MINE: {zh: 某, en: some, shapes: [UD, DS]}
rules:
  - id: R-1
    zh: 规则
    en: rule
    verified: true
    decider: {member: own_head, head: higher_head}
    consequence: {zh: 回避, en: recuse}
    cites:
      - {law: 某法, article: "7", since: "2020-01-01", until: "2024-12-31", source: {kind: V1}}
      - {law: 某法, article: "9", since: "2025-01-01", source: {kind: V1}}
    grounds:
      - {when: party}
      - {when: kin, must: [MINE, NR-A], review: [K1-K4], supported: must}
"""


@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_is_sound(name):
    pack = load_pack(name)
    assert pack.name == name
    assert pack.text == (FOLDER / f"{name}.yaml").read_text("utf-8")
    assert len(pack.sha256) == 64
    for rule in pack.spec.rules:
        assert rule.cites
        marks = {cite.source.kind for cite in rule.cites if cite.about == "grounds"}
        assert rule.verified == ("M" not in marks)


def test_every_file_is_a_pack_that_ships():
    assert sorted(path.stem for path in FOLDER.glob("*")) == sorted(PACKS)


def test_rule_ids_are_unique_across_packs():
    ids = [rule.id for name in PACKS for rule in load_pack(name).spec.rules]
    assert len(ids) == len(set(ids))


def test_a_local_pack_is_named_by_its_file(tmp_path):
    path = tmp_path / "local.yaml"
    path.write_text(GOOD, "utf-8")
    assert load_pack(str(path)).name == "local"


@pytest.mark.parametrize(
    ("name", "said"),
    [("supervison", "did you mean 'supervision'"), ("none.yaml", "cannot be read")],
)
def test_an_unknown_pack_is_not_found(name, said):
    with pytest.raises(NotFoundError, match=said):
        load_pack(name)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "version:", "verison:", "'verison': unknown key; did you mean 'version'?", id="top"
        ),
        pytest.param(
            "verified: true",
            "verifed: true",
            "'rules.0.verifed': unknown key; did you mean 'verified'?",
            id="rule",
        ),
        pytest.param(
            "supported: must",
            "suported: must",
            "'rules.0.grounds.1.kin.suported': unknown key; did you mean 'supported'?",
            id="ground",
        ),
        pytest.param(
            "until:",
            "untill:",
            "'rules.0.cites.0.untill': unknown key; did you mean 'until'?",
            id="cite",
        ),
        pytest.param(
            "head: higher_head",
            "haed: higher_head",
            "did you mean 'head'?",
            id="decider",
        ),
        pytest.param("zh: 本地", "zh: 本地\nzh: 别处", 'found duplicate key "zh"', id="duplicate"),
        pytest.param(
            'article: "7"', "article: 7", "'rules.0.cites.0.article': 7 is not quoted", id="number"
        ),
        pytest.param(
            'since: "2025-01-01"',
            "since: 2025-01-01",
            "'rules.0.cites.1.since': 2025-01-01 is not quoted",
            id="date",
        ),
        pytest.param('version: "1"', "version: 1.10", "'version': 1.1 is not quoted", id="float"),
        pytest.param(
            "verified: true", 'verified: "true"', "'rules.0.verified'", id="text-for-bool"
        ),
        pytest.param(
            'since: "2025-01-01"', 'since: "2025-13-01"', "'rules.0.cites.1.since'", id="no-month"
        ),
        pytest.param('since: "2025-01-01"', 'since: "soon"', "is not a date", id="no-date"),
        pytest.param("K1-K4]", "K1-K5]", "no circle 'K1-K5'; did you mean 'K1-K4'?", id="circle"),
        pytest.param("when: party", "when: prty", "'rules.0.grounds.0'", id="when"),
        pytest.param("shapes: [UD, DS]", "shapes: [UX]", "shape 'UX'", id="shape"),
        pytest.param('until: "2024-12-31", ', "", "are in force at once", id="overlap"),
        pytest.param(
            '"9", since: "2025-01-01", source: {kind: V1}',
            '"9", since: "2025-01-01", source: {kind: M}',
            "needs verified: false",
            id="from-memory",
        ),
        pytest.param(
            "informant_rule: R-1", "informant_rule: R-2", "is no rule of this pack", id="sealed"
        ),
        pytest.param(
            "{when: party}", "{when: party, roles: [subjct]}", "did you mean 'subject'?", id="role"
        ),
        pytest.param(
            "zh: 规则", "zh: 规则\n    matters: [tendr]", "did you mean 'tender'?", id="matter"
        ),
        pytest.param(
            "    decider: {member: own_head, head: higher_head}\n",
            "",
            "'rules.0.decider': missing",
            id="missing",
        ),
        pytest.param(
            "{law: 某法, article",
            "{about: other, law: 某法, article",
            "rests on nothing",
            id="no-grounds",
        ),
    ],
)
def test_a_mistyped_pack_is_refused_by_key(old, new, said):
    assert old in GOOD
    with pytest.raises(PackError) as caught:
        parse_pack(GOOD.replace(old, new), name="local.yaml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("local.yaml")


def test_a_rule_may_not_stand_twice():
    rule = GOOD[GOOD.index("  - id: R-1") :]
    with pytest.raises(PackError, match="rule 'R-1' is written twice"):
        parse_pack(GOOD + rule)
