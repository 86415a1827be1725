"""`huibi serve`, `huibi account`, `huibi audit`."""

from __future__ import annotations

import getpass
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from api.access_log import AccessLog, LogHead, access_log_path
from api.cli.screen import answer, answer_grid, answer_json, remark
from api.cli.workplace import ledger_path, settings
from api.http.accounts import Accounts, accounts_path
from api.http.roles import ROLE_ZH, Account, Role
from graph.errors import InputError, LedgerError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def serve_command(
    *,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    demo: bool,
    ledger: Path | None,
) -> None:
    """Serve until stopped; says where first."""
    from api.http.demo_users import PASSWORD, make_demo_users
    from api.http.oidc import provider_of
    from api.http.serving import Place, serve
    from api.projecting import follow

    path = ledger_path(ledger)
    told = settings()
    provider = provider_of(told.oidc_issuer, told.oidc_client_id, told.oidc_client_secret_file)
    place = Place(host=host, port=port, certificate=certificate, key=key)
    if demo:
        users = make_demo_users(path)
        answer("⚠ 演示模式 DEMONSTRATION：下列账户的口令人人皆知，不得用于真实数据")
        answer_grid(
            ["账户 login", "角色 role", "口令 password"],
            [[one.login, f"{ROLE_ZH[min(one.roles)]} {min(one.roles)}", PASSWORD] for one in users],
        )
    answer(f"打开 open: {place.address}　（Ctrl+C 停止 stops it）")
    sys.stdout.flush()
    following = partial(follow, path, told)
    serve(path, place, follow=following, is_demo=demo, provider=provider)


def add_account_command(
    login: str,
    *,
    roles: Sequence[str],
    name: str,
    person: str,
    unit: str,
    places: Sequence[str],
    subject: str,
    ledger: Path | None,
) -> None:
    """Add or change an account; a blank password keeps the old one, or leaves none."""
    accounts = Accounts(accounts_path(ledger_path(ledger)))
    known = accounts.of_login(login)
    wanted = Account(
        login=login,
        name=name or (known.name if known else login),
        roles=frozenset(_role(one) for one in roles),
        subject=subject or None,
        person=person,
        unit=unit,
        places=tuple(places),
    )
    password = _password()
    if not password and not subject and not (known and known.password):
        raise InputError(f"account '{login}' has no password yet: give one")
    made = accounts.put(wanted, password or None)
    answer(f"{made.login}: {', '.join(sorted(made.roles))}")


def _password() -> str:
    """Return what was typed unseen, or the first line of stdin where nobody types."""
    if sys.stdin.isatty():
        return getpass.getpass("口令 password: ")
    return sys.stdin.readline().rstrip("\r\n")


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise InputError(f"--role {text}: one of {', '.join(Role)}") from error


def list_accounts_command(*, ledger: Path | None, as_json: bool) -> None:
    """Print the accounts, never a password."""
    listed = Accounts(accounts_path(ledger_path(ledger))).all()
    if as_json:
        answer_json(
            [
                {
                    "login": one.login,
                    "name": one.name,
                    "roles": sorted(one.roles),
                    "person": one.person,
                    "unit": one.unit,
                    "places": list(one.places),
                    "is_active": one.is_active,
                }
                for one in listed
            ]
        )
        return
    answer_grid(
        ["账户", "姓名", "角色", "人员", "单位", "区域", ""],
        [
            [
                one.login,
                one.name,
                "、".join(ROLE_ZH[role] for role in sorted(one.roles)),
                one.person,
                one.unit,
                "、".join(one.places) or "全部",
                "" if one.is_active else "已停用 closed",
            ]
            for one in listed
        ],
    )


def close_account_command(login: str, *, ledger: Path | None) -> None:
    """Close an account.

    Raises:
        NotFoundError: there is none of this login.
    """
    accounts = Accounts(accounts_path(ledger_path(ledger)))
    known = accounts.of_login(login)
    if known is None:
        raise NotFoundError(f"no account '{login}'; see huibi account list")
    accounts.put(replace(known, is_active=False))
    answer(f"{login}: 已停用 closed")


def verify_command(*, sequence: int, digest: str, ledger: Path | None, as_json: bool) -> bool:
    """Check the chain and print its head; returns whether it stands.

    Raises:
        InputError: only half of a head was given.
    """
    if bool(sequence) != bool(digest):
        raise InputError("--sequence and --digest go together: they are the head noted earlier")
    anchor = LogHead(sequence=sequence, digest=digest) if sequence else None
    with AccessLog(access_log_path(ledger_path(ledger))) as log:
        try:
            head = log.verify(anchor)
        except LedgerError as error:
            remark(str(error))
            return False
    if as_json:
        answer_json({"sequence": head.sequence, "digest": head.digest, "anchored": bool(anchor)})
    else:
        answer(f"{head.sequence:,} 条完好 entries stand")
        answer(f"记下这一行，日后可验 note this: --sequence {head.sequence} --digest {head.digest}")
    return True
