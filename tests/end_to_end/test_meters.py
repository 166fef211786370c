"""Meters in a real Chromium on the running demo: imported, replaced, corrected; everything is taken back."""

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations
from tests.support.processes import wait_until

PARK = "/api/v1/parks/demo"
POINT = "campus-charging-import"
SERIAL = "SIM-CAMPUS-CHARGING"
HOUR_MS = 3_600_000


@pytest.fixture
def client(demo: Demo) -> Iterator[httpx.Client]:
    made = demo.client()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, demo: Demo) -> Page:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    return page


@pytest.fixture
def address(demo: Demo) -> str:
    return f"{demo.url}/p/demo/meters"


def amount(client: httpx.Client, start: int, end: int) -> int:
    """The point's amount in [start, end), in base units."""
    path = f"{PARK}/points/{POINT}/series?from={start}&to={end}&step=quarter"
    return sum(row["amount_base"] for row in client.get(path).json()["amounts"])


def is_whole(client: httpx.Client, start: int, end: int) -> bool:
    """Whether every quarter hour of [start, end) is measured: nothing that is still filled in changes it."""
    path = f"{PARK}/points/{POINT}/series?from={start}&to={end}&step=quarter"
    rows = client.get(path).json()["amounts"]
    measured = [row for row in rows if row["covered_s"] == 900 and not row["estimated_base"]]
    return len(measured) == (end - start) // (HOUR_MS // 4)


def old_reading(client: httpx.Client) -> dict[str, Any]:
    """A good reading between one and three hours ago; the two hours about it are whole and change no more."""
    now = int(time.time() * 1000)

    def found() -> list[dict[str, Any]]:
        path = f"{PARK}/points/{POINT}/readings?from={now - 3 * HOUR_MS}&to={now - HOUR_MS}"
        return [r for r in client.get(path).json()["readings"] if r["quality"] == 0]

    wait_until(lambda: bool(found()), "the back-fill's readings", timeout_s=600, every_s=2)
    reading = found()[0]
    start = reading["time"] // HOUR_MS * HOUR_MS
    wait_until(
        lambda: is_whole(client, start - HOUR_MS, start + HOUR_MS),
        "the hours about it", timeout_s=600, every_s=2,
    )  # fmt: skip
    return reading


def take_back(page: Page) -> None:
    """Undo the newest entry of the meter's life, with a reason."""
    entry = page.locator('[data-testid="life-entry"][data-undone="false"]').first
    entry.get_by_test_id("undo-open").click()
    page.get_by_test_id("undo-reason").fill("a test")
    page.get_by_test_id("undo").click()
    expect(page.locator('[data-testid="life-entry"][data-undone="false"]')).to_have_count(0)


def test_a_file_with_a_mistake_and_then_right(
    page: Page, address: str, client: httpx.Client, tmp_path: Path
) -> None:
    page.goto(address)
    rows = page.get_by_test_id("meter-row")
    expect(rows).to_have_count(50)
    page.get_by_test_id("pager-older").click()
    expect(page.get_by_test_id("pager")).to_contain_text("51")
    assert "page=" in page.url
    page.get_by_test_id("import-open").click()
    file = tmp_path / "meters.csv"
    file.write_text(f"point,serial,digits\n{POINT},SN-1,many\n")
    page.get_by_test_id("import-file").set_input_files(file)
    mistake = page.get_by_test_id("mistake")
    expect(mistake).to_have_count(1)
    expect(mistake).to_have_attribute("data-row", "2")
    expect(mistake).to_have_attribute("data-column", "digits")
    with page.expect_download() as download:
        page.get_by_test_id("mistakes-download").click()
    assert "many" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    file.write_text(f"point,serial\n{POINT},SN-1\n")
    page.get_by_test_id("import-file").set_input_files(file)
    expect(page.get_by_test_id("import-sum")).to_have_attribute("data-applied", "false")
    page.get_by_test_id("import-apply").click()
    expect(page.get_by_test_id("import-sum")).to_have_attribute("data-applied", "true")
    try:
        page.get_by_test_id("import-done").click()
        page.get_by_test_id("meters-search").fill("SN-1 import")
        expect(rows).to_have_count(1)
        expect(rows).to_have_attribute("data-point", POINT)
        assert "q=SN-1" in page.url
        assert "page=" not in page.url
    finally:
        client.post(f"{PARK}/meters/import?dry_run=false", content=f"point,serial\n{POINT},{SERIAL}")


