"""`huibi kin`: relatives, one JSON object a line or one block a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.screen import answer, answer_grid, answer_json, plain, progress
from api.cli.workplace import day_named, snapshot_of
from graph.cases import People
from graph.errors import InputError
from graph.kinship.circles import CIRCLES
from graph.kinship.closure import kin_of
from graph.kinship.report import Json, kin_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graph.kinship.circles import Circle
    from graph.snapshot import Snapshot

_CLASSES = {
    "spouse": "配偶",
    "lineal": "直系血亲",
    "collateral_3": "三代以内旁系血亲",
    "near_affinity": "近姻亲",
    "other": "其他",
}


def kin_command(
    persons: Sequence[str],
    *,
    everyone: bool,
    from_file: Path | None,
    circle: str,
    depth: int,
    on: str | None,
    ledger: Path | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Print the relatives of each person asked about, in the order asked."""
    day = day_named(on)
    chosen = _circle(circle)
    snapshot = snapshot_of(ledger)
    ids = _asked(snapshot, persons, everyone, from_file)
    if html is not None:
        if len(ids) != 1:
            raise InputError(f"--html draws one person's relatives, and {len(ids)} were asked for")
        _draw(kin_json(ids[0], kin_of(snapshot, ids[0], day, chosen, depth), day), snapshot, html)
    with progress("kin") as advance:
        for done, person in enumerate(ids, start=1):
            line = kin_json(person, kin_of(snapshot, person, day, chosen, depth), day)
            if as_json:
                answer_json(line, indent=False)
            else:
                _print(line, snapshot)
            advance(done)


def _circle(code: str) -> Circle | None:
    if not code:
        return None
    if code in CIRCLES:
        return CIRCLES[code]
    from graph.recusal.pack import circle_of  # the packs are read only for a circle of theirs

    return circle_of(code)


def _asked(
    snapshot: Snapshot, persons: Sequence[str], everyone: bool, from_file: Path | None
) -> list[str]:
    if sum((bool(persons), everyone, from_file is not None)) != 1:
        raise InputError("name the people, or give --all, or --from FILE: exactly one of these")
    if everyone:
        return [str(person) for person in snapshot.persons.ids]
    names = persons if from_file is None else _lines(from_file)
    people = People(snapshot)
    return [people.find(name, "person") for name in names]


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"--from {path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"--from {path}: not UTF-8 text; save it as UTF-8, an id a line"
        ) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _print(line: Json, snapshot: Snapshot) -> None:
    names = NamesOf(snapshot)
    answer(f"{names[line['person']]}（{line['person']}） {line['on']}：{len(line['kin'])} 人")
    if not line["kin"]:
        answer("  在已载入的资料内未发现亲属；这不等于没有 no relatives in the data loaded")
        return
    rows = [
        (
            _CLASSES[relative["class"]],
            "/".join(relative["terms"][:3]) + "".join(f" [{flag}]" for flag in _marks(relative)),
            names[relative["person"]],
            relative["person"],
            "\n".join(path_lines(relative["path"], names)),
        )
        for relative in line["kin"]
    ]
    answer_grid(("类别", "称谓", "姓名", "编号", "证据路径"), rows)


def _marks(relative: Json) -> Iterator[str]:
    yield from relative.get("flags", ())
    yield from (mark for mark in ("disputed", "uncertain") if relative.get(mark))


def path_lines(path: Sequence[Json], names: NamesOf) -> list[str]:
    """Return a path in words, one sourced tie a line."""
    return [
        f"{names[hop['from']]} —{_word(hop['edge'])}→ {names[hop['to']]}  {plain(hop['source'])}"
        + (f" 可信度 {hop['confidence']:g}" if hop["confidence"] < 1 else "")
        for hop in path
    ]


def _word(edge: str) -> str:
    from viz.palette import EDGE_LABELS

    return EDGE_LABELS.get(edge, edge)


class NamesOf:
    """Names of people and units by id; an unknown id stands for itself."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._units: dict[str, str] | None = None

    def __getitem__(self, identifier: str) -> str:
        """Return the name of a person or unit."""
        from graph.errors import NotFoundError

        persons = self._snapshot.persons
        try:
            return persons.name(persons.index(identifier))
        except NotFoundError:
            return self._unit_names().get(identifier, identifier)

    def get(self, identifier: str, default: str, /) -> str:
        """Return the name, or the id itself where nothing bears it."""
        return self[identifier] or default

    def _unit_names(self) -> dict[str, str]:
        if self._units is None:
            units = self._snapshot.table("units")
            self._units = dict(zip(units["id"].to_pylist(), units["name"].to_pylist(), strict=True))
        return self._units


def _draw(line: Json, snapshot: Snapshot, path: Path) -> None:
    from viz.evidence import picture_of_kin
    from viz.page import write_page

    try:
        write_page(picture_of_kin(line, NamesOf(snapshot)), path)
    except OSError as error:
        raise InputError(f"--html {path}: cannot be written ({error.strerror})") from error
