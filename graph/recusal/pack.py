"""Rule packs, loaded without guessing and kept with the exact text they were read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ValidationError

from graph.cases.strict_yaml import nearest, read_mapping
from graph.errors import NotFoundError, PackError
from graph.kinship.circles import CIRCLES, Circle, define_circle
from graph.recusal import pack_model
from graph.recusal.grounds import Ground
from graph.recusal.pack_model import PackSpec, RuleSpec
from graph.recusal.relatives import RelativeSets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PACKS = (
    "supervision",
    "discipline",
    "civil_service",
    "penalty",
    "procurement",
    "tendering",
    "village",
    "collective",
    "benefits",
    "us_455",
)
"""The packs that come with Huibi."""

_FOLDER = Path(__file__).with_name("packs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A checked rule pack."""

    spec: PackSpec
    text: str
    sha256: str
    """Hash of the text, which a decision keeps."""
    circles: Mapping[str, Circle] = field(repr=False)
    """Circles of the pack's own, by code, both directions."""
    _sets: dict[tuple[object, ...], RelativeSets] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def name(self) -> str:
        """The name it is called by."""
        return self.spec.name

    def sets(
        self,
        must: Sequence[str],
        review: Sequence[str],
        distant: Sequence[str],
        *,
        has_step_kin: bool,
    ) -> RelativeSets:
        """Return circles by what they lead to, under the pack's options."""
        key = (*must, "/", *review, "/", *distant, "/", has_step_kin)
        if key not in self._sets:
            self._sets[key] = RelativeSets(
                must=self.circles_named(must),
                review=self.circles_named(review),
                distant=self.circles_named(distant),
                options=self.spec.options,
                has_step_kin=has_step_kin,
            )
        return self._sets[key]

    def circles_named(self, codes: Iterable[str]) -> tuple[Circle, ...]:
        """Return circles, the pack's own before the law's."""
        return tuple(
            self.circles[code] if code in self.circles else CIRCLES[code] for code in codes
        )


def load_pack(name: str) -> Pack:
    """Return a pack that comes with Huibi, by name, or a local one, by the path of its YAML file.

    Raises:
        NotFoundError: there is no such pack.
        PackError: the file is no pack.
    """
    path = _FOLDER / f"{name}.yaml" if name in PACKS else Path(name)
    if name not in PACKS and path.suffix not in {".yaml", ".yml"}:
        raise NotFoundError(
            f"no pack '{name}': {nearest(name, PACKS)}; a local pack is named by its .yaml file"
        )
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise NotFoundError(f"pack {path}: cannot be read: {problem.strerror}") from problem
    return parse_pack(content, name=path.name)


def circle_of(code: str) -> Circle:
    """Return a circle of the law, or a pack's own, which may be told apart as `pack:CODE`.

    Raises:
        NotFoundError: no circle has the code, or several packs have one.
    """
    if code in CIRCLES:
        return CIRCLES[code]
    own = {
        f"{name}:{circle.code}": circle
        for name in PACKS
        for circle in load_pack(name).circles.values()
    }
    found = [full for full in own if code in {full, full.partition(":")[2]}]
    if len(found) != 1:
        offered = found or [*CIRCLES, *own]
        raise NotFoundError(
            f"{len(found) or 'no'} circle(s) are called '{code}': name one of {', '.join(offered)}"
        )
    return own[found[0]]


def parse_pack(content: bytes | str, *, name: str = "pack") -> Pack:
    """Read a pack from its text; a text read before costs nothing.

    Raises:
        PackError: one line for each thing wrong: file, key, what is wrong, what to do.
    """
    return _parsed(content, name)


@lru_cache(maxsize=64)
def _parsed(content: bytes | str, name: str) -> Pack:
    data = read_mapping(content, name=name, scalars="typed", error=PackError)
    try:
        spec = PackSpec.model_validate(data)
    except ValidationError as problem:
        lines = [_line(dict(error)) for error in problem.errors()]
        raise PackError("\n".join(f"{name}, {line}" for line in lines)) from problem
    try:
        circles = {
            code: define_circle(code, circle.shapes, title=circle.zh, both_directions=True)
            for code, circle in spec.circles.items()
        }
    except PackError as problem:
        raise PackError(f"{name}, {problem}") from problem
    for rule in spec.rules:
        _check_circles(rule, {*CIRCLES, *circles}, name)
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Pack(spec=spec, text=text, sha256=digest, circles=circles)


def _check_circles(rule: RuleSpec, known: set[str], name: str) -> None:
    for at, ground in enumerate(rule.grounds):
        for key in ("must", "review", "distant", "kin"):
            for code in getattr(ground, key, ()):
                if code not in known:
                    raise PackError(
                        f"{name}, rule '{rule.id}', 'grounds.{at}.{key}': no circle '{code}';"
                        f" {nearest(code, known)}"
                    )


_QUOTE = {"string_type", "string_sub_type", "literal_error"}


def _line(error: dict[str, object]) -> str:
    place = error["loc"] if isinstance(error["loc"], tuple) else ()
    where = ".".join(str(part) for part in place) or "pack"
    kind, given = str(error["type"]), error.get("input")
    if kind == "extra_forbidden":
        return f"'{where}': unknown key; {nearest(str(place[-1]), _keys_beside(place))}"
    if kind in _QUOTE and not isinstance(given, (str, list, dict, type(None))):
        return f"'{where}': {given} is not quoted, so YAML does not keep it as written; quote it"
    if kind == "missing":
        return f"'{where}': missing; every pack states it"
    return f"'{where}': {str(error['msg']).removeprefix('Value error, ')}"


def _keys_beside(place: tuple[object, ...]) -> set[str]:
    """Return the keys allowed where an unknown one stood."""
    at: dict[str, type[BaseModel]] = {
        "cites": pack_model.CiteSpec,
        "source": pack_model.Source,
        "rules": RuleSpec,
        "circles": pack_model.CircleSpec,
        "options": pack_model.Options,
        "requires": pack_model.Requires,
        "decider": pack_model.Decider,
        "consequence": pack_model.Bilingual,
    }
    names = [str(part) for part in place[:-1]]
    if "grounds" in names:
        kind = names[-1]
        for model in get_args(get_args(Ground)[0]):
            if get_args(model.model_fields["when"].annotation)[0] == kind:
                return set(model.model_fields)
    model = next((at[name] for name in reversed(names) if name in at), PackSpec)
    return set(model.model_fields)
