"""A made county as canonical rows, loaded into a ledger of its own."""

from graph.ledger import open_ledger
from graph.model import Fact, day_of
from graph.ontology.tables import TABLE, key_of
from graph.snapshot import open_snapshot

ON = day_of("2026-03-02")


def snapshot_of(folder, rows):
    """A snapshot of these rows by table."""
    path = folder / "zones.db"
    facts = [
        Fact(table=table, key=key_of(TABLE[table], cells), cells=cells, file=f"{table}.csv", row=at)
        for table, lines in rows.items()
        for at, cells in enumerate(lines, start=2)
    ]
    with open_ledger(path, create=True) as book, book.load("made") as load:
        load.add(facts)
        load.commit()
    return open_snapshot(path)


def places(townships, county="C1", positions=None, villages=1, **more):
    """A county with so many townships, each with villages V<township>-<n>."""
    rows = [
        {"id": "P", "name": "市", "level": "city"},
        {"id": county, "name": "某县", "level": "county", "parent": "P"},
    ]
    for at in range(townships):
        township = {"id": f"{county}{at:02d}", "name": f"乡{at}", "level": "township"}
        township |= {"parent": county} | more
        if positions is not None:
            township |= {"lat": str(positions[at][0]), "lon": str(positions[at][1])}
        rows.append(township)
        rows += [
            {"id": f"V{at}-{v}", "name": f"村{v}", "level": "village", "parent": township["id"]}
            for v in range(villages)
        ]
    return rows


def person(ident, at, **more):
    return {"id": ident, "name": ident, "village": f"V{at}-0"} | more


def handler(ident, at, county="C1", skills="", **more):
    return {"person": ident, "unit": "U", "place": f"{county}{at:02d}", "skills": skills} | more


UNIT = {"id": "U", "name": "纪委", "kind": "public_body", "place": "C1"}
