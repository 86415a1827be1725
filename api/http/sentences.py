"""What the service refuses: a code for each sentence, so that a page may say it in its own words.

The packages below say in English what is wrong and what to do, and know of no pages. A sentence is
recognised here by its form; a name in braces stands for what differs, and is handed on by that name
unless it begins with _. The locales of the explorer have words for every code: `problem.CODE`.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from api.http.sentences_desk import DESK
from graph.errors import (
    AmbiguousError,
    CaseError,
    HuibiError,
    InputError,
    LedgerBusyError,
    LedgerError,
    Neo4jError,
    PackError,
    SnapshotError,
)

_GENERAL: tuple[tuple[str, str], ...] = (
    # access
    ("log_in", "log in first: POST /api/v1/session"),
    (
        "wrong_login",
        "login and password do not go together, or too many tries have closed the login "
        "for a quarter of an hour",
    ),
    (
        "not_your_role",
        "this is not part of your role; ask whoever keeps the accounts if it should be",
    ),
    ("foreign_page", "a write carries the header {header}: 1"),
    (
        "purpose_missing",
        "relatives and connections open for a purpose: name a case you are on, an "
        "authorization or a lead in the header X-Huibi-Purpose, such as case:2026-017",
    ),
    (
        "purpose_over",
        "the purpose named is none of yours that stands today; name an open case you are "
        "on, an authorization that has not ended, or a lead",
    ),
    ("not_here", "there is nothing here by that id for you; look it up with the search"),
    ("too_large", "at most {n} MB are taken"),
    (
        "no_log",
        "the access log cannot be written, so no answer is given; free disk space or ask "
        "whoever keeps the service",
    ),
    ("done_otherwise", "this Idempotency-Key stands for another write; choose a new key"),
    # identity provider
    (
        "provider_expired",
        "this login was not begun here, or too long ago; begin again at the login page",
    ),
    (
        "provider_doubt",
        "what the provider said of you does not hold; begin again at the login page",
    ),
    (
        "provider_stranger",
        "the identity provider does not know this login; begin again at the login page",
    ),
    (
        "provider_no_account",
        "the identity provider knows you, and there is no account for you here; begin "
        "again at the login page",
    ),
    (
        "provider_other_name",
        "the provider calls itself by another name; try later, or log in with a local account",
    ),
    (
        "provider_unsafe",
        "the provider names an address that is not safe; try later, or log in with a local account",
    ),
    (
        "provider_away",
        "the identity provider cannot be reached; try later, or log in with a local account",
    ),
    (
        "provider_odd",
        "the identity provider answered {status} and no object; try later, or log in with "
        "a local account",
    ),
    # accounts
    ("login_blank", "a login is one word or more, without spaces around it"),
    ("account_no_role", "account '{login}' has no role: name what it is for"),
    (
        "account_apart",
        "account '{login}': {role} goes with no other role, since who keeps or audits the "
        "service must see no data",
    ),
    ("password_short", "a password has at least {n} characters"),
    ("authorization_empty", "an authorization names its reason and the people it opens"),
    ("authorization_nobody", "no account '{login}' to authorize"),
    # pictures and files
    (
        "files_out",
        "{people} people: at most {most} leave in one file on one person's word; take out "
        "fewer, or have an approver do it",
    ),
    ("picture_others", "this picture is another's; keep it under a new id as your own"),
    ("picture_full", "{n} pictures are kept; delete some of them first"),
    ("readers_unknown", "no account is called {logins}; correct the readers and send it again"),
    ("picture_owner", "this picture is another's; its owner may delete it"),
    (
        "communities_many",
        "{n} are too many for communities, which are sought among at most {most}: open a "
        "place first",
    ),
    (
        "files_county",
        "files are loaded by an account for the whole county, since what they would change "
        "tells of people anywhere; ask such a colleague",
    ),
    ("files_number", "send 1 to {n} files at once"),
    ("file_name", "a file's name has letters, digits, dots and spaces, such as people.csv"),
    ("file_kind", "{name}: files that may be sent end in {ends}"),
    ("file_twice", "two files are called {name}; rename one"),
    ("rows_bad", "{n} bad row(s); nothing was loaded"),
    # questions
    ("edge_unknown", "no kind of tie is called '{edge}'; GET /api/v1/ontology lists them"),
    ("circle_unknown", "no circle is called '{circle}': one of {known}"),
    ("same_ends", "'{one}' and '{other}' are one and the same: name two different things"),
    (
        "ends_empty",
        "'{name}' stands for nobody and nothing, so there is nothing to connect: name "
        "another, or load what it should hold",
    ),
    ("paths_many", "{n} paths: ask for 1 to {most}"),
    (
        "hops_many",
        "{n} hops: ask for 1 to {most}; beyond that everybody is connected to everybody "
        "and a path says nothing",
    ),
    ("name_of_many", "'{name}' is the name of {n} people: name one by id:\n  {listed}"),
    ("name_of_things", "'{name}' is the name of {n} things: name one by id:\n  {listed}"),
    ("id_of_many", "'{name}' is the id of several things: write one of {listed}"),
    ("unit_no_people", "'{name}' is no unit, so it has no people: name a unit, such as unit:U1"),
    (
        "unit_nobody",
        "'{name}': nobody is recorded in this unit on the day asked about, so nothing can "
        "be said of its people; load its posts or roles, or ask about the unit itself",
    ),
    (
        "families_unknown",
        "no family of ties is called {names}, so nothing would be searched: use {known}",
    ),
    ("period_turned", "the period ends ({until}) before it begins ({since})"),
    ("not_a_day", "{name} {text}: not a date; write YYYY, YYYY-MM or YYYY-MM-DD"),
    ("parameter_wrong", "pattern {code}, parameter '{name}': {why}; its parameters are: {known}"),
    ("no_parties", "'{asked}': the case has no party that paths may be asked for"),
)
SENTENCES = (*_GENERAL, *DESK)
"""Code and sentence; the first that fits counts."""
OF_CLASS = MappingProxyType(
    {
        AmbiguousError: "ambiguous",
        CaseError: "case_wrong",
        PackError: "rules_wrong",
        InputError: "input_wrong",
        LedgerBusyError: "busy",
        LedgerError: "ledger",
        SnapshotError: "snapshot",
        Neo4jError: "neo4j",
        HuibiError: "failed",
    }
)
"""Codes of errors whose sentence is not listed, the nearest class first; `detail` is handed on."""
OTHERS = ("invalid", "http", "refused")
"""Codes of odd requests, of what HTTP itself refuses, and of a refusal that is not listed."""
INVALID = MappingProxyType(
    {
        "missing": "missing", "string_too_long": "too_long", "too_long": "too_long",
        "string_too_short": "too_short", "too_short": "too_short", "extra_forbidden": "unknown",
        "literal_error": "choice", "enum": "choice", "greater_than_equal": "range",
        "less_than_equal": "range", "json_invalid": "json",
    }
)  # fmt: skip
"""What is wrong with a field, by pydantic's word for it; any other is `form`."""


def coded(sentence: str, error: type[HuibiError] | None = None) -> tuple[str, dict[str, str]]:
    """Return the code of a sentence and what it says of this case.

    error: the class of whoever said it, which gives the code of a sentence that is not listed.
    """
    for code, form in _forms():
        if found := form.fullmatch(sentence):
            said = found.groupdict()
            return code, {name: text for name, text in said.items() if not name.startswith("_")}
    for known, code in OF_CLASS.items():
        if error is not None and issubclass(error, known):
            return code, {"detail": sentence}
    return "refused", {"detail": sentence}


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, _form(sentence)) for code, sentence in SENTENCES)


def _form(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    text = "".join(
        f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )
    return re.compile(text, re.DOTALL)
