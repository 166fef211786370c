"""The tree of the park, the page of a place and the site plan in a browser, by keyboard."""

import re
import struct
import zlib

from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations


def png(width: int, height: int) -> bytes:
    """A grey image."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = b"".join(b"\0" + b"\xcc" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def at(page: Page, path: str) -> None:
    page.goto(page.url.split("/p/")[0] + "/p/demo" + path)


def carbon(page: Page, locator: str) -> int:
    return int(page.locator(locator).get_attribute("data-carbon") or 0)


def walk_the_tree(page: Page) -> None:
    """Down to the rolling mill of the steel works, by keyboard alone."""
    at(page, "/places")
    park = page.locator('[data-place="park/demo"]')
    expect(park).to_be_visible()
    assert violations(page) == []
    steel = page.locator('[data-place="enterprise/steel"]')
    park.focus()
    while not steel.evaluate("row => row === document.activeElement"):
        page.keyboard.press("ArrowDown")
    expect(steel).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowRight")
    expect(steel).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile("open="))
    page.keyboard.press("ArrowLeft")
    expect(steel).to_have_attribute("aria-expanded", "false")
    page.get_by_test_id("places-search").fill("rolling")
    node = page.locator('[data-place="node/steel-rolling"]')
    expect(node).to_be_visible()
    expect(page.locator('[data-place="enterprise/textile"]')).to_have_count(0)
    node.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("place")).to_have_attribute("data-place", "node/steel-rolling")


def from_node_to_meter(page: Page) -> None:
    expect(page.get_by_test_id("place-crumbs")).to_contain_text("Zhufeng")
    expect(page.get_by_test_id("place-legend")).to_be_visible()
    page.get_by_test_id("place-toggle").click()
    expect(page.get_by_test_id("place-table")).to_be_visible()
    expect(page).to_have_url(re.compile("view=table"))
    page.get_by_test_id("heat-toggle").click()
    expect(page.get_by_test_id("heat-table")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("place-children").get_by_role("link").first.click()
    expect(page.get_by_test_id("place-meter")).to_be_visible()
    page.get_by_test_id("place-crumbs").get_by_role("link").nth(2).click()
    expect(page.get_by_test_id("place")).to_have_attribute("data-place", "enterprise/steel")


def parts_are_the_whole(page: Page) -> None:
    at(page, "/places/park/demo")
    expect(page.get_by_test_id("place-children").locator("[data-child]").first).to_be_visible()
    rows = page.locator("[data-child]").evaluate_all("all => all.map(row => Number(row.dataset.carbon))")
    whole = page.locator('[data-place-value="carbon"]').get_attribute("data-value")
    assert len(rows) > 3
    assert page.get_by_test_id("place-transfers").count() == 1
    transfers = carbon(page, "[data-testid=place-transfers]")
    assert sum(rows) - transfers + carbon(page, "[data-testid=place-remainder]") == int(whole or 0)
    figures_explain_themselves(page, whole or "")


def figures_explain_themselves(page: Page, whole: str) -> None:
    """The park's own from its sources and meters, what is left from its parts; the focus comes back."""
    figure = page.locator('[data-place-value="carbon"] [data-place-figure="park/demo"]')
    figure.press("Enter")
    explained = page.get_by_test_id("place-explain")
    expect(explained).to_have_attribute("data-value", whole)
    terms = explained.locator("[data-term]").evaluate_all("all => all.map(row => Number(row.dataset.carbon))")
    assert sum(terms) == int(whole)
    page.wait_for_timeout(600)  # the drawer slides in; contrast is judged at rest
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(explained).to_have_count(0)
    expect(figure).to_be_focused()
    rest = page.get_by_test_id("place-remainder")
    rest.get_by_role("button").click()
    expect(explained).to_have_attribute("data-value", rest.get_attribute("data-carbon") or "")
    expect(page.get_by_test_id("explained-rest").locator("tbody tr")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(explained).to_have_count(0)


def draw_the_plan(page: Page) -> None:
    at(page, "/site-plan")
    page.get_by_test_id("treemap-toggle").click()
    expect(page.get_by_test_id("plan-table")).to_contain_text("Zhufeng")
    assert violations(page) == []
    page.get_by_test_id("plan-file").set_input_files(
        {"name": "plan.png", "mimeType": "image/png", "buffer": b"no image"}
    )
    expect(page.get_by_role("alert")).to_contain_text("PNG")
    page.get_by_test_id("plan-file").set_input_files(
        {"name": "plan.png", "mimeType": "image/png", "buffer": png(640, 400)}
    )
    page.get_by_test_id("plan-place").select_option("enterprise/steel")
    page.get_by_test_id("plan-corners").fill("10, 10\n60, 60\n60, 10\n10, 60")
    page.get_by_test_id("plan-take").press("Enter")
    page.get_by_test_id("plan-save").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("crossing")
    page.get_by_test_id("plan-place").select_option("enterprise/steel")
    page.get_by_test_id("plan-corners").fill("10, 10\n60, 10\n60, 60\n10, 60")
    page.get_by_test_id("plan-take").press("Enter")
    expect(page.get_by_test_id("plan-drawn")).to_have_count(1)
    assert violations(page) == []
    # Another image under what is drawn and not saved yet.
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        page.get_by_test_id("plan-file").set_input_files(
            {"name": "plan.png", "mimeType": "image/png", "buffer": png(600, 400)}
        )
    assert saved.value.json()["image"]["width"] == 600
    page.get_by_test_id("plan-away").click()
    page.get_by_test_id("confirm").get_by_role("button").first.click()
    expect(page.get_by_test_id("plan-drawn")).to_have_count(1)
    page.get_by_test_id("plan-save").press("Enter")
    shape = page.get_by_test_id("plan-shape")
    expect(shape).to_contain_text("Zhufeng")
    expect(page.get_by_test_id("plan-legend")).to_contain_text("t")
    assert violations(page) == []
    shape.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("place")).to_have_attribute("data-place", "enterprise/steel")


def test_places_by_keyboard(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    page.add_init_script("localStorage.setItem('pc.theme', 'dark')")
    sign_in(page, demo)
    walk_the_tree(page)
    from_node_to_meter(page)
    parts_are_the_whole(page)
    draw_the_plan(page)
    page.add_init_script(
        "localStorage.setItem('pc.theme', 'light'); localStorage.setItem('pc.language', 'zh-CN')"
    )
    for path in ("/places", "/places/enterprise/steel", "/site-plan"):
        at(page, path)
        expect(page.locator("table, .place-plan").first).to_be_visible()
        assert violations(page) == []
