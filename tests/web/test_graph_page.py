"""The graph screen: no style is injected, and words that are put together exist."""

import json
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "viz" / "web"
GRAPH = WEB / "js" / "graph"
WORDS = json.loads((WEB / "locales" / "zh.json").read_text(encoding="utf-8"))


def listed(file, name):
    text = (GRAPH / file).read_text(encoding="utf-8")
    found = re.search(rf"const {name} = \[(.*?)\];", text, re.DOTALL)
    assert found, name
    return re.findall(r"'([\w_]+)'", found[1])


def test_our_sheet_stands_where_cytoscape_would_inject_its_own():
    (library,) = (WEB / "vendor").glob("cytoscape-*/*.mjs")
    looked_for = re.search(r'"(__________cytoscape_stylesheet)"', library.read_text("utf-8"))
    assert looked_for, "a new cytoscape may look for another id: see css/graph.css"
    page = (WEB / "index.html").read_text(encoding="utf-8")
    assert f'id="{looked_for[1]}" href="/web/css/graph.css"' in page
    sheet = (WEB / "css" / "graph.css").read_text(encoding="utf-8")
    assert ".__________cytoscape_container { position: relative; }" in sheet


@pytest.mark.parametrize(
    ("file", "name", "key"),
    [
        ("layouts.js", "LAYOUTS", "graph.layout.{}"),
        ("layouts.js", "LAYOUTS", "graph.layout.{}.what"),
        ("layouts.js", "CLASSES", "class.{}"),
        ("lines.js", "NATURES", "nature.{}"),
    ],
)
def test_words_put_together_exist(file, name, key):
    for part in listed(file, name):
        assert key.format(part) in WORDS, part


def test_every_key_of_the_keyboard_is_explained_and_every_export_named():
    keys = (GRAPH / "keys.js").read_text(encoding="utf-8")
    help_ = re.search(r"const HELP = (\[\[.*\]\]);", keys)
    assert help_
    for _, what in re.findall(r"\['([^']+)', '(\w+)'\]", help_[1]):
        assert f"key.{what}" in WORDS
    bar = (GRAPH / "bar.js").read_text(encoding="utf-8")
    (kinds,) = re.findall(r"\[\.\.\.\[([^\]]*)\]\.map\(\(kind\)", bar)
    for kind in re.findall(r"'(\w+)'", kinds):
        assert f"graph.export.{kind}" in WORDS
    columns = set(
        re.findall(r"\['(\w+)', \((?:node|tie)\)", (GRAPH / "table.js").read_text("utf-8"))
    )
    assert columns
    for column in columns:
        assert f"column.{column}" in WORDS
