"""Chinese kin terms and the kin types they stand for: the vocabulary of kin.csv and of names.

A *canonical* term is an English word of kin.csv (father, wife, sibling …) or the standard Chinese
term among those with the same kin types: 舅父 is stored as 舅舅, 连襟 stays beside 襟兄.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from graph.ontology.kin_notation import ANY, FEMALE, MALE, KinType, Seniority, parse_kin_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "ANY",
    "ELEMENTARY",
    "FEMALE",
    "MALE",
    "NAMES",
    "TERM_TYPES",
    "Elementary",
    "KinType",
    "Seniority",
    "canonical_term",
    "implied_kind",
    "parse_kin_type",
]

Role = Literal["parent", "child", "spouse", "sibling", "half_sibling"]


@dataclass(frozen=True, slots=True)
class Elementary:
    """What an English relation word says of the relative."""

    role: Role
    sex: int = ANY


ELEMENTARY: Mapping[str, Elementary] = MappingProxyType(
    {
        "father": Elementary("parent", MALE),
        "mother": Elementary("parent", FEMALE),
        "parent": Elementary("parent"),
        "son": Elementary("child", MALE),
        "daughter": Elementary("child", FEMALE),
        "child": Elementary("child"),
        "husband": Elementary("spouse", MALE),
        "wife": Elementary("spouse", FEMALE),
        "spouse": Elementary("spouse"),
        "brother": Elementary("sibling", MALE),
        "sister": Elementary("sibling", FEMALE),
        "sibling": Elementary("sibling"),
        "half_sibling": Elementary("half_sibling"),
    }
)
"""The relation words of kin.csv; no other word is canonical in English."""

_PLAIN = "plain"
_POSSESSIVES = ("我的", "其", "本人的")


class _Vocabulary(BaseModel):
    """kin_terms.yaml as written: words separated by blanks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: dict[str, str]
    broad: dict[str, str]
    elementary: dict[str, dict[str, str]]
    spellings: dict[str, str]
    ranks: str
    ranked: str
    characters: str


@cache
def _vocabulary() -> _Vocabulary:
    text = files("graph.ontology").joinpath("kin_terms.yaml").read_text(encoding="utf-8")
    return _Vocabulary.model_validate(YAML(typ="safe").load(text))


def _names() -> Iterator[tuple[KinType, tuple[str, ...]]]:
    for notations, terms in _vocabulary().types.items():
        for notation in notations.split():
            yield parse_kin_type(notation), tuple(terms.split())


NAMES: Mapping[KinType, tuple[str, ...]] = MappingProxyType(dict(_names()))
"""Terms that name each kin type, standard first, in the order of the table."""


def _elementary_words() -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Yield each word read as an English one, with that word and the kind of tie it implies."""
    for word, kinds in _vocabulary().elementary.items():
        yield word, (word, None)
        for kind, texts in kinds.items():
            for text in texts.split():
                yield text, (word, None if kind == _PLAIN else kind)


_ELEMENTARY_WORDS = dict(_elementary_words())


def _types_of_terms() -> dict[str, tuple[KinType, ...]]:
    """Collect the kin types of every term that no English word covers."""
    found: dict[str, list[KinType]] = {}
    for kin_type, terms in NAMES.items():
        for term in terms:
            if term not in _ELEMENTARY_WORDS:
                found.setdefault(term, []).append(kin_type)
    for term, notations in _vocabulary().broad.items():
        found.setdefault(term, []).extend(map(parse_kin_type, notations.split()))
    return {term: tuple(types) for term, types in found.items()}


TERM_TYPES: Mapping[str, tuple[KinType, ...]] = MappingProxyType(_types_of_terms())
"""Kin types of every Chinese term that is no bare parent, child or spouse word, synonyms included.

All types of one term have one shape; they differ in the sexes on the way and in seniority.
"""


def _canonical_words() -> dict[str, str]:
    """Map every known spelling to its canonical term."""
    first: dict[tuple[KinType, ...], str] = {}
    for term, types in TERM_TYPES.items():
        first.setdefault(types, term)
    known = {term: first[types] for term, types in TERM_TYPES.items()}
    known |= {term.replace("的", ""): known[term] for term in TERM_TYPES}
    known |= {text: word for text, (word, _) in _ELEMENTARY_WORDS.items()}
    for term, texts in _vocabulary().spellings.items():
        known |= dict.fromkeys(texts.split(), known[term])
    return known


_CANONICAL = _canonical_words()
_CHARACTERS = str.maketrans({pair[0]: pair[1] for pair in _vocabulary().characters.split()})
_RANKS = frozenset(_vocabulary().ranks.split())
_RANKED = frozenset(_vocabulary().ranked.split())


@cache
def canonical_term(text: str) -> str | None:
    """Return the canonical form of a relation word, or None if the word is unknown.

    Reads full-width and traditional characters, 我的…, birth-order words (三叔) and a final 儿.
    """
    return next((_CANONICAL[word] for word in _spellings_of(text) if word in _CANONICAL), None)


def implied_kind(text: str) -> str | None:
    """Return the `kind` a relation word implies (养父: adoptive), None if it has none."""
    for word in _spellings_of(text):
        if word in _ELEMENTARY_WORDS:
            return _ELEMENTARY_WORDS[word][1]
    return None


def _spellings_of(text: str) -> Iterator[str]:
    """Yield the forms under which a word may be known, the plainest first."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower().translate(_CHARACTERS)
    yield word
    for possessive in _POSSESSIVES:
        word = word.removeprefix(possessive)
    yield word
    yield word.removesuffix("儿")
    if word[:1] in _RANKS and word[1:] in _RANKED:
        yield word[1:]
