"""Three townships, two zones, a county: who takes a case of the first township."""

import pytest

from api.loading import Request, load_sources
from api.routing import route_case
from graph.desk.routing.report import as_json
from graph.ledger import open_ledger
from graph.snapshot import open_snapshot

HANDLERS = {"a1": "D1", "a2": "D1", "b1": "D2", "b2": "D2", "c1": "D3", "c2": "D3", "k1": "CJ"}
HANDLERS |= {"k2": "CJ"}
SEATS = {"D1": "T1", "D2": "T2", "D3": "T3", "CJ": "X"}
TABLES = {
    "places": (
        "id,name,level,parent",
        "X,某县,county,",
        "T1,甲镇,township,X",
        "T2,乙镇,township,X",
        "T3,丙镇,township,X",
        "V1,甲村,village,T1",
    ),
    "zones": ("zone,place", "Z1,T1", "Z1,T2", "Z2,T3"),
    "units": (
        "id,name,kind,place,parent",
        "CJ,某县纪委监委,public_body,X,",
        *(f"{unit},{unit}纪委,public_body,{SEATS[unit]},CJ" for unit in ("D1", "D2", "D3")),
    ),
    "handlers": (
        "person,unit,place",
        *(f"{person},{unit},{SEATS[unit]}" for person, unit in HANDLERS.items()),
    ),
    "posts": ("person,unit,role,from", "h1,D1,head,2020-01-01", "hk,CJ,head,2020-01-01"),
}


@pytest.fixture
def routed(tmp_path):
    """Route a case about `s`, whose brothers are the ones named; returns plain values."""

    def run(*brothers, unknown=(), friends=(), informant=None, unit="D1", place="V1"):
        people = [*HANDLERS, "h1", "hk", "s", "w", "father"]
        kin = [f"{one},father,father" for one in (*brothers, "s")]
        declared = [f"{one},all,2026-01-01" for one in people if one not in unknown]
        ties = [f"{one},s,friend" for one in friends]
        tables = TABLES | {
            "people": ("id,name", *(f"{one},人{one}" for one in people)),
            "kin": ("person,relation,relative", *kin),
            "declarations": ("person,scope,date", *declared),
            "ties": ("person,other,kind", *ties),
        }
        source = tmp_path / "county"
        source.mkdir()
        for name, lines in tables.items():
            (source / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        ledger = tmp_path / "huibi.db"
        done = load_sources(
            ledger, Request(paths=(source,)), lambda _count: None, lambda _outcome: None
        )
        assert done.is_loaded, done.errors
        case = tmp_path / "case.yaml"
        parties = ["{person: s, role: subject}"]
        parties += [f"{{person: {informant}, role: informant}}"] if informant else []
        case.write_text(
            f"id: 案1\nmatter: supervision_case\nreceived: 2026-03-02\nunit: {unit}\n"
            f'place: "{place}"\nparties: [{", ".join(parties)}]\n',
            encoding="utf-8",
        )
        with open_ledger(ledger) as book:
            route, _ = route_case(str(case), book, open_snapshot(ledger), on=None)
        return as_json(route)

    return run
