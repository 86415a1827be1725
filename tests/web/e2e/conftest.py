"""Chromium on a served county; nothing may go wrong on a page beside what a test expects."""

import shutil
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.e2e.served import PASSWORD, Served, copied, make_county

WORDS = {"zh": "zh-CN", "en": "en-US"}
WATCH = """addEventListener('securitypolicyviolation', (event) =>
    console.error(`CSP ${event.effectiveDirective} ${event.blockedURI}`));"""
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


def launch(playwright) -> Browser:
    """Start the Chromium that the system has; none is downloaded."""
    path = shutil.which("chromium")
    assert path, "Chromium is not installed: run make tools"
    return playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def county(tmp_path_factory):
    """The ledger of the county, made once; take `served` for one that may be written to."""
    return make_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def served(county, tmp_path_factory):
    running = Served(copied(county, tmp_path_factory.mktemp("served")))
    yield running
    running.stop()


@dataclass
class Watch:
    """What went wrong on the pages of a test, and what it expects to."""

    base: str
    troubles: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("request", self._asked)

    def _said(self, message) -> None:
        if message.type == "error":
            self.troubles.append(f"{message.text} {message.location.get('url', '')}")

    def _asked(self, request) -> None:
        if not request.url.startswith((self.base + "/", "data:", "blob:" + self.base)):
            self.troubles.append(f"foreign: {request.url}")

    @property
    def left(self) -> list[str]:
        return [one for one in self.troubles if not any(part in one for part in self.forgiven)]


@pytest.fixture
def watch(served):
    watching = Watch(served.base)
    yield watching
    assert watching.left == []


@pytest.fixture
def page_as(browser, served, watch):
    """Open the explorer as a role, or as nobody; what goes wrong on it fails the test."""
    opened = []

    def enter(role="", *, language="zh", size=(1280, 860), dark=False, hash="", bypass_csp=False):
        context = open_context(browser, language, size, dark=dark, bypass_csp=bypass_csp)
        opened.append(context)
        log_in(context, served.base, role)
        page = context.new_page()
        watch.over(page)
        page.goto(f"{served.base}/{hash}")
        page.locator("#main[data-screen] > *").first.wait_for()
        return page

    yield enter
    for context in opened:
        context.close()


def open_context(browser, language="zh", size=(1280, 860), *, dark=False, bypass_csp=False):
    """Return a browser of somebody else: its own cookies, language, window and colours."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=WORDS[language],
        color_scheme="dark" if dark else "light",
        bypass_csp=bypass_csp,
    )
    context.set_default_timeout(15_000)
    context.add_init_script(WATCH)
    return context


def log_in(context, base, role):
    """Begin a session without the page."""
    if role:
        answer = context.request.post(
            f"{base}/api/v1/session",
            headers={"x-huibi": "1"},
            data={"login": role, "password": PASSWORD},
        )
        assert answer.ok, answer.text()
