"""What keeps a case from being started or closed, and what lets somebody stay all the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.desk.case_file import HANDLING
from graph.desk.grounds import is_covered
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.desk.case_file import CaseFile, Override, Ruling

CLEAR, MUST = Verdict.CLEAR.label, Verdict.MUST_RECUSE.label
VERDICT = {verdict.label: verdict for verdict in Verdict}
"""Verdicts by the word of the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing in the way of a step, and what removes it."""

    code: str
    person: str | None
    zh: str
    en: str


def ruling_in_force(file: CaseFile, person: str) -> Ruling | None:
    """Return the last ruling on a person that still stands.

    That he may handle the case stands while nothing is new since: a graver verdict or another
    reason ends it. That he must recuse stands until the decider rules again.
    """
    last = next((one for one in reversed(file.rulings) if one.person == person), None)
    if last is None or last.outcome == "recuse":
        return last
    return last if _is_still(file, person, last.verdict, last.grounds) else None


def override_in_force(file: CaseFile, person: str) -> Override | None:
    """Return the approved override that covers a person's verdict as it now is."""
    return next(
        (
            one
            for one in reversed(file.overrides)
            if one.person == person
            and one.is_in_force
            and _is_still(file, person, one.verdict, one.grounds)
        ),
        None,
    )


def _is_still(file: CaseFile, person: str, verdict: str, grounds: tuple[str, ...]) -> bool:
    if file.check is None:
        return False
    now = VERDICT[file.check.verdicts.get(person, Verdict.UNKNOWN.label)]
    return now <= VERDICT[verdict] and is_covered(file.check.grounds.get(person, ()), grounds)


def stays(file: CaseFile, person: str) -> Ruling | Override | None:
    """Return the ruling or the override by which a person above CLEAR may stay, if one does."""
    verdict = file.check.verdicts.get(person) if file.check else None
    if verdict is None or person in file.barred:
        return None
    ruling = ruling_in_force(file, person)
    if verdict != MUST and ruling is not None and ruling.outcome == "may_handle":
        return ruling
    return override_in_force(file, person)


def blocks(file: CaseFile, step: str) -> tuple[Block, ...]:
    """Return what is in the way of `started` or `closed`, by person; nothing if the way is free.

    Whatever is above CLEAR is in the way, UNKNOWN too: it is not known to be free of ties.
    """
    found = [block for member in file.team for block in _of_member(file, member.person)]
    if step == "started" and not any(one.role in HANDLING for one in file.team):
        found.append(_block("nobody", None, "无承办人", "nobody on the team handles it"))
    if step == "closed":
        found += [
            _block("open_application", one.person, f"回避申请 {one.id} 尚未答复",
                   f"application {one.id} is not answered yet")
            for one in file.open_applications
        ]  # fmt: skip
    return tuple(found)


def _of_member(file: CaseFile, person: str) -> Iterator[Block]:
    verdict = file.check.verdicts.get(person) if file.check else None
    if person in file.barred:
        yield _block("barred", person, f"已决定回避（{file.barred[person]}），应当退出",
                     f"must recuse by {file.barred[person]}; take him off the team")  # fmt: skip
    elif verdict is None:
        yield _block("unchecked", person, "尚未核查", "not checked yet")
    elif verdict != CLEAR and stays(file, person) is None:
        yield _of_verdict(file, person, verdict)
    for request in file.open_disclosures:
        if request.person == person:
            yield _block("open_disclosure", person, f"自行申请回避 {request.id} 尚未决定",
                         f"his disclosure {request.id} is not decided yet")  # fmt: skip


def _of_verdict(file: CaseFile, person: str, verdict: str) -> Block:
    decider = file.check.deciders.get(person, {}) if file.check else {}
    zh, en = decider.get("zh", "有权决定的负责人"), decider.get("en", "the decider")
    if verdict == MUST:
        return _block(MUST, person, "应当回避：退出，或者经两人批准例外",
                      "must recuse: take him off, or have an override approved by two")  # fmt: skip
    if verdict == Verdict.REVIEW.label:
        return _block(verdict, person, f"需由{zh}决定", f"to be decided by {en}")
    return _block(verdict, person, f"资料不足：补充亲属申报，或者由{zh}决定",
                  f"unknown: load a declaration of kin, or let {en} decide")  # fmt: skip


def _block(code: str, person: str | None, zh: str, en: str) -> Block:
    return Block(code=code, person=person, zh=zh, en=en)
