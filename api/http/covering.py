"""Answers without what does not exist for who asks: people and cases out of reach, own numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.http.asking import Asked
    from graph.desk.case_file import CaseFile

_HIDDEN = "•"


def covered(asked: Asked, shown: Any, file: CaseFile | None, *, opened: Iterable[str] = ()) -> Any:
    """Cover the ids of people and cases that do not exist for this account.

    A check reads all data, or it would call clear who is not; whoever stands between two people
    and is out of reach is told as a dot. Parties, team and deciders of the case stay.
    """
    shown = _masked(shown)
    sight, said = asked.sight, texts_of(shown) | words_in(shown)
    hidden = {id for id in sight.files if id not in sight.cases}
    if not sight.sees_everybody:
        kept = {*opened, *(people_of(file) if file else ())}
        hidden |= {one for one in said if not sight.sees_person(one)} - kept
    hidden &= said
    return _replaced(shown, _pattern(hidden, asked.sight.ground.names.of(hidden).values()))


_OWN_ADDRESSES = ("same_address", "same_phone")
_WHERE = (("zh", re.compile("：.*?（")), ("en", re.compile(r":.*? of (?=\d+ people)")))
_WITHOUT = {"zh": "（", "en": " of "}


def _masked(shown: Any) -> Any:
    """Take house and telephone out of ties by them: that they are shared is all that counts."""
    if isinstance(shown, list):
        return [_masked(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    kept = {key: _masked(value) for key, value in shown.items() if key != "ties"}
    if "ties" not in shown:
        return kept
    ties, words = [], dict(kept.get("words") or {})
    for tie in shown["ties"]:
        told = dict(tie)
        for key, pattern in _WHERE if tie["kind"] in _OWN_ADDRESSES else ():
            told[key] = pattern.sub(_WITHOUT[key], tie[key], count=1)
            words[key] = words.get(key, "").replace(tie[key], told[key])
        ties.append(told)
    return {**kept, "ties": ties, **({"words": words} if words else {})}


def _pattern(ids: Iterable[str], names: Iterable[str]) -> re.Pattern[str] | None:
    whole = "|".join(re.escape(one) for one in sorted(ids, key=len, reverse=True))
    if not whole:
        return None
    anywhere = "".join(f"|{re.escape(name)}" for name in names)
    return re.compile(rf"(?<![\w-])(?:{whole})(?![\w-]){anywhere}")


def people_of(file: CaseFile) -> set[str]:
    """Return the parties who may be named, the team, whoever was checked, and the deciders."""
    check = file.check
    found = {one.person or "" for one in file.case.parties if one.role != "informant"}
    found |= {one.person for one in file.team}
    if check:
        found |= {*check.verdicts, *(str(one.get("person")) for one in check.deciders.values())}
    return found


def _replaced(shown: Any, pattern: re.Pattern[str] | None) -> Any:
    if pattern is None:
        return shown
    if isinstance(shown, dict):
        return {key: _replaced(value, pattern) for key, value in shown.items()}
    if isinstance(shown, list):
        return [_replaced(value, pattern) for value in shown]
    return pattern.sub(_HIDDEN, shown) if isinstance(shown, str) else shown


def texts_of(shown: Any) -> set[str]:
    """Return every text of an answer, keys as well: some are ids."""
    if isinstance(shown, dict):
        return {str(key) for key in shown}.union(*map(texts_of, shown.values()))
    if isinstance(shown, list):
        return set().union(*map(texts_of, shown))
    return {shown} if isinstance(shown, str) else set()


def words_in(shown: Any) -> set[str]:
    """Return the words inside sentences that may be ids."""
    return {word for text in texts_of(shown) for word in re.findall(r"[\w-]+", text)}
