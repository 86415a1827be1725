"""The desk as requests use it: a sitting, who signs, and cases as far as they may be seen."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.desk.session import Desk
from api.desk.unsealing import last_verdict
from api.desk.views import file_of
from api.http.covering import covered, people_of, texts_of
from api.http.problems import Problem
from api.http.roles import Role
from api.settings import Settings
from graph.errors import InputError
from graph.ledger import open_ledger
from graph.ontology.kinds import NodeKind
from graph.recusal.pack import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.desk.session import Outcome
    from api.http.asking import Asked
    from graph.desk.case_file import CaseFile

Json = dict[str, Any]
_OPTION = re.compile(r"(?<!\S)--([a-z]+(?:-[a-z]+)*)")


@contextmanager
def sitting(asked: Asked) -> Iterator[Desk]:
    """Open the desk for whoever asks; one sitting at a time, since the engine serves one.

    Raises:
        Problem: 422, what the desk refuses, telling fields where it tells options of a command.
    """
    bench = asked.service.bench
    with bench.engine, open_ledger(bench.ledger, write=True) as book:
        try:
            yield Desk(
                ledger=book,
                snapshot=asked.sight.ground.snapshot,
                author=asked.account.login,
                today=asked.today,
                answer_days=_answer_days(),
                earlier=bench.earlier,
            )
        except InputError as error:
            if error.status != HTTPStatus.UNPROCESSABLE_ENTITY:
                raise
            detail = _OPTION.sub(r"'\1'", str(error))
            raise Problem(error.status, detail) from error


@cache
def _answer_days() -> int:
    return Settings.read(Path.cwd()).answer_days


def signer_of(asked: Asked, by: str | None, file: CaseFile) -> str | None:
    """Return in whose name an account signs: his own where he is in the data, else as named.

    Raises:
        Problem: 422, somebody who is in the data himself names another, or `by` is no id.
    """
    own = asked.account.person
    if own and by and by != own:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"by: you sign as {own} and for nobody else; leave it out",
        )
    if by and by not in people_of(file):
        require_person(asked, by, "by")
    return own or by


def require_involved(asked: Asked, file: CaseFile, person: str) -> str:
    """Return the id of somebody on a case, or checked in it, or who exists for this account."""
    if person in {*people_of(file), *file.ever_team, *file.barred}:
        return person
    return require_person(asked, person, "person")


def is_known_person(asked: Asked, id: str) -> bool:
    """Whether a person of this id exists for this account."""
    return _is_in(asked, "people", id)


def require_person(asked: Asked, id: str, where: str) -> str:
    """Return the id of a person who exists for this account; ids alone are taken, no names.

    Raises:
        Problem: 422, the same for nobody and for somebody out of reach.
    """
    return _require(asked, "people", id, where)


def require_party(asked: Asked, id: str, where: str) -> str:
    """Return the id of a person or a unit that exists for this account."""
    if id.startswith("unit:") or _is_in(asked, "units", id):
        return _require(asked, "units", id.removeprefix("unit:"), where)
    return _require(asked, "people", id.removeprefix("person:"), where)


def require_unit(asked: Asked, id: str, where: str) -> str:
    """Return the id of a unit that exists for this account."""
    return _require(asked, "units", id, where)


def _require(asked: Asked, table: str, id: str, where: str) -> str:
    if not _is_in(asked, table, id):
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"{where}: nothing here has the id '{id}' for you; take it from the search",
        )
    return id


def _is_in(asked: Asked, table: str, id: str) -> bool:
    sight = asked.sight
    if table == "people":
        kind, is_seen = NodeKind.PERSON, sight.sees_person(id)
    else:
        kind, is_seen = NodeKind.UNIT, sight.sees_unit(id)
    is_known = sight.ground.snapshot.ties.find(kind, id) is not None
    return is_known and is_seen


def require_no_kin(asked: Asked, parties: Iterable[str]) -> None:
    """Let nobody draw up a case about himself or his own legal kin.

    Raises:
        Problem: 403, says who takes it over.
    """
    if asked.sight.is_kin_of_any(parties):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "somebody named is yourself or your own kin; hand the case to a colleague",
        )


# what is shown


def case_shown(asked: Asked, file: CaseFile) -> Json:
    """Return a whole case with the names, rules and articles that its view mentions."""
    with asked.service.bench.engine, open_ledger(asked.service.bench.ledger) as book:
        verdict = last_verdict(book, file)
    view = file_of(file, asked.today, verdict=verdict)
    checked = {one["person"]: one["checked"] for one in verdict["candidates"]} if verdict else {}
    for one in (*view.get("team", ()), *view.get("others", ())):
        if not file.is_secret and one["person"] in checked:
            one["checked"] = checked[one["person"]]
        elif one["person"] in checked:
            one["checked"] = {"kin": checked[one["person"]]["kin"]}
    packs = verdict["packs"] if verdict else ()
    shown = covered(asked, view, file)
    last = file.last if "parties" in view else None
    return {"case": shown, "last": last, **words_of(asked, shown, packs)}


def outcome_shown(asked: Asked, outcome: Outcome) -> Json:
    """Return what an act led to: its event, whether it is new, and the case as it now stands.

    A case that its own change takes out of sight is told by its id alone.
    """
    main = outcome.main
    told: Json = {"event": main.id if main else None, "new": outcome.is_new}
    if not asked.sight.sees_case(outcome.file):
        return {**told, "case": {"case": outcome.file.id}, "names": {}, "rules": {}}
    return {**told, **case_shown(asked, outcome.file)}


def words_of(asked: Asked, shown: Any, packs: Iterable[str] = ()) -> Json:
    """Return the names of every id in an answer, and what the rules of some packs say."""
    texts = texts_of(shown)
    return {"names": asked.sight.ground.names.of(sorted(texts)), "rules": _rules(tuple(packs))}


@cache
def _rules(packs: tuple[str, ...]) -> dict[str, Json]:
    found = [load_pack(name.partition("@")[0]).spec for name in packs]
    return {
        rule.id: {"zh": rule.zh, "en": rule.en, "pack_zh": one.zh, "pack_en": one.en}
        for one in found
        for rule in one.rules
    }


def is_keeper(asked: Asked, file: CaseFile) -> bool:
    """Whether an account may unseal a case: its custodian, or the approver of a sealed one.

    Who informed is for the custodian alone.
    """
    if file.is_secret:
        return asked.account.has(Role.CUSTODIAN)
    return asked.account.has(Role.APPROVER, Role.CUSTODIAN)
