"""What an operator sees, in a real Chromium on the running demo."""

import re
import signal
from os import kill
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import PATIENCE_MS, Demo, bare_keys, sign_in
from tests.support.processes import wait_until

AXE = Path(__file__).parents[2] / "saas/web/node_modules/axe-core/axe.min.js"
# One consistent look at the page: all figures of one frame, as integers.
FIGURES = """() => {
  const rows = [...document.querySelectorAll('[data-figure="now"][data-value]')];
  return rows.map(e => [e.dataset.by ?? '', e.dataset.key ?? '', Number(e.dataset.value)]);
}"""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}))"
        ".violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"
    )
    return [str(item) for item in found]


def test_the_figure_moves_each_second(live_page: Page) -> None:
    """By the clock of the data: a machine that is busy shows fewer frames, and they differ all the same."""
    now = live_page.locator('[data-figure="now"]:not([data-by])').first
    clock = live_page.get_by_test_id("stream-status").locator(".status-time")
    seen: set[tuple[str, str | None]] = set()

    def moved() -> bool:
        seen.add((clock.inner_text(), now.get_attribute("data-value")))
        return len({time for time, _ in seen}) >= 8

    wait_until(moved, "frames of eight different times", every_s=0.3)
    assert len({value for _, value in seen}) >= 5


def test_sums_on_the_page_agree(live_page: Page) -> None:
    for _ in range(3):
        rows = live_page.evaluate(FIGURES)
        total = next(value for by, _, value in rows if by == "")
        sums: dict[str, int] = {}
        for by, _key, value in {(b, k): (b, k, v) for b, k, v in rows if b}.values():
            sums[by] = sums.get(by, 0) + value
        assert {"scope", "enterprise", "scene", "carrier", "transfers", "unallocated"} <= sums.keys()
        assert sums["scope"] == total
        assert sums["scene"] == total
        assert sums["carrier"] == total
        assert sums["enterprise"] - abs(sums["transfers"]) + sums["unallocated"] == total
        live_page.wait_for_timeout(1200)


def test_flows_add_up_to_the_total(live_page: Page) -> None:
    live_page.get_by_test_id("flows-table-toggle").click()
    # The address says "tables=sankey" before the table is drawn: its changes are transitions of React.
    live_page.locator("[data-by=flow]").first.wait_for()
    rows = live_page.evaluate(
        "() => [[...document.querySelectorAll('[data-by=flow]')].map(e => Number(e.dataset.value)),"
        " Number(document.querySelector('[data-figure=now]:not([data-by])').dataset.value)]"
    )
    assert len(rows[0]) > 10
    assert sum(rows[0]) == rows[1]


@pytest.mark.parametrize(
    "selector",
    [
        '[data-figure="now"]:not([data-by])',
        '[data-figure="now"][data-by="enterprise"]',
        '[data-figure="today"]',
        '[data-figure="yesterday"]',
        '[data-figure="interval"]',
    ],
)
def test_explain_adds_up_to_the_number_clicked(live_page: Page, selector: str) -> None:
    number = live_page.locator(selector).first
    number.wait_for()  # yesterday is there once its back-fill is settled
    number.click()
    drawer = live_page.get_by_test_id("explain")
    expect(drawer).to_be_visible()
    drawer.locator("[data-explain-total]").wait_for()
    total = int(drawer.locator("[data-explain-total]").get_attribute("data-explain-total") or "0")
    clicked = int(drawer.get_attribute("data-clicked") or "-1")
    terms = [int(v) for v in drawer.locator("[data-term]").evaluate_all("es => es.map(e => e.dataset.term)")]
    assert terms
    assert sum(terms) == total == clicked
    expect(drawer).to_contain_text(re.compile("kgCO|tCO|CO₂|CO2"))


def test_the_intensity_is_a_quotient_of_its_terms(live_page: Page) -> None:
    number = live_page.locator('[data-figure="intensity"]')
    number.wait_for()  # known once every meter of generated power has been heard
    number.click()
    drawer = live_page.get_by_test_id("explain")
    ratio = drawer.locator("[data-explain-ratio]")
    ratio.wait_for()
    assert ratio.get_attribute("data-explain-ratio") == drawer.get_attribute("data-clicked")
    terms = [int(v) for v in drawer.locator("[data-term]").evaluate_all("es => es.map(e => e.dataset.term)")]
    total = drawer.locator("[data-explain-total]").get_attribute("data-explain-total")
    assert terms
    assert sum(terms) == int(total or "0")


