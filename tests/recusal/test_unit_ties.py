"""People of units: company chains, control along them, posts and their dates."""

from __future__ import annotations

import pytest

from graph.model import day_of
from graph.recusal.unit_ties import Held, UnitTies

DAY = day_of("2026-03-02")


def chain(world, shares):
    """Return a world where 主 owns 司0, which owns 司1 … which owns 司n."""
    owners = ["主", *(f"司{at}" for at in range(len(shares) - 1))]
    roles = [
        {"person": owner, "company": f"司{at}", "role": "shareholder", "share": share}
        for at, (owner, share) in enumerate(zip(owners, shares, strict=True))
    ]
    units = [{"id": f"司{at}", "name": f"司{at}", "kind": "company"} for at in range(len(shares))]
    return UnitTies(world({"people": ["主"], "tables": {"units": units, "roles": roles}}))


@pytest.mark.parametrize(
    ("shares", "by"),
    [
        (["0.5"], "control"),
        (["0.49"], "share"),
        (["0.6", "0.6"], "control"),
        (["0.6", "0.4"], "share"),
        (["0.4", "0.6"], "share"),
        (["1"] * 6, "control"),
    ],
)
def test_control_needs_half_at_every_link(world, shares, by):
    (tie,) = chain(world, shares).of(f"司{len(shares) - 1}")
    assert (tie.person, tie.by) == ("主", by)
    assert tie.unit_asked == f"司{len(shares) - 1}"
    assert len(tie.hops) == len(shares)
    assert tie.hops[0].source == "主"
    assert tie.hops[-1].target == tie.unit_asked


def test_a_chain_is_followed_through_five_companies(world):
    assert chain(world, ["1"] * 7).of("司6") == ()


def test_a_prefix_tells_a_person_from_a_unit_of_the_same_id(world):
    units = [{"id": at, "name": at, "kind": "company"} for at in ("主", "司")]
    roles = [
        {"person": holder, "company": "司", "role": "shareholder", "share": "0.6"}
        for holder in ("person:主", "unit:主")
    ]
    roles.append({"person": "次", "company": "主", "role": "controller"})
    tables = {"units": units, "roles": roles}
    ties = UnitTies(world({"people": ["主", "次"], "tables": tables})).of("司")
    assert [(tie.person, len(tie.hops)) for tie in ties] == [("主", 1), ("次", 2)]


@pytest.mark.parametrize(
    ("start", "end", "years", "held"),
    [
        ("", "", 0, Held.YES),
        ("2026-03-02", "", 0, Held.YES),
        ("2026-03-03", "", 0, Held.NO),
        ("", "2026-03-02", 0, Held.NO),
        ("", "2026-03-03", 0, Held.YES),
        ("2026-03", "", 0, Held.MAYBE),
        ("", "2026", 0, Held.MAYBE),
        ("2025", "2027", 0, Held.YES),
        ("", "2023-03-02", 3, Held.YES),
        ("", "2023-03-01", 3, Held.NO),
        ("", "2023", 3, Held.MAYBE),
        ("2026-03-03", "", 3, Held.NO),
    ],
)
def test_partial_dates_leave_it_open(world, start, end, years, held):
    post = {"person": "主", "unit": "司", "title": "员", "from": start or None, "to": end or None}
    tables = {"units": [{"id": "司", "name": "司", "kind": "company"}], "posts": [post]}
    (tie,) = UnitTies(world({"people": ["主"], "tables": tables})).of("司")
    assert tie.held(DAY, years) is held


def test_officers_are_heads_and_legal_representatives_in_office(world):
    tables = {
        "units": [{"id": "司", "name": "某司", "kind": "company"}],
        "posts": [
            {"person": "甲", "unit": "司", "title": "经理", "role": "head"},
            {"person": "乙", "unit": "司", "title": "前经理", "role": "head", "to": "2020-01-01"},
            {"person": "丙", "unit": "司", "title": "员", "role": "employee"},
        ],
        "roles": [
            {"person": "丁", "company": "司", "role": "legal_representative", "from": "2026"},
            {"person": "甲", "company": "司", "role": "director"},
        ],
    }
    ties = UnitTies(world({"people": ["甲", "乙", "丙", "丁"], "tables": tables}))
    assert {p: t.held(DAY) for p, t in ties.officers("司", DAY).items()} == {
        "甲": Held.YES,
        "丁": Held.MAYBE,
    }
    assert ties.name("司") == "某司"