def test_a_meter_is_replaced_by_keyboard_as_previewed_and_put_back(
    page: Page, address: str, client: httpx.Client
) -> None:
    """One kWh more on the old register's closing index is the multiplier's worth of energy, no more."""
    reading = old_reading(client)
    index = Decimal(reading["exact"] or repr(reading["value"]))
    start = reading["time"] // HOUR_MS * HOUR_MS
    before = amount(client, start - HOUR_MS, start + HOUR_MS)
    page.goto(f"{address}/{POINT}/event")
    page.get_by_test_id("kind-replace").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("wizard-title")).to_be_focused()
    local = page.evaluate(
        "ms => new Date(ms + 8 * 3600e3).toISOString().slice(0, 19)", reading["time"]
    )  # of Asia/Shanghai, which has no summer time
    page.get_by_test_id("field-time").fill(local)
    page.get_by_test_id("field-finalIndex").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(str(index - 5))
    expect(page.get_by_test_id("below-last")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type(str(index + 1))
    page.get_by_test_id("field-firstIndex").fill(str(index))
    page.get_by_test_id("reason").focus()
    page.keyboard.type("The display was broken")
    for _ in range(3):  # evidence, back, next
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    energy = page.locator(f'[data-testid="preview-energy"][data-key="{POINT}"]')
    energy.wait_for()
    was, becomes = [Decimal(v) for v in str(energy.get_attribute("data-exact")).split("|")]
    multiplier = Decimal(client.get(f"{PARK}/points/{POINT}").json()["point"]["multiplier"])
    assert becomes - was == multiplier
    page.get_by_test_id("wizard-next").press("Enter")
    page.get_by_test_id("wizard-done").wait_for()
    try:
        after = amount(client, start - HOUR_MS, start + HOUR_MS)
        assert Decimal(after - before) == multiplier * 1000
    finally:
        page.get_by_test_id("wizard-back-to-meter").press("Enter")
        take_back(page)
    assert amount(client, start - HOUR_MS, start + HOUR_MS) == before


def test_a_span_is_corrected_and_the_correction_undone(
    page: Page, address: str, client: httpx.Client
) -> None:
    start = old_reading(client)["time"] // HOUR_MS * HOUR_MS - HOUR_MS
    end = start + HOUR_MS
    before = amount(client, start, end)
    page.goto(f"{address}/{POINT}/correct?from={start}&to={end}")
    page.get_by_test_id("field-amount").fill("123.5")
    page.get_by_test_id("reason").fill("From the bill")
    page.get_by_test_id("wizard-next").click()
    page.get_by_test_id("preview-energy").first.wait_for()
    page.get_by_test_id("wizard-next").click()
    page.get_by_test_id("wizard-done").wait_for()
    try:
        assert amount(client, start, end) == 123_500
    finally:
        page.get_by_test_id("wizard-back-to-meter").click()
        take_back(page)
    assert amount(client, start, end) == before


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_accessibility_violations(
    context: BrowserContext, demo: Demo, address: str, language: str, theme: str
) -> None:
    page = context.new_page()
    page.add_init_script(
        f"localStorage.setItem('pc.language', '{language}'); localStorage.setItem('pc.theme', '{theme}')"
    )
    sign_in(page, demo)
    page.goto(address)
    page.get_by_test_id("meter-row").first.wait_for()
    assert violations(page) == []
    page.get_by_test_id("import-open").click()
    page.get_by_test_id("import").wait_for()
    page.wait_for_timeout(600)  # the drawer slides in; contrast is judged at rest
    assert violations(page) == []
    page.goto(f"{address}/{POINT}")
    page.locator(".intervals canvas").wait_for()
    assert violations(page) == []
    page.get_by_test_id("intervals-table").click()
    page.get_by_test_id("event-open").click()
    page.get_by_test_id("wizard-next").click()
    page.get_by_test_id("field-finalIndex").wait_for()
    assert violations(page) == []
    page.goto(f"{address}/{POINT}/correct")
    page.get_by_test_id("field-amount").wait_for()
    assert violations(page) == []
