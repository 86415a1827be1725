"""Small worlds, drawn at random: people, their kin, and everything that they may share."""

from __future__ import annotations

from hypothesis import strategies as st

from bench.made_snapshot import MadeSnapshot
from graph.model import day_of

ON = day_of("2026-03-02")
PEOPLE = [f"P{number}" for number in range(5)]
UNITS = ["U0", "U1"]
_DAYS = [None, "2005", "2015-06-01", "2019-01", "2022-05-20", "2024-01-01", "2027-01-01"]


def _some(pool, least, most):
    return st.lists(pool, min_size=least, max_size=most)


def _sure(rows):
    """Give every row a confidence of its own, so that no two paths are equally strong."""
    number = 0
    for listed in rows.values():
        for row in listed:
            number += 1
            row["confidence"] = f"{1 - 0.0137 * (number % 29) - 0.00011 * number:.5f}"
    return rows


def _row(**cells):
    return st.fixed_dictionaries(cells).map(
        lambda row: {name: value for name, value in row.items() if value is not None}
    )


_PERSON, _UNIT = st.sampled_from(PEOPLE), st.sampled_from(UNITS)
_DAY = st.sampled_from(_DAYS)
_SPAN = {"from": _DAY, "to": _DAY}


def _in_order(row):
    """Leave out an end before the beginning, which no load would let in."""
    if row.get("from") and row.get("to") and row["to"][:4] <= row["from"][:4]:
        del row["to"]
    return row


_TABLES = {
    "kin": _some(
        _row(
            person=_PERSON,
            relation=st.sampled_from(["father", "mother", "spouse", "兄弟", "son", "舅舅"]),
            relative=_PERSON,
        ).filter(lambda row: row["person"] != row["relative"]),
        2,
        6,
    ),
    "ties": _some(
        _row(person=_PERSON, other=_PERSON, kind=st.sampled_from(["friend", "enmity", "creditor"]),
             **_SPAN).filter(lambda row: row["person"] != row["other"]).map(_in_order),
        1,
        5,
    ),
    "posts": _some(
        _row(person=_PERSON, unit=_UNIT, title=st.sampled_from(["站长", "干部", None]),
             role=st.sampled_from(["head", "employee", None]), **_SPAN).map(_in_order),
        3,
        6,
    ),
    "roles": _some(
        _row(person=st.sampled_from([*PEOPLE, "unit:U1"]), company=st.just("U0"),
             role=st.sampled_from(["director", "shareholder"]), **_SPAN).map(_in_order),
        1,
        4,
    ),
    "memberships": _some(
        _row(person=_PERSON, unit=st.sampled_from(["U1", None]),
             group_name=st.sampled_from(["一班", "二班", None]),
             kind=st.sampled_from(["class", "army"]), **_SPAN)
        .filter(lambda row: "unit" in row or "group_name" in row).map(_in_order),
        2,
        5,
    ),
    "contracts": _some(
        _row(id=st.sampled_from(["K0", "K1"]), buyer=_UNIT, supplier=_UNIT,
             decided_by=st.sampled_from([*PEOPLE, None]), awarded=_DAY),
        1,
        2,
    ).map(lambda rows: list({row["id"]: row for row in rows}.values())),
    "transfers": _some(
        _row(**{"from": _PERSON, "to": _PERSON}, date=st.sampled_from(_DAYS[1:])),
        2,
        6,
    ),
}  # fmt: skip


@st.composite
def rows(draw):
    """Rows of a small world, by table."""
    drawn = {name: draw(strategy) for name, strategy in _TABLES.items()}
    homes = st.sampled_from([None, "V0", "V1"])
    drawn["people"] = [
        {
            "id": person, "name": person,
            "household": draw(st.sampled_from([None, "H0", "H0", "H1"])),
            "village": draw(homes), "group": draw(st.sampled_from([None, "一组"])),
            "phone": draw(st.sampled_from([None, "1390"])),
        }
        for person in PEOPLE
    ]  # fmt: skip
    for person in drawn["people"]:
        for column in [column for column, value in person.items() if value is None]:
            del person[column]
    drawn["units"] = [{"id": unit, "name": unit, "kind": "company"} for unit in UNITS]
    drawn["places"] = [{"id": v, "name": v, "level": "village"} for v in ("V0", "V1")]
    for number, row in enumerate(drawn["transfers"]):
        row |= {"id": f"T{number}", "amount": "100"}
    return _sure(drawn)


def world(drawn):
    return MadeSnapshot.of_rows(**drawn)
