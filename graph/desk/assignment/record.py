"""A lottery written down: what was promised before the draw, and chances read back from it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from graph.desk.assignment.batch import batch_of
from graph.desk.assignment.building import problem_of
from graph.desk.assignment.commitment import key_of
from graph.desk.assignment.draws import Draws
from graph.desk.assignment.plan import plan_of
from graph.desk.assignment.rounding import draw_teams
from graph.desk.assignment.rules import rules_of
from graph.desk.assignment.solving.marginals import Marginals
from graph.desk.assignment.solving.stages import solve
from graph.desk.assignment.words import rule_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.desk.assignment.batch import Batch
    from graph.desk.assignment.building import Built
    from graph.desk.assignment.commitment import Seed
    from graph.desk.assignment.plan import Plan
    from graph.desk.assignment.rules import Rules

    Json = dict[str, Any]

FORM = 1
"""Version of what is written down; a program reads the forms that it knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """A batch with its chances: everything but the seed."""

    batch: Batch
    rules: Rules
    built: Built
    marginals: Marginals

    def drawn(self, seed: Seed, public: str = "") -> Plan:
        """Return the plan that a seed leads to, and no other."""
        key = key_of(seed, public=public, chances=digest_of(self.chances()))
        teams = draw_teams(self.built.problem, self.marginals, Draws(key))
        return plan_of(self.batch, self.rules, self.built, self.marginals, teams)

    @property
    def gap(self) -> float:
        """By how much of its cost, at most, another lottery of this level is cheaper."""
        return self.marginals.gap(self.built.problem)

    def chances(self) -> Json:
        """Return the chances, and what every draw keeps, as plain values; persons by place."""
        marginals, problem = self.marginals, self.built.problem
        case, handler = np.divmod(marginals.flat, problem.m)
        decided = np.flatnonzero(marginals.allowed & (problem.opposite >= 0))
        quotas = marginals.quotas
        return {
            "chances": np.stack([case, handler, marginals.chance], axis=1).tolist(),
            "need": marginals.need.tolist(),
            "level": marginals.level,
            "widened": np.flatnonzero(marginals.widened).tolist(),
            "ways": [list(self.built.ways[way]) for way in decided.tolist()],
            "quotas": None if quotas is None else quotas.tolist(),
            "cost": marginals.exact_cost(problem),
            "bound": marginals.bound,
            "penalty": marginals.penalty,
        }

    def promised(self, seed: Seed, public_source: str) -> Json:
        """Return the body of the event that comes before the draw."""
        chances = self.chances()
        return {
            "form": FORM,
            "cases": [case.id for case in self.batch.cases],
            "rules": self.rules.text,
            "rules_words": [{"zh": zh, "en": en} for zh, en in rule_words(self.rules)],
            "rules_digest": self.rules.digest,
            "input": asdict(self.batch),
            "input_digest": self.batch.digest,
            **chances,
            "chances_digest": digest_of(chances),
            "gap": self.gap,
            "seed_commitment": seed.commitment,
            "public_source": public_source,
        }


def lottery_of(batch: Batch, rules: Rules) -> Lottery:
    """Return the lottery of a batch: chances found, nothing drawn."""
    built = problem_of(batch, rules)
    return Lottery(batch=batch, rules=rules, built=built, marginals=solve(built.problem))


def read_back(told: Mapping[str, Any]) -> Lottery:
    """Return the lottery that an event wrote down, its chances as they were then."""
    batch, rules = batch_of(told["input"]), rules_of(told["rules"])
    built = problem_of(batch, rules)
    ways = {way: place for place, way in enumerate(built.ways)}
    allowed = built.problem.opposite < 0
    allowed[[ways[tuple(way)] for way in told["ways"]]] = True
    widened = np.zeros(built.problem.n, np.bool_)
    widened[told["widened"]] = True
    triples = np.array(told["chances"], np.int64).reshape(-1, 3)
    quotas = told["quotas"]
    marginals = Marginals(
        flat=triples[:, 0] * built.problem.m + triples[:, 1],
        chance=triples[:, 2],
        need=np.array(told["need"], np.int64),
        level=told["level"],
        widened=widened,
        allowed=allowed,
        quotas=None if quotas is None else np.array(quotas, np.int64),
        bound=told["bound"],
        penalty=told["penalty"],
    )
    return Lottery(batch=batch, rules=rules, built=built, marginals=marginals)


def digest_of(value: Json) -> str:
    """Return SHA-256 of some values as canonical JSON, in hexadecimal."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
