"""Many cases checked at once beside a loop over the engine: time, memory, the same answers.

Run: python -m bench.checks [PERSONS ...] [--keep DIR]
Each county of PERSONS people (30,000 and 300,000 by default) is made, loaded and opened. The loop
answers for a sample of the cases, its time scaled to all; a sample that differs ends the run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.county import load, opened, stage
from graph.cases import PartyRef, ResolvedCase, packs_for
from graph.kinship.closure import all_kin
from graph.kinship.matrix import kin_matrix
from graph.kinship.nodes import nodes_of
from graph.model import day_of
from graph.recusal.bulk import check_many, check_own
from graph.recusal.engine import check
from graph.recusal.pack import Pack, load_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.snapshot import Snapshot

ON = day_of("2026-03-02")
SIZES = (30_000, 300_000)
MATRICES = ((344, 300), (2_000, 400))
"""Cases and handlers of an assignment."""
OPEN_CASES, TEAM = 1_000, 3
_SAMPLE = 20
_REPEATS = 200
_YEAR = 365
_SEED = 7
_MATTERS = (
    *("supervision_case",) * 4, "complaint", "inspection", "civil_service_duty",
    "benefit_review", "procurement", "tender", "administrative_penalty",
)  # fmt: skip
_PACKS: dict[str, Pack] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who may handle cases in a county, and whom and what cases may be about."""

    handlers: tuple[str, ...]
    officials: tuple[str, ...]
    persons: Sequence[str]
    companies: tuple[str, ...]


def main(argv: list[str] | None = None) -> None:
    """Print the figures of every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--keep", type=Path, help="folder that keeps the counties and ledgers")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        for persons in options.persons:
            folder = (options.keep or Path(scratch)) / str(persons)
            folder.mkdir(parents=True, exist_ok=True)
            print(f"\nA county of {persons:,}")
            measure(opened(load(folder, persons)))


def measure(snapshot: Snapshot) -> None:
    """Print the figures of one county."""
    office = office_of(snapshot)
    warm(snapshot, office)
    one_case(snapshot, office)
    for cases, handlers in MATRICES:
        assignment(snapshot, office, cases, handlers)
    reading_again(snapshot, office)
    kin_question(snapshot, office)


def warm(snapshot: Snapshot, office: Office) -> None:
    """Load the packs and compile the kernels, so that no figure has to."""
    for matter in _MATTERS:
        for name in packs_for(matter):
            _PACKS[name] = load_pack(name)
    few = made_cases(office, 3, office.handlers[:3])
    with stage("compile the kernels (once)"):
        check_many(few, packs_of, office.handlers[:3], snapshot)
        check(few[0], packs_of(few[0]), snapshot)


def one_case(snapshot: Snapshot, office: Office) -> None:
    """Check one case against 300 handlers."""
    cases = made_cases(office, 2, office.handlers[:300])
    for turn, case in zip(("one", "another"), cases, strict=True):
        with stage(f"{turn} case with {len(case.candidates)} candidates, in full"):
            check(case, packs_of(case), snapshot)


def assignment(snapshot: Snapshot, office: Office, count: int, handlers: int) -> None:
    """Judge every handler in every case, and some cases by the engine alone."""
    people = office.handlers[:handlers]
    cases = made_cases(office, count, people)
    begin = time.process_time()
    with stage(f"{count:,} cases x {len(people)} handlers"):
        matrix = check_many(cases, packs_of, people, snapshot)
    took = time.process_time() - begin
    sample = range(0, count, count // _SAMPLE)
    begin = time.process_time()
    for row in sample:
        verdict = check(cases[row], packs_of(cases[row]), snapshot)
        same(
            [one.verdict for one in verdict.candidates] == matrix.verdict[row].tolist(), cases[row]
        )
    beside(took, (time.process_time() - begin) / len(sample) * count)
    shares = np.bincount(matrix.verdict.ravel(), minlength=4) / matrix.verdict.size
    print(f"{'':4}clear, unknown, review, must: {', '.join(f'{share:.2%}' for share in shares)}")


def reading_again(snapshot: Snapshot, office: Office) -> None:
    """Judge the teams of all open cases, as after a load."""
    random = np.random.default_rng(_SEED)
    cases = []
    for case in made_cases(office, OPEN_CASES, ()):
        team = tuple(random.choice(office.handlers[:300], TEAM, replace=False).tolist())
        cases.append(replace(case, candidates=team, team=team))
    begin = time.process_time()
    with stage(f"{OPEN_CASES:,} open cases, teams of {TEAM}"):
        found = check_own(cases, packs_of, snapshot)
    took = time.process_time() - begin
    sample = range(0, OPEN_CASES, OPEN_CASES // (5 * _SAMPLE))
    begin = time.process_time()
    for at in sample:
        verdict = check(cases[at], packs_of(cases[at]), snapshot)
        same({one.person: one.verdict for one in verdict.candidates} == found[at], cases[at])
    beside(took, (time.process_time() - begin) / len(sample) * OPEN_CASES)


def kin_question(snapshot: Snapshot, office: Office) -> None:
    """Ask who of five parties is kin to whom of 300 handlers, and for all kin of all officials."""
    random = np.random.default_rng(_SEED)
    people = list(office.handlers[:300])
    chosen = random.integers(0, len(office.persons), 5)
    parties = [*(office.persons[int(at)] for at in chosen[:4]), office.officials[0]]

    def asked() -> int:
        egos, others = (nodes_of(snapshot.persons, ids) for ids in (parties, people))
        return len(kin_matrix(snapshot, egos, others, ON))

    whole = all_kin(snapshot, nodes_of(snapshot.persons, parties), ON)
    among = np.isin(whole.relative, nodes_of(snapshot.persons, people))
    if asked() != int(among.sum()):
        raise SystemExit("the kin of a case are not those of the whole search")
    print(
        f"kin of 5 parties among {len(people)} handlers, ids to codes: {best(asked) * 1e6:.0f} µs"
    )
    officials = nodes_of(snapshot.persons, office.officials)
    with stage(f"all kin of {len(officials):,} officials"):
        all_kin(snapshot, officials, ON)


def best(run: Callable[[], object]) -> float:
    """Return the least time of many runs, in seconds."""
    times = []
    for _ in range(_REPEATS):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return min(times)


def same(is_same: bool, case: ResolvedCase) -> None:
    """End the run where the batch and the engine differ."""
    if not is_same:
        raise SystemExit(f"case {case.id}: the batch does not say what the engine says")


def beside(took: float, looped: float) -> None:
    """Print the loop's processor time beside the batch's."""
    print(f"{'':4}a loop over the engine {looped:.4g} s (scaled), {looped / took:.0f} times")


def packs_of(case: ResolvedCase) -> list[Pack]:
    """Return the packs of a case's matter."""
    return [_PACKS[name] for name in case.packs]


