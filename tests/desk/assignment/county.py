"""A county of five townships in two zones, its handlers, and cases about people of its villages."""

import datetime as dt

from graph.desk.assignment.commitment import seed_from
from tests.desk.offices import sit
from tests.recusal.conftest import build

TODAY = dt.date(2026, 3, 10)
TOWNSHIPS = ("T1", "T2", "T3", "T4", "T5")
ZONE = {"T1": "Z1", "T2": "Z1", "T3": "Z1", "T4": "Z2", "T5": "Z2"}
SEED = seed_from(b"sixteen bytes and more")


def handlers(township, count=3):
    return [f"{township}办{n}" for n in range(1, count + 1)]


def sketch(*, each=3, capacity="4", kin=(), people=(), undeclared=(), **tables):
    """The county; `each` handlers a township and in the county's organ."""
    units = [{"id": "U0", "name": "县纪委", "kind": "public_body", "place": "K"}]
    places = [{"id": "K", "name": "某县", "level": "county"}]
    rows, staff = [], []
    for n, township in enumerate(TOWNSHIPS):
        places.append(
            {"id": township, "name": township, "level": "township", "parent": "K"}
            | {"lat": f"{27 + n / 10}", "lon": "109"}
        )
        places.append({"id": f"V{township}", "name": "村", "level": "village", "parent": township})
        units.append(
            {"id": f"U{township}", "name": f"{township}纪委", "kind": "public_body"}
            | {"place": township, "parent": "U0"}
        )
    for unit, name in [("U0", "县"), *((f"U{one}", one) for one in TOWNSHIPS)]:
        for person in handlers(name, each):
            staff.append(person)
            rows.append(
                {"person": person, "unit": unit, "capacity": capacity, "skills": "谈话;审理"}
            )
    made = {
        "places": places,
        "units": units,
        "zones": [{"zone": zone, "place": place} for place, zone in ZONE.items()],
        "handlers": rows,
    }
    return {
        "kin": list(kin),
        "people": [*staff, *(f"民{n}" for n in range(20)), *people],
        "undeclared": list(undeclared),
        "tables": made | {name: [*made.get(name, ()), *more] for name, more in tables.items()},
    }


def world(**more):
    return build(sketch(**more))


def case(id, township="T1", parties="民0:subject", matter="supervision_case", **more):
    """The text of a case that arose in a village of a township, in the hands of its organ."""
    listed = ", ".join(
        "{{person: {}, role: {}}}".format(*pair.split(":")) for pair in parties.split()
    )
    lines = {
        "id": id,
        "matter": matter,
        "received": "2026-03-02",
        "unit": f"U{township}",
        "place": f"V{township}",
        "parties": f"[{listed}]",
    } | more
    return "\n".join(f"{key}: {value}" for key, value in lines.items() if value is not None)


def desk_with(path, data):
    return sit(path, data, today=TODAY)


def write_county(folder, **more):
    """Write the county as source files; nothing is recorded of anybody's kin but declarations."""
    made = sketch(**more)
    tables = {
        **made["tables"],
        "people": [{"id": one, "name": one} for one in made["people"]],
        "declarations": [
            {"person": one, "scope": "all", "date": "2025-01-01"} for one in made["people"]
        ],
    }
    folder.mkdir()
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        lines = [",".join(columns)]
        lines += [",".join(row.get(column, "") for column in columns) for row in rows]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
