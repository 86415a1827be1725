"""Who may call what: the whole table, written out, and what is hidden answered as absent.

A permit that changes has to be changed here as well, by somebody who means it.
"""

import pytest

from api.http.permits import PERMITS
from api.http.roles import Account, Role
from api.http.routers import ROUTERS
from api.loading import Request, load_sources
from api.patterns.feedback import record_run
from api.patterns.finding import Asked, find
from graph.snapshot import open_snapshot
from tests.http.conftest import PASSWORD
from tests.http.test_leads import TABLES

API = "/api/v1"
COLUMNS = (
    Role.CLERK, Role.HANDLER, Role.INVESTIGATOR, Role.ANALYST,
    Role.APPROVER, Role.CUSTODIAN, Role.AUDITOR, Role.ADMINISTRATOR,
)  # fmt: skip
TABLE = """
log_in             POST   /session                          ******** write
log_out            DELETE /session                          CHIAPKUM write
who_am_i           GET    /session                          CHIAPKUM
health             GET    /health                           ********
go_to_provider     GET    /session/oidc                     ********
back_from_provider GET    /session/oidc/return              ********
ontology           GET    /ontology                         CHIAPKUM
status             GET    /status                           CHIAPK..
search             GET    /search                           CHIAPK..
person             GET    /people/{id}                      CHIAPK..
unit               GET    /units/{id}                       CHIAPK..
place              GET    /places/{id}                      CHIAPK..
contract           GET    /contracts/{id}                   CHIAPK..
counts             GET    /nodes/{node}/counts              C.IAP... purpose
neighbours         GET    /nodes/{node}/neighbours          C.IAP... purpose
kin                GET    /people/{id}/kin                  C.IAP... purpose
paths              POST   /paths                            C.IAP... purpose
subgraph           POST   /subgraph                         C.IAP... purpose
overview           GET    /overview                         C.IAP... purpose
bundles            GET    /nodes/{node}/bundles             C.IAP... purpose
ground             GET    /ground                           C.IAP...
export             POST   /exports                          C.IAP... purpose write
measures           POST   /measures                         C.IAP... purpose
views              GET    /views                            C.IAP...
view               GET    /views/{id}                       C.IAP...
put_view           PUT    /views/{id}                       C.IAP... write
drop_view          DELETE /views/{id}                       C.IAP... write
patterns           GET    /patterns                         ...AP...
leads              GET    /leads                            ...AP...
lead               GET    /leads/{id}                       ...AP...
answer_lead        POST   /leads/{id}/feedback              ...AP... write
check_draft        POST   /checks                           C...P... write
cases              GET    /cases                            CHI.PK..
case               GET    /cases/{id}                       CHI.PK..
case_history       GET    /cases/{id}/history               CHI.PK..
notices            GET    /notices                          CHI.PK..
register_case      POST   /cases                            C...P... write
change_team        POST   /cases/{id}/team                  C...P... write
change_parties     POST   /cases/{id}/parties               C...P... write
start_case         POST   /cases/{id}/start                 C...P... write
close_case         POST   /cases/{id}/close                 C...P... write
seal_case          POST   /cases/{id}/seal                  C...P... write
unseal_case        POST   /cases/{id}/unseal                ....PK.. write
disclose           POST   /cases/{id}/recusals/disclose     CHI.P... write
add_prying         POST   /cases/{id}/prying                CHI.P... write
apply_recusal      POST   /cases/{id}/recusals/apply        C...P... write
record_refusal     POST   /cases/{id}/recusals/refuse       C...P... write
ask_override       POST   /cases/{id}/recusals/override     C...P... write
answer_recusal     POST   /cases/{id}/recusals/answer       ....P... write
order_recusal      POST   /cases/{id}/recusals/order        ....P... write
decide_recusal     POST   /cases/{id}/recusals/decide       ....P... write
approve_override   POST   /cases/{id}/recusals/approve      ....P... write
route              GET    /cases/{id}/route                 C...P...
keep_route         POST   /cases/{id}/route                 C...P... write
assignments        GET    /assignments                      C...P...
assign             POST   /assignments                      C...P... write
reveal             POST   /assignments/{batch}/reveal       C...P... write
replay_assignment  GET    /assignments/{batch}/replay       C...P...
withdraw_case      POST   /cases/{id}/withdraw              C...P... write
paper              GET    /cases/{id}/papers/{kind}         C...P...
issue_paper        POST   /cases/{id}/papers/{kind}         C...P... write
zones              GET    /zones                            C...P...
plan_zones         POST   /zones/plan                       C...P... write
explain_zone       GET    /zones/explain                    C...P...
run_patterns       POST   /leads/runs                       ...AP... write
import_files       POST   /imports                          C...P... write
jobs               GET    /jobs                             CHIAPK..
job                GET    /jobs/{id}                        CHIAPK..
follow_job         GET    /jobs/{id}/events                 CHIAPK..
cancel_job         DELETE /jobs/{id}                        CHIAPK.. write
accounts           GET    /accounts                         .......M
put_account        PUT    /accounts                         .......M write
authorize          POST   /authorizations                   ....P... write
authorizations     GET    /authorizations                   ....P.U.
looks              GET    /audit/looks                      ......U.
audit_entries      GET    /audit                            ......U.
verify_audit       GET    /audit/head                       ......U.
"""
"""Operation, method, route; clerk, Handler, Investigator, Analyst, aPprover, Keeper of informants,
aUditor, adMinistrator (all stars: open to whoever is not logged in); what else is asked."""


