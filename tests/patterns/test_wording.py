"""No pattern accuses: titles, claims, checks and parameters are plain and open."""

import ast
import re
from pathlib import Path

import pytest

import graph.patterns
from graph.patterns import PATTERNS

ACCUSING = re.compile(
    r"嫌疑|可疑|嫌犯|贪污|腐败|犯罪|受贿|行贿|骗取|套取|罪|违法|违纪|"
    r"suspect|suspicious|guilt|corrupt|crim|fraud|brib|steal|theft|culprit|offend|collu",
    re.IGNORECASE,
)
MODULES = sorted(Path(graph.patterns.__file__).parent.rglob("*.py"))


def texts_of(path):
    """Yield the texts inside every Words(…) of a module, those of f-strings in their parts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words":
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_sentence_of_a_pattern_accuses(path):
    for text in texts_of(path):
        assert not ACCUSING.search(text), text


def test_the_sentences_are_found_where_they_stand():
    texts = [text for path in MODULES for text in texts_of(path)]
    assert len(texts) >= 4 * len(PATTERNS)
    assert ACCUSING.search("可疑人员")


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.code)
def test_a_pattern_is_told_in_both_languages(pattern):
    for words in (pattern.title, pattern.claim):
        assert re.search("[\u4e00-\u9fff]", words.zh)
        assert re.search("[a-z]", words.en)
    for name, field in pattern.params.model_fields.items():
        assert re.search("[\u4e00-\u9fff]", field.description or ""), name
        assert re.search("[a-z]", field.description or ""), name