def test_explain_reaches_the_readings_and_their_batch(live_page: Page) -> None:
    live_page.locator('[data-figure="now"]:not([data-by])').first.click()
    drawer = live_page.get_by_test_id("explain")
    drawer.locator("[data-term]").first.wait_for()
    drawer.get_by_test_id("term-expand").first.click()
    reading = drawer.get_by_test_id("reading").first
    reading.wait_for()
    expect(reading).to_contain_text(re.compile(r"(plant-a|plant-b|site|history)"))


def test_closing_explain_gives_the_focus_back(live_page: Page) -> None:
    number = live_page.locator('[data-figure="now"]:not([data-by])').first
    number.focus()
    live_page.keyboard.press("Enter")
    drawer = live_page.get_by_test_id("explain")
    expect(drawer).to_be_visible()
    live_page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(number).to_be_focused()


def test_search_goes_anywhere_by_keyboard(live_page: Page) -> None:
    number = live_page.locator('[data-figure="now"]:not([data-by])').first
    number.focus()
    live_page.keyboard.press("Control+k")
    text, hits = live_page.get_by_test_id("search-text"), live_page.get_by_test_id("search-hit")
    expect(text).to_be_focused()
    assert violations(live_page) == []
    live_page.keyboard.press("Escape")
    expect(live_page.get_by_test_id("search")).to_be_hidden()
    expect(number).to_be_focused()
    live_page.keyboard.press("Control+k")
    text.fill("grid_electricity")
    expect(hits.first).to_have_attribute("data-kind", "factor")
    assert violations(live_page) == []
    text.fill("edges")
    expect(hits.first).to_have_attribute("data-kind", "page")
    live_page.keyboard.press("Enter")
    live_page.wait_for_url("**/p/demo/edges")


def test_a_visit_begins_in_the_language_of_the_account(live_page: Page) -> None:
    """Chinese, where the browser has English: its texts would be loaded and shown in vain."""
    asked: list[str] = []
    live_page.on("request", lambda request: asked.append(request.url))
    live_page.reload()
    live_page.wait_for_selector('[data-figure="now"][data-by="enterprise"]')
    assert live_page.locator("html").get_attribute("lang") == "zh-CN"
    assert {found[1] for url in asked if (found := re.search(r"texts-(en|zh-CN)-", url))} == {"zh-CN"}


def test_what_a_page_asks_before_it_is_rendered_is_asked_once(live_page: Page) -> None:
    asked: list[str] = []
    live_page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    for name in ("live", "meters", "inventory"):
        asked.clear()
        live_page.goto(live_page.url.rpartition("/")[0] + f"/{name}")
        live_page.locator("#content").locator("[data-figure], .kpi-value, tbody tr").first.wait_for()
        live_page.wait_for_timeout(500)
        assert asked.count(f"/api/v1/parks/demo/{name}") == 1


def test_the_menu_leads_on_without_a_new_visit(live_page: Page) -> None:
    """Also in another language, and beside it: with the control key."""
    live_page.evaluate("window.isSameVisit = true")
    menu = live_page.locator(".menu")
    assert menu.locator('[aria-current="page"]').get_attribute("href") == urlsplit(live_page.url).path
    menu.locator('[href$="/places"]').click()
    live_page.wait_for_url("**/p/*/places")
    expect(menu.locator('[aria-current="page"]')).to_have_attribute("href", urlsplit(live_page.url).path)
    live_page.get_by_test_id("language").click()
    # The texts of a page come with it, in the language that is spoken by then.
    for name, words in (("health", "Meter health"), ("zero-carbon", "Zero-carbon park")):
        menu.locator(f'[href$="/{name}"]').click()
        expect(live_page.locator("h1").first).to_contain_text(words, ignore_case=True)
        assert bare_keys(live_page) == set()
    assert live_page.evaluate("window.isSameVisit")
    with live_page.context.expect_page() as opened:
        menu.locator('[href$="/meters"]').click(modifiers=["Control"])
    opened.value.wait_for_url("**/p/*/meters")
    assert live_page.url.endswith("/zero-carbon")


def test_a_frozen_and_a_killed_server_are_seen_and_forgotten(live_page: Page, demo: Demo) -> None:
    status = live_page.get_by_test_id("stream-status")
    expect(status).to_have_attribute("data-state", "live")
    pid = demo.process("live")["pid"]
    kill(pid, signal.SIGSTOP)
    try:
        expect(status).to_have_attribute("data-state", "delayed")
    finally:
        kill(pid, signal.SIGCONT)
    expect(status).to_have_attribute("data-state", "live")
    kill(demo.process("api")["pid"], signal.SIGKILL)
    expect(status).to_have_attribute("data-state", "disconnected")
    expect(status).to_have_attribute("data-state", "live")