def rows():
    for line in TABLE.strip().splitlines():
        operation, method, path, who, *marks = line.split()
        yield operation, method, path, who, tuple(marks)


def allowed(who):
    return frozenset(role for role, sign in zip(COLUMNS, who, strict=True) if sign not in ".*")


def test_the_table_is_what_the_service_permits():
    routes = {
        route.name: (next(iter(route.methods)), route.path_format)
        for router in ROUTERS
        for route in router.routes
    }
    served = {
        one.operation: (
            *routes[one.operation],
            one.roles,
            tuple(
                name for name, holds in (("purpose", one.purpose), ("write", one.writes)) if holds
            ),
        )
        for one in PERMITS
    }
    listed = {
        operation: (method, path, allowed(who), marks)
        for operation, method, path, who, marks in rows()
    }
    assert served == listed


FILLED = {
    "/people/{id}": "A3",
    "/units/{id}": "D1",
    "/places/{id}": "L1",
    "/nodes/{node}": "person:A3",
    "/cases/{id}": "2026-017",
}


def address(path):
    """Return the route with things in it that exist, where the family has some."""
    for start, id in FILLED.items():
        if path.startswith(start):
            path = path.replace("{id}", id).replace("{node}", id)
    for part, id in (("{id}", "none"), ("{batch}", "none"), ("{kind}", "report")):
        path = path.replace(part, id)
    return API + path


@pytest.fixture
def case(client_of):
    """A case against A3 that A7 handles."""
    draft = {
        "id": "2026-017",
        "matter": "supervision_case",
        "received": "2026-03-02",
        "unit": "D1",
        "parties": [{"person": "A3", "role": "subject"}],
        "team": [{"person": "A7", "role": "handler"}],
    }
    clerk = client_of("clerk")
    assert clerk.post(f"{API}/cases", json=draft).status_code == 201
    drawn = {**draft, "id": "K1", "team": []}
    assert clerk.post(f"{API}/cases", json=drawn).status_code == 201
    return clerk


def status_of(client, row, headers=None):
    _, method, path, _, _ = row
    body = None if method in ("GET", "DELETE") else {}
    return client.request(method, address(path), json=body, headers=headers).status_code


