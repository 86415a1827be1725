"""What a rule pack may say: rules, their grounds, and the dated articles they rest on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from graph.cases import MATTERS, ROLES
from graph.cases.strict_yaml import nearest
from graph.model import days_of
from graph.recusal.grounds import Ground, Word, Written

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
Kinds = Literal["parents", "siblings", "spouse", "children", "grandparents"]


class Source(Written):
    """Where an article was read; mark M is memory and never the only ground of a verdict."""

    kind: Literal["V1", "V2", "V2m", "V3", "W", "M"]
    path: Word | None = None


class CiteSpec(Written):
    """One article in one version of a law; cites of equal `about` and `law` succeed each other."""

    about: Word = "grounds"
    law: Word
    article: Word
    paragraph: Word | None = None
    item: Word | None = None
    since: Word
    until: Word | None = None
    """Last day in force."""
    source: Source

    @field_validator("since", "until")
    @classmethod
    def _is_date(cls, text: str | None) -> str | None:
        if text is None:
            return None
        if not _DATE.fullmatch(text):
            raise ValueError(
                f"'{text}' is not a date; write YYYY-MM-DD, or YYYY where only that is known"
            )
        days_of(text)
        return text

    @property
    def first_day(self) -> int:
        """First day surely in force: the last that a partial date may mean."""
        return _days(self.since).last

    def is_in_force(self, day: int) -> bool:
        """Whether the article surely stood on this day."""
        return self.first_day <= day and (self.until is None or day <= _days(self.until).last)


_days = lru_cache(maxsize=4_096)(days_of)


class Bilingual(Written):
    """A sentence in both languages."""

    zh: Word
    en: Word


class Decider(Written):
    """Who decides on a recusal, by the role of the person concerned."""

    member: Word
    head: Word


class RuleSpec(Written):
    """One rule: several grounds under one article."""

    id: Word
    zh: Word
    en: Word
    verified: bool
    """False: at most REVIEW."""
    matters: list[Word] = Field(default_factory=list)
    except_matters: list[Word] = Field(default_factory=list)
    roles: list[Word] = Field(default_factory=lambda: list(ROLES))
    step_kin: Literal["review", "none"] = "review"
    """What step-parents, step-children and step-siblings not brought up by them lead to."""
    decider: Decider
    consequence: Bilingual
    cites: Annotated[list[CiteSpec], Field(min_length=1)]
    grounds: Annotated[list[Ground], Field(min_length=1)]

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, roles: list[str]) -> list[str]:
        for role in roles:
            if role not in ROLES:
                raise ValueError(f"unknown role '{role}': {nearest(role, ROLES)}")
        return roles

    @field_validator("matters", "except_matters")
    @classmethod
    def _known_matters(cls, matters: list[str]) -> list[str]:
        for matter in matters:
            if matter not in MATTERS:
                raise ValueError(f"unknown matter '{matter}': {nearest(matter, MATTERS)}")
        return matters

    @model_validator(mode="after")
    def _statutes_hold(self) -> Self:
        grounds = [cite for cite in self.cites if cite.about == "grounds"]
        if not grounds:
            raise ValueError("no cite is about: grounds, so the rule rests on nothing")
        if self.verified and any(cite.source.kind == "M" for cite in grounds):
            raise ValueError("an article from memory (source M) needs verified: false")
        for cite in self.cites:
            for other in self.cites:
                if cite is not other and _overlap(cite, other):
                    raise ValueError(
                        f"articles {cite.article} and {other.article} of {cite.law} are in force"
                        " at once; give the older an until before the newer's since"
                    )
        return self


def _overlap(one: CiteSpec, other: CiteSpec) -> bool:
    if (one.about, one.law) != (other.about, other.law):
        return False
    return one.is_in_force(max(one.first_day, other.first_day)) and other.is_in_force(
        max(one.first_day, other.first_day)
    )


class CircleSpec(Written):
    """A circle of the pack's own."""

    zh: Word
    en: Word
    shapes: Annotated[list[Word], Field(min_length=1)]


class Options(Written):
    """Readings of the law that a site may choose."""

    distant_kin: bool = False
    """Show the decider kin whom no list names."""
    strict_blood: bool = False
    """Birth kin of an adopted child recuse as before the adoption."""
    symmetric: bool = True
    """Either side's list suffices; else a tie that only the party's list names is for review."""
    widowed_support: bool = True
    """Policy: affinity after a death counts in full where support is recorded (民法典 1129)."""
    former_affinity_years: int | None = None
    """Policy: years after a divorce in which former ties are shown; blank: no limit."""


class Requires(Written):
    """Classes of kin that must be recorded or declared, else the verdict is UNKNOWN."""

    candidate: list[Kinds] = Field(default_factory=list)
    party: list[Kinds] = Field(default_factory=list)


class PackSpec(Written):
    """A rule pack as written."""

    name: Word
    zh: Word
    en: Word
    version: Word
    informant_rule: Word
    """Rule named in every verdict above CLEAR of a case with an informant."""
    options: Options = Options()
    requires: Requires = Requires()
    circles: dict[str, CircleSpec] = Field(default_factory=dict)
    rules: Annotated[list[RuleSpec], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_hold(self) -> Self:
        ids = [rule.id for rule in self.rules]
        for rule in ids:
            if ids.count(rule) > 1:
                raise ValueError(f"rule '{rule}' is written twice; keep one")
        if self.informant_rule not in ids:
            raise ValueError(
                f"informant_rule '{self.informant_rule}' is no rule of this pack:"
                f" {nearest(self.informant_rule, ids)}"
            )
        return self
