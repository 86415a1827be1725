"""The explorer's files: equal catalogues, no markup made from data, nothing from elsewhere."""

import json
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "viz" / "web"
SCRIPTS = sorted((WEB / "js").rglob("*.js"))
STYLES = sorted((WEB / "css").rglob("*.css"))
CATALOGUES = {
    language: json.loads((WEB / "locales" / f"{language}.json").read_text(encoding="utf-8"))
    for language in ("zh", "en")
}


def test_both_catalogues_have_the_same_keys_and_places():
    assert CATALOGUES["zh"].keys() == CATALOGUES["en"].keys()
    for key, text in CATALOGUES["zh"].items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(
            re.findall(r"\{(\w+)\}", CATALOGUES["en"][key])
        ), key
        assert text.strip(), key


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_script_uses_known_words_and_makes_no_markup(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("// @ts-check")
    for key in re.findall(r"""[^\w.]t\('([\w.]+)'""", text):
        assert key in CATALOGUES["zh"], key
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    assert "://" not in text
    assert text.count("\n") <= 300


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_takes_nothing_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_chinese_is_in_the_catalogue_and_not_in_scripts(path):
    code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    allowed = {"回避 ", "中文", "、", "（", "）", "，", "万元", "元", "·", "×", "：", "；"}
    for text in re.findall("[\u4e00-\u9fff（），、：；]+ ?", code):
        assert text in allowed or text.strip() in allowed, text