@pytest.mark.parametrize("role", [None, *COLUMNS], ids=str)
def test_every_route_answers_those_it_is_for_and_refuses_all_others(client_of, service, case, role):
    login = role.value if role else None
    purpose = {}
    if role:
        people = ["A3", "A4"]
        number = service.accounts.authorize(
            login, people, reason="x", by="approver", until="2099-01-01"
        )
        purpose = {"x-huibi-purpose": f"authorization:{number}"}
    client, wrong = client_of(login), []
    for row in sorted(rows(), key=lambda one: one[0] == "log_out"):
        operation, _, _, who, marks = row
        headers = purpose if "purpose" in marks else {}
        status = status_of(client, row, headers)
        if who[0] == "*":
            is_right = status < 500 and status != 403
        elif role is None:
            is_right = status == 401
        elif role not in allowed(who):
            is_right = status == 403
        else:
            is_right = status not in (401, 403) and status < 500
        if not is_right:
            wrong.append((operation, status))
    assert wrong == []


def test_a_write_needs_the_mark_and_a_look_at_relatives_a_purpose(client_of, case):
    clients = {role: client_of(role.value) for role in COLUMNS}
    wrong = []
    for row in rows():
        operation, _, _, who, marks = row
        roles = allowed(who)
        if not roles or not marks:
            continue
        client = clients[min(roles)]
        kept = client.headers.pop("x-huibi") if "write" in marks else None
        if status_of(client, row) != 403:
            wrong.append(operation)
        if kept:
            client.headers["x-huibi"] = kept
    assert wrong == []


# what is hidden is answered as what does not exist

PERSON = {"person": "A7", "reason": "x"}
HIDDEN = {
    # operation: who asks, an id that is there but not for him, what he sends
    "person": ("outside", "A3", None),
    "unit": ("outside", "DX", None),
    "contract": ("outside", "HX", None),
    "counts": ("outside", "person:A3", None),
    "neighbours": ("outside", "person:A3", None),
    "bundles": ("outside", "person:A3", None),
    "kin": ("outside", "A3", None),
    "lead": ("outside", "LEAD", None),
    "answer_lead": ("outside", "LEAD", {"outcome": "open"}),
    "view": ("outside", "VIEW", None),
    "drop_view": ("outside", "VIEW", None),
    "job": ("outside", "JOB", None),
    "follow_job": ("outside", "JOB", None),
    "cancel_job": ("outside", "JOB", None),
    "case": ("kin", "2026-017", None),
    "case_history": ("kin", "2026-017", None),
    "change_team": ("kin", "2026-017", {"add": [{"person": "A7"}]}),
    "change_parties": ("kin", "2026-017", {"add": [{"person": "A7", "role": "witness"}]}),
    "start_case": ("kin", "2026-017", {}),
    "close_case": ("kin", "2026-017", {"reason": "x"}),
    "seal_case": ("kin", "2026-017", {"reason": "x"}),
    "unseal_case": ("kin", "2026-017", {"reason": "x"}),
    "disclose": ("kin", "2026-017", PERSON),
    "add_prying": ("kin", "2026-017", {"person": "A7", "how": "x"}),
    "apply_recusal": ("kin", "2026-017", {**PERSON, "role": "subject"}),
    "record_refusal": ("kin", "2026-017", PERSON),
    "ask_override": ("kin", "2026-017", PERSON),
    "answer_recusal": ("kin", "2026-017", {"of": "E-000001", "granted": True, "reason": "x"}),
    "order_recusal": ("kin", "2026-017", PERSON),
    "decide_recusal": ("kin", "2026-017", {**PERSON, "outcome": "recuse"}),
    "approve_override": ("kin", "2026-017", {"of": "E-000001"}),
    "route": ("kin", "2026-017", None),
    "keep_route": ("kin", "2026-017", {}),
    "withdraw_case": ("kin", "K1", {"reason": "x"}),
    "paper": ("kin", "2026-017", None),
    "issue_paper": ("kin", "2026-017", {}),
    "reveal": ("kin", "BATCH", {}),
    "replay_assignment": ("kin", "BATCH", None),
}
OPEN = {"put_view", "place"}
"""A new id is anybody's; that a place exists is public, what is in it is not: see test_records."""
STATES = {
    # state of the case, and who does not see it then
    "open": ("handler", "investigator", "custodian"),
    "sealed": ("clerk", "handler", "investigator", "custodian"),
}


