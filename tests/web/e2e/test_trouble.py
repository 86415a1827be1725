"""What goes wrong around the explorer: no network, no service, an ended session, odd names."""

import re
import time

import pytest
from playwright.sync_api import expect

from api.http.accounts import IDLE_SECONDS
from tests.web.e2e.conftest import Watch
from tests.web.e2e.served import PASSWORD, Served, give_users, load
from tests.web.e2e.test_roles import choose_purpose

NO_NETWORK = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
)
HOSTILE = (
    "<img src=x onerror=window.__xss=1>",
    "'\"><script>window.__xss=1</script>",
    '=HYPERLINK("http://x.example")',
    "\u05e9\u05dc\u05d5\u05dd三张",
    "{{constructor.constructor('window.__xss=1')()}}",
    "javascript:window.__xss=1//",
)


def test_what_cannot_be_reached_is_said_and_comes_back(page_as, served, watch):
    watch.forgiven.extend(NO_NETWORK)
    page = page_as("clerk", hash="#/person/K0011")
    page.context.set_offline(True)
    page.evaluate("location.hash = '#/person/K0017'")
    expect(page.locator("main")).to_contain_text("连不上服务")
    page.locator(".top input[type=search]").fill("张三")
    expect(page.locator(".top [role=option]")).to_contain_text("连不上服务")
    page.context.set_offline(False)
    served.stop()
    page.evaluate("location.hash = '#/person/K0022'")
    expect(page.locator("main")).to_contain_text("huibi serve")
    served.start()
    page.evaluate("location.hash = '#/person/K0017'")
    expect(page.locator("main table").first).to_contain_text("people.csv:")


def test_a_session_that_ends_leads_back_to_the_login(page_as, served, watch):
    watch.forgiven.append("status of 401")
    page = page_as("clerk", hash="#/person/K0011")
    expect(page.locator("h1")).to_be_visible()
    served.clock.ahead += IDLE_SECONDS + 60
    page.evaluate("location.hash = '#/person/K0017'")
    expect(page.locator("input[name=password]")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("people.csv")
    enter(page, "clerk")
    expect(page.locator("main table").first).to_contain_text("people.csv:")


def enter(page, login):
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()


def test_work_goes_on_after_the_service_was_started_again(page_as, served, watch):
    watch.forgiven.extend(NO_NETWORK)
    page = page_as("analyst", hash="#/leads")
    page.get_by_role("button", name=re.compile("重新检验")).click()
    jobs = served.service.jobs
    until = time.monotonic() + 30
    while not (rows := jobs.of(served.service.accounts.of_login("analyst").number)) or (
        rows[0].state == "waiting"
    ):
        assert time.monotonic() < until, rows
        time.sleep(0.05)
    assert rows[0].state == "running"
    served.stop()
    served.start()
    again = served.service.jobs.get(rows[0].id)
    assert again.state in ("waiting", "running")
    served.service.jobs.cancel(again.id)
    expect(page.get_by_role("button", name=re.compile("重新检验"))).to_be_enabled(timeout=30_000)


def test_a_narrow_screen_shows_everything_without_scrolling_aside(page_as):
    page = page_as("approver", size=(360, 740), language="en")
    for hash in ("#/", "#/person/K0011", "#/graph", "#/leads", "#/leads?code=C9", "#/admin"):
        settle(page, hash)
        assert page.evaluate(TOO_WIDE) == [], hash
    for part in (".top input[type=search]", ".top select", ".nav a[href='#/leads']"):
        shown = page.locator(part)
        shown.scroll_into_view_if_needed()
        box = shown.bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 360, part


TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? []
    : [...document.querySelectorAll('body *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => `${one.tagName}.${one.className}`).slice(0, 12)"""
"""What sticks out of the window, where the page has to be scrolled aside."""


def settle(page, hash):
    """Go to a screen and wait until it has its content."""
    page.evaluate(f"location.hash = {hash!r}")
    name = hash.removeprefix("#/").partition("?")[0].partition("/")[0] or "home"
    page.locator(f"#main[data-screen={name}] > *").first.wait_for()
    expect(page.locator("#main .loading")).to_have_count(0)
    page.wait_for_timeout(300)


def test_everything_is_reached_by_keys_alone(page_as):
    page = page_as()
    keys = page.keyboard
    expect(page.locator("input[name=login]")).to_be_focused()
    keys.type("clerk")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.locator(".nav")).to_be_visible()
    tab_to(page, "input[type=search]")
    keys.type("K0011")
    expect(page.locator(".top [role=option]").first).to_contain_text("K0011")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("main table").first).to_contain_text("people.csv:")
    tab_to(page, ".top select")
    keys.press("ArrowDown")
    expect(page.locator("section[aria-label='法定亲属'] summary").first).to_be_visible()
    tab_to(page, "main a.button")
    keys.press("Enter")
    expect(page.locator("dialog[open] form, .board:focus").first).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".board")).to_be_focused()
    keys.press("?")
    expect(page.locator("dialog[open] dl.keys")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def tab_to(page, selector, most=60):
    """Press Tab until something has the focus, as who has no mouse does."""
    for _ in range(most):
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {most} tabs")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A service whose every name is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    tables = folder / "sent"
    tables.mkdir()
    write(tables / "places.csv", "id,name,level", [["V1", HOSTILE[0], "village"]])
    write(tables / "units.csv", "id,name,kind,place", [["U1", HOSTILE[1], "public_body", "V1"]])
    rows = [[f"H{at}", name, "V1", f"HH{at}"] for at, name in enumerate(HOSTILE)]
    write(tables / "people.csv", "id,name,village,household", rows)
    kin = [["H0", "father", "H1"], ["H1", "brother", "H2"], ["H3", "spouse", "H4"]]
    write(tables / "kin.csv", "person,relation,relative", kin)
    write(tables / "posts.csv", "person,unit,title,role", [["H5", "U1", HOSTILE[0], "head"]])
    ledger = folder / "huibi.db"
    load(ledger, tables)
    give_users(ledger)
    running = Served(ledger)
    running.service.accounts.authorize(
        "clerk", ["H0", "H1", "H2", "H5"], reason=HOSTILE[0], by=HOSTILE[1], until="2099-01-01"
    )
    yield running
    running.stop()


def write(path, columns, rows):
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join([columns, *quoted]) + "\n", encoding="utf-8")


def test_a_name_is_never_anything_but_text(browser, hostile):
    from tests.web.e2e.conftest import log_in, open_context

    watch = Watch(hostile.base)
    context = open_context(browser)
    log_in(context, hostile.base, "clerk")
    page = context.new_page()
    watch.over(page)
    for at, name in enumerate(HOSTILE):
        page.goto(f"{hostile.base}/#/person/H{at}")
        page.reload()
        expect(page.locator("h1")).to_have_text(name)
        page.locator(".top input[type=search]").fill(f"H{at}")
        expect(page.locator(".top [role=option]").first).to_contain_text(name)
    page.goto(f"{hostile.base}/#/person/H0")
    choose_purpose(page, "authorization:1")
    expect(page.locator("section[aria-label='法定亲属']")).to_contain_text(HOSTILE[1])
    page.evaluate("location.hash = '#/graph?add=person:H0,person:H1,person:H5,unit:U1'")
    expect(page.locator(".foot")).to_contain_text(re.compile("显示 4"))
    page.locator(".board").focus()
    page.keyboard.press("Control+a")
    expect(page.locator(".side")).to_contain_text(HOSTILE[0])
    assert page.evaluate("window.__xss") is None
    assert page.locator("img, main script, #top script").count() == 0
    assert watch.left == []
    context.close()