def test_tabs_share_one_stream_which_outlives_the_tab_that_reads_it(live_page: Page) -> None:
    opened: list[str] = []
    live_page.context.on("request", lambda r: opened.append(r.url) if r.url.endswith("/stream") else None)
    other = live_page.context.new_page()
    other.goto(live_page.url)
    clock = other.get_by_test_id("stream-status").locator(".status-time")
    clock.wait_for()

    def moves() -> None:
        seen = {clock.inner_text()}
        wait_until(lambda: len(seen | {clock.inner_text()}) > 1, "frames in the other tab", every_s=0.3)

    moves()
    assert opened == []
    live_page.close()
    wait_until(lambda: other.wait_for_timeout(300) or opened, "the other tab to read the stream")
    moves()
    assert len(opened) == 1


def test_what_is_settled_is_asked_for_again(live_page: Page) -> None:
    """The demo settles every few seconds; nobody asks by the clock for less than minutes."""
    with live_page.expect_request("**/live/day", timeout=PATIENCE_MS):
        pass


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_accessibility_violations(context: BrowserContext, demo: Demo, language: str, theme: str) -> None:
    page = context.new_page()
    page.add_init_script(
        f"localStorage.setItem('pc.language', '{language}'); localStorage.setItem('pc.theme', '{theme}')"
    )
    page.goto(demo.url)
    page.get_by_test_id("sign-in").wait_for()
    assert page.locator("html").get_attribute("lang") == language
    assert violations(page) == []
    sign_in(page, demo)
    page.wait_for_selector('[data-figure="now"][data-value]')
    page.wait_for_timeout(1500)
    assert violations(page) == []
    page.locator('[data-figure="now"]:not([data-by])').first.click()
    page.locator("[data-explain-total]").wait_for()
    page.wait_for_timeout(600)  # the drawer slides in; contrast is judged at rest
    assert violations(page) == []


def test_the_wall_shows_the_same_park(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1920, "height": 1080})
    sign_in(page, demo)
    # Its code does not come: it begins anew by itself when the server has it again.
    page.clock.install()
    page.route(re.compile("/WallPage[^/]*[.]js"), lambda route: route.abort())
    page.goto(page.url.replace("/live", "/wall"))
    expect(page.get_by_test_id("broken")).to_have_attribute("data-kind", "outdated")
    page.unroute_all()
    page.clock.fast_forward(16_000)
    page.wait_for_selector('[data-figure="now"][data-value]')
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight + 1")
    assert violations(page) == []


def test_an_enterprise_sees_only_itself(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    sign_in(page, demo, "enterprise")
    page.goto(page.url.replace("/home", "/live"))
    page.wait_for_selector('[data-figure="now"][data-by="enterprise"]')
    rows = page.evaluate(FIGURES)
    assert len({key for by, key, _ in rows if by == "enterprise"}) == 1


def test_wrong_password_says_what_to_do(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    page.goto(demo.url)
    page.get_by_test_id("login").fill("operator")
    page.get_by_test_id("password").fill("not the password")
    page.get_by_test_id("sign-in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_page_whose_code_is_gone_says_so_in_its_frame(live_page: Page) -> None:
    assert live_page.title().endswith("ParkCarbon")
    before = live_page.title()
    live_page.route(re.compile("/BudgetsPage[^/]*[.]js"), lambda route: route.abort())
    live_page.locator('nav.menu a[href$="/budgets"]').click()
    expect(live_page.get_by_test_id("broken")).to_have_attribute("data-kind", "outdated")
    assert live_page.title() != before
    # The menu leads on to the pages that are there.
    live_page.locator('nav.menu a[href$="/alerts"]').click()
    expect(live_page.get_by_test_id("broken")).to_have_count(0)
    live_page.locator("h1").wait_for()


def test_a_part_whose_code_is_gone_leaves_what_is_around_it(live_page: Page) -> None:
    live_page.route(re.compile("/HelpBox[^/]*[.]js"), lambda route: route.abort())
    live_page.reload()
    live_page.locator('[data-figure="now"]').first.wait_for()
    live_page.get_by_test_id("help-open").click()
    expect(live_page.get_by_test_id("outdated").get_by_role("button")).to_be_visible()
    expect(live_page.get_by_test_id("broken")).to_have_count(0)
    expect(live_page.locator('[data-figure="now"]').first).to_be_visible()
