"""Legal circles: named sets of shapes, read from `circles.yaml` and extended by rule packs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from graph.errors import PackError
from graph.kinship.kin import KinClass, inverse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Shapes = frozenset[str]

UP_LINE, DOWN_LINE = "U+", "D+"
_LINES = {UP_LINE: DOWN_LINE, DOWN_LINE: UP_LINE}
_LONGEST = 12
_FILE = Path(__file__).with_name("circles.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A named set of relations that a statute calls relatives."""

    code: str
    title: str
    english: str = ""
    shapes: Shapes
    """What the circle names; `U+` and `D+` stand for lineal kin of any depth."""
    listed: Shapes
    """What the text itself lists, from the listing person's side."""
    supported: bool = False
    """Whether recorded support makes a relative outside the shapes count (行政诉讼法解释 14)."""
    note: str = ""
    cites: tuple[str, ...] = ()

    def lists(self, shape: str) -> bool:
        """Whether the circle names this shape."""
        return _is_in(self.shapes, shape)

    def both(self) -> Circle:
        """Return the circle with what the other person's list names added."""
        return replace(self, shapes=self.shapes | inverse_shapes(self.shapes))


class _CircleIn(BaseModel):
    """One circle as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: str
    title: str
    english: str = ""
    shapes: list[str] = []
    includes: list[str] = []
    both_directions: bool = False
    supported: bool = False
    note: str = ""
    cites: list[str] = []


def inverse_of(shape: str) -> str:
    """Return the shape seen from the other end, lines included."""
    return _LINES.get(shape) or inverse(shape)


@cache
def inverse_shapes(shapes: Shapes) -> Shapes:
    """Return the shapes seen from the other end."""
    return frozenset(inverse_of(shape) for shape in shapes)


def _is_in(shapes: Shapes, shape: str) -> bool:
    if shape in shapes:
        return True
    line = {"U": UP_LINE, "D": DOWN_LINE}.get("".join(set(shape)))
    return line is not None and line in shapes


def define_circle(
    code: str,
    shapes: Iterable[str],
    *,
    title: str = "",
    both_directions: bool = False,
    supported: bool = False,
) -> Circle:
    """Return a circle of a pack's own.

    Raises:
        PackError: a shape is not a word over U, D and S, nor `U+` or `D+`.
    """
    listed = frozenset(shapes)
    for shape in sorted(listed):
        if shape not in _LINES and (not shape or set(shape) - set("UDS") or len(shape) > _LONGEST):
            raise PackError(
                f"circle '{code}', shape '{shape}': not a path of parent (U), child (D) and spouse "
                f"(S) steps, so it names nobody; write e.g. UUDD for cousins, U+ for ancestors, "
                f"at most {_LONGEST} steps"
            )
    circle = Circle(
        code=code, title=title or code, shapes=listed, listed=listed, supported=supported
    )
    return circle.both() if both_directions else circle


def read_circles(text: str, name: str = _FILE.name) -> dict[str, Circle]:
    """Return the circles of a YAML text by code, in the order written.

    Raises:
        PackError: the text is not a list of circles, or a circle is repeated or includes one
            that does not stand before it.
    """
    try:
        written = TypeAdapter(list[_CircleIn]).validate_python(YAML(typ="safe").load(text))
    except (YAMLError, ValidationError) as error:
        raise PackError(
            f"{name}: not a list of circles, so no relative can be named by it; correct: {error}"
        ) from error
    circles: dict[str, Circle] = {}
    for entry in written:
        if entry.code in circles:
            raise PackError(f"{name}, circle '{entry.code}': defined twice; keep one")
        circles[entry.code] = _resolve(entry, circles, name)
    return circles


def _resolve(entry: _CircleIn, known: Mapping[str, Circle], name: str) -> Circle:
    unknown = [code for code in entry.includes if code not in known]
    if unknown:
        raise PackError(
            f"{name}, circle '{entry.code}': includes '{unknown[0]}', which does not stand before "
            f"it; known here: {', '.join(known)}"
        )
    own = define_circle(entry.code, entry.shapes, title=entry.title, supported=entry.supported)
    parts = [known[code] for code in entry.includes]
    circle = replace(
        own,
        english=entry.english,
        note=entry.note,
        cites=tuple(entry.cites),
        shapes=own.shapes.union(*(part.shapes for part in parts)),
        listed=own.listed.union(*(part.listed for part in parts)),
        supported=own.supported or any(part.supported for part in parts),
    )
    return circle.both() if entry.both_directions else circle


CIRCLES: Mapping[str, Circle] = MappingProxyType(read_circles(_FILE.read_text("utf-8")))
"""The legal circles by code."""

ALL_KIN = CIRCLES["K1-K4"]
"""Every tie of any circle, both directions, lineal kin to any depth."""


@cache
def class_of(shape: str) -> KinClass:
    """Return the statutes' class of a shape, near affinity from either side."""
    if CIRCLES["K1"].lists(shape):
        return KinClass.SPOUSE
    if CIRCLES["K2"].lists(shape):
        return KinClass.LINEAL
    if CIRCLES["K3"].lists(shape):
        return KinClass.COLLATERAL_3
    return KinClass.NEAR_AFFINITY if ALL_KIN.lists(shape) else KinClass.OTHER


@cache
def is_reverse_listed(shape: str) -> bool:
    """Whether only the other person's list names the tie (配偶的伯叔姑舅姨 and the like)."""
    listed = ALL_KIN.listed
    return not _is_in(listed, shape) and _is_in(listed, inverse(shape))
