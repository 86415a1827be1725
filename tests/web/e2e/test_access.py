"""Nothing serious stands in the way of who listens, uses keys or sees less: axe on every screen."""

from pathlib import Path

import pytest

from tests.web.e2e.test_roles import choose_purpose
from tests.web.e2e.test_trouble import settle

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.11.4" / "axe.min.js"
SCREENS = {
    "": ("#/login",),
    "clerk": ("#/", "#/person/K0011", "#/graph", "#/case", "#/case/02", "#/zones"),
    "analyst": ("#/leads", "#/leads?code=C9"),
    "approver": ("#/admin", "#/workspace"),
    "auditor": ("#/audit",),
}
FOUND = """async () => {
    await document.fonts.ready;
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).flatMap(
        (one) => one.nodes.slice(0, 5).map((node) =>
            `${one.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? {}).message ?? ''}`));
}"""


def problems(page):
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FOUND)


def test_axe_would_find_a_button_without_a_name(page_as):
    page = page_as(bypass_csp=True)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [one.partition(":")[0] for one in problems(page)] == ["button-name"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_on_any_screen(page_as, served, dark):
    found = {}
    for role, hashes in SCREENS.items():
        page = page_as(role, dark=dark, language="en" if dark else "zh", bypass_csp=True)
        if role == "clerk":
            choose_purpose(page, "case:02")
        for hash in hashes:
            settle(page, hash)
            found[hash] = problems(page)
        if role == "clerk":
            settle(page, "#/graph?add=person:K0011,person:K0017")
            page.locator("dialog[open]").or_(page.locator(".board:focus")).first.wait_for()
            found["graph with people"] = problems(page)
        if role == "analyst":
            page.locator(".lead-table tbody a").first.click()
            page.locator(".lead-page").wait_for()
            found["lead"] = problems(page)
    assert {where: what for where, what in found.items() if what} == {}