@pytest.fixture
def hidden(client_of, service, case, tmp_path):
    """Things of others: ids by the words of HIDDEN, and clients who do not see them."""
    folder = tmp_path / "more"
    folder.mkdir()
    units = "id,name,kind,place\nDX,别村合作社,cooperative,L1\n"
    contracts = "id,title,buyer\nHX,别村道路,DX\n"
    for name, text in {**TABLES, "units.csv": units, "contracts.csv": contracts}.items():
        (folder / name).write_text(text, encoding="utf-8")
    ledger = service.bench.ledger
    done = load_sources(ledger, Request(paths=(folder,)), lambda _count: None, lambda _done: None)
    assert done.is_loaded, done.errors
    asked = Asked(codes=("B2",), settings={})
    found = find(open_snapshot(ledger), asked, 20_000, progress=lambda *_: None)
    record_run(ledger, found, {}, "x")
    view = {"title": "x", "body": {"nodes": []}}
    kept = case.put(f"{API}/views/view-0001", json=view)
    assert kept.status_code == 200, kept.text
    drawn = case.post(f"{API}/assignments", json={"cases": ["K1"]})
    assert drawn.status_code == 201, drawn.text
    analyst = client_of("analyst")
    job = analyst.post(f"{API}/leads/runs", json={"codes": ["B2"]}).json()
    lead = next(one for one in found["findings"] if one["subject"] == "L1")
    put = service.accounts.put
    roles = frozenset({Role.INVESTIGATOR, Role.ANALYST, Role.CLERK})
    put(Account(login="outside", name="o", roles=roles, places=("VZ",)), PASSWORD)
    roles = frozenset({Role.CLERK, Role.APPROVER, Role.CUSTODIAN})
    put(Account(login="kin", name="k", roles=roles, person="A4"), PASSWORD)
    people = ["A3", "A4", "nobody-here"]
    service.accounts.authorize("outside", people, reason="x", by="x", until="2099-01-01")
    ids = {
        "LEAD": lead["id"],
        "VIEW": "view-0001",
        "JOB": job["id"],
        "BATCH": drawn.json()["lottery"]["batch"],
    }
    return ids, {login: client_of(login) for login in ("outside", "kin")}


def test_every_route_of_a_thing_is_among_those_hidden():
    assert {row[0] for row in rows() if "{" in row[2]} - OPEN == HIDDEN.keys()


def test_hidden_things_are_answered_byte_for_byte_as_absent_ones(hidden):
    ids, clients = hidden
    wrong = []
    for operation, method, path, _, marks in rows():
        if operation not in HIDDEN:
            continue
        login, id, body = HIDDEN[operation]
        headers = {"x-huibi-purpose": "authorization:1"} if "purpose" in marks else {}
        absent = "person:nobody-here" if path.startswith("/nodes") else "nobody-here"
        first, second = (
            clients[login].request(method, url_of(path, one), json=body, headers=headers)
            for one in (ids.get(id, id), absent)
        )
        if (first.status_code, first.content) != (404, second.content):
            wrong.append((operation, first.status_code, first.text[:80], second.text[:80]))
    assert wrong == []


def url_of(path, id):
    for part in ("{id}", "{node}", "{batch}"):
        path = path.replace(part, id)
    return API + path.replace("{kind}", "report")


@pytest.mark.parametrize("state", STATES)
def test_a_case_is_seen_by_role_and_state(client_of, case, state):
    if state == "sealed":
        for act in ("close", "seal"):
            done = case.post(f"{API}/cases/2026-017/{act}", json={"reason": "x"})
            assert done.status_code == 200, done.text
    for role in ("clerk", "handler", "investigator", "custodian", "approver"):
        client = client_of(role)
        answer = client.get(f"{API}/cases/2026-017")
        listed = {one["case"] for one in client.get(f"{API}/cases").json()["cases"]}
        is_hidden = role in STATES[state]
        assert ("2026-017" not in listed) == is_hidden, role
        assert (answer.status_code == 404) == is_hidden, role
        if is_hidden:
            assert answer.content == client.get(f"{API}/cases/nobody").content
