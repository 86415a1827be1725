"""Every pattern has its page, and what the page shows is what the pattern does."""

import pytest

from graph.findings import as_json
from graph.patterns import PATTERNS
from graph.patterns.run import params_of, run_patterns
from tests.patterns import pages

CODES = {pattern.code: pattern for pattern in PATTERNS}
SHOWN = [
    pytest.param(code, *shown, id=f"{code} {shown[0]}")
    for code in CODES
    if (pages.FOLDER / f"{code}.md").exists()
    for shown in pages.demonstrations_of(code)
]


def _is_part(expected, found):
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and _is_part(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, float):
        return found == pytest.approx(expected, rel=1e-3)
    return expected == found


@pytest.mark.parametrize("code", CODES)
def test_the_page_has_its_sections_in_order(code):
    assert pages.sections_of(code) == pages.SECTIONS


@pytest.mark.parametrize("code", CODES)
def test_the_page_lists_the_parameters_with_their_defaults(code):
    defaults = CODES[code].params().model_dump(mode="json")
    listed = pages.parameters_of(code)
    assert set(listed) == set(defaults)
    for name, value in defaults.items():
        told = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        assert listed[name] == told, name


@pytest.mark.parametrize("code", CODES)
def test_the_page_demonstrates_the_pattern(code):
    assert any(expected for *_, expected in pages.demonstrations_of(code)), "one that is found"
    assert any(not expected for *_, expected in pages.demonstrations_of(code)), "one excluded"


@pytest.mark.parametrize(("code", "title", "tables", "params", "expected"), SHOWN)
def test_a_demonstration_gives_what_the_page_says(facts_of, code, title, tables, params, expected):
    on = params.pop("on", "2026-09-30")
    pattern = CODES[code]
    params_of(pattern, params)
    (ran,) = run_patterns(facts_of(tables, on=on), (pattern,), {code: params})
    found = [as_json(finding) for finding in ran.result.findings]
    unmatched = list(found)
    for one in expected:
        match = next((each for each in unmatched if _is_part(one, each)), None)
        assert match is not None, f"not found: {one}\nfound: {found}"
        unmatched.remove(match)
    assert unmatched == [], "the page does not mention these"