def office_of(snapshot: Snapshot) -> Office:
    """Return the handlers of a county, filled up with other officials, and its people."""
    officials = sorted(set(snapshot.table("posts").column("person").to_pylist()))
    handlers = sorted(set(snapshot.table("handlers").column("person").to_pylist()))
    return Office(
        handlers=tuple(dict.fromkeys((*handlers, *officials))),
        officials=tuple(officials),
        persons=snapshot.persons.ids,
        companies=tuple(sorted(set(snapshot.table("roles").column("company").to_pylist()))),
    )


def made_cases(office: Office, count: int, candidates: tuple[str, ...]) -> list[ResolvedCase]:
    """Return cases of every matter within a year: an official, and two to four other parties."""
    random = np.random.default_rng(_SEED)
    cases = []
    for number in range(count):
        matter = _MATTERS[number % len(_MATTERS)]
        others = (_party(office, random) for _ in range(random.integers(2, 5)))
        official = office.officials[random.integers(len(office.officials))]
        cases.append(
            ResolvedCase(
                id=f"B-{number:05}",
                matter=matter,
                on=ON - int(random.integers(_YEAR)),
                place=None,
                unit=None,
                parties=(PartyRef(role="subject", person=official), *others),
                candidates=candidates,
                team=(),
                packs=packs_for(matter),
            )
        )
    return cases


def _party(office: Office, random: np.random.Generator) -> PartyRef:
    kind = random.choice(["unit", "witness", "informant", "complainant"], p=[0.3, 0.2, 0.1, 0.4])
    if kind == "unit":
        unit = office.companies[random.integers(len(office.companies))]
        return PartyRef(role="supplier", unit=unit)
    person = office.persons[int(random.integers(len(office.persons)))]
    return PartyRef(role=str(kind), person=person)


if __name__ == "__main__":
    main()
