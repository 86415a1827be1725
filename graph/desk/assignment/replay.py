"""A recorded lottery derived again from its record alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.desk.assignment.commitment import Seed
from graph.desk.assignment.plan import as_json
from graph.desk.assignment.record import FORM, digest_of, read_back
from graph.desk.assignment.solving.attempt import may_use
from graph.desk.assignment.solving.formulation import Stage
from graph.desk.assignment.solving.generation import generate
from graph.desk.assignment.solving.marginals import violations
from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.desk.assignment.record import Lottery

    Json = dict[str, Any]

_NEAR, _RELATIVE = 5e-4, 1e-8
"""By how much two optima may differ in floating point, in thousandths and of the cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One thing that the record does not bear out."""

    what: str
    """record, input, rules, chances, commitment, lawful, optimum or assignment."""
    recorded: Any
    derived: Any


def replay(promised: Mapping[str, Any], revealed: Mapping[str, Any]) -> tuple[Mismatch, ...]:
    """Return everything in which a record and what follows from it differ; nothing if it holds.

    `promised` and `revealed` are the bodies of the events before and after the draw. Solved again
    are the chances under the orientation that was written down, and the draw.

    Raises:
        InputError: the record was written by a newer program.
    """
    if promised.get("form") != FORM:
        raise InputError(
            f"this lottery was written down in form {promised.get('form')}, and this program "
            f"knows form {FORM}: replay it with the program that wrote it, or a newer one"
        )
    try:
        lottery = read_back(promised)
    except (KeyError, IndexError, TypeError, ValueError) as problem:
        return (Mismatch(what="record", recorded="a lottery", derived=f"unreadable: {problem}"),)
    return tuple(_mismatches(lottery, promised, revealed))


def _mismatches(
    lottery: Lottery, promised: Mapping[str, Any], revealed: Mapping[str, Any]
) -> Iterator[Mismatch]:
    seed = Seed(seed=revealed["seed"], nonce=revealed["nonce"], hash=revealed["hash"])
    for what, recorded, derived in (
        ("input", promised["input_digest"], lottery.batch.digest),
        ("rules", promised["rules_digest"], lottery.rules.digest),
        ("chances", promised["chances_digest"], digest_of(lottery.chances())),
        ("commitment", promised["seed_commitment"], seed.commitment),
    ):
        if recorded != derived:
            yield Mismatch(what=what, recorded=recorded, derived=derived)
    faults = list(violations(lottery.built.problem, lottery.marginals))
    for fault in faults:
        yield Mismatch(what="lawful", recorded="lawful", derived=fault)
    if not faults:
        yield from _cheaper(lottery)
        yield from _differing(as_json(lottery.drawn(seed, revealed["public_seed"])), revealed)


def _cheaper(lottery: Lottery) -> Iterator[Mismatch]:
    """Solve the chances again: the recorded ones must cost no more."""
    problem, marginals = lottery.built.problem, lottery.marginals
    stage = Stage(
        need=marginals.need,
        level=marginals.level,
        widened=marginals.widened,
        quotas=marginals.quotas,
    )
    lawful = problem.lawful & may_use(problem, marginals.allowed)
    found = generate(problem, stage, lawful)
    recorded = marginals.cost(problem) + marginals.penalty
    if abs(found.solved.objective - recorded) > _NEAR + _RELATIVE * recorded:
        yield Mismatch(what="optimum", recorded=recorded, derived=found.solved.objective)


def _differing(derived: Json, revealed: Mapping[str, Any]) -> Iterator[Mismatch]:
    for key in ("assignments", "unassigned"):
        was = {one["case"]: one for one in revealed[key]}
        now = {one["case"]: one for one in derived[key]}
        for case in sorted({*was, *now}):
            if was.get(case) != now.get(case):
                yield Mismatch(what="assignment", recorded=was.get(case), derived=now.get(case))
