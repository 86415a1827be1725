"""A ready user of each role, for looking around in made-up data and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.http.accounts import Accounts, accounts_path
from api.http.roles import Account, Role
from graph.desk.docket import docket
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "huibi-demo-2026"
"""Known to everybody, and said so wherever it is used."""
_NAMES = {
    Role.CLERK: "林案管",
    Role.HANDLER: "周承办",
    Role.INVESTIGATOR: "吴调查",
    Role.ANALYST: "张研判",
    Role.APPROVER: "何审批",
    Role.CUSTODIAN: "孙信访",
    Role.AUDITOR: "郑审计",
    Role.ADMINISTRATOR: "冯管理",
}


def make_demo_users(ledger: Path) -> tuple[Account, ...]:
    """Give a ledger a user of each role; handler and investigator are people on its cases."""
    accounts = Accounts(accounts_path(ledger))
    people = on_cases(ledger)
    made = []
    for role, name in _NAMES.items():
        person = people.get(role, "")
        account = Account(login=role.value, name=name, roles=frozenset({role}), person=person)
        known = accounts.of_login(role.value)
        made.append(known or accounts.put(account, PASSWORD))
    accounts.close()
    return tuple(made)


def on_cases(ledger: Path) -> dict[Role, str]:
    """Return people who are on open cases, so that a handler has something to see."""
    with open_ledger(ledger, write=True) as book:
        files = docket(book).values()
    people = [
        person
        for file in files
        if file.is_open
        for person in (file.handler, *(member.person for member in file.team))
        if person
    ]
    listed = list(dict.fromkeys(people))
    return dict(zip((Role.HANDLER, Role.INVESTIGATOR), listed, strict=False))
