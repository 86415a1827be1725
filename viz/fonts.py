"""A typeface that has Chinese characters, found on the machine before anything is drawn."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "FangSong",
    "KaiTi",
)
"""Families in the order in which they are preferred: sans before serif, simplified forms first."""
_SAMPLE = "回避片区乡镇"
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_SUFFIXES = (".ttf", ".ttc", ".otf")


@cache
def chinese_families() -> tuple[str, ...]:
    """Return the families of the machine that have Chinese characters, the best first.

    Raises:
        InputError: there is none, so every character would be drawn as an empty box.
    """
    from matplotlib import font_manager

    listed = {entry.name for entry in font_manager.fontManager.ttflist}
    if not listed.intersection(FAMILIES):
        for path in _font_files():
            font_manager.fontManager.addfont(path)
        listed = {entry.name for entry in font_manager.fontManager.ttflist}
    found = tuple(family for family in FAMILIES if family in listed and _has(family, _SAMPLE))
    if not found:
        raise InputError(
            "no Chinese typeface is on this machine, so a map would show empty boxes; install one"
            " (Debian: fonts-noto-cjk) and run this again; the plan itself needs none"
        )
    return found


def without_glyph(texts: Iterable[str]) -> str:
    """Return the characters that none of the families can draw, each once, in order of code."""
    wanted = sorted({letter for text in texts for letter in text if not letter.isspace()})
    return "".join(
        letter for letter in wanted if not any(_has(f, letter) for f in chinese_families())
    )


def _has(family: str, text: str) -> bool:
    letters = _letters(family)
    return all(ord(letter) in letters for letter in text)


@cache
def _letters(family: str) -> frozenset[int]:
    from matplotlib import font_manager, ft2font

    path = font_manager.findfont(family, fallback_to_default=False)
    index = getattr(path, "face_index", 0)
    return frozenset(ft2font.FT2Font(str(path), face_index=index).get_charmap())


def _font_files() -> Iterator[Path]:
    """Yield files with Chinese characters that fontconfig or the usual folders know of."""
    if shutil.which("fc-list"):
        done = subprocess.run(
            ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False
        )
        yield from (Path(line.rstrip(": ")) for line in done.stdout.splitlines() if line)
        return
    for folder in _FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*")):
            if path.suffix.lower() in _SUFFIXES:
                yield path
