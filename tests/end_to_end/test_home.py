"""My enterprise, help and search by keyboard, and what every chart gives to take along."""

import base64
import csv
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.end_to_end.conftest import Demo, bare_keys, sign_in
from tests.end_to_end.test_live_page import violations

ENGLISH = "localStorage.setItem('pc.language', 'en')"
PNG = b"\x89PNG\r\n\x1a\n"


def saved(page: Page, test_id: str) -> tuple[str, bytes]:
    """The name and content of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_test_id(test_id).first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_an_enterprise_begins_with_what_it_has_to_do(context: BrowserContext, demo: Demo) -> None:
    context.add_init_script(ENGLISH)
    page = context.new_page()
    sign_in(page, demo, "enterprise")
    expect(page.get_by_test_id("home-kpis")).to_be_visible()
    expect(page.get_by_test_id("home-tasks").or_(page.get_by_text("Nothing waits"))).to_be_visible()
    assert violations(page) == []
    number = page.locator('[data-inventory="total"]').first
    value = number.get_attribute("data-value")
    number.click()
    expect(page.get_by_test_id("inventory-terms")).to_have_attribute("data-explain-total", value or "")
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    task = page.locator("[data-task=bills_missing]")
    task.click()
    page.wait_for_url("**/activity?tab=bills&year=*")
    expect(page.get_by_test_id("month-grid")).to_be_visible()


def test_help_is_a_key_away_and_words_are_found(live_page: Page) -> None:
    live_page.evaluate(ENGLISH)
    live_page.reload()
    live_page.locator("h1").first.click()
    live_page.keyboard.press("?")
    help_ = live_page.get_by_test_id("help")
    expect(help_).to_contain_text("What is emitted now")
    assert violations(live_page) == []
    help_.get_by_role("link").click()
    live_page.get_by_test_id("help-search").fill("覆盖率")
    expect(live_page.get_by_test_id("help-terms").locator("dt").first).to_contain_text("coverage")
    assert violations(live_page) == []
    live_page.keyboard.press("Control+k")
    live_page.get_by_test_id("search-text").fill("quarantine")
    term = live_page.locator('[data-testid="search-hit"][data-kind="term"]')
    expect(term.first).to_contain_text("隔离")
    live_page.get_by_test_id("search-text").fill("locked")
    expect(live_page.get_by_test_id("search-hit").first).to_contain_text("Locked periods")


COLOURS = """async picture => {
  const bytes = Uint8Array.from(atob(picture), one => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const found = {};
  for (let at = 0; at < data.length; at += 4) {
    const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
    found[colour] = (found[colour] ?? 0) + 1;
  }
  return found;
}"""


def test_a_chart_is_taken_along_as_table_and_picture(live_page: Page) -> None:
    expect(live_page.get_by_test_id("chart-png").first).to_be_visible()
    assert saved(live_page, "chart-png")[1].startswith(PNG)
    # Bars of elements are drawn one by one: the picture has the colour of a bar in it.
    bars = live_page.locator(".ranking-enterprise")
    with live_page.expect_download() as download:
        bars.get_by_test_id("chart-png").click()
    picture = base64.b64encode(Path(download.value.path()).read_bytes()).decode()
    colour = bars.locator(".bar i").first.evaluate("bar => getComputedStyle(bar).backgroundColor")
    assert live_page.evaluate(COLOURS, picture)[colour] > 500
    name, content = saved(live_page, "chart-csv")
    lines = content.decode("utf-8-sig").splitlines()
    assert name.endswith(".csv")
    assert len(lines) >= 5
    assert float(lines[1].split(",")[1]) >= 0
    assert violations(live_page) == []
    live_page.goto(live_page.url.split("/p/")[0] + "/p/demo/flows")
    expect(live_page.get_by_test_id("flows-found")).to_be_visible()
    period = live_page.get_by_test_id("flow-period")
    chosen = period.locator("optgroup:last-of-type option").first.get_attribute("value") or ""
    period.select_option(chosen)
    live_page.wait_for_url(f"**/flows?period={chosen}")
    live_page.locator("nav a[href*='/inventory']").first.click()
    live_page.wait_for_url(f"**/inventory?period={chosen}")
    live_page.go_back()
    expect(live_page.get_by_test_id("flows-found")).to_be_visible()
    rows = list(csv.reader(saved(live_page, "chart-csv")[1].decode("utf-8-sig").splitlines()))
    expect(live_page.get_by_test_id("flow-toggle")).to_have_attribute("aria-pressed", "false")
    links = [row for row in rows[1:] if len(row) == len(rows[0]) > 1]
    assert links
    assert all(row[1] for row in links)


def test_a_park_on_another_platform_is_in_the_chooser(context: BrowserContext, demo: Demo) -> None:
    """By another name the demo is another platform, where nobody has logged in."""
    there = demo.url.replace("127.0.0.1", "localhost")
    names = ("--name-en", "North park", "--name-zh", "北园", "--people", demo.login("enterprise")[0])
    demo.command("directory", "set", "north-park", there, *names)
    try:
        context.add_init_script(ENGLISH)
        page = context.new_page()
        sign_in(page, demo, "enterprise")
        option = page.locator(".top-park optgroup option")
        expect(option).to_have_text(f"North park · {there.removeprefix('http://')}")
        assert violations(page) == []
        # Who goes through the chooser by its keys is not carried off: the way there is a link.
        page.locator(".top-park select").select_option("north-park")
        link = page.get_by_test_id("park-elsewhere")
        expect(link).to_contain_text("North park")
        assert violations(page) == []
        link.click()
        page.wait_for_url(f"{there}/login?next=*north-park*")
    finally:
        demo.command("directory", "remove", "north-park")


WIDE = """() => document.documentElement.scrollWidth > innerWidth + 1
  ? [...document.querySelectorAll('body *')]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
      .slice(-3).map(e => `${e.tagName}.${e.className}`)
  : []"""


ZOOMED: ViewportSize = {"width": 640, "height": 400}
PHONE: ViewportSize = {"width": 360, "height": 740}


def too_wide(page: Page, size: ViewportSize) -> list[str]:
    """What is wider than a window of that size, once charts have followed it: they look a frame later."""
    page.set_viewport_size(size)
    with suppress(PlaywrightTimeoutError):
        page.wait_for_function(f"({WIDE})().length === 0", timeout=5_000)
    return list(page.evaluate(WIDE))


def test_every_page_fits_at_200_percent_and_on_a_phone(browser: Browser, demo: Demo) -> None:
    """A window of 1280 x 800 at twice the size: only tables and pictures may scroll sideways."""
    context = browser.new_context(viewport=ZOOMED, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, demo)
    expect(page.locator("nav a[href$='/help'], nav a[href$='/live']").first).to_be_attached()
    # The wall has the whole screen for itself.
    links = page.locator("nav a[href^='/p/']:not([href$='/wall'])").evaluate_all(
        "found => found.map(a => a.getAttribute('href'))"
    )
    assert len(links) > 25
    wide, bare = {}, {}
    for link in links:
        page.goto(demo.url + link)
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator("#content [aria-busy=true], #content .skeleton")).to_have_count(0)
        for size in (PHONE, ZOOMED):
            if found := too_wide(page, size):
                wide[f"{link} {size['width']}"] = found
        if keys := bare_keys(page):
            bare[link] = keys
    context.close()
    assert wide == {}
    assert bare == {}
