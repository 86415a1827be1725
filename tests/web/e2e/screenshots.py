"""Pictures of the explorer for the README: `python -m tests.web.e2e.screenshots`."""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from graph.patterns import PATTERNS
from tests.web.e2e.conftest import launch, log_in, open_context
from tests.web.e2e.served import Served, make_county

OUT = Path(__file__).parents[3] / "docs" / "images"
MOST_BYTES = 200_000
PERSONS = 6_000
EVERY = tuple(pattern.code for pattern in PATTERNS)
SETTLED_MS = 2_500


def graph(page):
    """An official's relatives as a pedigree."""
    page.locator(".top select").select_option("case:02")
    page.evaluate("location.hash = '#/graph?add=person:K0011'")
    page.locator("dialog[open] form").wait_for()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for(state="detached")
    page.wait_for_timeout(SETTLED_MS)
    page.locator("summary", has_text="布局").click()
    page.locator(".drop .item", has_text="谱系").first.click()


def desk(page):
    """A case with its candidates, verdicts and reasons, and where it may go."""
    page.evaluate("location.hash = '#/case/03'")
    page.locator("summary", has_text="其他已核查的人").click()


def leads(page):
    """Leads of every pattern."""
    page.evaluate("location.hash = '#/leads'")
    page.locator(".lead-table").wait_for()


def connection(page):
    """How two people are connected, hop by hop."""
    page.locator(".top select").select_option("case:03")
    page.evaluate("location.hash = '#/graph?add=person:K0026,person:K0031'")
    page.wait_for_timeout(SETTLED_MS)
    page.locator(".board").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("f")
    page.locator("dialog[open] button.primary").first.click()
    page.locator(".side .hops").first.wait_for()


def record(page):
    """What is on record of a body: posts, contracts, with sources."""
    page.evaluate("location.hash = '#/unit/U00001'")
    page.locator(".record-body").wait_for()


def zones(page):
    """The zones in force on the map."""
    page.evaluate("location.hash = '#/zones'")
    page.locator(".leaflet-container path").first.wait_for()


PICTURES = (
    ("graph", "clerk", graph), ("connection", "clerk", connection), ("desk", "clerk", desk),
    ("record", "clerk", record), ("zones", "clerk", zones), ("leads", "analyst", leads),
)  # fmt: skip


def shrink(path: Path) -> None:
    """Keep 256 colours, which these screens do with."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> int:
    """Make a county, serve it, and write every picture; 1 where one is too large."""
    large = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served, browser = Served(make_county(Path(folder), PERSONS, EVERY)), launch(playwright)
        for name, role, show in PICTURES:
            context = open_context(browser)
            log_in(context, served.base, role)
            page = context.new_page()
            page.goto(f"{served.base}/")
            page.locator(".way").first.wait_for()
            show(page)
            page.wait_for_timeout(SETTLED_MS)
            path = OUT / f"explorer-{name}.png"
            page.screenshot(path=path)
            shrink(path)
            if path.stat().st_size > MOST_BYTES:
                large.append(f"{path}: {path.stat().st_size:,} bytes, at most {MOST_BYTES:,}")
            context.close()
        browser.close()
        served.stop()
    sys.stderr.write("".join(f"{one}\n" for one in large))
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
